"""The two home pages that the site stands on, Chinese first, English its translation."""

from django.db import migrations

LEADS = {
    "zh-hans": ("国家质量基础设施科研成果门户", "计量,无损检测,碳足迹"),
    "en": (
        "National Quality Infrastructure Results",
        "calibration,non-destructive,carbon footprint",
    ),
}
TEXTS = {
    "zh-hans": "查找可转化的计量、标准、检验检测和认证认可科研成果，并直接联系成果持有单位。",
    "en": "Find results of metrology, standards, testing and accreditation research, and ask their holders.",
}


def make_home_pages(apps, schema_editor):
    content_type_model = apps.get_model("contenttypes", "ContentType")
    locale_model = apps.get_model("wagtailcore", "Locale")
    page_model = apps.get_model("wagtailcore", "Page")
    site_model = apps.get_model("wagtailcore", "Site")
    home_model = apps.get_model("portal", "HomePage")

    content_type, _created = content_type_model.objects.get_or_create(
        app_label="portal", model="homepage"
    )
    root = page_model.objects.get(depth=1)
    page_model.objects.filter(depth=2).delete()
    first = None
    for position, language in enumerate(("zh-hans", "en"), start=1):
        locale, _created = locale_model.objects.get_or_create(language_code=language)
        title, examples = LEADS[language]
        home = home_model(
            title=title,
            draft_title=title,
            slug="home" if language == "zh-hans" else "home-en",
            path=f"{root.path}{position:04d}",
            depth=2,
            numchild=0,
            url_path="/home/" if language == "zh-hans" else "/home-en/",
            content_type=content_type,
            locale=locale,
            lead=TEXTS[language],
            examples=examples,
        )
        if first:
            home.translation_key = first.translation_key
        home.save()
        first = first or home
    page_model.objects.filter(pk=root.pk).update(numchild=2)
    site_model.objects.all().delete()
    site_model.objects.create(
        hostname="localhost",
        port=80,
        root_page_id=first.pk,
        is_default_site=True,
        site_name="",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0002_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.RunPython(make_home_pages, migrations.RunPython.noop, elidable=False)
    ]
