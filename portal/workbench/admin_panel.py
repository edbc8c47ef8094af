"""What waits for an officer, on the first page of the admin."""

from wagtail.admin.ui.components import Component
from wagtail.permissions import page_permission_policy

from portal.workbench.tasks import tasks_of


class ToDoPanel(Component):
    name = "to_do"
    order = 50
    template_name = "portal/admin/to_do.html"

    def __init__(self, user):
        self.user = user

    def get_context_data(self, parent_context):
        has_pages = page_permission_policy.explorable_root_instance(self.user)
        return {"tasks": tasks_of(self.user), "has_pages": has_pages is not None}
