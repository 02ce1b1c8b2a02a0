"""Which form in the editor made a version. What somebody saved in a form is hers: it never stands in the way of that same form.

The editor tells the server what it saved itself only with its automatic saves, and learns of those after the fact: who presses
Publiceren while one is under way cannot know its number. So each form carries a mark of its own, and we keep it (docs/decisions/22).
"""

import secrets

from django import forms
from django.db import models
from django.http import HttpRequest
from wagtail.models import Page

MARK = "form_mark"  # the field that carries it


class HiddenField(forms.CharField):
    """Out of sight, the same for as long as the form stands there; says nothing about the content."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False)

    def has_changed(self, initial, data) -> bool:
        return False


class OwnVersion(models.Model):
    """The form that made a version, or was the last one to overwrite it."""

    revision = models.OneToOneField(
        "wagtailcore.Revision",
        verbose_name="versie",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="own_version",
    )
    mark = models.CharField("kenmerk van het formulier", max_length=36, db_index=True)

    class Meta:
        verbose_name = "eigen versie"
        verbose_name_plural = "eigen versies"

    def __str__(self):
        return f"versie {self.revision_id}, formulier {self.mark}"


def new_mark(user) -> str:
    """For a form that is shown to this user (or nobody): whose it is, and something that no other form has."""
    return f"{user.pk if user else 0}-{secrets.token_urlsafe(16)}"


def is_of_somebody_else(request: HttpRequest) -> bool:
    """Whether what is sent was filled in under another account than the one that is logged in now."""
    return MARK in request.POST and mark_of(request).partition("-")[0] != str(request.user.pk)


def mark_of(request: HttpRequest) -> str:
    return request.POST.get(MARK, "")[:36]


def remember(request: HttpRequest, page: Page) -> None:
    """For `after_create_page` and `after_edit_page`: the version that this form just made is its own."""
    latest = Page.objects.select_related("latest_revision").get(pk=page.pk).latest_revision
    if latest and latest.user_id == request.user.pk:
        OwnVersion.objects.update_or_create(revision=latest, defaults={"mark": mark_of(request)})


def made_by(request: HttpRequest, **which) -> OwnVersion | None:
    """A version that the very form that is sent made, as this user; which: what else must hold for it."""
    mine = OwnVersion.objects.filter(mark=mark_of(request), revision__user=request.user.pk, **which)
    return mine.select_related("revision").order_by("-revision_id").first() if mark_of(request) else None
