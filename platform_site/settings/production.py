"""Production: everything secret or local comes from the environment; what is missing stops the start."""

from importlib import import_module
from urllib.parse import urlsplit

from platform_site.settings.base import *  # noqa: F403
from platform_site.settings.base import SITE_URL, env

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", [])  # former keys: what they locked can still be read
for name in ("DATABASE_URL", "SITE_URL", "EMAIL_URL"):  # the defaults are those of one's own machine
    env.str(name)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [urlsplit(SITE_URL).hostname])
ALLOWED_PORTS = env.list(
    "ALLOWED_PORTS", [str(urlsplit(SITE_URL).port or {"http": 80, "https": 443}[urlsplit(SITE_URL).scheme])]
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^status/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
# These two bind other hosts of the domain too, and are hard to take back: its owner says so.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

STORAGES = {
    "default": {"BACKEND": "platform_site.file_storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "platform_site.serving.static_files.CollectedStorage"},
}

# Errors are told to a Sentry of one's own choosing, and only then does anything leave this machine.
if SENTRY_DSN := env.str("SENTRY_DSN", ""):
    import_module("platform_site.serving.error_reports").report_errors(SENTRY_DSN)
