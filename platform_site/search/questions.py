"""Parses a search text into PostgreSQL tsqueries and runs them. A different search engine would replace `matching_ids`.

All words must match. A word matches its own lemma, compounds that contain it, and its synonyms; words between quotation marks are a
phrase. Ranking: the exact form before another form before a part of a compound; title before summary before body.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
from django.db import connection

from platform_site.search.dutch import STOPWORDS
from platform_site.search.lexemes import words_in
from platform_site.search.words import Vocabulary, vocabulary

PHRASE = re.compile(r'"([^"]*)"?|“([^”]*)”?')
FORMS = (1.0, 0.55, 0.25)  # weight of: exact form, other form, part of a compound
# Weight by the prefix of a lexeme (lexemes.py): in the title, in the summary, three times or more in the text, anywhere. For the
# last only the exact form is scored: another form of a word somewhere in the text says too little.
FIELDS = {"=": 12, "^": 6, "#": 3, "": 1}
LEXEME = re.compile(r"'((?:[^']|'')+)'")
PARTIAL = 50
# A long question costs no more than a few of these words: all must be found, but no more of them say which answer is best, and
# no more are looked up as typing errors or one by one.
TELLING, MENDED, ONE_BY_ONE = 4, 4, 6


@dataclass(frozen=True)
class QueryTerm:
    """One word of a query as three tsqueries: its exact form, its other forms and synonyms, and compounds that contain it."""

    word: str
    exact: str
    forms: str
    parts: str

    @property
    def match(self) -> str:
        return f"({self.forms} | {self.parts})"


@dataclass(frozen=True)
class Query:
    """A parsed query. highlights: the words to highlight in results. mended: the text with its spelling corrected, None if it is right."""

    text: str
    terms: tuple[QueryTerm, ...] = ()
    phrases: tuple[str, ...] = ()
    highlights: frozenset[str] = frozenset()
    mended: str | None = None

    @property
    def match(self) -> str:
        """The tsquery of the whole query: every word and every phrase."""
        return " & ".join([term.match for term in self.terms] + [f"({phrase})" for phrase in self.phrases])

    @property
    def is_empty(self) -> bool:
        return not self.terms and not self.phrases


def _lexeme(word: str, sign: str = "") -> str:
    return "'" + sign + word.replace("'", "''") + "'"


def _together(words: tuple[str, ...] | list[str]) -> str:
    """The tsquery of a phrase: these words next to each other, in this form."""
    return "(" + " <-> ".join(_lexeme(word) for word in words) + ")"


def _term(word: str, known: Vocabulary) -> QueryTerm:
    exact, forms, parts = [_lexeme(word)], [], []
    if word in STOPWORDS:
        return QueryTerm(word, exact[0], exact[0], exact[0])
    terms = known.lexicon.terms(word)
    lemma = terms.lemma
    forms.append(_lexeme(lemma, "~"))
    parts.append(f"({_lexeme(lemma, '+')} | {_lexeme(terms.verb, '~')})" if terms.verb else _lexeme(lemma, "+"))
    if terms.parts and not known.knows(word):  # an unknown compound: a page with all its parts is a match too
        parts[0] = "(" + " & ".join(f"({_lexeme(part, '~')} | {_lexeme(part, '+')})" for part in terms.parts) + ")"
    for phrase in known.synonyms.get((word,), set()) | known.synonyms.get((lemma,), set()):
        if len(phrase) == 1:
            forms.append(_lexeme(known.lexicon.terms(phrase[0]).lemma, "~"))
        else:
            forms.append(_together(phrase))
    return QueryTerm(word, exact[0], f"({' | '.join(forms)})", parts[0])


def _phrase_terms(words: list[str], known: Vocabulary) -> tuple[list[QueryTerm], list[str]]:
    """Finds phrases that have synonyms ("samen opleiden"): one term for each. Returns these, and the words in no such phrase."""
    terms, rest, place = [], [], 0
    while place < len(words):
        for length in range(min(4, len(words) - place), 1, -1):
            phrase = tuple(words[place : place + length])
            if others := known.synonyms.get(phrase):
                loose = " & ".join(_term(word, known).match for word in phrase)
                forms = [f"({loose})"] + [
                    _lexeme(known.lexicon.terms(other[0]).lemma, "~") if len(other) == 1 else _together(other)
                    for other in others
                ]
                together = _together(phrase)
                terms.append(QueryTerm(" ".join(phrase), together, f"({' | '.join(forms)})", together))
                place += length
                break
        else:
            rest.append(words[place])
            place += 1
    return terms, rest


def understand(text: str) -> Query:
    """Parses `text` (cleaned, see parameters.clean_query). Text without any word gives an empty query."""
    known = vocabulary()
    quoted = [words_in(first or second) for first, second in PHRASE.findall(text)]
    loose = words_in(PHRASE.sub(" ", text))
    terms, rest = _phrase_terms(loose, known)
    telling = [word for word in dict.fromkeys(rest) if word not in STOPWORDS]
    if not telling and not terms and not any(quoted):
        telling = list(dict.fromkeys(rest))  # only stopwords were typed: then they must match
    terms += [_term(word, known) for word in telling]
    highlights = {meant for word in [*telling, *chain.from_iterable(quoted)] for meant in known.answers(word)} | set(
        telling
    )
    for term in terms:
        for phrase in known.synonyms.get(tuple(term.word.split()), ()):
            highlights |= {meant for word in phrase if word not in STOPWORDS for meant in known.meant_by(word)}
    strange = [word for word in telling if not known.knows(word)][:MENDED]
    mended = {word: better for word in strange if (better := known.mended(word))}
    phrases = [f'"{" ".join(words)}"' for words in quoted if words]
    better = " ".join(phrases + [mended.get(word, word) for word in loose]) if mended else None
    return Query(
        text, tuple(terms), tuple(_together(words) for words in quoted if words), frozenset(highlights), better
    )


def _ask(sql: str, params: list) -> list[tuple]:
    """Runs a statement with the GIN index forced. The planner prefers a sequential scan because it does not count the cost of
    reading the tsvectors from TOAST, which makes that 25 times as slow (measured)."""
    with connection.cursor() as cursor:
        cursor.execute(f"set local enable_seqscan = off; {sql}; set local enable_seqscan to default", params)
        cursor.nextset()
        return cursor.fetchall()


def matching_ids(query: Query, kind: str, within: str = "whole") -> np.ndarray:
    """The ids of pages of `kind` that match the whole query, unordered.

    within: "whole" for all their text, "heads" for title, names and summary only.
    """
    if query.is_empty:
        return np.empty(0, np.int32)
    match = query.match if within == "whole" else f"({_in_field(query.match, '=')}) | ({_in_field(query.match, '^')})"
    source = "platform_site_searchentry where kind = %s and whole @@ cast(%s as tsquery)"
    ((packed,),) = _ask(f"select string_agg(int4send(page_id), '') from {source}", [kind, match])
    return np.frombuffer(packed or b"", ">i4").astype(np.int32)


def counts_by_kind(query: Query) -> dict[str, int]:
    """How many pages of each kind match the whole query."""
    if query.is_empty:
        return {}
    source = "platform_site_searchentry where whole @@ cast(%s as tsquery)"
    return dict(_ask(f"select kind, count(*) from {source} group by kind", [query.match]))


def _in_field(match: str, sign: str) -> str:
    """The same query on the lexemes with prefix `sign` only. Those have no positions, so a phrase becomes all of its words."""
    return LEXEME.sub(rf"'{sign}\1'", match).replace("<->", "&") if sign else match


def _signals(query: Query) -> Iterator[tuple[float, str]]:
    """What makes an answer better: a weight, and the tsquery that pages of that weight answer."""
    asked = [(term.exact, term.forms, term.parts) for term in query.terms] + [(each,) for each in query.phrases]
    for sign, weight in FIELDS.items():
        for forms in asked[:TELLING]:
            for form, share in list(zip(forms, FORMS, strict=False))[: None if sign else 1]:
                yield weight * share / len(asked), _in_field(form, sign)


def _scored(signals: Iterable[tuple[float, str]], kind: str | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Ids of pages, and the sum of the weights of what they answer. Each tsquery is asked by itself, so that only the index is
    read and no tsvector."""
    weights, matches = zip(*signals, strict=True)
    source, of_kind = "platform_site_searchentry where whole @@ cast(%s as tsquery)", []
    if kind:
        source, of_kind = f"{source} and kind = %s", [kind]
    one = f"select %s, string_agg(int4send(page_id), '') from {source}"
    params = chain.from_iterable([number, match, *of_kind] for number, match in enumerate(matches))
    answers = _ask(" union all ".join([one] * len(matches)), [*params])
    hits = [(np.frombuffer(packed, ">i4"), weights[number]) for number, packed in answers if packed]
    if not hits:
        return np.empty(0, np.int32), np.empty(0)
    ids, place = np.unique(np.concatenate([ids for ids, _ in hits]), return_inverse=True)
    return ids, np.bincount(place, np.concatenate([np.full(len(ids), weight) for ids, weight in hits]), len(ids))


def ranked(query: Query) -> np.ndarray:
    """Ids of pages of any kind, best first: all that match the whole query and score in at least one field.

    The score adds up the weights of the forms and fields that match. At equal scores the newest page comes first.
    """
    if query.is_empty:
        return np.empty(0, np.int32)
    if len(query.terms) + len(query.phrases) <= TELLING:
        ids, scores = _scored((weight, f"({query.match}) & ({form})") for weight, form in _signals(query))
    else:  # what all words find is asked once, not with every signal
        ((packed,),) = _ask(
            "select string_agg(int4send(page_id), '') from platform_site_searchentry where whole @@ cast(%s as tsquery)",
            [query.match],
        )
        if not packed:
            return np.empty(0, np.int32)
        ids, scores = _scored(_signals(query))
        found = np.isin(ids, np.frombuffer(packed, ">i4"))
        ids, scores = ids[found], scores[found]
    return ids[np.lexsort((-ids, -scores))].astype(np.int32)


def best_by_kind(query: Query, count: int) -> list[tuple[int, str, str]]:
    """The best `count` pages of every kind, as (id, kind, plain text). Pages that match without a score come last, the newest 300."""
    source = "platform_site_searchentry where whole @@ cast(%s as tsquery)"
    best = dict.fromkeys(ranked(query).tolist())
    newest = _ask(f"select page_id from {source} order by page_id desc limit 300", [query.match])
    best |= dict.fromkeys(page_id for (page_id,) in newest)
    with connection.cursor() as cursor:
        cursor.execute(
            "select page_id, kind, plain from (select page_id, kind, plain,"
            "  row_number() over (partition by kind order by place) as place"
            "  from unnest(%s::int[]) with ordinality as best (page_id, place) join platform_site_searchentry using (page_id)"
            ") as placed where place <= %s order by kind, place",
            [list(best), count],
        )
        return cursor.fetchall()


def partly_matching(query: Query, kind: str | None) -> list[int]:
    """For a query that no page matches as a whole: pages that match most of its words, those in title and summary first; at most 50."""
    wanted = [*(term.match for term in query.terms), *(f"({phrase})" for phrase in query.phrases)]
    if len(wanted) < 2:
        return []
    fields = {"": 1000, "=": 2, "^": 1}
    ids, scores = _scored(
        [(fields[sign], _in_field(match, sign)) for sign in fields for match in wanted[:ONE_BY_ONE]], kind
    )
    return ids[np.lexsort((-ids, -scores))][:PARTIAL].tolist()
