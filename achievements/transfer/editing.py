"""The sections in which an offer is written."""

from django.utils.translation import gettext_lazy as _

from achievements.transfer import forms
from portal.drafts.files import Attachments
from portal.drafts.sections import Section

SECTIONS = (
    Section("offer", _("Offer"), forms.OfferForm),
    Section("problem", _("Problem it solves"), forms.ProblemForm),
    Section("terms", _("Terms and price"), forms.TermsForm),
    Section("partner", _("Partner and support"), forms.PartnerForm),
    Section("files", _("Files and pictures"), rows=(Attachments(),), takes_files=True),
)
