"""The style guide in the admin: every block and every part of the public pages together, from the values of previews."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.menu import MenuItem
from wagtail.blocks.stream_block import StreamValue

from platform_site import charts
from platform_site.blocks import BodyBlock
from platform_site.components import Card, Chip, Crumb, Pager
from platform_site.parameters import Address

TITLE = "Stijlgids"


@dataclass(frozen=True)
class ShownBlock:
    """A block of the editors with its name and what it is for; `blocks` is a text of that block alone."""

    label: str
    description: str
    blocks: StreamValue


class ExampleForm(forms.Form):
    """One field of each kind; the first shows what is wrong."""

    name = forms.CharField(
        label="Naam",
        help_text="Zoals jullie partnerschap bekendstaat.",
        error_messages={"required": "Vul de naam van jullie partnerschap in."},
    )
    sector = forms.ChoiceField(
        label="Sector", choices=[("po", "Primair onderwijs"), ("vo", "Voortgezet onderwijs")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Wij mogen deze tekst delen.", required=False)


def every_block() -> Iterator[ShownBlock]:
    """The blocks a text is built from, in the order in which editors choose from them, with their preview values."""
    body = BodyBlock()
    for name, block in body.child_blocks.items():
        text = StreamValue(body, [(name, block.get_preview_value())])
        yield ShownBlock(block.label, block.meta.description, text)


def parts() -> dict:
    """What the templates of templates/components/ ask for."""
    here, day = reverse("style_guide"), timezone.localdate()
    told = [
        ("Kijken naar één les", "Drie partnerschappen keken samen.", "Praktijkvoorbeeld", ["po", "vo"]),
        ("Een opleidingsplan van twee bladzijden", "Korter bleek beter.", "Hulpmiddel", ["mbo"]),
    ]
    cards = [Card(title, here, "", summary, kind, sectors, day=day) for title, summary, kind, sectors in told]
    values = [
        charts.Value("po", 42, "42", "po"),
        charts.Value("vo", 31, "31", "vo"),
        charts.Value("mbo", 9, "9", "mbo"),
    ]
    return {
        "cards": cards,
        "chips": [Chip("Primair onderwijs", here), Chip("Werkplekleren", here)],
        "clear": here,
        "crumbs": [Crumb("Home", "/"), Crumb(TITLE, here)],
        "pager": Pager.of(200, "4", Address(here, {}, ("pagina",))),
        "horizontal": charts.horizontal("Deelnemende besturen", values),
        "vertical": charts.vertical("Deelnemende besturen", values),
        "form": ExampleForm({"sector": "po"}),
    }


def show(request: HttpRequest) -> HttpResponse:
    """/beheer/stijlgids/: in the clothes of the site, for editors and for who builds it."""
    return TemplateResponse(
        request, "platform_site/admin/style_guide.html", {"title": TITLE, "examples": every_block(), **parts()}
    )


def menu_item() -> MenuItem:
    """The style guide in the menu Help."""
    return MenuItem(TITLE, reverse("style_guide"), name="style-guide", icon_name="view", order=910)
