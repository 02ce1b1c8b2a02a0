"""What is said to somebody who logs in: allauth's messages, errors and mails in our own words. What is not here is not said."""

_TRY_AGAIN_LATER = "Dat was te vaak achter elkaar. Wacht een paar minuten en probeer het opnieuw."
_WRONG_CODE = "Deze code klopt niet. Kijk of je hem goed hebt overgenomen."

# Error messages of log-in and password pages, by allauth's name for them.
ERRORS = {
    "account_inactive": "Dit account is gesloten. Vraag de raad die je uitnodigde om hulp.",
    "email_password_mismatch": (
        "Dit e-mailadres en wachtwoord horen niet bij elkaar. Kijk of ze goed getypt zijn en probeer het opnieuw."
    ),
    "enter_current_password": "Vul je huidige wachtwoord in.",
    "incorrect_code": _WRONG_CODE,
    "incorrect_password": "Dit wachtwoord klopt niet. Probeer het opnieuw.",
    "invalid_login": "Vul je e-mailadres in.",
    "rate_limited": _TRY_AGAIN_LATER,
    "too_many_login_attempts": _TRY_AGAIN_LATER,
    "unknown_email": "Vul het e-mailadres in waarop je bent uitgenodigd.",
}
SECOND_FACTOR_ERRORS = {
    "cannot_delete_authenticator": "Deze tweede stap kun je niet weghalen.",
    "cannot_generate_recovery_codes": "Stel eerst een app of sleutel in. Daarna krijg je herstelcodes.",
    "incorrect_code": _WRONG_CODE,
    "unverified_email": "Log eerst een keer in met een code per mail. Daarna kun je een tweede stap instellen.",
}
PROVIDER_ERRORS = {
    "invalid_token": "Het antwoord van je organisatie klopte niet. Probeer het opnieuw.",
}

# What is said after something was done, by allauth's template for it.
MESSAGES = {
    "account/messages/logged_out.txt": "Je bent uitgelogd.",
    "account/messages/password_changed.txt": "Je wachtwoord is gewijzigd.",
    "account/messages/password_set.txt": "Je wachtwoord is bewaard.",
    "mfa/messages/recovery_codes_generated.txt": "Je hebt nieuwe herstelcodes. Had je er al, dan werken die niet meer.",
    "mfa/messages/totp_activated.txt": "De app is ingesteld.",
    "mfa/messages/totp_deactivated.txt": "De app is losgekoppeld.",
    "mfa/messages/webauthn_added.txt": "De sleutel is toegevoegd.",
    "mfa/messages/webauthn_removed.txt": "De sleutel is verwijderd.",
    "usersessions/messages/sessions_logged_out.txt": "Je bent overal uitgelogd, behalve hier.",
}

# What the mail says that follows a change to an account, by the last word of allauth's template for it.
CHANGES = {
    "password_changed": "je wachtwoord is gewijzigd",
    "password_reset": "je wachtwoord is opnieuw gekozen",
    "password_set": "je hebt een wachtwoord gekozen",
    "account_connected": "het inloggen van je organisatie is gekoppeld",
    "account_disconnected": "het inloggen van je organisatie is losgekoppeld",
    "totp_activated": "een app voor de tweede stap is ingesteld",
    "totp_deactivated": "de app voor de tweede stap is losgekoppeld",
    "recovery_codes_generated": "er zijn nieuwe herstelcodes gemaakt",
    "webauthn_added": "een sleutel of passkey is toegevoegd",
    "webauthn_removed": "een sleutel of passkey is verwijderd",
}
