app_name = "profile"
urlpatterns = []
