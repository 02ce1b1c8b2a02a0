"""The fixed lists of the knowledge bank."""

from django.db import models


class Kind(models.TextChoices):
    PRACTICE = "praktijkvoorbeeld", "Praktijkvoorbeeld"
    INTERVIEW = "interview", "Interview"
    TOOL = "tool", "Tool"
    PODCAST = "podcast", "Podcast"
    REPORT = "onderzoeksrapport", "Onderzoeksrapport"
    PUBLICATION = "publicatie", "Publicatie"
    VIDEO = "video", "Video"
    LOG = "logboek", "Logboek"


class Evidence(models.TextChoices):
    """How much we know: from one experience to an overview of studies."""

    EXPERIENCE = "ervaring", "Ervaring"
    EXPLORATION = "verkenning", "Verkenning"
    STUDY = "onderzoek", "Onderzoek"
    REVIEW = "overzichtsstudie", "Overzichtsstudie"


class Licence(models.TextChoices):
    BY = "cc-by", "CC BY 4.0"
    BY_SA = "cc-by-sa", "CC BY-SA 4.0"
    BY_NC_SA = "cc-by-nc-sa", "CC BY-NC-SA 4.0"
    ZERO = "cc0", "CC0 1.0"
    RESERVED = "auteursrecht", "Auteursrecht voorbehouden"

    @classmethod
    def address(cls, value: str) -> str:
        """The page that explains an open licence, empty for any other value."""
        if value == cls.ZERO:
            return "https://creativecommons.org/publicdomain/zero/1.0/deed.nl"
        return f"https://creativecommons.org/licenses/{value[3:]}/4.0/deed.nl" if value.startswith("cc-") else ""
