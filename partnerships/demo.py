"""The shelf of partnerships: 51 real names with what is known of them, 8,711 school sites, and invented profile texts."""

import csv
import re
from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from partnerships import school_names
from partnerships.demo_partners import take_part
from partnerships.duo.cells import website
from partnerships.duo.problems import clean
from partnerships.examples import a_partnership, the_partnerships
from partnerships.models import Organisation, PartnershipPage
from partnerships.place_names import TABLE as TOWNS
from partnerships.place_names import readable
from partnerships.portal.demo import set_to_work
from platform_site.demo.at_once import note_columns_for_the_search
from platform_site.demo.library import Entry, Library
from platform_site.examples import region, save_again, terms
from platform_site.models import Theme
from platform_site.places import cbs_province

SCHOOL_SOURCE = "DUO en BAG, november 2024"
WRITTEN = date(2026, 11, 28)  # what was looked over before this day, is as long ago on any day
STORY = {
    "Dit zijn wij": "about",
    "Zo werken wij samen": "cooperation",
    "Dit zijn onze speerpunten": "priorities",
    "Hier zijn wij trots op": "pride",
}
PLAIN = (
    "abbreviation",
    "summary",
    "academic",
    "students",
    "reference_year",
    "routes",
    "peer_review_year",
    "mailbox",
    "website",
)


def shelf(library: Library) -> Iterator[str]:
    schools = _schools(library)
    institutes = _institutes(library)
    _mbo_institutions(library)
    made = _partnerships(library, institutes)
    yield f"{len(made)} partnerschappen en {schools} scholen"
    for page, entry in made:
        if entry:
            _fill(page, entry, library)
    everybody = list(PartnershipPage.objects.order_by("pk").prefetch_related("status_changes", "partners"))
    yield f"{take_part([page for page, _ in made], everybody)} scholen doen mee (voorbeeld)"
    if made:
        yield set_to_work()


def _rows(library: Library, name: str) -> list[dict]:
    with (library.folder / "gegevens" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _schools(library: Library) -> int:
    """Loads the school sites that are not there yet; gives how many. A site with several addresses counts once (69 do)."""
    there = set(Organisation.objects.exclude(brin="").values_list("brin", flat=True))
    rows = {row["vestigingscode"]: row for row in reversed(_rows(library, "scholen.csv"))}
    fresh = [
        Organisation(
            name=school_names.readable(clean(row["naam"])),
            registered_name=school_names.unlike_readable(clean(row["naam"])),
            kind=Organisation.Kind.SCHOOL,
            brin=row["vestigingscode"],
            sector="vo" if row["sector"] == "vo" or row["type"] == "VSO" else "po",
            street=f"{row['straat']} {row['huisnummer']}".strip(),
            postcode=re.sub(r"^(\d{4})([A-Z]{2})$", r"\1 \2", row["postcode"]),
            place=readable(row["plaats"]),
            province=cbs_province(row["provincie"]),
            lat=float(row["lat"]) if row["lat"] else None,
            lon=float(row["lon"]) if row["lon"] else None,
            website=website(row["website"]),
            source=SCHOOL_SOURCE,
            register=row["sector"],
        )
        for code, row in rows.items()
        if code not in there
    ]
    made = Organisation.objects.bulk_create(fresh, batch_size=2000)
    if made:  # bulk_create tells the search index nothing
        note_columns_for_the_search(Organisation)
    return len(made)


def _institutes(library: Library) -> dict[str, Organisation]:
    kinds = {"hbo": Organisation.Kind.HBO, "wo": Organisation.Kind.UNIVERSITY}
    found = {}
    for row in _rows(library, "lerarenopleidingen.csv"):
        facts = {
            "name": row["naam"],
            "kind": kinds[row["soort"]],
            "place": readable(row["plaats"]),
            "province": cbs_province(row["provincie"]),
            "website": row["website"],
            "lat": float(row["lat"]),
            "lon": float(row["lon"]),
            "source": "openbare gegevens",
        }
        found[row["naam"]], _ = Organisation.objects.get_or_create(brin=row["brin"], defaults=facts)
    return found


def _mbo_institutions(library: Library) -> None:
    """The mbo institutions around the partnerships that train for the mbo, in the middle of their towns."""
    towns = {row["woonplaats"]: row for row in csv.DictReader(TOWNS.read_text(encoding="utf-8").splitlines())}
    for row in _rows(library, "mbo.csv"):
        town = towns[row["plaats"]]
        facts = {
            "sector": "mbo",
            "place": readable(row["plaats"]),
            "province": row["provincie"],
            "lat": float(town["lat"]),
            "lon": float(town["lon"]),
            "exact": False,
            "source": "openbare gegevens",
        }
        Organisation.objects.get_or_create(name=row["naam"], kind=Organisation.Kind.MBO, defaults=facts)


def _institute(name: str, institutes: dict[str, Organisation]) -> Organisation | None:
    """The institute that a free text means: the one whose name shares the most telling words."""

    def telling(text: str) -> set[str]:
        return set(re.findall(r"[a-z]{3,}", text.lower())) - {
            "hogeschool",
            "universiteit",
            "pabo",
            "van",
            "der",
            "educatief",
        }

    best = max(institutes.items(), key=lambda pair: len(telling(name) & telling(pair[0])))
    return best[1] if telling(name) & telling(best[0]) else None


def _status(text: str) -> dict:
    """ "erkend 2024" → recognised since that year; "aspirant 2016" and "erkend (2023)" → known from a source of that year."""
    match = re.fullmatch(r"(aspirant|erkend|onbekend)(?: \(?(\d{4})\)?)?", text)
    status, year = match.groups()
    if status == "onbekend":
        return {"status": ""}
    if year and status == "erkend" and "(" not in text:  # every partnership is aspirant first; since when is not told
        return {"status": status, "since": date(int(year), 1, 1), "before": "aspirant"}
    return {"status": status, "as_of_year": int(year) if year else None}


def _lead(name: str, row: dict, institutes: dict[str, Organisation]) -> Organisation | None:
    if not name:
        return None
    institute = _institute(name, institutes) if re.search("hogeschool|university", name.lower()) else None
    if institute:
        return institute
    kind = Organisation.Kind.MBO if "mbo" in row["sectoren"] else Organisation.Kind.BOARD
    facts = {
        "place": readable(row["plaats"]),
        "province": cbs_province(row["provincie"]),
        "source": "openbare gegevens",
    }
    return Organisation.objects.get_or_create(name=name, kind=kind, defaults=facts)[0]


def _partnerships(library: Library, institutes: dict[str, Organisation]) -> list[tuple[PartnershipPage, Entry | None]]:
    index = the_partnerships()
    there = set(index.get_children().values_list("title", flat=True))
    profiles = {entry.facts["name"]: entry for entry in library.entries("partnerschappen")}
    made = []
    for row in _rows(library, "partnerschappen.csv"):
        if row["naam"] in there:
            continue
        lead = _lead(row["penvoerder"], row, institutes)
        names = [name.strip() for name in row["lerarenopleidingen"].split(";") if name.strip()]
        trainers = list(dict.fromkeys(filter(None, (_institute(name, institutes) for name in names))))
        partners = [(lead, "penvoerder")] if lead else []
        place = readable(row["plaats"])
        page = a_partnership(
            row["naam"],
            **_status(row["status"]),
            sectors=row["sectoren"].split(";"),
            academic="cademische" in row["naam"],
            summary=_plain_summary(row, place),
            partners=(*partners, *((trainer, "lerarenopleiding") for trainer in trainers)),
            place=place,
            province=cbs_province(row["provincie"]),
            lat=float(row["lat"]) if row["lat"] else None,
            lon=float(row["lon"]) if row["lon"] else None,
        )
        made.append((page, profiles.get(row["naam"])))
    return made


def _plain_summary(row: dict, place: str) -> str:
    """What can be said of a partnership that has not told its own story yet."""
    sectors = " en ".join(row["sectoren"].split(";"))
    where = f" in en rond {place}" if place else ""
    return f"Partnerschap in het {sectors}{where}. Dit partnerschap heeft zijn profiel nog niet aangevuld."


def _fill(page: PartnershipPage, entry: Entry, library: Library) -> None:
    facts = entry.facts
    for name in PLAIN:
        if name in facts:
            setattr(page, name, facts[name])
    checked_on = facts.get("checked_on")
    page.checked_on = checked_on and timezone.localdate() - (WRITTEN - checked_on)
    page.checked_by = "het partnerschap"
    page.themes = terms(Theme, *facts["themes"])
    page.regions = [region(title) for title in facts.get("regions", [])]
    page.example = True
    for part in re.split(r"^## ", entry.text, flags=re.MULTILINE)[1:]:
        title, _, text = part.partition("\n")
        setattr(page, STORY[title.strip()], library.rich_text(text))
    save_again(page)
