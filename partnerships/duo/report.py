"""An import in Dutch: what it does to whom, for the command line and the admin alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from partnerships.duo.plan import CHANGED, CLOSED, FIELDS, NEW, REOPENED, Plan, PlanStep
from partnerships.duo.problems import Problem, Weight
from partnerships.models import Organisation
from platform_site.dutch_dates import day
from platform_site.dutch_numbers import thousands

SHOWN = 50
POINT = ("lat", "lon", "exact")
HEADINGS = {
    NEW: "Nieuw",
    CHANGED: "Gewijzigd",
    REOPENED: "Weer open",
    CLOSED: "Niet meer in het bestand: gaan op gesloten",
}
NOTHING = "Alles in dit bestand stond er al zo. Er is niets te wijzigen."


@dataclass(frozen=True)
class Section:
    """One kind of change, with the first of its steps and what changes about each, in words."""

    what: str
    heading: str
    total: int
    steps: list[tuple[PlanStep, list[str]]]

    @property
    def more(self) -> int:
        return self.total - len(self.steps)


def _point(side: dict) -> str:
    """A point in words; a side that lacks one of the three did not change it."""
    if side.get("lat") is None and side.get("lon") is None:
        return {True: "exact", False: "midden van de postcode"}.get(side.get("exact"), "")
    numbers = ", ".join(f"{side[name]:.5f}" for name in ("lat", "lon") if side.get(name) is not None)
    return numbers + {True: " (exact)", False: " (midden van de postcode)"}.get(side.get("exact"), "")


def _words(name: str, value) -> str:
    if isinstance(value, date):
        return day(value)
    labels = dict(Organisation._meta.get_field(name).flatchoices)
    return str(labels.get(value, "" if value is None else value))


def differences(step: PlanStep) -> list[str]:
    """What changes about one organisation, field by field; of a new one its address, website and point."""
    after = step.after
    if step.what == NEW:
        address = f"{after['street']}, {after['postcode']} {after['place']}".strip(", ")
        return [part for part in (address, after["website"], f"plek: {_point(after) or 'onbekend'}") if part]
    found = [
        f"{Organisation._meta.get_field(name).verbose_name}: "
        f"{_words(name, step.before[name]) or 'leeg'} → {_words(name, after[name]) or 'leeg'}"
        for name in FIELDS
        if name in after and name not in POINT
    ]
    if any(name in after for name in POINT):
        found.append(f"plek: {_point(step.before) or 'leeg'} → {_point(after) or 'leeg'}")
    return found


def sections(plan: Plan) -> list[Section]:
    """The kinds of change that the plan has, each with its first steps."""
    found = ((what, plan.of(what)) for what in (NEW, CHANGED, REOPENED, CLOSED))
    return [
        Section(what, HEADINGS[what], len(steps), [(step, differences(step)) for step in steps[:SHOWN]])
        for what, steps in found
        if steps
    ]


def problem_lines(problems: list[Problem]) -> Iterator[str]:
    """Every problem, the gravest kind first."""
    for weight in Weight:
        for problem in problems:
            if problem.weight is weight:
                yield f"  {weight}: {problem}"


def report(plan: Plan) -> Iterator[str]:
    """The whole report as lines."""
    yield f"Bestand: {plan.register.label}, {thousands(plan.rows)} scholen of instellingen"
    for what, count in plan.counts.items():
        yield f"  {what + ':':14}{thousands(count):>7}"
    for section in sections(plan):
        yield ""
        yield f"{section.heading} ({thousands(section.total)})"
        for step, changes in section.steps:
            about = "; ".join(changes) if step.what != CLOSED else ""
            yield f"  {step.code} {step.label}{': ' if about else ''}{about}"
        if section.more:
            yield f"  … en nog {thousands(section.more)}"
    if plan.problems:
        yield ""
        yield f"Opgevallen ({thousands(len(plan.problems))})"
        yield from problem_lines(plan.problems)
    if plan.alarm:
        yield ""
        yield f"LET OP: {plan.alarm}"
    if not plan.steps:
        yield ""
        yield NOTHING
