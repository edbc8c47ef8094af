from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from portal.accounts.roles import apply_roles
        from portal.organisations import events

        events.register_all()
        post_migrate.connect(apply_roles, dispatch_uid="portal.apply_roles")
