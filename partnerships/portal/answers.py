"""What coordinators say about their partnership, as plain data: read from a page, compared, and put on a page.

Answers are a dict by field name (FIELDS). Nothing else of a page can be said, read or written by way of the portal.
"""

from datetime import date

from django.utils import timezone

from partnerships.models import Organisation, Partner, PartnershipPage
from platform_site import rich_texts
from platform_site.taxonomy import Theme

STORY = ("about", "cooperation", "priorities", "pride")
PLAIN = ("summary", "students", "reference_year", "mailbox", "website", "logo_alt")
FIELDS = {
    "summary": "In het kort",
    "about": "Dit zijn wij",
    "cooperation": "Zo werken wij samen",
    "priorities": "Dit zijn onze speerpunten",
    "themes": "Thema's",
    "pride": "Hier zijn wij trots op",
    "partners": "Partners",
    "routes": "Opleidingsroutes",
    "students": "Aantal studenten",
    "reference_year": "Peiljaar",
    "mailbox": "E-mailadres",
    "website": "Website",
    "logo": "Logo",
    "logo_alt": "Beschrijving van het logo",
}
PROPOSED_BY = "voorgesteld door een partnerschap"

Answers = dict


def answers_of(page: PartnershipPage) -> Answers:
    """What a page says now."""
    return {
        **{name: getattr(page, name) for name in PLAIN},
        **{name: rich_texts.as_answer(getattr(page, name)) for name in STORY},
        "themes": sorted(theme.pk for theme in page.themes.all()),
        "routes": page._meta.get_field("routes").in_order(page.routes),
        "partners": in_order(_partner(partner) for partner in page.partners.all()),
        "logo": page.logo_id,
    }


def _partner(partner: Partner) -> dict:
    return {
        "organisation": partner.organisation_id,
        "name": "",
        "place": "",
        "role": partner.role,
        "since": partner.since.isoformat() if partner.since else "",
        "until": partner.until.isoformat() if partner.until else "",
    }


def in_order(partners) -> list[dict]:
    """Partners in one order, so that two lists of the same partners are equal. A proposed one has a name and no organisation."""
    return sorted(
        partners, key=lambda p: (p["organisation"] or 0, p["name"], p["place"], p["role"], p["since"], p["until"])
    )


def changed(before: Answers, after: Answers) -> list[str]:
    """The names of the fields that differ."""
    return [name for name in FIELDS if before.get(name) != after.get(name)]


def merged(base: Answers, mine: Answers, live: Answers) -> Answers:
    """My changes since `base`, and for the rest what is live by now."""
    return {name: mine[name] if mine.get(name) != base.get(name) else live[name] for name in FIELDS}


def clashes(base: Answers, mine: Answers, live: Answers) -> list[str]:
    """The fields that both I and somebody else changed since `base`, in different ways."""
    others = set(changed(base, live))
    return [name for name in changed(base, mine) if name in others and mine[name] != live[name]]


def put_on(page: PartnershipPage, answers: Answers) -> None:
    """Makes `page` (not saved) say these answers. What it says already is left as it is, down to the ids of its partners."""
    for name in changed(answers_of(page), answers):
        if name in PLAIN or name in STORY or name == "routes":
            setattr(page, name, answers[name])
        elif name == "logo":
            page.logo_id = answers["logo"]
        elif name == "themes":
            page.themes = Theme.objects.filter(pk__in=answers["themes"]).order_by("order", "title")
        elif name == "partners":
            page.partners = _partners(page, answers["partners"])


def _partners(page: PartnershipPage, wanted: list[dict]) -> list[Partner]:
    there = {(partner.organisation_id, partner.role, partner.since): partner for partner in page.partners.all()}
    made = []
    for entry in wanted:
        since = date.fromisoformat(entry["since"]) if entry["since"] else None
        until = date.fromisoformat(entry["until"]) if entry["until"] else None
        organisation = Organisation(name=entry["name"], place=entry["place"]) if entry["name"] else None
        partner = there.get((entry["organisation"], entry["role"], since))
        if partner is None:
            known = {"organisation": organisation} if organisation else {"organisation_id": entry["organisation"]}
            partner = Partner(role=entry["role"], since=since, **known)
        partner.until = until
        made.append(partner)
    return made


def with_real_organisations(answers: Answers) -> Answers:
    """The same answers, in which every proposed partner is an organisation: one that was there by that name, else a new one."""
    made = []
    for entry in answers["partners"]:
        if entry["name"]:
            there = Organisation.objects.filter(name__iexact=entry["name"], place__iexact=entry["place"]).order_by("pk")
            organisation = there.first() or Organisation.objects.create(
                name=entry["name"], place=entry["place"], kind=KIND.get(entry["role"], Organisation.Kind.OTHER),
                source=PROPOSED_BY, proposed=True,
            )  # fmt: skip
            entry = {**entry, "organisation": organisation.pk, "name": "", "place": ""}
        made.append(entry)
    unique = {(entry["organisation"], entry["role"], entry["since"]): entry for entry in made}
    return {**answers, "partners": in_order(unique.values())}


KIND = {
    "schoolbestuur": Organisation.Kind.BOARD,
    "school": Organisation.Kind.SCHOOL,
    "lerarenopleiding": Organisation.Kind.HBO,
}


def gaps(answers: Answers) -> list[tuple[str, str]]:
    """What a reader misses in these answers, as (field, sentence)."""
    found = []
    if not answers["summary"]:
        found.append(("summary", "De korte inleiding ontbreekt. Die staat ook op kaarten en in zoekresultaten."))
    for name, short, none in (
        (
            "about",
            "“Dit zijn wij” is nog erg kort.",
            "Lezers weten nog niet wat jullie kenmerkt: “Dit zijn wij” is leeg.",
        ),
        ("cooperation", "“Zo werken wij samen” is nog erg kort.", "Hoe jullie samenwerken staat er nog niet."),
        ("priorities", "“Dit zijn onze speerpunten” is nog erg kort.", "Jullie speerpunten ontbreken."),
        ("pride", "“Hier zijn wij trots op” is nog erg kort.", "Waar jullie trots op zijn staat er nog niet."),
    ):
        characters = rich_texts.length(answers[name])
        if characters < 100:
            found.append((name, short if characters else none))
    if not answers["themes"]:
        found.append(("themes", "Er zijn geen thema's gekozen. Daarmee vinden anderen jullie."))
    if not answers["partners"]:
        found.append(("partners", "Er staan geen partners bij."))
    elif not any(entry["role"] == "penvoerder" for entry in answers["partners"]):
        found.append(("partners", "Bij de partners is niemand penvoerder."))
    if answers["students"] is None:
        found.append(("students", "Het aantal studenten ontbreekt."))
    elif answers["reference_year"] and answers["reference_year"] < timezone.localdate().year - 2:
        found.append(("students", f"Het aantal studenten is van {answers['reference_year']}. Is er een nieuwer getal?"))
    if not answers["routes"]:
        found.append(("routes", "Welke opleidingsroutes jullie aanbieden staat er nog niet."))
    if not answers["mailbox"]:
        found.append(("mailbox", "Er is geen e-mailadres: lezers kunnen jullie niets vragen."))
    if not answers["website"]:
        found.append(("website", "Er is geen website ingevuld."))
    if not answers["logo"]:
        found.append(("logo", "Er is nog geen logo."))
    return found
