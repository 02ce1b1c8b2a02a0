"""The tests: the site as visitors get it, on a database of its own."""

import tempfile

from platform_site.settings.base import *  # noqa: F403
from platform_site.settings.base import INSTALLED_APPS, TASKS, TEMPLATES

DEBUG = False
INSTALLED_APPS = ["bench", *INSTALLED_APPS]  # as in development
EXAMPLE_ACCOUNTS_ALLOWED = True
MISSED_SEARCHES_EVERY = None
SECRET_KEY = "only for tests"
SITE_URL = "https://voorbeeld.test"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
MEDIA_ROOT = tempfile.mkdtemp(prefix="samen-opleiden-media-")
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
TEMPLATES[0]["OPTIONS"]["debug"] = True
TASKS = {name: {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"} for name in TASKS}
