"""What a visitor reads when a page cannot be shown."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request, exception=None):
    """Without the site's frame: a forged Host fails wherever it is asked for again."""
    return HttpResponse(render_to_string("portal/errors/400.html"), status=400)


def forbidden(request, exception=None):
    return render(request, "portal/errors/403.html", status=403)


def form_too_old(request, reason=""):
    """The form's token does not fit: open too long, or cookies are refused."""
    return render(request, "portal/errors/form_too_old.html", status=403)


def not_found(request, exception=None):
    return render(request, "portal/errors/404.html", status=404)


def gone(request, exception=None):
    """For what was public once and never will be again."""
    return render(request, "portal/errors/410.html", status=410)


def server_error(request):
    """Without context processors, database or manifest: any of them may be the error."""
    return HttpResponse(render_to_string("portal/errors/500.html"), status=500)
