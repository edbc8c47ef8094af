app_name = "my-achievements"
urlpatterns = []
