"""The words by which news and events are told apart."""

from django.db import models


class Category(models.TextChoices):
    NEWS = "nieuws", "Nieuws"
    CALL = "oproep", "Oproep"
    RESEARCH = "onderzoek", "Onderzoek"
    REPORT = "verslag", "Verslag"
    POLICY = "beleid", "Beleid"


class EventKind(models.TextChoices):
    CONGRESS = "congres", "Congres"
    NETWORK = "leernetwerk", "Leernetwerk"
    WEBINAR = "webinar", "Webinar"
    THINKING = "opdenksessie", "Opdenksessie"
    STUDY_DAY = "studiedag", "Studiedag"
    MEETING = "bijeenkomst", "Bijeenkomst"


class Form(models.TextChoices):
    ONLINE = "online", "online"
    VENUE = "locatie", "op locatie"
