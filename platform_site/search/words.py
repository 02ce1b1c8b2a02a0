"""The site's own words in memory: what a query word may mean, how it may have been meant, and which words to highlight."""

from collections import defaultdict
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from itertools import chain
from threading import RLock

from rapidfuzz.distance import DamerauLevenshtein

from platform_site import generation
from platform_site.memory import Remembered
from platform_site.search.dutch import Lexicon, fold
from platform_site.search.index import WORDS, Word, lexicon_now
from platform_site.search.lexemes import words_in
from platform_site.search.synonyms import SynonymGroup

SHORTEST_HELPED = 4  # a shorter word has too many neighbours


@dataclass(frozen=True)
class Known:
    word: str
    lemma: str
    parts: tuple[str, ...]
    documents: int


@dataclass
class Vocabulary:
    """All words of one generation. synonyms: phrases (folded words in order) that mean the same, by phrase."""

    words: dict[str, Known]
    synonyms: dict[tuple[str, ...], set[tuple[str, ...]]]
    lexicon: Lexicon
    by_lemma: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_part: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_length: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    by_bare: list[tuple[str, Known]] = field(default_factory=list)  # without hyphens

    def __post_init__(self):
        for known in self.words.values():
            self.by_lemma[known.lemma].add(known.word)
            self.by_length[len(known.word)].append(known.word)
            self.by_bare.append((known.word.replace("-", ""), known))
            for part in known.parts:
                self.by_part[part].add(known.word)

    def meant_by(self, word: str) -> set[str]:
        """The site's words in which a text answers to `word`: the same lemma, or a compound with it inside."""
        terms = self.lexicon.terms(word)
        same = self.by_lemma.get(terms.lemma, set()) | self.by_part.get(terms.lemma, set())
        return same | (self.by_lemma.get(terms.verb, set()) if terms.verb else set())

    def answers(self, word: str) -> set[str]:
        """What to highlight for `word`: what it means, and for a compound that the site does not use what its parts mean."""
        if meant := self.meant_by(word):
            return meant
        return {meant for part in self.lexicon.terms(word).parts for meant in self.by_lemma[part] | self.by_part[part]}

    def knows(self, word: str) -> bool:
        return word.isdigit() or bool(self.meant_by(word))

    def mended(self, word: str) -> str | None:
        """The site's word that is one or two letters off, the most used of the nearest; None when there is none.

        A compound that the site does not use as such is mended in the part that it does not know. The word itself is no
        help, nor is one in which no text answers.
        """
        if len(word) < SHORTEST_HELPED or self.answers(word) or self.knows(word):
            return None
        guesses = chain([self._nearest(word)], self._mended_compounds(word), self._apart(word))
        return next(
            (guess for guess in guesses if guess and guess != word and all(map(self.answers, guess.split()))), None
        )

    def _apart(self, word: str) -> Iterator[str]:
        """Two words of the site that were written as one, one of them perhaps mistyped: "peerreveiw" → "peer review"."""
        for cut in range(3, len(word) - 2):
            first, last = word[:cut], word[cut:]
            if first in self.words and (right := last if last in self.words else self._nearest(last)):
                yield f"{first} {right}"
            if last in self.words and (left := self._nearest(first)):
                yield f"{left} {last}"

    def _nearest(self, word: str) -> str | None:
        most = 1 if len(word) < 7 else 2
        near = [
            (distance, -self.words[other].documents, other)
            for length in range(len(word) - most, len(word) + most + 1)
            for other in self.by_length.get(length, ())
            if other[0] == word[0] or other[1:3] == word[1:3]
            if (distance := DamerauLevenshtein.distance(word, other, score_cutoff=most)) <= most
        ]
        return min(near)[2] if near else None

    def _mended_compounds(self, word: str) -> Iterator[str]:
        for cut in range(len(word) - 3, 2, -1):
            first, last = word[:cut], word[cut:]
            stem = first[:-1] if first.endswith("s") and first not in self.words else first
            if stem in self.words and len(last) >= SHORTEST_HELPED and (mended := self._nearest(last)):
                yield first + mended
            if last in self.words and len(stem) >= SHORTEST_HELPED and (mended := self._nearest(stem)):
                yield mended + word[len(stem) :]

    def beginning_with(self, start: str, count: int) -> list[str]:
        """The most used words that begin with `start`; hyphens do not count."""
        bare = fold(start).replace("-", "")
        found = [known for word, known in self.by_bare if word.startswith(bare)]
        return [known.word for known in sorted(found, key=lambda known: -known.documents)[:count]]

    def beginning_near(self, start: str) -> str | None:
        """The beginning of a word of the site that is one or two letters off, the last of them right: there the error is
        behind whoever types. Of the nearest the one of the most used word."""
        if len(start) < SHORTEST_HELPED:
            return None
        most = 1 if len(start) < 7 else 2
        near = [
            (distance, -known.documents, word[:length])
            for word, known in self.by_bare
            if word[:1] == start[0] or word[1:3] == start[1:3]
            for length in range(len(start) - most, min(len(start) + most, len(word)) + 1)
            if word[length - 1] == start[-1]
            if (distance := DamerauLevenshtein.distance(start, word[:length], score_cutoff=most)) <= most
        ]
        return min(near)[2] if near else None

    def beginning_apart(self, start: str) -> str | None:
        """A word of the site and the beginning of another that were written as one: "samenopl" → "samen opl"."""
        cuts = [(start[:cut], start[cut:]) for cut in range(len(start) - 3, 2, -1) if start[:cut] in self.words]
        return next((f"{first} {last}" for first, last in cuts if self.beginning_with(last, 1)), None)


def _synonyms() -> dict[tuple[str, ...], set[tuple[str, ...]]]:
    meanings: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for group in SynonymGroup.objects.all():
        phrases = {tuple(words_in(phrase)) for phrase in group.phrases} - {()}
        for phrase in phrases:
            meanings[phrase] |= phrases - {phrase}
    return dict(meanings)


_turn = RLock()
_remembered: Remembered[tuple[int, int, Vocabulary]] = Remembered()  # generations of the site and of its words


def vocabulary() -> Vocabulary:
    """The vocabulary of the present generation. Words are read anew only when there are others, synonyms with any change.

    One thread makes it, the others wait for that.
    """
    numbers, last = (generation.current("site"), generation.current(WORDS)), _remembered.value
    if last is not None and last[:2] == numbers:
        return last[2]
    with _turn:
        last = _remembered.value
        if last is None or last[:2] != numbers:
            _remembered.value = last = (*numbers, _made(numbers[1], last))
        return last[2]


def _made(words: int, last: tuple[int, int, Vocabulary] | None) -> Vocabulary:
    if last is not None and last[1] == words:
        fresh = copy(last[2])
        fresh.synonyms = _synonyms()
        return fresh
    rows = Word.objects.values_list("word", "lemma", "parts", "documents")
    known = {word: Known(word, lemma, tuple(parts), documents) for word, lemma, parts, documents in rows}
    return Vocabulary(known, _synonyms(), lexicon_now())
