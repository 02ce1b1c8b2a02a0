"""`make run`: like production (DEBUG off, kind errors), but on this machine and without a build step."""

import secrets

from platform_site.settings.base import *  # noqa: F403
from platform_site.settings.base import INSTALLED_APPS, VAR_DIR, env

DEBUG = env.bool("DEBUG", False)
INSTALLED_APPS = ["bench", *INSTALLED_APPS]  # first: its `demo` stands before ours
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]


def _own_secret() -> str:
    """A key that stays the same over restarts; a checkout that cannot be written to gets a fresh one each time."""
    key_file = VAR_DIR / "secret-key"
    try:
        return key_file.read_text() or secrets.token_urlsafe(50)
    except FileNotFoundError:
        fresh = secrets.token_urlsafe(50)
    try:
        VAR_DIR.mkdir(exist_ok=True)
        key_file.write_text(fresh)
        key_file.chmod(0o600)
    except OSError:
        pass
    return fresh


SECRET_KEY = env.str("SECRET_KEY", "") or _own_secret()
# collectstatic takes a minute over Wagtail's files: serve them from where they lie.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 600  # of what is asked without a version
EXAMPLE_ACCOUNTS_ALLOWED = True
# The example accounts have passwords that everybody knows; a second factor would only be in the way of trying them.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", False)
