from django.urls import path

from achievements.registry import views

app_name = "achievements"
urlpatterns = [
    path("", views.AchievementList.as_view(), name="list"),
    path("<slug:number>/", views.AchievementPage.as_view(), name="detail"),
    path(
        "<slug:number>/v<int:version>/", views.AchievementPage.as_view(), name="version"
    ),
]
