import django.db.models.deletion
import django.utils.timezone
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import portal.attachments.models
import portal.organisations.fields
import portal.organisations.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("portal", "0001_user"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="GuidePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "introduction",
                    models.TextField(
                        blank=True, max_length=400, verbose_name="introduction"
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("text", 0), ("figure", 1), ("notice", 2)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.RichTextBlock", (), {"label": "text"}),
                            1: (
                                "wagtail.images.blocks.ImageBlock",
                                [],
                                {"label": "figure"},
                            ),
                            2: ("wagtail.blocks.StructBlock", [[("text", 0)]], {}),
                        },
                        verbose_name="text",
                    ),
                ),
            ],
            options={
                "verbose_name": "guide",
                "verbose_name_plural": "guides",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="HomePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "lead",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        verbose_name="what the portal is for",
                    ),
                ),
                (
                    "examples",
                    models.CharField(
                        blank=True,
                        help_text="Up to three, separated by commas.",
                        max_length=200,
                        verbose_name="example queries",
                    ),
                ),
            ],
            options={
                "verbose_name": "home page",
                "verbose_name_plural": "home pages",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "key",
                    models.CharField(max_length=16, unique=True, verbose_name="series"),
                ),
                (
                    "last",
                    models.PositiveIntegerField(default=0, verbose_name="last number"),
                ),
            ],
            options={
                "verbose_name": "number series",
                "verbose_name_plural": "number series",
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "scheme",
                    models.CharField(
                        choices=[
                            ("domain", "market regulation domain"),
                            ("element", "quality infrastructure element"),
                            ("trl", "technology readiness level"),
                            ("stage", "stage of maturity"),
                            ("ip-type", "type of intellectual property"),
                            ("transfer-way", "way of transfer"),
                            ("licence-kind", "kind of licence"),
                            ("pricing", "way of pricing"),
                            ("industry", "industry"),
                            ("region", "region"),
                            ("ics", "international class of standards (ICS)"),
                            ("ccs", "Chinese class of standards (CCS)"),
                            ("discipline", "discipline"),
                        ],
                        max_length=32,
                        verbose_name="list",
                    ),
                ),
                ("code", models.CharField(max_length=32, verbose_name="code")),
                (
                    "name_zh",
                    models.CharField(
                        blank=True, max_length=255, verbose_name="name in Chinese"
                    ),
                ),
                (
                    "name_en",
                    models.CharField(
                        blank=True, max_length=255, verbose_name="name in English"
                    ),
                ),
                (
                    "definition_zh",
                    models.TextField(blank=True, verbose_name="definition in Chinese"),
                ),
                (
                    "definition_en",
                    models.TextField(blank=True, verbose_name="definition in English"),
                ),
                (
                    "version",
                    models.CharField(
                        blank=True,
                        help_text="The standard that the term comes from, for example GB/T 4754-2017.",
                        max_length=64,
                        verbose_name="edition",
                    ),
                ),
                (
                    "path",
                    models.CharField(
                        db_index=True,
                        editable=False,
                        help_text="The codes from the top of the tree down to this term.",
                        max_length=255,
                        verbose_name="path",
                    ),
                ),
                (
                    "position",
                    models.PositiveIntegerField(default=0, verbose_name="position"),
                ),
                (
                    "valid_from",
                    models.DateField(
                        blank=True, null=True, verbose_name="first day in force"
                    ),
                ),
                (
                    "valid_to",
                    models.DateField(
                        blank=True, null=True, verbose_name="last day in force"
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("shipped", "came with the site"),
                            ("loaded", "loaded from a list"),
                            ("here", "entered or changed on this site"),
                        ],
                        default="here",
                        editable=False,
                        help_text="The lists that come with the site refresh only what they brought.",
                        max_length=8,
                        verbose_name="origin",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="portal.term",
                        verbose_name="broader term",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="portal.term",
                        verbose_name="successor",
                    ),
                ),
            ],
            options={
                "verbose_name": "vocabulary term",
                "verbose_name_plural": "vocabulary terms",
                "ordering": ["scheme", "position", "path"],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "name_zh",
                    models.CharField(max_length=200, verbose_name="Chinese name"),
                ),
                (
                    "name_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="English name"
                    ),
                ),
                (
                    "uscc",
                    models.CharField(
                        blank=True,
                        error_messages={
                            "unique": "An organisation with this code is registered already."
                        },
                        max_length=18,
                        null=True,
                        unique=True,
                        validators=[portal.organisations.fields.validate_uscc],
                        verbose_name="unified social credit code",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("institute", "technical institute"),
                            ("university", "university"),
                            ("enterprise", "enterprise"),
                            ("certification-body", "certification body"),
                            ("government", "government body"),
                            ("association", "association"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "description_zh",
                    models.TextField(blank=True, verbose_name="description in Chinese"),
                ),
                (
                    "description_en",
                    models.TextField(blank=True, verbose_name="description in English"),
                ),
                (
                    "address_zh",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="address in Chinese"
                    ),
                ),
                (
                    "address_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="address in English"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("claimed", "waiting to be verified"),
                            ("verified", "verified"),
                            ("refused", "not verified"),
                        ],
                        default="claimed",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("status_reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="registered at"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="portal.organisation",
                        verbose_name="parent organisation",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"scheme": "region"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="portal.term",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "ordering": ("name_zh", "pk"),
                "permissions": (("verify_organisation", "Can verify organisations"),),
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                (
                    "file",
                    models.FileField(
                        max_length=120,
                        storage=portal.attachments.models.private_storage,
                        upload_to=portal.attachments.models.stored_name,
                        verbose_name="file",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                (
                    "caption_zh",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="caption in Chinese"
                    ),
                ),
                (
                    "caption_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="caption in English"
                    ),
                ),
                ("mime_type", models.CharField(max_length=100, verbose_name="type")),
                ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "is_internal",
                    models.BooleanField(
                        default=False, verbose_name="only for those who edit"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="position"
                    ),
                ),
                (
                    "uploaded_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="uploaded at"),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment",
                "verbose_name_plural": "attachments",
                "ordering": ("position", "pk"),
                "indexes": [
                    models.Index(
                        fields=["content_type", "object_id"],
                        name="portal_atta_content_09060c_idx",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "address",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="address"
                    ),
                ),
                (
                    "address_language",
                    models.CharField(
                        choices=[("zh-hans", "简体中文"), ("en", "English")],
                        default="zh-hans",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("event", models.CharField(max_length=60, verbose_name="event")),
                ("details", models.JSONField(default=dict, verbose_name="details")),
                ("object_id", models.PositiveBigIntegerField()),
                ("path", models.CharField(max_length=300, verbose_name="link")),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="sent at"),
                ),
                (
                    "read_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="read at"),
                ),
                (
                    "mailed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="mailed at"
                    ),
                ),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="attempts to mail"
                    ),
                ),
                (
                    "retry_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="next attempt"
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recipient",
                    ),
                ),
            ],
            options={
                "verbose_name": "notification",
                "verbose_name_plural": "notifications",
                "ordering": ("-pk",),
                "indexes": [
                    models.Index(
                        fields=["recipient", "-id"],
                        name="portal_noti_recipie_33e96b_idx",
                    ),
                    models.Index(
                        condition=models.Q(("mailed_at", None)),
                        fields=["id"],
                        name="notification_to_mail",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("recipient", None),
                                models.Q(("address", ""), _negated=True),
                            ),
                            models.Q(("address", ""), ("recipient__isnull", False)),
                            _connector="OR",
                        ),
                        name="notification_to_a_person_or_an_address",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "invited_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="invited address"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=portal.organisations.models.new_token,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("member", "member"),
                            ("research-office", "research office"),
                            ("administrator", "administrator"),
                        ],
                        default="member",
                        max_length=20,
                        verbose_name="role in the organisation",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        verbose_name="note to the administrators",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("invited", "invited"),
                            ("requested", "asks to join"),
                            ("active", "active"),
                            ("ended", "ended"),
                        ],
                        default="invited",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="since"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="portal.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "ended"), _negated=True),
                        fields=("organisation", "user"),
                        name="one_membership_a_person",
                        violation_error_message="This person belongs to the organisation.",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(
                fields=("scheme", "code"),
                name="term_code_once_in_a_list",
                violation_error_message="This list has a term with this code already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                name="term_has_a_name",
                violation_error_message="A term needs a name in Chinese or English.",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None),
                    ("valid_from", None),
                    ("valid_to__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="term_ends_after_it_begins",
                violation_error_message="A term cannot end before it begins.",
            ),
        ),
    ]
