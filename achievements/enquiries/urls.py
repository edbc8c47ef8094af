from django.urls import path

from achievements.enquiries import views

app_name = "enquiries"
urlpatterns = [
    path("", views.EnquiryList.as_view(), name="list"),
    path("ask/<slug:number>/", views.Ask.as_view(), name="ask"),
    path("<slug:number>/", views.EnquiryPage.as_view(), name="detail"),
    path("<slug:number>/write/", views.Write.as_view(), name="write"),
    path("<slug:number>/close/", views.Close.as_view(), name="close"),
]
