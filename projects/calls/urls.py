from django.urls import path

from projects.calls import views
from projects.calls.feeds import CallFeed

app_name = "calls"
urlpatterns = [
    path("", views.CallList.as_view(), name="list"),
    path("feed/", CallFeed(), name="feed"),
    path("<slug:number>/", views.CallPage.as_view(), name="detail"),
    path("<slug:number>/print/", views.CallPrint.as_view(), name="print"),
    path("<slug:number>/dates.ics", views.CallCalendar.as_view(), name="calendar"),
]
