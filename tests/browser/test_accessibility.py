"""Every kind of page, in both languages, wide and narrow: nothing serious for axe."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command
from django.utils.translation import gettext as said
from playwright.sync_api import expect

from achievements.models import Achievement, Enquiry, Listing
from achievements.registry.editing import SECTIONS as OF_ACHIEVEMENT
from achievements.transfer.editing import SECTIONS as OF_LISTING
from portal.demo.loading import PASSWORD
from portal.models import Membership, Organisation, Term, User
from portal.pages.models import GuidePage
from search.outbox.drain import drain_all
from tests.browser.acting import press
from tests.browser.walk import LANGUAGES, Walk, look_at
from tests.factories.accounts import OrganisationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BAD = """
<html lang="en"><title>Bad</title><main><h1>Bad</h1>
<img src="data:,"><div style="width: 400px">wide</div></main></html>
"""


@pytest.fixture
def demo(index):
    """The demonstration's site, with one offer and its result withdrawn."""
    call_command("load_demo")
    office = person("office")
    gone = some(Listing, holder__in=mine(office), status="published")
    gone.withdraw(by=office, reason="不再转让")
    gone.achievement.withdraw(by=office, reason="内容有误")
    drain_all()


def person(name):
    return User.objects.get(email=f"{name}@example.org")


def mine(user):
    return Organisation.objects.of(user)


def some(model, **wanted):
    return model.objects.filter(**wanted).first()


def test_a_bad_page_is_seen_as_such(visit):
    page = visit()
    page.set_content(BAD)

    assert look_at(page) == [
        "1280 px: image-alt: img",
        "360 px: image-alt: img",
        "360 px: 48 px too wide",
    ]


def test_public_pages(visit, demo):
    walk = Walk(visit)
    offer = some(Listing, status="published")
    for language in LANGUAGES:
        walk.go(language, f"/{language}/")
        guide = some(GuidePage, locale__language_code=language)
        walk.go(language, guide.get_url())
    walk.to("catalogue:search")
    walk.to("catalogue:search", query="?q=flow&kind=listing&industry=C")
    walk.to("catalogue:search", query="?q=nothinglikethis")
    walk.to("achievements:list")
    walk.to_record(some(Achievement, status="published"))
    walk.to_record(some(Achievement, status="withdrawn"), status=410)
    walk.to("listings:list")
    walk.to_record(offer)
    walk.to_record(some(Listing, status="withdrawn"), status=410)
    walk.to("organisations:list")
    walk.to_record(offer.holder)
    walk.to("listings:detail", "L1999-00001", status=404)
    walk.to("account_login")
    walk.to("account_signup")
    walk.to("account_reset_password")

    assert walk.wrongs == []


def test_pages_of_somebody_new(visit, demo):
    newcomer, organisation = person("visitor"), mine(person("office")).get()
    invitation = Membership.objects.create(
        organisation=organisation,
        invited_email=newcomer.email,
        status=Membership.Status.INVITED,
    )
    walk = Walk(visit, newcomer)
    walk.to("workbench:home")
    walk.to("my-achievements:list")
    walk.to("my-achievements:new")
    walk.to("my-listings:new")
    walk.to("enquiries:list")
    walk.to("inbox:list")
    walk.to("my-organisations:list")
    walk.to("my-organisations:invitation", invitation.token)
    walk.to("organisations:register")
    walk.to("organisations:join-by-code")
    walk.to("organisations:join", organisation.pk)
    walk.to("enquiries:ask", some(Listing, status="published").number)

    assert walk.wrongs == []


def test_pages_of_an_owner(visit, demo):
    owner = person("owner")
    draft = some(Achievement, created_by=owner, status="draft")
    public = some(Achievement, created_by=owner, status="published")
    returned = some(Listing, created_by=owner, status="returned")
    offer = some(Listing, created_by=owner, status="published")
    walk = Walk(visit, owner)
    walk.to("workbench:home")
    walk.to("my-achievements:list")
    walk.to("my-achievements:new")
    walk.to("my-achievements:record", draft.number, 1)
    walk.to("my-achievements:check", draft.number, 1)
    for section in OF_ACHIEVEMENT:
        walk.to("my-achievements:section", draft.number, 1, section.name)
    walk.to("my-achievements:record", public.number, 1)
    walk.to("my-achievements:step", public.number, 1, "withdraw")
    walk.to("my-listings:list")
    walk.to("my-listings:new")
    walk.to("my-listings:record", returned.number)
    walk.to("my-listings:check", returned.number)
    for section in OF_LISTING:
        walk.to("my-listings:section", returned.number, section.name)
    walk.to("my-listings:step", offer.number, "withdraw")
    walk.to("history:record", "achievements", "listing", offer.pk)

    assert walk.wrongs == []


def test_pages_of_a_conversation(visit, demo):
    owner, buyer = person("owner"), person("enterprise")
    waiting = some(Enquiry, listing__created_by=owner, status="open")
    over = some(Enquiry, from_user=buyer, status="closed")
    asked = Listing.objects.public().exclude(holder__in=mine(buyer)).first()
    holder, enquirer = Walk(visit, owner), Walk(visit, buyer)
    holder.to("enquiries:list")
    holder.to_record(waiting)
    holder.to("inbox:list")
    enquirer.to_record(over)
    enquirer.to("enquiries:ask", asked.number)
    enquirer.do(send_nothing)

    assert holder.wrongs + enquirer.wrongs == []


def send_nothing(page):
    press(page, said("Send enquiry"))
    expect(page.get_by_role("alert")).to_be_visible()


def test_pages_for_administrators_of_an_organisation(visit, demo):
    administrator = person("jim.admin")
    organisation = mine(administrator).get()
    member = some(Membership, organisation=organisation, user=person("owner"))
    own = some(Membership, organisation=organisation, user=administrator)
    walk = Walk(visit, administrator)
    walk.to("my-organisations:list")
    walk.to("my-organisations:edit", organisation.pk)
    walk.to("my-organisations:members", organisation.pk)
    walk.to("my-organisations:invite", organisation.pk)
    walk.to("my-organisations:member", member.pk)
    walk.to("my-organisations:leave", own.pk)
    walk.to("history:record", "portal", "organisation", organisation.pk)

    assert walk.wrongs == []


def test_account_pages(visit, demo):
    owner = person("owner")
    walk = Walk(visit, owner)
    walk.to("profile:edit")
    walk.to("account_email")
    walk.to("account_change_password")
    walk.to("mfa_index")
    walk.do(ask_for_an_app)
    walk.do(show_who_it_is)
    TOTP.activate(owner, generate_totp_secret())
    RecoveryCodes.activate(owner)
    walk.to("mfa_index")
    walk.to("mfa_deactivate_totp")
    walk.to("mfa_view_recovery_codes")
    walk.to("mfa_generate_recovery_codes")
    walk.to("mfa_list_webauthn")
    walk.to("mfa_add_webauthn")

    assert walk.wrongs == []


def ask_for_an_app(page):
    page.goto("/accounts/2fa/totp/activate/")
    expect(page.get_by_role("main").get_by_label(said("Password"))).to_be_visible()


def show_who_it_is(page):
    page.get_by_role("main").get_by_label(said("Password")).fill(PASSWORD)
    press(page, said("Go on"))
    expect(page.get_by_role("main").get_by_role("img")).to_be_visible()


def test_pages_in_dark_colours(visit, demo):
    owner = person("owner")
    draft = some(Achievement, created_by=owner, status="draft")
    walk = Walk(visit, owner, color_scheme="dark")
    walk.to("catalogue:search", query="?q=flow&kind=listing")
    walk.to_record(some(Listing, status="published"))
    walk.to("workbench:home")
    walk.to("my-achievements:list")
    walk.to("my-achievements:section", draft.number, 1, "people")
    walk.to_record(some(Enquiry, listing__created_by=owner))

    assert walk.wrongs == []


def test_our_pages_of_the_admin(visit, demo):
    """Within `main`: the frame around it, with its menu, is Wagtail's."""
    walk = Walk(visit, person("officer"), part="main")
    result = some(Achievement, status="submitted")
    offer = some(Listing, status="endorsed")
    claimed = OrganisationFactory(status=Organisation.Status.CLAIMED)
    walk.to("wagtailadmin_home")
    for record, name in (
        (result, "admin-achievements"),
        (offer, "admin-listings"),
        (some(Enquiry), "admin-enquiries"),
        (claimed, "admin-organisations"),
    ):
        walk.to(f"{name}:index")
        walk.to(f"{name}:inspect", record.pk)
    walk.to("admin-achievements:edit", result.pk)
    walk.to("admin-achievements:history", result.pk)
    walk.to("admin-listings:step", offer.pk, "return_for_changes")
    walk.to("admin-organisations:edit", claimed.pk)
    walk.to("admin-terms:index")
    walk.to("admin-terms:edit", some(Term, scheme="domain").pk)

    assert walk.wrongs == []
