from django.urls import path

from portal.attachments import views

app_name = "attachments"
urlpatterns = [path("<int:pk>/", views.DownloadView.as_view(), name="download")]
