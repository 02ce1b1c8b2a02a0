"""From what somebody typed to the pages that answer it. `matching_ids` is the seam behind which another engine can stand.

All words must match; a word matches its own lemma, compounds that hold it, and its synonyms. Words between quotation marks must stand
together as typed. Ranking: the exact form above another form above a part of a compound; title above summary above text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
from django.db import connection

from platform_site.search.dutch import STOPWORDS
from platform_site.search.lexemes import words_in
from platform_site.search.words import Vocabulary, vocabulary

PHRASE = re.compile(r'"([^"]*)"?|“([^”]*)”?')
FORMS = (1.0, 0.55, 0.25)  # exact form, other form, part of a compound
FIELDS = {"=": 12, "^": 6, "#": 3, "": 1}  # the title, the summary, often in the text, at all: then in this very form
LEXEME = re.compile(r"'((?:[^']|'')+)'")
PARTIAL = 50


@dataclass(frozen=True)
class Term:
    """One word of a query with all that counts as the same: lexemes for the exact form, for other forms, and for parts."""

    word: str
    exact: str
    forms: str
    parts: str

    @property
    def match(self) -> str:
        return f"({self.forms} | {self.parts})"


@dataclass(frozen=True)
class Query:
    """A query as tsquery texts. marks: the site's words to mark in results. mended: how it was perhaps meant."""

    text: str
    terms: tuple[Term, ...] = ()
    phrases: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()
    mended: str | None = None

    @property
    def match(self) -> str:
        """What a page must answer to: every word and every phrase."""
        return " & ".join([term.match for term in self.terms] + [f"({phrase})" for phrase in self.phrases])

    @property
    def is_empty(self) -> bool:
        return not self.terms and not self.phrases


def _lexeme(word: str, sign: str = "") -> str:
    return "'" + sign + word.replace("'", "''") + "'"


def _together(words: tuple[str, ...] | list[str]) -> str:
    """Words that stand next to each other, as typed."""
    return "(" + " <-> ".join(_lexeme(word) for word in words) + ")"


def _term(word: str, known: Vocabulary) -> Term:
    exact, forms, parts = [_lexeme(word)], [], []
    if word in STOPWORDS:
        return Term(word, exact[0], exact[0], exact[0])
    terms = known.lexicon.terms(word)
    lemma = terms.lemma
    forms.append(_lexeme(lemma, "~"))
    parts.append(f"({_lexeme(lemma, '+')} | {_lexeme(terms.verb, '~')})" if terms.verb else _lexeme(lemma, "+"))
    if terms.parts and not known.knows(word):  # a compound that the site does not use: then all its parts
        parts[0] = "(" + " & ".join(f"({_lexeme(part, '~')} | {_lexeme(part, '+')})" for part in terms.parts) + ")"
    for phrase in known.synonyms.get((word,), set()) | known.synonyms.get((lemma,), set()):
        if len(phrase) == 1:
            forms.append(_lexeme(known.lexicon.terms(phrase[0]).lemma, "~"))
        else:
            forms.append(_together(phrase))
    return Term(word, exact[0], f"({' | '.join(forms)})", parts[0])


def _phrase_terms(words: list[str], known: Vocabulary) -> tuple[list[Term], list[str]]:
    """The words of `words` that make up a phrase with synonyms become one term; the rest is given back."""
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
                terms.append(Term(" ".join(phrase), together, f"({' | '.join(forms)})", together))
                place += length
                break
        else:
            rest.append(words[place])
            place += 1
    return terms, rest


def understand(text: str) -> Query:
    """What `text` (cleaned, see parameters.clean_query) asks for. Text without any word gives an empty query."""
    known = vocabulary()
    quoted = [words_in(first or second) for first, second in PHRASE.findall(text)]
    loose = words_in(PHRASE.sub(" ", text))
    terms, rest = _phrase_terms(loose, known)
    telling = [word for word in dict.fromkeys(rest) if word not in STOPWORDS]
    if not telling and not terms and not any(quoted):
        telling = list(dict.fromkeys(rest))  # nothing but small words: then they count
    terms += [_term(word, known) for word in telling]
    marks = {meant for word in [*telling, *chain.from_iterable(quoted)] for meant in known.answers(word)} | set(telling)
    for term in terms:
        for phrase in known.synonyms.get(tuple(term.word.split()), ()):
            marks |= {meant for word in phrase if word not in STOPWORDS for meant in known.meant_by(word)}
    mended = {word: better for word in telling if (better := known.mended(word))}
    phrases = [f'"{" ".join(words)}"' for words in quoted if words]
    better = " ".join(phrases + [mended.get(word, word) for word in loose]) if mended else None
    return Query(text, tuple(terms), tuple(_together(words) for words in quoted if words), frozenset(marks), better)


def _ask(sql: str, params: list) -> list[tuple]:
    """The rows of a statement that shall use the index on the words. PostgreSQL thinks reading the whole table as quick:
    it does not count that the words of every row must be fetched from elsewhere for it (25 times as slow, measured)."""
    with connection.cursor() as cursor:
        cursor.execute(f"set local enable_seqscan = off; {sql}; set local enable_seqscan to default", params)
        cursor.nextset()
        return cursor.fetchall()


def matching_ids(query: Query, kind: str, within: str = "whole") -> np.ndarray:
    """The ids of pages of `kind` that answer the whole query, in one value and in no order.

    within: "whole" for all their text, "heads" for title, names and summary only.
    """
    if query.is_empty:
        return np.empty(0, np.int32)
    match = query.match if within == "whole" else f"({_in_field(query.match, '=')}) | ({_in_field(query.match, '^')})"
    found = "platform_site_searchentry where kind = %s and whole @@ cast(%s as tsquery)"
    ((packed,),) = _ask(f"select string_agg(int4send(page_id), '') from {found}", [kind, match])
    return np.frombuffer(packed or b"", ">i4").astype(np.int32)


def counts_by_kind(query: Query) -> dict[str, int]:
    """How many pages of each kind answer the whole query."""
    if query.is_empty:
        return {}
    found = "platform_site_searchentry where whole @@ cast(%s as tsquery)"
    return dict(_ask(f"select kind, count(*) from {found} group by kind", [query.match]))


def _in_field(match: str, sign: str) -> str:
    """The same query, asked of the lexemes behind `sign` alone; there phrases are no more than words."""
    return LEXEME.sub(rf"'{sign}\1'", match).replace("<->", "&") if sign else match


def _signals(query: Query) -> Iterator[tuple[float, str]]:
    """What makes an answer better: a weight, and the tsquery that pages of that weight answer."""
    asked = [(term.exact, term.forms, term.parts) for term in query.terms] + [(each,) for each in query.phrases]
    for sign, weight in FIELDS.items():
        for forms in asked:
            for form, share in list(zip(forms, FORMS, strict=False))[: None if sign else 1]:
                yield weight * share / len(asked), f"({query.match}) & ({_in_field(form, sign)})"


def ranked(query: Query) -> np.ndarray:
    """Ids of pages of any kind, best first: all that answer the whole query and have more than a mere mention of it.

    It counts which forms of its words are there and where, by the index alone; of equals the newest page comes first.
    """
    if query.is_empty:
        return np.empty(0, np.int32)
    weights, matches = zip(*_signals(query), strict=True)
    one = (
        "select %s, string_agg(int4send(page_id), '') from platform_site_searchentry where whole @@ cast(%s as tsquery)"
    )
    answers = _ask(" union all ".join([one] * len(matches)), [*chain.from_iterable(enumerate(matches))])
    found = [(np.frombuffer(packed, ">i4"), weights[number]) for number, packed in answers if packed]
    if not found:
        return np.empty(0, np.int32)
    ids, place = np.unique(np.concatenate([ids for ids, _ in found]), return_inverse=True)
    scores = np.bincount(place, np.concatenate([np.full(len(ids), weight) for ids, weight in found]), len(ids))
    return ids[np.lexsort((-ids, -scores))].astype(np.int32)


def best_by_kind(query: Query, count: int) -> list[tuple[int, str, str]]:
    """The best `count` pages of every kind, as (id, kind, plain text); mere mentions come last, of these the newest 300."""
    found = "platform_site_searchentry where whole @@ cast(%s as tsquery)"
    best = dict.fromkeys(ranked(query).tolist())
    newest = _ask(f"select page_id from {found} order by page_id desc limit 300", [query.match])
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
    """When no page answers the whole query: those that answer most of its words, most of them in title or summary first; at most 50."""
    wanted = [term.match for term in query.terms] + [f"({phrase})" for phrase in query.phrases]
    if len(wanted) < 2:
        return []
    asked = [*wanted, *(_in_field(match, "=") for match in wanted), *(_in_field(match, "^") for match in wanted)]
    sums = [" + ".join(["cast(whole @@ cast(%s as tsquery) as int)"] * len(wanted))] * 3
    with connection.cursor() as cursor:
        cursor.execute(
            "select page_id from platform_site_searchentry where kind = coalesce(cast(%s as text), kind) and whole @@ cast(%s as tsquery)"
            f" order by {sums[0]} desc, 2 * ({sums[1]}) + ({sums[2]}) desc, page_id desc limit %s",
            [kind, " | ".join(wanted), *asked, PARTIAL],
        )
        return [page_id for (page_id,) in cursor.fetchall()]
