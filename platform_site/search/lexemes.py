"""What the text index says of a page: its lexemes, from its texts. No database here.

Three kinds of lexemes say that a word is there: the word itself with its places (for phrases), "~" with its lemma, "+" with the lemma of
each part of a compound. Each stands in it once more behind "=" when it is in the title, "^" in the summary, "#" often: so the index alone
tells how well a page answers, and no page's words need be fetched to rank it.
"""

from collections import Counter
from collections.abc import Iterable

from platform_site.search.dutch import STOPWORDS, Lexicon, Terms, tokens
from platform_site.texts import Texts

LAST_POSITION = 16_000  # PostgreSQL keeps positions up to 16,383
LONGEST_WORD = 60
HEADS, ASIDE = ("=", "^"), "-"  # the fields: title and summary; transcript and credits; the text itself has no sign
OFTEN, IS_OFTEN = "#", 3  # what is there at least so many times, transcript and credits apart
SIGNS = "~+=^#"  # what no word itself begins with
# Halves of compounds of the field that the site may never use by themselves: kwaliteitscultuur, schoolleider, vakdidactiek …
HALVES = frozenset(
    [
        "bekwaamheid",
        "cultuur",
        "didactiek",
        "eis",
        "fase",
        "gelijkheid",
        "intake",
        "klassen",
        "leider",
        "loket",
        "management",
        "matrijs",
        "personeel",
        "rekenen",
        "vaardigheid",
        "verband",
    ]
)


def words_in(text: str) -> list[str]:
    return [token.word for token in tokens(text) if len(token.word) <= LONGEST_WORD]


def lexicon_of(words: Iterable[str]) -> Lexicon:
    """The lexicon of a site that uses these words."""
    return Lexicon(HALVES.union(words))


def inside(terms: Terms) -> list[str]:
    """By what else than its own lemma a word is found: the parts of a compound, and the verb of a noun in -ing."""
    return [*terms.parts, *([terms.verb] if terms.verb else [])]


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def lexemes(texts: Texts, lexicon: Lexicon) -> dict[str, list[int]]:
    """The lexemes of a page, the words themselves with where they stand. Each field starts well after the one before."""
    places: dict[str, list[int]] = {}
    times: Counter[str] = Counter()
    position = 0
    for field, text in _parts(texts):
        for word in words_in(text):
            position = min(position + 1, LAST_POSITION)
            places.setdefault(word, []).append(position)
            forms = [word]
            if word not in STOPWORDS:
                terms = lexicon.terms(word)
                forms += [f"~{terms.lemma}", *(f"+{part}" for part in inside(terms))]
            for lexeme in forms:
                places.setdefault(lexeme, [])
                if field in HEADS:
                    places[field + lexeme] = []
            if field != ASIDE:
                times.update(forms)
        position = min(position + 20, LAST_POSITION)
    places |= {OFTEN + lexeme: [] for lexeme, count in times.items() if count >= IS_OFTEN}
    return places


def written(places: dict[str, list[int]]) -> str:
    """Lexemes and places as a tsvector, in the text that PostgreSQL reads."""
    return " ".join(
        f"{_quoted(lexeme)}:{','.join(map(str, spots[:200]))}" if spots else _quoted(lexeme)
        for lexeme, spots in places.items()
    )


def _parts(texts: Texts) -> list[tuple[str, str]]:
    """The texts of a page by field."""
    heads = [("=", texts.title), ("^", texts.names), ("^", texts.summary)]
    return [*heads, ("", texts.body), (ASIDE, texts.transcript), (ASIDE, texts.credits)]


def words_of(texts: Texts) -> set[str]:
    whole = " ".join((texts.title, texts.names, texts.plain, texts.transcript, texts.credits))
    return {word for word in words_in(whole) if not word.isdigit()}
