from django.urls import path

from search.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.CataloguePage.as_view(), name="search"),
    path("suggest/", views.Suggestions.as_view(), name="suggest"),
]
