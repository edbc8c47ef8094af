from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, ListView

from achievements.enquiries import conversation
from achievements.enquiries.forms import CloseForm, EnquiryForm, MessageForm
from achievements.enquiries.models import Enquiry, EnquiryMessage
from achievements.transfer.models import Listing
from portal.attachments.models import Attachment
from portal.organisations.models import Organisation


class MyEnquiries(LoginRequiredMixin):
    """Only what this user may see: everything else is a 404."""

    def get_queryset(self):
        return Enquiry.objects.visible_to(self.request.user).for_listing()


class EnquiryList(MyEnquiries, ListView):
    template_name = "achievements/enquiries/list.html"
    paginate_by = 20
    extra_context = {"statuses": Enquiry.Status.choices}

    def get_queryset(self):
        enquiries = super().get_queryset()
        status = self.request.GET.get("status")
        if status in Enquiry.Status.values:
            enquiries = enquiries.filter(status=status)
        return enquiries

    def get_context_data(self, **kwargs):
        status = self.request.GET.get("status")
        return super().get_context_data(status=status, **kwargs)


class Ask(LoginRequiredMixin, FormView):
    """Ask about a listing; without an organisation the page says what to do first."""

    template_name = "achievements/enquiries/ask.html"
    form_class = EnquiryForm

    @cached_property
    def listing(self):
        public = Listing.objects.public().for_listing()
        return get_object_or_404(public, number=self.kwargs["number"])

    @cached_property
    def organisations(self):
        of_user = Organisation.objects.of(self.request.user)
        return of_user.exclude(pk=self.listing.holder_id).order_by("name_zh")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"organisations": self.organisations}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            listing=self.listing, organisations=self.organisations, **kwargs
        )

    def form_valid(self, form):
        try:
            enquiry = conversation.ask(
                listing=self.listing, by=self.request.user, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Your enquiry has been sent to the holder."))
        return redirect(enquiry)


class EnquiryPage(MyEnquiries, DetailView):
    template_name = "achievements/enquiries/detail.html"
    slug_field = slug_url_kwarg = "number"
    form = None
    close_form = None

    def get_context_data(self, **kwargs):
        side = conversation.side_of(self.object, self.request.user)
        is_open = self.object.status in Enquiry.ACTIVE
        return super().get_context_data(
            thread=thread(self.object),
            side=side,
            form=self.form or (MessageForm() if side and is_open else None),
            close_form=self.close_form or (CloseForm() if side and is_open else None),
            **kwargs,
        )


class OneSide(EnquiryPage):
    """What only the two sides do; an officer reads."""

    http_method_names = ("post", "options")

    def get_object(self, queryset=None):
        enquiry = super().get_object(queryset)
        if conversation.side_of(enquiry, self.request.user) is None:
            raise PermissionDenied
        return enquiry


class Write(OneSide):
    """Answer, or write again, by the side one is on."""

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        self.form = MessageForm(request.POST, request.FILES)
        if not self.form.is_valid() or not self.write():
            return self.render_to_response(self.get_context_data(), status=422)
        messages.success(request, _("Your message has been sent."))
        return redirect(self.object)

    def write(self):
        holder = EnquiryMessage.Side.HOLDER
        on_holders_side = conversation.side_of(self.object, self.request.user) == holder
        act = conversation.answer if on_holders_side else conversation.ask_again
        try:
            act(self.object, by=self.request.user, **self.form.cleaned_data)
        except ValidationError as error:
            self.form.add_error(None, error)
            return False
        return True


class Close(OneSide):
    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        self.close_form = CloseForm(request.POST)
        if not self.close_form.is_valid() or not self.close():
            return self.render_to_response(self.get_context_data(), status=422)
        messages.success(request, _("The enquiry is closed."))
        return redirect(self.object)

    def close(self):
        data = self.close_form.cleaned_data
        try:
            conversation.close(self.object, by=self.request.user, **data)
        except ValidationError as error:
            self.close_form.add_error(None, error)
            return False
        return True


def thread(enquiry):
    """The messages with their files, in three queries."""
    messages_ = list(enquiry.messages.select_related("author"))
    files = Attachment.objects.of_all(messages_)
    for message in messages_:
        message.files = files.get(message.pk, [])
    return messages_
