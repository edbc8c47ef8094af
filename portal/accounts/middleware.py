from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils.translation import get_supported_language_variant


class LanguageOfAddressMiddleware(LocaleMiddleware):
    """Sends `/` and addresses without a language to the reader's language.

    Wagtail answers for every address under `/{lang}/`, so that Django would send
    each missing file or API record there as well; one that an unprefixed view
    said no to stays a 404.
    """

    def process_response(self, request, response):
        if response.status_code == 404 and request.resolver_match:
            return response
        return super().process_response(request, response)


class ChosenLanguageMiddleware:
    """`?language=en` chooses the language of pages that have none in their address.

    Sign-in and the admin are not under `/{lang}/`; a link from a page that is
    carries its language along, and the cookie keeps it from there on.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = self.chosen(request)
        if language:
            request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = language
        response = self.get_response(request)
        if language:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                max_age=365 * 24 * 3600,
                secure=settings.SESSION_COOKIE_SECURE,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            )
        return response

    @staticmethod
    def chosen(request):
        try:
            return get_supported_language_variant(request.GET["language"])
        except (KeyError, LookupError):
            return None
