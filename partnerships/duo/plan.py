"""A plan: everything that one import changes, before it is done. It can be kept as JSON between seeing and confirming."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date

from django.core.serializers.json import DjangoJSONEncoder

from partnerships.duo.problems import Problem, Weight
from partnerships.models.organisations import Register

NEW, CHANGED, REOPENED, CLOSED = "nieuw", "gewijzigd", "heropend", "gesloten"
FIELDS = (
    "name", "registered_name", "kind", "sector", "street", "postcode", "place", "province", "lat", "lon", "exact", "website", "governed_by", "source",
    "register", "closed_on",
)  # fmt: skip


@dataclass(frozen=True)
class PlanStep:
    """What happens to one organisation: `before` and `after` hold the fields that differ; a new one has no `before`."""

    what: str
    code: str
    label: str
    before: dict
    after: dict
    pk: int | None = None


@dataclass
class Plan:
    """All that one import does. rows: how many rows of the file it took over; alarm: why that may be a mistake."""

    register: Register
    rows: int
    unchanged: int = 0
    alarm: str = ""
    steps: list[PlanStep] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def of(self, what: str) -> list[PlanStep]:
        return [step for step in self.steps if step.what == what]

    @property
    def counts(self) -> dict[str, int]:
        return {what: len(self.of(what)) for what in (NEW, CHANGED, REOPENED, CLOSED)} | {"ongewijzigd": self.unchanged}

    def as_json(self) -> dict:
        """The plan as JSON knows it, with dates as text."""
        return json.loads(json.dumps(asdict(self), cls=DjangoJSONEncoder))

    @classmethod
    def from_json(cls, stored: dict) -> "Plan":
        steps = [PlanStep(**{**step, **_dated(step)}) for step in stored["steps"]]
        problems = [Problem(**{**problem, "weight": Weight(problem["weight"])}) for problem in stored["problems"]]
        return cls(**{**stored, "register": Register(stored["register"]), "steps": steps, "problems": problems})


def _dated(step: dict) -> dict:
    """The fields of a step from JSON, with dates as dates."""
    return {
        side: {
            name: date.fromisoformat(value) if name == "closed_on" and value else value
            for name, value in step[side].items()
        }
        for side in ("before", "after")
    }
