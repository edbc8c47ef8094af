from django.urls import path
from django.utils.translation import gettext_lazy as _

from portal.organisations import desk_views as views

app_name = "my-organisations"


def member_step(step, done, **options):
    view = views.MemberStep.as_view(step=step, done_message=done, **options)
    return path(f"members/<int:pk>/{step}/", view, name=step)


urlpatterns = [
    path("", views.MyOrganisations.as_view(), name="list"),
    path("<int:pk>/edit/", views.EditOrganisation.as_view(), name="edit"),
    path("<int:pk>/claim-again/", views.ClaimAgain.as_view(), name="claim-again"),
    path("<int:pk>/members/", views.Members.as_view(), name="members"),
    path("<int:pk>/invite/", views.Invite.as_view(), name="invite"),
    path("members/<int:pk>/", views.MemberPage.as_view(), name="member"),
    path("members/<int:pk>/role/", views.ChangeRole.as_view(), name="role"),
    member_step("approve", _("The person is a member now.")),
    member_step("refuse", _("The request has been refused."), needs=("reason",)),
    member_step("cancel", _("The invitation has been withdrawn.")),
    member_step("end", _("The membership has ended.")),
    path("members/<int:pk>/leave/", views.Leave.as_view(), name="leave"),
    path(
        "members/<int:pk>/withdraw/",
        views.OwnStep.as_view(
            step="withdraw", done_message=_("Your request has been withdrawn.")
        ),
        name="withdraw",
    ),
    path("invitations/<slug:token>/", views.Invitation.as_view(), name="invitation"),
    path(
        "invitations/<slug:token>/accept/",
        views.AnswerInvitation.as_view(
            step="accept", done_message=_("You are a member now.")
        ),
        name="accept",
    ),
    path(
        "invitations/<slug:token>/decline/",
        views.AnswerInvitation.as_view(
            step="decline", done_message=_("You have declined the invitation.")
        ),
        name="decline",
    ),
]
