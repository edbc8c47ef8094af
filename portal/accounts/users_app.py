from wagtail.users.apps import WagtailUsersAppConfig


class PortalUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user administration with our own forms: a user has one name."""

    user_viewset = "portal.accounts.viewsets.PortalUserViewSet"
