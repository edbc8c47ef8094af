from django.urls import path

from projects.portfolio import views

app_name = "projects"
urlpatterns = [
    path("", views.ProjectList.as_view(), name="list"),
    path("<slug:number>/", views.ProjectPage.as_view(), name="detail"),
]
