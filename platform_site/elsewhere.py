"""What is put forward, on the sites of others: a page to frame, a feed (JSON Feed 1.1), and the page that makes the code.

Only what is made to be framed may be (framing.py): it has a policy of its own, no script, no form and no cookie. See docs/decisions/39.
"""

from dataclasses import replace
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Page

from platform_site import pictures, put_forward
from platform_site.addresses import absolute
from platform_site.components import Card, Crumb
from platform_site.feeds import Channel
from platform_site.framing import framable, open_to_scripts
from platform_site.keeping import keepable
from platform_site.models import HomePage
from platform_site.own_places import OwnPlace
from platform_site.page_routes import find_page
from platform_site.put_forward import COLOURS, FILTERS, MOST, PARAMETERS, PutForward, Wish
from platform_site.querysets import cards_of, visible_at, visible_pages

FRAME, FEED, MAKE, CARD = "/uitgelicht/", "/uitgelicht.json", "/uitgelicht/maken/", "/uitgelicht/kaart/"
FEED_KIND = "application/feed+json"
CHANNEL = Channel(
    "Uitgelicht",
    FEED,
    "Wat de redactie vooraan zet, en wat nieuw is. Voor een programma dat JSON Feed leest, of voor je eigen site.",
    "Volg wat uitgelicht is",
    FEED_KIND,
)
PLACE = OwnPlace(
    "Uitgelicht op jouw site",
    MAKE,
    "Laat op je eigen site zien wat hier uitgelicht is: kies, kijk en kopieer de code.",
    "embed embedden insluiten iframe code webmaster widget oembed",
    lambda: None,
)
ROW = 300  # pixels: of a row of cards, of which there are two beside each other in a column of some 640
ANY = {"sector": "Alle sectoren", "thema": "Alle thema’s", "soort": "Alle soorten"}


def _framed(request: HttpRequest, title: str, heading: str, cards: list[Card], **more) -> HttpResponse:
    status = more.pop("status", 200)
    context = {"title": title, "heading": heading, "cards": cards, "colour": "", "empty": "", **more}
    return TemplateResponse(request, "platform_site/framed.html", context, status=status)


def _selection(request: HttpRequest, wish: Wish) -> PutForward:
    return put_forward.select(find_page(request, "", HomePage), wish)


@keepable(*PARAMETERS)
@require_safe
@framable
def frame(request: HttpRequest) -> HttpResponse:
    """/uitgelicht/: to be framed on another site."""
    wish = Wish.of(request.GET)
    found = _selection(request, wish)
    empty = "Er is nu niets dat hierbij past."
    return _framed(request, found.title, found.title, found.cards, colour=wish.colour, empty=empty)


@keepable("kleur")
@require_safe
@framable
def card(request: HttpRequest, key: UUID) -> HttpResponse:
    """One page to be framed on another site, by what it is known by whatever it is called later."""
    colour = Wish.of(request.GET).colour
    found = list(cards_of(visible_pages().filter(translation_key=key)).values())
    if not found:
        gone = "Deze pagina staat niet meer op onze site."
        return _framed(request, "Niet gevonden", "Niet gevonden", [], colour=colour, empty=gone, status=404)
    one = found[0]
    return _framed(request, one.title, one.kind or "Lees op onze site", [replace(one, kind="")], colour=colour)


@keepable(*FILTERS, "aantal")
@require_safe
@conditional_page
@open_to_scripts
def feed(request: HttpRequest) -> HttpResponse:
    """/uitgelicht.json: the same as JSON Feed 1.1."""
    wish = replace(Wish.of(request.GET), colour="")
    found = _selection(request, wish)
    pages = visible_at(one.url for one in found.cards)
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{found.title}: {settings.SITE_NAME}",
        "home_page_url": absolute("/"),
        "feed_url": absolute(wish.address(FEED)),
        "language": "nl",
        "authors": [{"name": settings.SITE_NAME, "url": absolute("/")}],
        "items": [_item(one, pages[one.url]) for one in found.cards if one.url in pages],
    }
    return JsonResponse(data, content_type=FEED_KIND, json_dumps_params={"ensure_ascii": False})


def _item(card: Card, page: Page) -> dict:
    """A card as JSON Feed tells it."""
    image = pictures.shared(pictures.picture(card.image)) if card.image else None
    dates = {"date_published": page.first_published_at, "date_modified": page.last_published_at}
    return {
        "id": page.translation_key.urn,
        "url": absolute(card.url),
        "title": card.title,
        "summary": card.summary,
        "content_text": " · ".join(filter(None, (*card.facts, card.summary))),
        "tags": list(filter(None, (card.kind, *card.sectors))),
        **{name: moment.isoformat() for name, moment in dates.items() if moment},
        **({"image": image.url} if image else {}),
    }


class FrameForm(forms.Form):
    """What to show on another site; each choice is valid, because the address was read before."""

    use_required_attribute = False
    sector, thema, soort = (forms.ChoiceField() for _ in FILTERS)
    aantal = forms.ChoiceField(choices=[(number, number) for number in range(1, MOST + 1)])
    kleur = forms.ChoiceField(choices=[("", "Zoals de lezer wil"), *COLOURS.items()], label="Kleur")

    def __init__(self, wish: Wish):
        chosen = {name: next(iter(values), "") for name, values in wish.chosen.items()}
        super().__init__(initial={**chosen, "aantal": wish.number, "kleur": wish.colour}, label_suffix="")
        for name, titles in put_forward.choices().items():
            self.fields[name].choices = [("", ANY[name]), *titles.items()]


@keepable(*PARAMETERS)
@require_safe
def make(request: HttpRequest) -> HttpResponse:
    """/uitgelicht/maken/: choose what to show on one's own site, see it, and copy the code."""
    wish = Wish.of(request.GET)
    wish = replace(wish, chosen={name: values[:1] for name, values in wish.chosen.items()})  # as the form can ask it
    context = {
        "crumbs": [Crumb("Home", "/"), Crumb("Volgen", "/volgen/")],
        "title": PLACE.title,
        "summary": PLACE.summary,
        "canonical": absolute(MAKE),
        "form": FrameForm(wish),
        "frame": wish.address(FRAME),
        "frame_title": f"Uitgelicht op {settings.SITE_NAME}",
        "height": 120 + ROW * -(-wish.number // 2),
        "feed": absolute(replace(wish, colour="").address(FEED)),
    }
    return TemplateResponse(request, "platform_site/make_frame.html", context)
