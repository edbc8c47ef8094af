from django.urls import path

from achievements.registry import desk_views as views

RECORD = "<str:number>/<int:version>/"

app_name = "my-achievements"
urlpatterns = [
    path("", views.AchievementList.as_view(), name="list"),
    path("new/", views.StartView.as_view(), name="new"),
    path(RECORD, views.AchievementRecord.as_view(), name="record"),
    path(f"{RECORD}check/", views.AchievementCheck.as_view(), name="check"),
    path(f"{RECORD}new-version/", views.NewVersion.as_view(), name="new-version"),
    path(f"{RECORD}steps/<str:step>/", views.AchievementStep.as_view(), name="step"),
    path(f"{RECORD}<str:section>/", views.AchievementSection.as_view(), name="section"),
]
