"""How what Wagtail, allauth and Django keep on a person is called by who reads it; our own models name themselves."""

# A kind of rows → what a reader calls it.
CHAPTERS = {
    "editing sessions": "pagina's die je open had", "form states": "formulieren die je open had", "uploaded files": "bestanden die je net stuurde",
    "Workflow-statussen": "beoordelingen die je vroeg", "Taak-statussen": "beoordelingen die je deed",
    "opmerking reacties": "antwoorden op opmerkingen", "page subscriptions": "meldingen over pagina's", "authenticators": "tweede stap bij het inloggen",
    "user sessions": "waar je bent ingelogd", "social accounts": "inloggen via een organisatie",
    "pagina-logboekvermeldingen": "wat je met pagina's deed", "logboekvermeldingen": "wat je met andere onderdelen deed",
    "revisies": "versies die je bewaarde",
}  # fmt: skip
# A field → what a reader calls it.
FIELDS = {
    "user": "wie", "page": "pagina", "text": "tekst", "comment": "opmerking", "resolved by": "afgehandeld door", "resolved at": "afgehandeld op",
    "created at": "sinds", "updated at": "gewijzigd op", "last seen at": "laatst gezien op", "last used at": "laatst gebruikt op",
    "last updated at": "gewijzigd op", "is editing": "was aan het schrijven", "user agent": "browser", "sessie sleutel": "sessie", "ip": "IP-adres, zonder het laatste deel",
    "type": "soort", "uid": "kenmerk daar", "provider": "organisatie", "extra data": "wat de organisatie meegaf",
    "label": "waarvan", "file": "bestand", "aangemaakt op (UTC)": "wanneer", "comment notifications": "meldingen van opmerkingen",
    "inhoudstype": "soort", "geupload door gebruiker": "geplaatst door", "admin thema": "licht of donker", "Supergebruikerstatus": "beheerder",
    "supergebruikerstatus": "beheerder", "stafstatus": "mag in Djangos eigen beheer", "actief": "account is open", "actieve": "account is open",
}  # fmt: skip
# What says nothing about somebody: numbers of tables, fingerprints of files, what a screen remembers.
WITHOUT_MEANING = {
    "content_type", "base_content_type", "object_id", "parent_object_id", "object_str", "uuid", "file_hash", "file_size", "action", "contentpath", "position",
    "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height", "dismissibles", "deleted", "content_changed", "revision",
    "revision_created", "current_task_state", "for_content_type", "is_staff",
}  # fmt: skip
STATES = {
    "in_progress": "loopt",
    "approved": "goedgekeurd",
    "rejected": "teruggestuurd",
    "needs_changes": "teruggestuurd",
    "cancelled": "gestopt",
    "skipped": "overgeslagen",
}
