"""The figures: tables of numbers, each with the way to the list that it counts, and the chart that goes with them."""

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

from partnerships.figures.counting import Facts, there_in
from partnerships.models import Status
from platform_site.charts import Chart, Value, horizontal, vertical
from platform_site.dutch_numbers import thousands
from platform_site.places import PROVINCES
from platform_site.taxonomy import Sector

MAP, SCHOOLS, BOARDS, PARTNERSHIPS = (
    "/landkaart/", "/cijfers/scholen.csv", "/cijfers/besturen.csv", "/cijfers/partnerschappen.csv",
)  # fmt: skip
NO_DATA = "nog geen gegevens"
NOWHERE = "onbekend"  # stands in an address for a province that is not known


@dataclass(frozen=True)
class Cell:
    """value: as it is counted, None for what is not known; shown: for readers; url: the list that the value counts."""

    value: float | None
    shown: str
    url: str = ""


@dataclass(frozen=True)
class TableRow:
    label: str
    cells: list[Cell]
    hue: str = ""


@dataclass(frozen=True)
class Figure:
    """slug: its place on the page and the name of its download; columns: the first is what the rows are about."""

    slug: str
    title: str
    columns: list[str]
    rows: list[TableRow]
    notes: list[str] = field(default_factory=list)
    chart: Chart | None = None

    @property
    def address(self) -> str:
        """Where it stands by itself, to be framed on other sites."""
        return f"/cijfers/{self.slug}/"


def number(value: int | None, path: str = "", **parameters) -> Cell:
    """A number; it leads to its list unless there is nothing in it."""
    if value is None:
        return Cell(None, NO_DATA)
    return Cell(value, thousands(value), f"{path}?{urlencode(parameters)}".rstrip("?") if value and path else "")


def share(part: int, whole: int | None) -> Cell:
    """How much of the whole, in per cent: whole ones for readers, tenths for who takes the table away."""
    if not whole:
        return Cell(None, NO_DATA)
    percent = 100 * part / whole
    shown = "minder dan 1%" if 0 < percent < 1 else "meer dan 99%" if 99 < percent < 100 else f"{percent:.0f}%"
    return Cell(round(percent, 1), shown)


def _bars(title: str, rows: list[TableRow], column: int, top: float | None = None) -> Chart:
    values = [Value(row.label, row.cells[column].value, _short(row.cells[column]), row.hue) for row in rows]
    return horizontal(title, values, top)


def _short(cell: Cell) -> str:
    """What fits behind a bar."""
    return {"minder dan 1%": "<1%", "meer dan 99%": ">99%", NO_DATA: "?"}.get(cell.shown, cell.shown)


def by_sector(facts: Facts) -> Figure:
    rows = [
        TableRow(
            str(label).capitalize(),
            [number(sum(value in p.sectors for p in facts.partnerships), MAP, sector=value)],
            value,
        )
        for value, label in Sector.choices
    ]
    several = sum(len(page.sectors) > 1 for page in facts.partnerships)
    notes = [f"{thousands(several)} partnerschappen werken in meer dan één sector. Die tellen in elke sector mee."]
    title = "Partnerschappen per sector"
    short = [TableRow(row.hue, row.cells, row.hue) for row in rows]
    return Figure(
        "sector", title, ["Sector", "Partnerschappen"], rows, notes if several else [], _bars(title, short, 0)
    )


def by_status(facts: Facts) -> Figure:
    counts = Counter(page.status for page in facts.partnerships)
    rows = [TableRow(label.capitalize(), [number(counts[value], MAP, status=value)]) for value, label in Status.choices]
    old = sum(bool(page.status_as_of) for page in facts.partnerships)
    notes = [f"Van {thousands(old)} partnerschappen komt de status uit een oude bron. Het kan nu anders zijn."]
    title = "Partnerschappen per status"
    return Figure("status", title, ["Status", "Partnerschappen"], rows, notes if old else [], _bars(title, rows, 0))


def by_province(facts: Facts) -> Figure:
    """Partnerships and schools per province; what has no province comes last."""
    homes = Counter(page.province for page in facts.partnerships)
    rows = []
    for name in [*(name for name, _ in PROVINCES), ""]:
        whole = facts.sites_where(province=name, registered=True)
        taking = facts.sites_where(province=name, taking=True)
        counted = facts.sites_where(province=name, registered=True, taking=True)
        if not name and not (homes[""] or whole or taking):
            continue
        where = name or NOWHERE
        to_map = (
            number(homes[name], MAP, provincie=name) if name else number(homes[""], PARTNERSHIPS, provincie=NOWHERE)
        )
        rows.append(
            TableRow(
                name or "Provincie onbekend",
                [
                    to_map,
                    number(taking, SCHOOLS, provincie=where, meedoen="ja"),
                    number(whole if whole or not name else None, SCHOOLS, provincie=where, register="ja"),
                    share(counted, whole) if whole or name else Cell(None, "–"),
                ],
            )
        )
    columns = ["Provincie", "Partnerschappen", "Scholen die meedoen", "Alle scholen", "Aandeel dat meedoet"]
    notes = ["Een school telt in de provincie waar ze staat, een partnerschap in de provincie van zijn hoofdplaats."]
    return Figure("provincie", "Per provincie", columns, rows, notes)


def participation(facts: Facts) -> Figure:
    """Schools and boards that take part, as a share of all where all are known."""
    rows, loose = [], 0
    for value, label in Sector.choices:
        whole = facts.sites_where(sector=value, registered=True)
        taking = facts.sites_where(sector=value, taking=True)
        counted = facts.sites_where(sector=value, taking=True, registered=True)
        loose += taking - counted if whole else 0
        cells = [
            number(taking, SCHOOLS, sector=value, meedoen="ja"),
            number(whole or None, SCHOOLS, sector=value, register="ja"),
            share(counted, whole),
        ]
        rows.append(TableRow(f"Scholen, {label}", cells, value))
    boards = len(facts.boards) if facts.boards_complete else None
    taking = sum(board.taking for board in facts.boards)
    rows.append(
        TableRow(
            "Schoolbesturen", [number(taking, BOARDS, meedoen="ja"), number(boards, BOARDS), share(taking, boards)]
        )
    )
    notes = ["We tellen vestigingen: een school met twee gebouwen telt twee keer. So en sbo tellen bij po, vso bij vo."]
    if loose:
        notes.append(
            f"{thousands(loose)} scholen doen mee, maar staan niet in de bestanden van DUO. Die zitten niet in het aandeel."
        )
    if not facts.boards_complete:
        notes.append(
            "Van besturen weten we pas hoeveel er zijn als van elke school bekend is wie haar bestuurt. Dat staat in de bestanden van DUO."
        )
    title = "Aandeel van de scholen dat meedoet"
    names = [TableRow(row.hue or "besturen", row.cells, row.hue) for row in rows]
    return Figure("deelname", "Scholen en besturen die meedoen", ["Wie", "Doen mee", "Alle", "Aandeel"], rows, notes, _bars(title, names, 2, top=100))  # fmt: skip


def students(facts: Facts) -> Figure:
    """Students by reference year, beside all students where somebody filled in how many there are."""
    said = [page for page in facts.partnerships if page.students is not None and page.reference_year]
    rows, sources = [], []
    for year in sorted({page.reference_year for page in said}):
        of_year = [page for page in said if page.reference_year == year]
        total, trained = facts.totals.get(year), sum(page.students for page in of_year)
        cells = [
            number(len(of_year), PARTNERSHIPS, peiljaar=year),
            number(trained, PARTNERSHIPS, peiljaar=year),
            number(total.students if total else None),
            share(trained, total.students if total else None),
        ]
        rows.append(TableRow(str(year), cells))
        sources += [f"Alle studenten in {year}: {total.source}."] if total else []
    silent = len(facts.partnerships) - len(said)
    notes = [f"{thousands(silent)} partnerschappen gaven geen aantal. Die tellen niet mee."] if silent else []
    notes.append(
        "Elk partnerschap geeft één aantal, van zijn eigen peiljaar. De jaren zijn dus niet met elkaar te vergelijken."
    )
    if not rows or any(row.cells[2].value is None for row in rows):
        notes.append("De ambitie is 100%: alle studenten. Hoeveel studenten er in totaal zijn, staat nog niet op deze site. Een aandeel geven we daarom niet.")  # fmt: skip
    title = "Studenten naar peiljaar"
    columns = ["Peiljaar", "Partnerschappen", "Hun studenten", "Alle studenten", "Aandeel van de ambitie (100%)"]
    return Figure("studenten", "Studenten en de ambitie van 100%", columns, rows, notes + sources, _bars(title, rows, 1) if rows else None)  # fmt: skip


def growth(facts: Facts) -> Figure:
    """Schools and partnerships year by year, as far as their dates are known."""
    rows = [
        TableRow(
            str(year),
            [
                number(sum(there_in(page, year) for page in facts.partnerships), PARTNERSHIPS, jaar=year),
                number(facts.taking_part_in(year), SCHOOLS, jaar=year),
            ],
        )
        for year in facts.years()
    ]
    never = sum(not any(there_in(page, year) for year in facts.years()) for page in facts.partnerships)
    notes = ["Geteld op 1 oktober van elk jaar, alleen wat een datum heeft. Een partnerschap telt vanaf het eerste jaar dat een bron het noemt; het kan ouder zijn."]  # fmt: skip
    if never:
        notes.append(f"Van {thousands(never)} partnerschappen weten we geen enkel jaar.")
    if facts.undated:
        notes.append(f"Van {thousands(facts.undated)} scholen weten we niet sinds wanneer ze meedoen.")
    title = "Scholen die meedoen, op 1 oktober"
    values = [Value(row.label, row.cells[1].value, row.cells[1].shown) for row in rows]
    columns = ["Jaar", "Partnerschappen", "Scholen die meedoen"]
    return Figure("groei", "Groei per jaar", columns, rows, notes, vertical(title, values) if rows else None)


def figures(facts: Facts) -> dict[str, Figure]:
    """All figures in the order of the page, by slug."""
    made = (by_sector, by_status, by_province, participation, students, growth)
    return {figure.slug: figure for figure in (make(facts) for make in made)}
