"""What `make bench ARGS=pages` measures: one page of every type as it is made anew, without the layer of kept answers.

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
AGAIN = 6  # so many times at least the pages of a type are asked in a round, each after its first
PROGRAM = Path(__file__).with_name("pages_asked.py")
WARM = "/over/"  # makes what all pages share
HEADINGS = ("p50 ms", "p99 ms", "per s", "vragen", "sql ms")


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
    """What the pages of one type cost in one checkout, by round: the first time, and again."""

    first: list[list[dict]] = field(default_factory=list)
    again: list[list[dict]] = field(default_factory=list)

    def line(self) -> str:
        cells = []
        for rounds in (self.again, self.first):
            answers = [answer for some in rounds for answer in some]
            times = sorted(answer["ms"] for answer in answers)
            cells += [statistics.median(times), times[round(0.99 * (len(times) - 1))], 1000 / statistics.fmean(times)]
            cells += [max(answer["queries"] for answer in answers), statistics.median(one["sql"] for one in answers)]
        return "".join(f"{cell:9.1f}" if isinstance(cell, float) else f"{cell:9}" for cell in cells)


def _round(checkouts: list[Checkout], asked: dict[str, list[str]], costs: list[dict[str, Cost]]) -> None:
    """Something is published; then each checkout makes each page, by turns."""
    raise_numbers(Generation.objects.values_list("name", flat=True))
    for checkout in checkouts:
        checkout.ask(WARM)
    for name, found in asked.items():
        for checkout, cost in zip(checkouts, costs, strict=True):
            cost[name].first.append(checkout.ask(*found))
        for checkout, cost in zip(checkouts, costs, strict=True):
            cost[name].again.append(checkout.ask(*found * -(-AGAIN // len(found))))


def _times(now: list[list[dict]], before: list[list[dict]]) -> float:
    """How many times as many answers a second, the median of all rounds."""
    pairs = zip(now, before, strict=True)
    return statistics.median(sum(b["ms"] for b in was) / sum(n["ms"] for n in some) for some, was in pairs)


def measure(against: str, rounds: int, tell: Callable[[str], object]) -> None:
    """Asks and prints. against: the folder of another checkout; empty: none."""
    folders = [settings.BASE_DIR, *([Path(against).resolve()] if against else [])]
    checkouts, asked = [Checkout(folder) for folder in folders], addresses()
    for checkout in checkouts:  # pictures are made once, templates read
        for found in asked.values():
            checkout.ask(*found * 2)
    costs = [{name: Cost() for name in asked} for _ in folders]
    for number in range(rounds):
        turn = 1 if number % 2 else -1
        _round(checkouts[::turn], asked, costs[::turn])
    for checkout in checkouts:
        checkout.end()
    tell("Elke soort pagina zoals zij gemaakt wordt: PAGE_CACHE_MB=0, één proces, door het WSGI-programma, met br.")
    for folder, cost in zip(folders, costs, strict=True):
        tell(f"\n{folder}\n{'':28}{'opnieuw':>9}{'':36}{'voor het eerst na een publicatie':>34}")
        tell(f"{'':28}" + "".join(f"{heading:>9}" for heading in HEADINGS * 2))
        for name in asked:
            tell(f"{name:28}{cost[name].line()}")
    if against:
        tell(
            f"\nZo veel keer zoveel antwoorden per seconde als {folders[1]}: de mediaan van {rounds} beurten om en om."
        )
        tell(f"{'':28}{'opnieuw':>9}{'voor het eerst':>16}")
        for name in asked:
            now, before = (cost[name] for cost in costs)
            tell(f"{name:28}{_times(now.again, before.again):9.1f}{_times(now.first, before.first):16.1f}")
