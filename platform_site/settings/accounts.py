"""Logging in: allauth is the only way in, by e-mailed code or by password, with a second factor for who may enter the admin."""

from urllib.parse import urlsplit

from environs import Env

env = Env()

ACCOUNT_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
# Whoever may enter the admin gives a second factor first. Off only where the example accounts must be easy to try.
SECOND_FACTOR_REQUIRED = True

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal"  # the adapter knows better places
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# A session lasts a working day.
SESSION_COOKIE_AGE = 12 * 3600
ACCOUNT_SESSION_REMEMBER = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "platform_site.typed_text.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

ACCOUNT_ADAPTER = "platform_site.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = [
    "email*",
    "password1*",
]  # without a password here the log-in form would have none; sign-up is closed
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts come from invitations: the link and the code prove the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = (
    True  # the adapter drops that mail, but only after the same work as for a known address
)
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Nobody gets more mails than so many a day, and no single address can use up what somebody may have.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,100/d/ip,5/5m/key",
    "request_login_code": "20/m/ip,40/d/ip,3/m/key,50/d/key",
    "reset_password": "20/m/ip,15/d/ip,5/m/key,20/d/key",
}
# How many proxies stand before the site: limits go by the visitor's own address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)

MFA_ADAPTER = "platform_site.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TRUST_ENABLED = False
MFA_TOTP_ISSUER = "Samen Opleiden"
USERSESSIONS_TRACK_ACTIVITY = False

# An organisation's own log-in (SURFconext, Entra …): there when an address is given.
OIDC_ISSUER = env.str("OIDC_ISSUER", "").rstrip("/")
OIDC_LOGIN_ORIGIN = env.str("OIDC_LOGIN_ORIGIN", "") or "{0.scheme}://{0.netloc}".format(urlsplit(OIDC_ISSUER))
OIDC_PROVIDER = {
    "provider_id": "organisatie",
    "name": env.str("OIDC_NAME", "je organisatie"),
    "client_id": env.str("OIDC_CLIENT_ID", ""),
    "secret": env.str("OIDC_CLIENT_SECRET", ""),
    "settings": {"server_url": OIDC_ISSUER},
}
SOCIALACCOUNT_ADAPTER = "platform_site.accounts.adapters.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"APPS": [OIDC_PROVIDER] if OIDC_ISSUER else [], "OAUTH_PKCE_ENABLED": True}
}
# A verified address at the provider opens the account with that address here; a stranger gets none.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5

# Wagtail's own log-in and password pages stay away.
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_FRONTEND_LOGIN_URL = "/inloggen/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
