"""The form of a knowledge item: what belongs to its kind, and what it reads from a sound file by itself."""

from django import forms
from django.db import models
from tinytag import TinyTag, TinyTagException

from knowledge_bank import identifiers
from knowledge_bank.vocabulary import Kind
from platform_site.pages import SitePageForm

FROM_FILE = "Bij een podcast lezen we de duur uit het geluidsbestand."


def only_for(*kinds: Kind) -> dict[str, str]:
    """For the attributes of a panel: the form hides it for items of other kinds (static/js/kind.js). What is in it is kept."""
    return {"data-kinds": " ".join(kinds)}


def seconds_of(document: models.Model) -> int | None:
    """How long an mp3 or m4a lasts, None when the file does not tell."""
    try:
        with document.file.open("rb") as file:
            found = TinyTag.get(filename=document.filename, file_obj=file, tags=False).duration
    except (TinyTagException, OSError):
        return None
    return round(found) if found else None


class KnowledgeItemForm(SitePageForm):
    """Takes DOI and ISBN as they are pasted. Whether they can be right is asked before publishing, so a draft keeps them."""

    isbn = forms.CharField(label="ISBN", max_length=60, required=False)

    def clean_doi(self) -> str:
        return identifiers.doi(self.cleaned_data["doi"])

    def clean_isbn(self) -> str:
        return identifiers.isbn(self.cleaned_data["isbn"])

    def clean(self) -> dict:
        data = super().clean()
        if data.get("kind") == Kind.PODCAST and data.get("audio"):
            data["duration"] = seconds_of(data["audio"]) or data.get("duration")
        return data
