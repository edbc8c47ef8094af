from django.urls import path

from portal.notifications import views

app_name = "inbox"
urlpatterns = [
    path("", views.Inbox.as_view(), name="list"),
    path("read/", views.ReadAll.as_view(), name="read-all"),
    path("preferences/", views.Preferences.as_view(), name="preferences"),
    path("preferences/reset/", views.Reset.as_view(), name="reset"),
    path("<int:pk>/", views.Open.as_view(), name="open"),
]
