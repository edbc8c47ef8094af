from django.urls import path

from portal.audit import views

app_name = "history"
urlpatterns = [
    path("<slug:app>/<slug:model>/<int:pk>/", views.History.as_view(), name="record"),
    path(
        "<slug:app>/<slug:model>/<int:pk>/history.xlsx",
        views.Download.as_view(),
        name="download",
    ),
]
