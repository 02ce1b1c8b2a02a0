"""What the home page is put together from. An editor leaves parts out and moves them; a part with nothing to show is not there."""

from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from wagtail import blocks

from platform_site.addresses import path_of
from platform_site.memory import cached_until_change
from platform_site.pages import PAGES
from platform_site.querysets import visible_at, visible_pages

NOT_OURS = "Dit is geen adres van deze site. Open de pagina of de lijst, en plak hier wat dan in de adresbalk staat."
# For whom, what they come for, and where that is answered.
ENTRANCES = [
    {"who": who, "hint": hint, "page": None, "address": address}
    for who, hint, address in (
        ("Student", "waar kan ik leren lesgeven?", "/landkaart/"),
        ("Starter", "mijn eerste jaren", "/kennisbank/?doelgroep=starter"),
        ("Zij-instromer", "van ander werk naar de klas", "/kennisbank/?doelgroep=zij-instromer"),
        ("Werkplekbegeleider", "een student in mijn klas", "/kennisbank/?doelgroep=werkplekbegeleider"),
        ("Schoolopleider", "begeleiden en beoordelen", "/kennisbank/?doelgroep=schoolopleider"),
        ("Schoolleider", "wat vraagt het van mijn school?", "/kennisbank/?doelgroep=schoolleider"),
        ("Bestuurder", "cijfers en afspraken", "/cijfers/"),
        ("Onderzoeker", "rapporten en data", "/kennisbank/?soort=onderzoeksrapport&doelgroep=onderzoeker"),
    )
]
NOT_FOR_READERS = ("/beheer/", "/inloggen/", "/mijn-partnerschap/", "/static/", "/status/")
HALVES = {"new_items", "coming", "news", "share"}  # what stands in one of two columns


def _path(address: str) -> str | None:
    """The path, with its question, of an address that this site may have; a whole address may be given."""
    parts = urlsplit(address.strip())
    own = not parts.netloc or parts.netloc == urlsplit(settings.SITE_URL).netloc
    if not own or not parts.path.startswith("/") or parts.path.startswith(NOT_FOR_READERS):
        return None
    return parts._replace(scheme="", netloc="", fragment="").geturl()


@cached_until_change(most=500)
def leading_somewhere(addresses: tuple[str, ...]) -> set[str]:
    """Those among these paths that everybody can go to: a page that is visible, or a list or form of the site itself."""
    paths = {address: urlsplit(address).path for address in addresses}
    routes = {address: route for address, path in paths.items() if (route := _route(path)) is not None}
    there = visible_at(paths[address] for address, route in routes.items() if route == PAGES)
    return {address for address, route in routes.items() if route != PAGES or paths[address] in there}


def _route(path: str) -> str | None:
    """The name of what answers at a path; None when nothing does."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


class EntranceBlock(blocks.StructBlock):
    who = blocks.CharBlock(label="Wie", max_length=40)
    hint = blocks.CharBlock(label="Waarvoor", max_length=60, required=False)
    page = blocks.PageChooserBlock(label="Pagina", required=False)
    address = blocks.CharBlock(
        label="Of het adres van een lijst",
        max_length=300,
        required=False,
        help_text="Stel de filters in en plak wat in de adresbalk staat, bijvoorbeeld /kennisbank/?doelgroep=starter",
    )

    def clean(self, value):
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        page, address = cleaned.get("page"), cleaned.get("address", "")
        if bool(page) == bool(address):
            raise blocks.StructBlockValidationError(
                {"address": ValidationError("Kies een pagina of plak een adres: één van de twee.")}
            )
        if address:
            path = _path(address)
            if path is None or not leading_somewhere((path,)):
                raise blocks.StructBlockValidationError({"address": ValidationError(NOT_OURS)})
            cleaned["address"] = path
        return cleaned


class EntrancesBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Kop", default="Ik ben …", max_length=60)
    entrances = blocks.ListBlock(EntranceBlock(label="Ingang"), label="Ingangen", min_num=1, max_num=12, collapsed=True)

    class Meta:
        icon = "group"
        label = "Ingangen: wie ben je?"
        template = "home/entrances.html"
        description = "Voor wie de site is, met per groep een link naar wat zij zoeken."
        preview_value = {
            "title": "Ik ben …",
            "entrances": ENTRANCES,
        }

    def get_context(self, value, parent_context=None):
        """Those that lead somewhere for everybody."""
        entrances = value["entrances"]
        urls = [path_of(entry["page"]) if entry["page"] else entry["address"] for entry in entrances]
        there = leading_somewhere(tuple(urls))
        shown = [(entry, url) for entry, url in zip(entrances, urls, strict=True) if url in there]
        return {**super().get_context(value, parent_context), "entrances": shown}


class HomePart(blocks.StructBlock):
    """A part of which an editor chooses only the place and the heading."""

    def get_preview_context(self, value, parent_context=None):
        """As it would look on the home page."""
        home = visible_pages().filter(depth=2).first()
        return {**super().get_preview_context(value, parent_context), "page": home and home.specific}


def part(label: str, title: str, icon: str, template: str, description: str) -> HomePart:
    heading = ("title", blocks.CharBlock(label="Kop", default=title, max_length=60))
    facts = {"label": label, "icon": icon, "template": f"home/{template}.html", "description": description}
    return HomePart([heading], preview_value={"title": title}, **facts)


class HomeParts(blocks.StreamBlock):
    entrances = EntrancesBlock()
    featured = part("Uitgelicht", "Uitgelicht", "pick", "featured", "Wat hierboven bij Uitgelicht is gekozen.")
    dossiers = part(
        "Dossiers", "Dossiers", "folder-open-inverse", "dossiers", "De eerste zes dossiers, als boeken op een plank."
    )
    new_items = part(
        "Nieuw in de kennisbank",
        "Nieuw in de kennisbank",
        "plus-inverse",
        "new_items",
        "Vier kennisitems die het laatst verschenen of zijn herzien.",
    )
    coming = part(
        "Eerstvolgend in de agenda", "Eerstvolgend", "date", "coming", "De drie eerste bijeenkomsten waar je heen kunt."
    )
    news = part("Nieuws", "Nieuws", "list-ul", "news", "De drie nieuwste berichten.")
    share = part(
        "Deel jouw praktijkvoorbeeld",
        "Deel jouw praktijkvoorbeeld",
        "upload",
        "share",
        "De uitnodiging om een voorbeeld te delen.",
    )
    doors = part(
        "Hoeveel er is",
        "Alles op een rij",
        "table",
        "doors",
        "Het aantal dossiers, kennisitems en partnerschappen, met een link erheen.",
    )

    class Meta:
        required = False
        block_counts = {
            name: {"max_num": 1}
            for name in ("entrances", "featured", "dossiers", "new_items", "coming", "news", "share", "doors")
        }


def standard() -> list[tuple[str, dict]]:
    """The parts that a home page begins with, in their order."""
    own = {"entrances": {"entrances": ENTRANCES}}
    return [
        (name, {"title": block.child_blocks["title"].get_default(), **own.get(name, {})})
        for name, block in HomeParts.base_blocks.items()
    ]


def columns(parts: blocks.StreamValue) -> list[tuple[bool, list[blocks.StreamValue.StreamChild]]]:
    """The parts in groups: those that stand side by side, in two columns (True), and those that take the whole width."""
    return [(half, list(group)) for half, group in groupby(parts, lambda one: one.block_type in HALVES)]
