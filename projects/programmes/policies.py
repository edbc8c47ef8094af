"""Who may do what in the admin with what belongs to a programme."""

from portal.admin import VisibleRecordsPolicy


class OfficersPolicy(VisibleRecordsPolicy):
    """Officers enter and change what belongs to their programmes; nothing is deleted."""

    def user_has_permission(self, user, action):
        return action != "delete" and super().user_has_permission(user, action)


class ProgrammePolicy(OfficersPolicy):
    """Administrators enter programmes and say who answers for them; officers read."""

    def user_has_permission(self, user, action):
        if action in ("add", "change") and not user.is_superuser:
            return False
        return super().user_has_permission(user, action)
