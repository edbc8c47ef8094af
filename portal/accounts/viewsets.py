from wagtail.users.views.users import UserViewSet


class PortalUserViewSet(UserViewSet):
    pass
