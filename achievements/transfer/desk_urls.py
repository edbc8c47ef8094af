app_name = "my-listings"
urlpatterns = []
