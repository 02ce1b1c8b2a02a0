"""Dutch as an editor reads it: one analysis for documents, queries and highlighting. Knows no database, no Django.

Text → `tokens` → for each what it stands for (`Lexicon.terms`). Base forms are labels by which the forms of a word meet,
not words to show (leren, leert: leer). The dictionary takes half a second to read, once per process, at the first lemma.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

LONGEST = 50  # letters; what comes after is left out, in documents and queries alike
CACHED = 1 << 17  # words: about as many different ones as 100,000 items hold

_DATA = tomllib.loads(Path(__file__).with_name("dutch_exceptions.toml").read_text(encoding="utf-8"))
_KINDS = {name: frozenset(words.split()) for name, words in _DATA["kinds"].items()}
STOPWORDS = _KINDS["function"]  # a query does not have to match these
_PARTICLES = tuple(sorted(_KINDS["particles"]))
_NO_PARTS = STOPWORDS.union(_PARTICLES, _KINDS["numerals"], _KINDS["affixes"])
_LEMMAS: dict[str, str] = _DATA["lemma"]
_ENDINGS: dict[str, str] = _DATA["endings"]
_SPLIT: dict[str, list[str]] = {word: [] for word in _DATA["whole"]["words"]} | _DATA["split"]

_APOSTROPHES = "'’‘ʼ`´"
_HYPHENS = "\u2010\u2011\u2012\u2212-"  # the plain one last: these stand in [brackets] below
_IGNORED = "\u00ad\u200b\u200c\u200d\ufeff"
_MARKS = dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_HYPHENS, "-") | dict.fromkeys(_IGNORED)
_FOLDED = str.maketrans(_MARKS | {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})
_LETTERS = rf"(?:[^\W_][\u0300-\u036f{_IGNORED}]*)+"
_WORD = re.compile(
    r"\d+(?:[.,]\d+)+"  # 1.250 · 3,5 · 13.30
    r"|(?<!\w)(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?"  # d.w.z.
    rf"|(?:(?<!\w)[{_APOSTROPHES}][sS][{_HYPHENS}])?{_LETTERS}(?:[{_APOSTROPHES}&{_HYPHENS}]{_LETTERS})*"
    r"|[%&]"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word and where it stands in the text it was taken from."""

    word: str
    start: int
    end: int


def fold(text: str) -> str:
    """Any text → the same without accents and capitals, with plain apostrophes and hyphens."""
    if text.isascii():
        return text.lower().replace("`", "'")
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.translate(_FOLDED)).casefold())
    return "".join(letter for letter in text.translate(_FOLDED) if not unicodedata.combining(letter))


@lru_cache(CACHED)
def _pieces(raw: str) -> tuple[Token, ...]:
    """What stands between two separators → its words; nearly always one."""
    word = {"%": "procent", "&": "en"}.get(raw) or "".join(fold(raw).split()).lstrip("'")
    if raw in "%&" or "." in word or "," in word:
        keep = word[0].isdigit() and not re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", word)
        return (Token((word if keep else word.replace(".", ""))[:LONGEST], 0, len(raw)),)
    segments = set(word.split("-"))
    apart = "&" if "&" in word and max(map(len, word.split("&"))) > 3 else ""  # SO&P is a word, school&ouders are two
    if segments <= _KINDS["sectors"] or "".join(segments).isdigit() or len(word) > LONGEST:
        apart += _HYPHENS
    found = re.finditer(rf"[^{apart}]+", raw) if apart else ()
    cut = tuple(Token(fold(piece.group())[:LONGEST], *piece.span()) for piece in found)
    return cut or (Token(word.replace("&", ""), 0, len(raw)),)


def tokens(text: str) -> list[Token]:
    """The words of a text in order, each with its place there. A hyphen stays in its word (zij-instromers) except between
    sectors (po-vo) and numbers (2024-2025); `%` reads procent, a loose `&` en; an address falls apart into its words."""
    return [
        Token(piece.word, match.start() + piece.start, match.start() + piece.end)
        for match in _WORD.finditer(text)
        for piece in _pieces(match.group())
    ]


@cache
def _dictionary() -> tuple[Mapping[str, str], dict[str, str]]:
    """Forms with their base forms; and those that have an accent, by what they are without."""
    forms = LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary("nl")
    return forms, {fold(form): form for form in forms if not form.isascii()}


@lru_cache(CACHED)
def _known(word: str) -> str | None:
    """What the exceptions or the dictionary call the base form of a folded word; None if they do not know it."""
    if word in _LEMMAS:
        return _LEMMAS[word]
    forms, accented = _dictionary()
    found = forms.get(word) or forms.get(accented.get(word, word.capitalize()))  # duitse is Duits
    found = found or forms.get(f"{word[:-1]}'s" if word.endswith(("as", "is", "os", "us", "ys")) else "")  # fotos
    if found is None:
        return None
    found = fold(found).replace("_", "")
    if found in _KINDS["numerals"]:  # eerste is not een
        return word
    particle = next((each for each in _PARTICLES if found.startswith(each) and not word.startswith(each)), "")
    rest = found.removeprefix(particle)  # merkte is not opmerken
    return rest if rest in forms and rest[:2] == word.removeprefix("ge")[:2] else found


def _stem(verb: str) -> str:
    """toetsen → toets, leren → leer, lezen → lees, schrijven → schrijf, zitten → zit"""
    stem = verb[:-2]
    if re.search(r"([^aeiouy])\1$", stem):
        return stem[:-1]
    if re.search(r"(?<![aeiouy])[aeou][^aeiouy]$", stem) and not stem.endswith(("el", "er", "en", "ig", "em")):
        stem = stem[:-1] + stem[-2:]
    return re.sub("z$", "s", re.sub("v$", "f", stem))


def _noun(verb: str) -> str:
    """The noun that looks like a verb's stem (werken → werk, roosteren → rooster), else the verb."""
    stem = _stem(verb)
    is_noun = verb not in _LEMMAS and len(stem) > 2 and stem in (_known(stem), _known(f"{stem}s"))
    return stem if is_noun and _known(f"{stem}t") in (verb, stem) else verb


@lru_cache(CACHED)
def _base(word: str) -> str | None:
    """The base form by the dictionary. It points from verb to noun and back (toets → toetsen → toets); the shortest of
    such a ring stands for all, so that getoetst, toetst, toetsen and toets meet."""
    path, form = [word], _known(word)
    while form and form not in path:
        path.append(form)
        form = _known(form) or form
    form = form and min(path[path.index(form) :], key=lambda each: (len(each), each))
    return _noun(form) if form and form.endswith("en") else form


def _by_tail(word: str) -> str | None:
    """werkplekbegeleiders → werkplekbegeleider: by the longest end that the dictionary knows, with what stands before."""
    found = None
    for cut in range(2, len(word) - 2):
        head, tail = word[:cut], word[cut:]
        base = "" if tail in _NO_PARTS else _base(tail) or ""
        if base and head in _PARTICLES:
            return base if head == "ge" else head + base
        is_noun = base[:1] == tail[0] and (tail.endswith("en") or not base.endswith("en"))
        if is_noun and cut > 2 and (_known(head) or _known(head.removesuffix("s"))):
            return head + base
        found = found or (head + base if is_noun and len(tail) > 4 else None)
    return found


@lru_cache(CACHED)
def lemma(word: str) -> str:
    """The base form of a folded word, without hyphens: begeleidt → begeleiden, foto's → foto, zij-instromers →
    zijinstromer. It does not depend on a lexicon, so stored ones stay right when the site learns new words."""
    if base := _base(word):
        return base.replace("-", "")
    if "-" in word:
        head, _, tail = word.rpartition("-")
        head = head.replace("-", "")
        return head + lemma(tail) if len(tail) > 2 else lemma(head + tail)
    if "'" in word:
        return lemma(word.strip("'").partition("'")[0])
    bare = (word.removesuffix(ending) for ending in ("t", "e", "te", "de"))  # coacht, voortgezette
    inflected = next((base for form in bare if len(form) > 4 and (base := _base(form))), None)
    ending = next((each for each in _ENDINGS if word.endswith(each) and len(word) - len(each) > 2), "")
    guess = inflected or _by_tail(word) or word.removesuffix(ending) + _ENDINGS.get(ending, "")
    return _base(guess) or guess


@dataclass(frozen=True, slots=True)
class Terms:
    """What one word stands for. word: itself, without hyphens; parts: base forms of the parts of a compound; verb:
    of a noun in -ing (begeleiding: begeleiden), the weakest of all, "" for other words."""

    word: str
    lemma: str
    parts: tuple[str, ...] = ()
    verb: str = ""

    @property
    def findable(self) -> frozenset[str]:
        """All by which a document with this word can be found."""
        return frozenset((self.word, self.lemma, *self.parts, self.verb or self.lemma))

    def finds(self, findable: Set[str]) -> bool:
        """Whether a query for this word finds a document, given all that is findable by."""
        if findable.isdisjoint((self.word, self.lemma, self.verb)):
            return bool(self.parts) and frozenset(self.parts) <= findable
        return True


class Lexicon:
    """The words a site uses itself: compounds are split into these only."""

    def __init__(self, words: Iterable[str]) -> None:
        """`words`: folded, as `tokens` gives them; those in several documents serve best (rare ones are often typos)."""
        self.words = frozenset(words)
        plain = {word for word in self.words if len(word) > 2 and word.isalpha()} - _NO_PARTS
        bases = {base for word in plain if len(base := lemma(word)) > 2}
        stems = {stem for base in bases if base.endswith("en") and len(stem := _stem(base)) > 2 and _known(stem)}
        self._tails = bases.union(_DATA["split"]) - _NO_PARTS
        self._heads = {"": self._tails | plain | stems - _NO_PARTS}  # by the link that follows them
        self._heads |= dict.fromkeys(("s", "e", "en"), self._tails)
        self._heads["er"] = {base for base in self._tails if _known(f"{base}eren") == base}  # kinderen
        self._terms: dict[str, Terms] = {}

    def with_words(self, more: Iterable[str]) -> "Lexicon":
        """A lexicon with these words added; this one stays as it is."""
        return Lexicon(self.words.union(more))

    def terms(self, word: str) -> Terms:
        """Everything a folded word stands for."""
        if terms := self._terms.get(word):
            return terms
        if len(self._terms) >= CACHED:
            self._terms.clear()
        base, verb = lemma(word), re.sub("ing$", "en", lemma(word))
        verb = lemma(verb) if base != verb == _known(verb) and len(base) > 5 else ""
        return self._terms.setdefault(word, Terms(word.replace("-", ""), base, self.parts(word), verb))

    def parts(self, word: str) -> tuple[str, ...]:
        """The base forms of a compound's parts in order, those of parts that are compounds themselves included
        (werkplekbegeleider → werkplek, werk, plek, begeleider); () for a word that is no compound."""
        whole = lemma(word)
        pieces = [piece for piece in word.replace("'", "").split("-") if piece] if "-" in word else self._split(whole)
        found: dict[str, None] = {}
        for piece in pieces if len(pieces) > 1 else ():
            found[base := lemma(piece)] = None
            if len(base) < len(whole):
                found.update(dict.fromkeys(self.parts(piece)))
        return tuple(found)

    def _split(self, whole: str) -> list[str]:
        """A base form → its parts, as few as can be and the last as long as can be; [] for a simple word."""
        if whole in _SPLIT:
            return _SPLIT[whole]
        if any(whole.startswith(particle) and _known(whole.removeprefix(particle)) for particle in _PARTICLES):
            return []  # nameten is na + meten, not nam + eten
        ways = []
        for cut in range(3, len(whole) - 2):
            for link, known in self._heads.items() if whole[cut:] in self._tails else ():
                head = whole[:cut].removesuffix(link)
                if len(head) > 2 and whole[:cut].endswith(link):
                    heads = [head] if head in known else self._split(head)
                    ways += [[*heads, whole[cut:]]] if heads else []
        return min(ways, key=len, default=[])
