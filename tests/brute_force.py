"""What the numbers beside filters should be, counted the slow way: in Python, from the facts the content was made with."""

import random
from dataclasses import dataclass, field

from django.test import Client
from django.utils.http import urlencode

from tests.page_hooks import facet_counts, items, total

Choices = dict[str, list[str]]


@dataclass(frozen=True)
class Thing:
    """Something in a list: its slug, its values by parameter, and the words a search finds it by."""

    slug: str
    values: dict[str, set[str]]
    words: set[str] = field(default_factory=set)

    def fits(self, chosen: Choices, word: str = "") -> bool:
        """Within a parameter the values are or, the parameters among each other and."""
        return all(self.values[name] & set(values) for name, values in chosen.items() if values) and (
            not word or word in self.words
        )


@dataclass
class Counted:
    """One list to be checked: its address, all that is in it, and the parameters it has."""

    client: Client
    path: str
    things: list[Thing]
    parameters: dict[str, list[str]]  # all values that each may have
    always_shown: tuple[str, ...]  # parameters whose options stand there also when nothing has them

    def check(self, chosen: Choices, word: str = "", **extra: str) -> dict[str, dict[str, int]]:
        """Ask for the page and compare it with the truth: the total, the first items, the number beside every option."""
        query = {name: values for name, values in chosen.items() if values} | ({"q": [word]} if word else {}) | extra
        response = self.client.get(self.path, query)
        about = f"{self.path}?{urlencode(query, doseq=True)}"
        fitting = {thing.slug for thing in self.things if thing.fits(chosen, word)}
        assert response.status_code == 200, about
        assert total(response) == len(fitting), about
        assert set(items(response)) <= fitting, about
        shown = facet_counts(response)
        assert set(self.always_shown) <= set(shown) <= set(self.parameters), about
        for name, values in self.parameters.items():
            truth = {
                value: sum(thing.fits({**chosen, name: [value]}, word) for thing in self.things) for value in values
            }
            if name not in self.always_shown:
                truth = {value: number for value, number in truth.items() if number or value in chosen.get(name, ())}
            assert shown.get(name, {}) == truth, f"{name} at {about}"
        return shown

    def check_at_random(self, rounds: int, seed: int, words: tuple[str, ...] = (), **extra: str) -> None:
        """`rounds` random choices; each followed by the address in which one facet is replaced by one of its values."""
        chance = random.Random(seed)
        for _ in range(rounds):
            chosen = {
                name: chance.sample(values, min(chance.choice((0, 0, 1, 1, 2, 3)), len(values)))
                for name, values in self.parameters.items()
            }
            word = chance.choice(("", *words))
            shown = self.check(chosen, word, **extra)
            name = chance.choice([name for name, numbers in shown.items() if numbers])
            value, number = chance.choice(list(shown[name].items()))
            alone = {**chosen, name: [value]}
            self.check(alone, word, **extra)
            assert number == sum(thing.fits(alone, word) for thing in self.things)
