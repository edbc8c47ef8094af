from django.urls import path

from projects.applications import desk_views, paper_urls, reading_views

RECORD = "<str:number>/"
INVITATION = "invitations/<str:token>/"

app_name = "applications"
urlpatterns = [
    path("", desk_views.ApplicationList.as_view(), name="list"),
    path("new/", desk_views.StartView.as_view(), name="new"),
    path(INVITATION, reading_views.Invitation.as_view(), name="invitation"),
    path(
        f"{INVITATION}consent/",
        reading_views.AnswerInvitation.as_view(
            step="consent", done_message=reading_views.CONSENTED
        ),
        name="consent",
    ),
    path(
        f"{INVITATION}decline/",
        reading_views.AnswerInvitation.as_view(
            step="decline", done_message=reading_views.DECLINED
        ),
        name="decline",
    ),
    path(RECORD, desk_views.ApplicationRecord.as_view(), name="record"),
    path(f"{RECORD}read/", reading_views.ApplicationPage.as_view(), name="detail"),
    path(f"{RECORD}leave/", reading_views.LeaveTeam.as_view(), name="leave"),
    path(f"{RECORD}check/", desk_views.ApplicationCheck.as_view(), name="check"),
    path(
        f"{RECORD}steps/<str:step>/", desk_views.ApplicationStep.as_view(), name="step"
    ),
    *paper_urls.urlpatterns,
    # Last: a section may have any name.
    path(
        f"{RECORD}<str:section>/",
        desk_views.ApplicationSection.as_view(),
        name="section",
    ),
]
