"""Requests that no browser sends are refused before anything reads them."""

from itertools import chain

from django.http import UnreadablePostError

from portal.pages.errors import bad_request

NUL = "\x00"


class RefuseNulMiddleware:
    """PostgreSQL stores no NUL and ends whatever query holds one with an error.

    Names of files have lost it already, and their contents are nobody's text.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        sent = chain(request.COOKIES.items(), request.GET.lists())
        if NUL in request.path or holds_nul(sent):
            return bad_request(request)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Once it is known that a view answers; the form's token is looked for next."""
        try:
            sent = request.POST.lists()
        except UnreadablePostError:  # the visitor has gone: the view finds out
            return None
        return bad_request(request) if holds_nul(sent) else None


def holds_nul(fields):
    return any(
        NUL in name or any(NUL in one for one in values) for name, values in fields
    )
