"""Everything about logging in, under /inloggen/ and in Dutch. The names are allauth's, so that it finds its own way."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as provider
from allauth.usersessions import views as sessions
from django.urls import include, path
from django.views.generic import RedirectView

from platform_site.accounts import views

passwords = [
    path("kiezen/", views.ChoosePasswordView.as_view(), name="account_set_password"),
    path("wijzigen/", account.password_change, name="account_change_password"),
    path("vergeten/", account.password_reset, name="account_reset_password"),
    path("vergeten/code/", account.confirm_password_reset_code, name="account_confirm_password_reset_code"),
    path("vergeten/nieuw/", account.complete_password_reset, name="account_complete_password_reset"),
    path("vergeten/klaar/", account.password_reset_from_key_done, name="account_password_reset_completed"),
]
second_steps = [
    path("", second_factor.index, name="mfa_index"),
    path("invoeren/", second_factor.authenticate, name="mfa_authenticate"),
    path("bevestigen/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("app/", views.AddAppView.as_view(), name="mfa_activate_totp"),
    path("app/loskoppelen/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("herstelcodes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("herstelcodes/nieuw/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("herstelcodes/bestand/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("sleutels/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("sleutels/toevoegen/", views.AddKeyView.as_view(), name="mfa_add_webauthn"),
    path("sleutels/bevestigen/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("sleutels/<int:pk>/naam/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("sleutels/<int:pk>/verwijderen/", keys.remove_webauthn, name="mfa_remove_webauthn"),
]
organisation = [
    path("geannuleerd/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("mislukt/", social.login_error, name="socialaccount_login_error"),
    path("aanmelden/", views.gone, name="socialaccount_signup"),
    path("gekoppeld/", RedirectView.as_view(pattern_name="my_account"), name="socialaccount_connections"),
    path("<slug:provider_id>/", provider.login, name="openid_connect_login"),
    path("<slug:provider_id>/terug/", provider.callback, name="openid_connect_callback"),
]
urlpatterns = [
    path("", account.login, name="account_login"),
    path("", RedirectView.as_view(pattern_name="account_login"), name="wagtailcore_login"),  # private pages ask for it
    path("uit/", account.logout, name="account_logout"),
    path("terug/", views.logged_in_again, name="logged_in_again"),
    path("gesloten/", account.account_inactive, name="account_inactive"),
    path("code/", account.request_login_code, name="account_request_login_code"),
    path("code/invoeren/", account.confirm_login_code, name="account_confirm_login_code"),
    path("sleutel/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("bevestigen/", account.reauthenticate, name="account_reauthenticate"),
    path("wachtwoord/", include(passwords)),
    path("tweede-stap/", include(second_steps)),
    path("extern/", include(organisation)),
    path("sessies/", sessions.list_usersessions, name="usersessions_list"),
    path("mijn-gegevens/", views.my_account, name="my_account"),
    path("mijn-gegevens/alles/", views.all_data, name="all_data"),
    path("mijn-gegevens/bestand/", views.download, name="my_data"),
    path("mijn-gegevens/verwijderen/", views.leave, name="leave"),
    path("uitnodiging/<str:token>/", views.invitation, name="invitation"),
    # allauth asks for these names; the pages are not there.
    path("aanmelden/", views.gone, name="account_signup"),
    path("adressen/", views.gone, name="account_email"),
    path("adressen/bevestigen/", views.gone, name="account_email_verification_sent"),
]
