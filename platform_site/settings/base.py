"""Settings that hold everywhere; the other three modules say only what differs."""

from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from platform_site import embedded_postgres
from platform_site.serving import log_lines
from platform_site.settings.accounts import *  # noqa: F403
from platform_site.settings.accounts import ACCOUNT_APPS, OIDC_ISSUER, OIDC_LOGIN_ORIGIN

env = Env()

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"

# Every absolute address (canonical, feeds, calendar ids, links in mail) is made with this, never with the Host header.
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SITE_NAME = "Samen Opleiden & Professionaliseren"
# URL template of the map's background tiles. Empty: only our own outlines of the provinces are drawn.
MAP_TILES_URL = env.str("MAP_TILES_URL", "")
MAP_TILES_SOURCE = env.str("MAP_TILES_SOURCE", "© Kadaster, CC BY 4.0")
# Lets the background worker check links to other sites. Off: the server makes no request to another host.
LINK_CHECKS = env.bool("LINK_CHECKS", False)
# How much ready answers may take of the memory of each process (0: none are kept), and after how many seconds at most a
# process notices what another one published.
PAGE_CACHE_MB = env.int("PAGE_CACHE_MB", 64)
PAGE_CACHE_SECONDS = env.float("PAGE_CACHE_SECONDS", 1)
# A proxy or CDN of one's own that keeps pages and takes PURGE requests at this address: then, and only then, it is told to.
PURGE_URL = env.str("PURGE_URL", "")
# Searches without results are buffered per process and written at most once in so many seconds. None: only when asked to.
MISSED_SEARCHES_EVERY = 60

# Coordinators are asked by mail whether their profile is still right: this long after the last check, and again after so many
# days. Without an answer in as many days again, the profile page tells readers when it was last checked.
PROFILE_CHECK_DAYS = env.int("PROFILE_CHECK_DAYS", 365)
PROFILE_REMINDER_DAYS = env.int("PROFILE_REMINDER_DAYS", 30)

INSTALLED_APPS = [
    "platform_site.accounts",
    "platform_site",
    "partnerships",
    "knowledge_bank",
    "news",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "platform_site.wagtail_apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "platform_site.wagtail_apps.AdminConfig",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks_db",
    *ACCOUNT_APPS,
    "js_lib_leaflet",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # Wagtail counts with its words ("2 minuten geleden") and they are Dutch only when it is here
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

if PURGE_URL:
    INSTALLED_APPS.append("wagtail.contrib.frontend_cache")
    WAGTAILFRONTENDCACHE = {
        "proxy": {"BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend", "LOCATION": PURGE_URL}
    }

# Outermost first: security headers are added to every response (static files and errors too), then it is compressed.
MIDDLEWARE = [
    "platform_site.serving.security.ContentSecurityPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "platform_site.serving.request_size.RequestSizeMiddleware",
    "platform_site.serving.compression.CompressionMiddleware",
    "platform_site.serving.refusals.WordsMiddleware",
    "platform_site.serving.security.KnownPortMiddleware",
    "platform_site.serving.static_files.StaticFilesMiddleware",
    "platform_site.serving.expensive.ExpensiveMiddleware",
    "platform_site.parameters.CleanParametersMiddleware",
    "platform_site.serving.time_limit.TimeLimitMiddleware",
    "platform_site.generation.OneMomentMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "platform_site.accounts.audit.AuditMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "platform_site.accounts.gate.SecondFactorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "platform_site.transactions.AtomicAdminMiddleware",
    "platform_site.serving.page_cache.nobody.NobodyMiddleware",
]

ROOT_URLCONF = "platform_site.urls"
WSGI_APPLICATION = "platform_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Time-outs, so that no request hangs on the database: for connecting, for waiting on a lock, for each statement, and for all
# statements of one request together (serving/time_limit.py). The web server sets shorter ones (serving/web_server.py).
STATEMENT_TIMEOUT_MS = env.int("STATEMENT_TIMEOUT_MS", 15_000)
DATABASES = {"default": env.dj_db_url("DATABASE_URL", default=embedded_postgres.address(BASE_DIR), conn_max_age=600)}
DATABASES["default"]["ENGINE"] = "platform_site.database"
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 2,
    # No parallel workers and no JIT: our statements are short, and starting these takes longer (measured: 28 ms instead of 13).
    "options": (
        f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={env.int('LOCK_TIMEOUT_MS', 10_000)} "
        "-c max_parallel_workers_per_gather=0 -c jit=off"
    ),
    **DATABASES["default"].get("OPTIONS", {}),  # what DATABASE_URL says
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The default cache is in the database, because rate limits must count over all processes.
CACHES = {
    # Large, because evicting an entry early would reset somebody's rate limit.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Renditions never change under a key, so each process may cache them.
    "renditions": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "renditions",
        "TIMEOUT": 3600,
    },
}
# "default" runs at once, in the request: the search and reference index. "achtergrond" is a queue in the database for the worker.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "achtergrond": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

LANGUAGE_CODE = "nl"
FORMAT_MODULE_PATH = "platform_site.formats"
LANGUAGES = [("nl", "Nederlands")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# The ports that may occur in the Host header; empty: any.
ALLOWED_PORTS = []
# Whether example accounts, whose password is public, may exist. Production refuses to start if there is one.
EXAMPLE_ACCOUNTS_ALLOWED = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "platform_site.serving.style_sheets.StyleSheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}
STATIC_ROOT = env.path("STATIC_ROOT", VAR_DIR / "static")
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", VAR_DIR / "media")
STORAGES = {
    "default": {"BACKEND": "platform_site.file_storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "platform_site.serving.static_files.VersionedStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", default="console:")
if "EMAIL_BACKEND" not in EMAIL_CONFIG:
    raise ImproperlyConfigured("EMAIL_URL begint met smtp:// of submission:// en dan de mailserver.")
EMAIL_HOST = EMAIL_CONFIG["EMAIL_HOST"]
EMAIL_PORT = EMAIL_CONFIG["EMAIL_PORT"]
EMAIL_HOST_USER = EMAIL_CONFIG["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL_CONFIG["EMAIL_HOST_PASSWORD"]
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"].replace("django.core.mail.backends.smtp", "platform_site.mail_server")
EMAIL_USE_TLS = EMAIL_CONFIG["EMAIL_USE_TLS"]
EMAIL_USE_SSL = EMAIL_CONFIG["EMAIL_USE_SSL"]
# Seconds, and only the worker waits. The second is for the server's reply after the whole message was sent: without it we do not
# know whether the message was accepted, so that is longer.
EMAIL_TIMEOUT, EMAIL_ANSWER_TIMEOUT = 60, 180
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Samen Opleiden <noreply@voorbeeld.nl>")

# --- headers ---------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, "'inline-speculation-rules'"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        # A video is framed after a click only (knowledge_bank/video.py).
        "frame-src": [SELF, "https://www.youtube-nocookie.com", "https://player.vimeo.com"],
    }
}
if OIDC_ISSUER:  # Chromium applies form-action to redirects after a form too
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(OIDC_LOGIN_ORIGIN)
if MAP_TILES_URL:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"] = [SELF, "/".join(MAP_TILES_URL.split("/")[:3])]
# Of the few answers that are made to stand in a frame on any site (elsewhere.py): style and pictures, nothing that does something.
FRAMED_CONTENT_SECURITY_POLICY = {
    "default-src": [NONE],
    "style-src": [SELF],
    "img-src": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": ["*"],
}
# Previews are shown in an iframe in the admin.
PREVIEW_CONTENT_SECURITY_POLICY = CONTENT_SECURITY_POLICY["DIRECTIVES"] | {"frame-ancestors": [SELF]}
# Wagtail's admin needs inline scripts and styles.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}
PERMISSIONS_POLICY = {
    name: []
    for name in (
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
        "payment", "usb", "browsing-topics",
    )
}  # fmt: skip
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- Wagtail ---------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_STATIC_FILE_VERSION_STRINGS = False  # our addresses have a version already
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # nothing to choose, so nobody is asked
WAGTAIL_DATE_FORMAT = "%d-%m-%Y"  # as the fields show it; what is understood beside it: dutch_dates.py
WAGTAIL_DATETIME_FORMAT = "%d-%m-%Y %H:%M"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_PROVIDED_LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_PRIVATE_PAGE_OPTIONS = WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "platform_site.editing.approval.publish_approved"
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILIMAGES_IMAGE_MODEL = "platform_site.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "platform_site.editing.picture_form.SiteImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 8 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "platform_site.SiteDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "platform_site.serving.uploads.SiteDocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "mp3", "m4a"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILEMBEDS_FINDERS = []  # no page asks another host for anything
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "dutch", "ATOMIC_REBUILD": True}
}
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]},
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "platform_site.serving.log_lines.Lines",
            "format": "{levelname} {name}: {message}",
            "style": "{",
        },
        "json": {"()": "platform_site.serving.log_lines.JsonLines"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json" if log_lines.as_json() else "line"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # What a visitor asked wrongly stands in the log of requests.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # anybody can make one, and the answer is 400
    },
}

SECURITY_CONTACT = env.str("SECURITY_CONTACT", "mailto:security@voorbeeld.nl")
