"""The groups and what each may do, applied after every migrate."""

from django.apps import apps as installed

ROLES = {
    "officer": [
        "wagtailadmin.access_admin",
        "portal.view_organisation",
        "portal.change_organisation",
        "portal.verify_organisation",
        "portal.view_membership",
        "portal.change_membership",
        "portal.view_term",
        "portal.add_term",
        "portal.change_term",
        "portal.view_holiday",
        "portal.add_holiday",
        "portal.change_holiday",
        "portal.delete_holiday",
        "portal.view_attachment",
        "achievements.view_achievement",
        "achievements.change_achievement",
        "achievements.publish_achievement",
        "achievements.view_listing",
        "achievements.change_listing",
        "achievements.publish_listing",
        "achievements.view_enquiry",
        "projects.view_programme",
        "projects.view_rules",
        "projects.add_rules",
        "projects.change_rules",
        "projects.view_questionnaire",
        "projects.add_questionnaire",
        "projects.change_questionnaire",
        "projects.view_call",
        "projects.add_call",
        "projects.change_call",
        "projects.publish_call",
        "projects.view_application",
        "projects.check_application",
        "projects.view_project",
    ],
    "editor": [
        "wagtailadmin.access_admin",
        "wagtailimages.add_image",
        "wagtailimages.change_image",
        "wagtailimages.choose_image",
        "wagtaildocs.add_document",
        "wagtaildocs.change_document",
        "wagtaildocs.choose_document",
    ],
}

# Editors and officers see different parts of the page tree.
EDITOR_PAGE_PERMISSIONS = ["add_page", "change_page", "publish_page"]


def apply_roles(sender=None, **kwargs):
    """Make each group hold exactly the permissions listed here.

    Permissions of an app whose migrations have not run yet are given by the
    run of `post_migrate` that follows them.
    """
    group_model = installed.get_model("auth", "Group")
    permission_model = installed.get_model("auth", "Permission")
    known = {
        f"{app}.{codename}": pk
        for pk, app, codename in permission_model.objects.values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for name, wanted in ROLES.items():
        group, _created = group_model.objects.get_or_create(name=name)
        group.permissions.set([known[p] for p in wanted if p in known])
    editors = group_model.objects.get(name="editor")
    give_editors_the_pages(editors)
    give_editors_the_files(editors)


def give_editors_the_pages(group):
    page_model = installed.get_model("wagtailcore", "Page")
    grant_model = installed.get_model("wagtailcore", "GroupPagePermission")
    permission_model = installed.get_model("auth", "Permission")
    root = page_model.objects.filter(depth=1).first()
    if root is None:
        return
    for permission in permission_model.objects.filter(
        content_type__app_label="wagtailcore",
        content_type__model="page",
        codename__in=EDITOR_PAGE_PERMISSIONS,
    ):
        grant_model.objects.get_or_create(group=group, page=root, permission=permission)


def give_editors_the_files(group):
    """Wagtail asks for rights on pictures and documents by collection."""
    collection_model = installed.get_model("wagtailcore", "Collection")
    grant_model = installed.get_model("wagtailcore", "GroupCollectionPermission")
    permission_model = installed.get_model("auth", "Permission")
    root = collection_model.objects.filter(depth=1).first()
    if root is None:
        return
    names = [name.partition(".")[2] for name in ROLES["editor"]]
    for permission in permission_model.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=names
    ):
        grant_model.objects.get_or_create(
            group=group, collection=root, permission=permission
        )
