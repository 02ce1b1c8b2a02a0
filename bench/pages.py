"""What `make bench ARGS=--pages` measures: one page of every type as it is made anew, without the layer of kept answers.

Each type is asked in two ways. "again": what a process remembers of this generation is there. "first": something was just
published, and this very page was not asked since. Several pages of a type are asked in turn, so none is in every memory by chance.
With another checkout the same pages of the same database are asked of it too, in a process of its own, round by round: only
figures of one such run may be compared.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from knowledge_bank.models import DossierPage, KnowledgeItem
from knowledge_bank.vocabulary import Kind
from news.models import EventPage
from partnerships.models import PartnershipPage
from platform_site.generation import Generation, raise_numbers

PAGES_OF_A_TYPE = 6
ROUNDS = 12
AGAIN = 4  # times that each page is asked in a round, after its first
PROGRAM = Path(__file__).with_name("pages_asked.py")
WARM = "/over/"  # makes what all pages share
HEADINGS = ("p50 ms", "p99 ms", "per s", "eerst ms", "vragen", "sql ms")


def addresses() -> dict[str, list[str]]:
    """The pages to ask, by what they are called in the table."""
    items, kinds = KnowledgeItem.objects.listed().order_by("pk"), (Kind.PRACTICE, Kind.PODCAST)
    pages = {
        **{f"kennisitem, {kind.label}": items.filter(kind=kind) for kind in kinds},
        "dossier": DossierPage.objects.visible().order_by("pk"),
        "profiel": PartnershipPage.objects.visible().filter(partners__isnull=False).distinct().order_by("pk"),
        "agenda-item": EventPage.objects.visible().order_by("pk"),
    }
    return {
        "home": ["/"],
        **{name: [page.url for page in found[:PAGES_OF_A_TYPE]] for name, found in pages.items()},
        "kennisbank": ["/kennisbank/"],
        "kennisbank, tekst": [f"/kennisbank/?q={word}" for word in ("school", "begeleiden", "student", "toets")],
        "kennisbank, facetten": ["/kennisbank/?sector=po&thema=werkplekleren", "/kennisbank/?soort=praktijkvoorbeeld"],
        "landkaart": ["/landkaart/"],
        "cijfers": ["/cijfers/"],
        "nieuws": ["/nieuws/"],
        "agenda": ["/agenda/"],
        "zoeken": [f"/zoeken/?q={word}" for word in ("school", "begeleiden", "student", "toets")],
    }


class Checkout:
    """A process in a checkout that asks pages of it."""

    def __init__(self, folder: Path):
        program = [folder / ".venv/bin/python", PROGRAM]
        environment = {**os.environ, "PAGE_CACHE_MB": "0"}
        self.process = subprocess.Popen(
            program, cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, *addresses: str) -> list[dict]:
        """What each of these pages cost, asked one after another: see pages_asked.py."""
        try:
            self.process.stdin.write(json.dumps(addresses) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            sys.exit(self.process.wait())
        line = self.process.stdout.readline()
        return json.loads(line) if line else sys.exit(self.process.wait())

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait()


@dataclass
class Cost:
    """What the pages of one type cost in one checkout. Times are in ms, by round."""

    again: list[list[float]] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    queries: int = 0
    sql: float = 0

    @property
    def times(self) -> list[float]:
        return sorted(time for some in self.again for time in some)

    def line(self) -> str:
        times = self.times
        p99 = times[round(0.99 * (len(times) - 1))]
        numbers = [statistics.median(times), p99, 1000 / statistics.fmean(times), statistics.median(self.first)]
        return "".join(f"{number:10.1f}" for number in numbers) + f"{self.queries:10}{self.sql:10.1f}"


def _in_turn(found: list[str], number: int) -> str:
    return found[number % len(found)]


def _round(checkouts: dict[str, Checkout], asked: dict[str, list[str]], costs: dict, number: int) -> None:
    """Something is published; then each checkout makes each page, by turns and the other way round every second time."""
    raise_numbers(Generation.objects.values_list("name", flat=True))
    order = list(checkouts)[:: 1 if number % 2 else -1]
    for folder in order:
        checkouts[folder].ask(WARM)
    for name, found in asked.items():
        for folder in order:
            cost = costs[folder][name]
            first, *_, counted = checkouts[folder].ask(*[_in_turn(found, number)] * 3)
            cost.first.append(first["ms"])
            cost.queries, cost.sql = max(cost.queries, counted["queries"]), max(cost.sql, counted["sql"])
        for folder in order:
            answers = checkouts[folder].ask(*found * -(-AGAIN // len(found)))
            costs[folder][name].again.append([answer["ms"] for answer in answers])


def _ratios(now: Cost, before: Cost) -> str:
    """How many times as many answers a second: again, and the first since something was published."""
    again = statistics.median(sum(b) / sum(n) for n, b in zip(now.again, before.again, strict=True))
    first = statistics.median(b / n for n, b in zip(now.first, before.first, strict=True))
    return f"{again:10.1f}{first:10.1f}"


def measure(against: str, rounds: int, tell: Callable[[str], object]) -> None:
    """Asks and prints. against: the folder of another checkout; empty: none."""
    folders = [str(settings.BASE_DIR), *([str(Path(against).resolve())] if against else [])]
    checkouts, asked = {folder: Checkout(Path(folder)) for folder in folders}, addresses()
    for checkout in checkouts.values():  # pictures are made once, templates read, and both asked a few times
        for found in asked.values():
            checkout.ask(*found * 3)
    costs = {folder: {name: Cost() for name in asked} for folder in folders}
    for number in range(rounds):
        _round(checkouts, asked, costs, number)
    for checkout in checkouts.values():
        checkout.end()
    for folder in folders:
        tell(f"\n{folder}, PAGE_CACHE_MB=0, één proces: door het WSGI-programma, met br")
        compared = folder == folders[0] and against
        tell(
            f"{'':32}" + "".join(f"{heading:>10}" for heading in (*HEADINGS, *(("maal", "eerst") if compared else ())))
        )
        for name, cost in costs[folder].items():
            ratios = _ratios(cost, costs[folders[1]][name]) if compared else ""
            tell(f"{name:32}{cost.line()}{ratios}")
    if against:
        tell(
            f"\nmaal: zo veel keer zoveel antwoorden per seconde als {folders[1]}, de mediaan van {rounds} beurten om en om;"
        )
        tell("eerst: hetzelfde voor de eerste keer dat iemand de pagina vraagt nadat er iets gepubliceerd is.")
