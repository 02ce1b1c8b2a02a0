"""What an import of a DUO file will change, and changing exactly that.

`make_plan` compares a file with what is stored and writes nothing. `apply` carries a plan out, whole or not at all. Between the two
a plan can be kept as JSON; what it is about may not have changed by then.
"""

from collections.abc import Callable
from datetime import date

from django.db import connection, transaction
from wagtail.search.backends import get_search_backend

from partnerships.duo import Reading, Row, read
from partnerships.duo_cells import same_address
from partnerships.duo_coordinates import read_coordinates
from partnerships.duo_plan import CHANGED, CLOSED, FIELDS, NEW, REOPENED, Plan, Step
from partnerships.duo_problems import Problem, RefusedError, Weight
from partnerships.models import Organisation, Partner, Register, Role
from partnerships.points import Point, centre
from platform_site import generation, text_index
from platform_site.templatetags.site import thousands

SEARCHED = {"name", "place"}  # what the admin's search finds an organisation by, beside its code
BATCH = 200
# More than this share closing at once means half a file or the wrong one rather than schools that closed.
CLOSING_SHARE, CLOSING_NUMBER = 0.1, 5
LOCK = 7_304_000_220  # number of the database lock that lets one import at a time write
BUSY = "Er loopt op dit moment een andere import. Wacht tot die klaar is en probeer het opnieuw."

Progress = Callable[[int, int], None]


def plan_for(data: bytes, today: date, *, coordinates: bytes = b"", called: str = "", register: str = "") -> Plan:
    """What a file changes, from its bytes. called, register: see partnerships.duo.read. Raises RefusedError."""
    reading = read(data, called=called, register=register)
    points, problems = read_coordinates(coordinates) if coordinates else ({}, [])
    reading.problems += problems
    return make_plan(reading, points, today)


def make_plan(reading: Reading, coordinates: dict[str, Point], today: date) -> Plan:
    """What the file changes. coordinates: exact points by code, which go before the centre of the postcode."""
    codes = [row.code for row in reading.rows]
    stored = {organisation.brin: organisation for organisation in Organisation.objects.filter(brin__in=codes)}
    plan = Plan(reading.register, len(reading.rows), problems=list(reading.problems))
    _check_it_is_the_right_file(reading, stored)
    for row in reading.rows:
        _plan_row(plan, row, stored.get(row.code), coordinates.get(row.code), today, reading)
    kept = Organisation.objects.filter(register=reading.register).exclude(brin="").open_on(today)
    vanished = kept.exclude(brin__in=[*codes, *reading.skipped]).order_by("brin")
    plan.steps += [
        Step(CLOSED, one.brin, str(one), {"closed_on": one.closed_on}, {"closed_on": today}, one.pk) for one in vanished
    ]
    closing, total = len(plan.of(CLOSED)), kept.count()
    if closing > max(CLOSING_NUMBER, CLOSING_SHARE * total):
        plan.alarm = (
            f"Van de {thousands(total)} open scholen uit het bestand “{reading.register.label}” staan er {thousands(closing)} "
            "niet in dit bestand; die zouden we sluiten. Is het bestand wel compleet?"
        )
    plan.problems.sort(key=lambda problem: problem.row)
    return plan


def _check_it_is_the_right_file(reading: Reading, stored: dict[str, Organisation]) -> None:
    """Refuses a file of which most schools are known from another one: po and (v)so cannot be told apart by their columns."""
    known = [organisation.register for organisation in stored.values() if organisation.register]
    others = [register for register in known if register != reading.register]
    if len(others) > len(known) / 2:
        most = Register(max(set(others), key=others.count))
        raise RefusedError(
            f"We lezen dit als het bestand “{reading.register.label}”, maar de meeste scholen hierin kennen we uit “{most.label}”. "
            "Kies zelf welk bestand het is."
        )


def _plan_row(
    plan: Plan, row: Row, organisation: Organisation | None, point: Point | None, today: date, reading: Reading
) -> None:
    after = _wanted(row, organisation, point, today, reading)

    def note(column: str, value: str, text: str) -> None:
        plan.problems.append(Problem(Weight.NOTE, row.number, reading.columns[column], value, text))

    if after["lat"] is None:
        note("postcode", row.postcode, f"Van deze postcode kennen we geen plek: {row.name} komt niet op de kaart.")
    label = f"{row.name}, {row.place}" if row.place else row.name
    if organisation is None:
        plan.steps.append(Step(NEW, row.code, label, {}, after))
        return
    before = {name: getattr(organisation, name) for name in FIELDS}
    differing = [name for name in FIELDS if before[name] != after[name]]
    if not differing:
        plan.unchanged += 1
        return
    if "postcode" in differing and before["postcode"][:4] != after["postcode"][:4] and before["exact"] and not point:
        note(
            "postcode",
            row.postcode,
            "De school is verhuisd; haar exacte plek op de kaart is nog die van het oude adres.",
        )
    if before["register"] and "register" in differing:
        note("institution", row.code, f"Stond tot nu toe in het bestand “{Register(before['register']).label}”.")
    what = REOPENED if before["closed_on"] and not after["closed_on"] else CHANGED
    sides = ({name: side[name] for name in differing} for side in (before, after))
    plan.steps.append(Step(what, row.code, label, *sides, organisation.pk))


def _wanted(row: Row, stored: Organisation | None, point: Point | None, today: date, reading: Reading) -> dict:
    """The fields as they should be after the import. What the file leaves empty stays as it is."""
    now = stored or Organisation(exact=False)
    lat, lon, exact = now.lat, now.lon, now.exact
    if point:
        lat, lon, exact = round(point.lat, 6), round(point.lon, 6), True
    elif not (now.exact and now.has_point):
        middle = centre(row.postcode or now.postcode)
        lat, lon, exact = (*middle, False) if middle else (lat, lon, False)
    closed = now.closed_on and now.closed_on <= today
    return {
        "name": row.name,
        "kind": str(row.kind),
        "sector": row.sector if row.certain or not now.sector else now.sector,
        "street": row.street or now.street,
        "postcode": row.postcode or now.postcode,
        "place": row.place or now.place,
        "province": row.province or now.province,
        "lat": lat,
        "lon": lon,
        "exact": exact,
        "website": row.website if row.website and not same_address(row.website, now.website) else now.website,
        "source": now.source or f"DUO, {reading.register.label}",
        "register": str(reading.register),
        "closed_on": None if closed else now.closed_on,
    }


@transaction.atomic
def apply(plan: Plan, *, accepted: bool = False, progress: Progress | None = None) -> None:
    """Carries the plan out, all of it or nothing. accepted: somebody has read the alarm and knows better.

    Raises RefusedError when another import is busy, or when what the plan is about has changed since it was made.
    """
    if plan.alarm and not accepted:
        raise RefusedError(plan.alarm)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise RefusedError(BUSY)
    stored = _unchanged_since(plan)
    for start in range(0, len(plan.steps), BATCH):
        _write(plan.steps[start : start + BATCH], stored)
        if progress:
            progress(min(start + BATCH, len(plan.steps)), len(plan.steps))
    renamed = [step.pk for step in plan.steps if "name" in step.before]
    partners = Partner.objects.filter(organisation__in=renamed).exclude(role=Role.SCHOOL)
    pages = set(partners.values_list("page", flat=True))
    if pages:  # they are found by the names of their partners
        text_index.update(pages)
    if plan.steps:
        generation.everything_changed()


def _unchanged_since(plan: Plan) -> dict[int, Organisation]:
    """What the plan changes, locked, by pk. Refuses when it is not as it was when the plan was made."""
    known = [step.pk for step in plan.steps if step.pk]
    stored = Organisation.objects.select_for_update().in_bulk(known)
    fresh = {step.code for step in plan.steps if step.what == NEW}
    taken = set(Organisation.objects.filter(brin__in=fresh).values_list("brin", flat=True))
    others = [
        step.label
        for step in plan.steps
        if (step.code in taken and step.what == NEW)
        or (
            step.pk and (step.pk not in stored or any(getattr(stored[step.pk], n) != v for n, v in step.before.items()))
        )
    ]
    if others:
        named = "; ".join(others[:3]) + (f" en nog {len(others) - 3}" if len(others) > 3 else "")
        raise RefusedError(
            f"De gegevens zijn veranderd sinds dit voorbeeld is gemaakt, bij: {named}. Er is niets overgenomen. "
            "Kies het bestand opnieuw en bekijk het nieuwe voorbeeld."
        )
    return stored


def _write(steps: list[Step], stored: dict[int, Organisation]) -> None:
    """Stores what these steps say, and tells the admin's search index, which hears nothing of writing in bulk."""
    fresh, known, found_otherwise = [], [], []
    for step in steps:
        organisation = stored[step.pk] if step.pk else Organisation(brin=step.code)
        for name, value in step.after.items():
            setattr(organisation, name, value)
        (known if step.pk else fresh).append(organisation)
        if SEARCHED & step.after.keys():
            found_otherwise.append(organisation)
    Organisation.objects.bulk_create(fresh)
    Organisation.objects.bulk_create(known, update_conflicts=True, unique_fields=["id"], update_fields=FIELDS)
    if found_otherwise:
        get_search_backend().get_index_for_model(Organisation).add_items(Organisation, found_otherwise)
