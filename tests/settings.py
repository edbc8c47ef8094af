"""The portal's settings with what tests need changed."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ["DEBUG"] = "false"
os.environ.setdefault("SECURE_SSL_REDIRECT", "false")

from portal.settings import *  # noqa: F403 - a test's settings are the site's
from portal.settings import DATABASES, STORAGES

# A developer's second run beside the first takes another prefix.
PREFIX = os.environ.get("TEST_PREFIX", "test")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")

DATABASES["default"]["TEST"] = {"NAME": f"{PREFIX}_portal"}
DATABASES["default"]["CONN_MAX_AGE"] = 0
SEARCH_INDEX = f"{PREFIX}-{WORKER}"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PRIVATE_MEDIA_ROOT = tempfile.mkdtemp(prefix="portal-test-private-")
STATIC_ROOT = tempfile.mkdtemp(prefix="portal-test-static-")
MEDIA_ROOT = tempfile.mkdtemp(prefix="portal-test-media-")
STORAGES["private"]["OPTIONS"]["location"] = PRIVATE_MEDIA_ROOT
STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
