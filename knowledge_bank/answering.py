"""From an address to an answer: which items it finds, in which order, and how many each option would find.

`answer_to` is the one way in for page, feed, export and embed. How an answer looks says showing.py.
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from django.http import QueryDict

from knowledge_bank.asking import Question, ask
from knowledge_bank.facet_index import FacetIndex, count, facet_index
from platform_site.memory import empties
from platform_site.search.questions import Query, matching_ids, partly_matching, ranked, understand

KIND = "knowledgeitem"
NO_IDS = np.empty(0, np.int32)


@dataclass(frozen=True)
class Matches:
    """The items that a text finds, in one generation: as bits over the index's slots, and the ranked ones best first."""

    query: Query
    bits: np.ndarray
    best: np.ndarray


@lru_cache(maxsize=256)
def matches_of(text: str, number: int) -> Matches:
    """What `text` finds in generation `number`; cached, so that choosing filters asks the database nothing more."""
    index, query = facet_index(), understand(text)
    return Matches(query, index.bitmap(matching_ids(query, KIND)), ranked(query))


empties(matches_of.cache_clear)


@dataclass(frozen=True)
class Answer:
    """What a question finds. matches: None without a text."""

    question: Question
    index: FacetIndex
    matches: Matches | None

    @property
    def base(self) -> np.ndarray:
        """What the text finds, before the filters."""
        return self.index.everything if self.matches is None else self.matches.bits

    @cached_property
    def remaining(self) -> np.ndarray:
        """What text and filters find."""
        return self.index.narrowed(self.question.chosen, self.base)

    @cached_property
    def total(self) -> int:
        return count(self.remaining)

    @property
    def text_finds_nothing(self) -> bool:
        return self.matches is not None and not count(self.base)

    def ids(self) -> np.ndarray:
        """The ids of all items found, in the order asked for."""
        index, inside = self.index, self.index.slot_list(self.remaining)
        slots = index.by_title if self.question.sort == "titel" else index.newest
        ordered = index.ids[slots[inside[slots]]]
        if self.question.sort == "relevantie" and self.matches is not None:
            best_slots, known = index.slots(self.matches.best)
            best = self.matches.best[known][inside[best_slots[known]]]
            ordered = np.concatenate([best, ordered[~np.isin(ordered, best)]])
        return ordered

    def counts(self) -> dict[str, list[int]]:
        """By facet, how many items each value finds as the only choice in its facet."""
        return self.index.counts(self.question.chosen, self.base)

    def better_text(self) -> tuple[str, int]:
        """How the text was perhaps meant, and how many items that finds with the same filters; 0 when there is no such text."""
        better = self.matches.query.mended if self.matches else ""
        if not better:
            return "", 0
        return better, count(self.index.narrowed(self.question.chosen, matches_of(better, self.index.number).bits))

    def loosest(self) -> tuple[str, int]:
        """The facet without which most items would be found, and how many; 0 when that is none either."""
        chosen = self.question.chosen
        totals = [
            (count(self.index.narrowed(chosen, self.base, leaving_out=name)), name)
            for name, values in chosen.items()
            if values
        ]
        total, name = max(totals, default=(0, ""))
        return name, total

    def nearly(self) -> tuple[list[int], Matches]:
        """For when the text finds nothing: the items that it was perhaps meant to find, else those with some of its words.

        The filters hold.
        """
        query, matches, ids = self.matches.query, self.matches, NO_IDS
        if query.mended:
            matches = matches_of(query.mended, self.index.number)
            ids = matches.best
        if not len(ids):
            ids, matches = np.array(partly_matching(query, KIND), np.int32), self.matches
        if not len(ids):
            return [], matches
        slots, known = self.index.slots(ids)
        inside = self.index.slot_list(self.index.narrowed(self.question.chosen, self.index.everything))
        return ids[known][inside[slots[known]]].tolist(), matches


def answer_to(parameters: QueryDict, *, sort: str = "") -> Answer:
    """The answer to what these parameters of an address ask. sort: in this order, whatever they say."""
    index = facet_index()
    question = ask(parameters, index)
    question = replace(question, sort=sort) if sort else question
    return Answer(question, index, matches_of(question.text, index.number) if question.text else None)
