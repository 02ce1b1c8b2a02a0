"""Which editor form made a revision, so that somebody's own earlier save is not treated as a conflict with that same form.

Wagtail's form sends the number of its own last save with automatic saves only, and learns that number only from the response: who
clicks Publiceren while an automatic save is under way cannot send it. So each form gets a random key (docs/decisions/22).
"""

import secrets

from django import forms
from django.db import models
from django.http import HttpRequest
from wagtail.models import Page

FORM_KEY = "form_mark"  # the name of the hidden field


class HiddenField(forms.CharField):
    """The hidden field with the key. It never counts as a change of the content."""

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


def new_form_key(user) -> str:
    """A key for a form that is shown to this user (None: anonymous): the user's id and a random string."""
    return f"{user.pk if user else 0}-{secrets.token_urlsafe(16)}"


def is_of_somebody_else(request: HttpRequest) -> bool:
    """Whether what is sent was filled in under another account than the one that is logged in now."""
    return FORM_KEY in request.POST and form_key_of(request).partition("-")[0] != str(request.user.pk)


def form_key_of(request: HttpRequest) -> str:
    return request.POST.get(FORM_KEY, "")[:36]


def remember(request: HttpRequest, page: Page) -> None:
    """For `after_create_page` and `after_edit_page`: the version that this form just made is its own."""
    latest = Page.objects.select_related("latest_revision").get(pk=page.pk).latest_revision
    if latest and latest.user_id == request.user.pk:
        OwnVersion.objects.update_or_create(revision=latest, defaults={"mark": form_key_of(request)})


def made_by(request: HttpRequest, **which) -> OwnVersion | None:
    """A version that the very form that is sent made, as this user; which: what else must hold for it."""
    mine = OwnVersion.objects.filter(mark=form_key_of(request), revision__user=request.user.pk, **which)
    return mine.select_related("revision").order_by("-revision_id").first() if form_key_of(request) else None
