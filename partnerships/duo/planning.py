"""What an import of a DUO file will change: the file compared with what is stored. Nothing here writes."""

from datetime import date

from partnerships.duo.cells import same_address
from partnerships.duo.coordinates import read_coordinates
from partnerships.duo.plan import CHANGED, CLOSED, FIELDS, NEW, REOPENED, Plan, PlanStep
from partnerships.duo.problems import FileRefusedError, Problem, Weight
from partnerships.duo.reading import Reading, RegisterRow, read
from partnerships.models import Organisation, Register
from partnerships.points import Point, centre
from platform_site.dutch_numbers import thousands

# More than this share closing at once means half a file or the wrong one rather than schools that closed.
CLOSING_SHARE, CLOSING_NUMBER = 0.1, 5


def plan_for(data: bytes, today: date, *, coordinates: bytes = b"", called: str = "", register: str = "") -> Plan:
    """What a file changes, from its bytes. called, register: see partnerships.duo.reading.read. Raises FileRefusedError."""
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
    registered = Organisation.objects.filter(register=reading.register).exclude(brin="").open_on(today)
    vanished = registered.exclude(brin__in=[*codes, *reading.skipped]).order_by("brin")
    plan.steps += [
        PlanStep(CLOSED, one.brin, str(one), {"closed_on": one.closed_on}, {"closed_on": today}, one.pk)
        for one in vanished
    ]
    closing, total = len(plan.of(CLOSED)), registered.count()
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
        raise FileRefusedError(
            f"We lezen dit als het bestand “{reading.register.label}”, maar de meeste scholen hierin kennen we uit “{most.label}”. "
            "Kies zelf welk bestand het is."
        )


def _plan_row(
    plan: Plan, row: RegisterRow, organisation: Organisation | None, point: Point | None, today: date, reading: Reading
) -> None:
    after = _wanted(row, organisation, point, today, reading)

    def note(column: str, value: str, text: str) -> None:
        plan.problems.append(Problem(Weight.NOTE, row.number, reading.columns[column], value, text))

    if after["lat"] is None:
        note("postcode", row.postcode, f"Van deze postcode kennen we geen plek: {row.name} komt niet op de kaart.")
    label = f"{row.name}, {row.place}" if row.place else row.name
    if organisation is None:
        plan.steps.append(PlanStep(NEW, row.code, label, {}, after))
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
    was, becomes = ({name: side[name] for name in differing} for side in (before, after))
    plan.steps.append(PlanStep(what, row.code, label, was, becomes, organisation.pk))


def _wanted(row: RegisterRow, stored: Organisation | None, point: Point | None, today: date, reading: Reading) -> dict:
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
        "registered_name": row.registered_name,
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
        "governed_by": row.governed_by or now.governed_by,
        "source": now.source or f"DUO, {reading.register.label}",
        "register": str(reading.register),
        "closed_on": None if closed else now.closed_on,
    }
