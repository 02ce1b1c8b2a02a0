"""The lists of pictures that say nothing to who cannot see them, and of documents that not everybody can read."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from platform_site.editing.worklists import WorkItem, WorkList
from platform_site.models import SiteDocument, SiteImage

FILE_NAME = r"^\S+\.(jpe?g|png|gif|webp|avif)$|^(img|dsc|foto|image|afbeelding)[_ -]?\d*$"
Accessible = SiteDocument.Accessible


def without_words(user: AbstractBaseUser | None = None) -> QuerySet:
    """Pictures whose alternative text is empty or nothing but the name of a file."""
    silent = Q(description__regex=r"^\s*$") | Q(description__iregex=FILE_NAME)
    return SiteImage.objects.filter(silent).order_by("-created_at", "pk")


def _picture_rows(images: list[SiteImage]) -> list[WorkItem]:
    return [
        WorkItem(
            image.title,
            reverse("wagtailimages:edit", args=[image.pk]),
            f"er staat nu: “{image.description}”" if image.description.strip() else "er staat nu niets",
        )
        for image in images
    ]


def not_accessible(user: AbstractBaseUser | None = None) -> QuerySet:
    """Documents that not everybody can read, and then those of which nobody knows; sound has a transcript instead."""
    documents = SiteDocument.objects.exclude(accessible=Accessible.YES).exclude(file__iregex=r"\.(mp3|m4a)$")
    return documents.order_by(F("accessible").asc(), "-created_at", "pk")


def _document_rows(documents: list[SiteDocument]) -> list[WorkItem]:
    return [
        WorkItem(document.title, reverse("wagtaildocs:edit", args=[document.pk]), document.get_accessible_display())
        for document in documents
    ]


WITHOUT_WORDS = WorkList(
    slug="afbeeldingen-zonder-tekst",
    title="Afbeeldingen zonder goede alternatieve tekst",
    explanation="Schrijf wat de afbeelding laat zien, in één zin. Wie haar niet ziet, leest of hoort die zin.",
    done="Bij alle afbeeldingen staat in woorden wat ze laten zien.",
    order=80,
    entries=without_words,
    rows=_picture_rows,
)
NOT_ACCESSIBLE = WorkList(
    slug="documenten",
    title="Documenten die niet iedereen kan lezen",
    explanation=(
        "Bezoekers zien bij een download of hij toegankelijk is. Vervang wat niet toegankelijk is door een betere versie, en controleer de "
        "rest: zijn er koppen, is de tekst te selecteren, hebben afbeeldingen een beschrijving?"
    ),
    done="Alle documenten zijn toegankelijk.",
    order=90,
    entries=not_accessible,
    rows=_document_rows,
)
