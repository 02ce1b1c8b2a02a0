"""Dutch text analysis, the same for documents, queries and highlighting. Independent of the database and of Django.

`tokens` splits and folds a text; `Lexicon.terms` gives for each word its lemma and, for a compound, its parts. A lemma is a key that all
forms of a word share (leren, leert → leer) and need not be a word itself. Loading the dictionary takes half a second, once per process.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

LONGEST = 50  # letters of a word; longer ones are truncated, in documents and in queries
CACHED = 1 << 17  # words: about the vocabulary of 100,000 items

_DATA = tomllib.loads(Path(__file__).with_name("dutch_exceptions.toml").read_text(encoding="utf-8"))
_KINDS = {name: frozenset(words.split()) for name, words in _DATA["kinds"].items()}
STOPWORDS = _KINDS["function"]  # ignored in a query
_PARTICLES = tuple(sorted(_KINDS["particles"]))
_NO_PARTS = STOPWORDS.union(_PARTICLES, _KINDS["numerals"], _KINDS["affixes"])
_LEMMAS: dict[str, str] = _DATA["lemma"]
_ENDINGS: dict[str, str] = _DATA["endings"]
_SPLIT: dict[str, list[str]] = {word: [] for word in _DATA["whole"]["words"]} | _DATA["split"]

_APOSTROPHES = "'’‘ʼ`´"
_HYPHENS = "\u2010\u2011\u2012\u2212-"  # the plain one last, because this is used in a [character class]
_IGNORED = "\u00ad\u200b\u200c\u200d\ufeff"
_PUNCTUATION = dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_HYPHENS, "-") | dict.fromkeys(_IGNORED)
_FOLDED = str.maketrans(_PUNCTUATION | {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})
_LETTERS = rf"(?:[^\W_][\u0300-\u036f{_IGNORED}]*)+"
_WORD = re.compile(
    r"\d+(?:[.,]\d+)+"  # 1.250 · 3,5 · 13.30
    r"|(?<!\w)(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?"  # d.w.z.
    rf"|(?:(?<!\w)[{_APOSTROPHES}][sS][{_HYPHENS}])?{_LETTERS}(?:[{_APOSTROPHES}&{_HYPHENS}]{_LETTERS})*"
    r"|[%&]"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word, and its start and end in the original text."""

    word: str
    start: int
    end: int


def fold(text: str) -> str:
    """Removes accents and capitals, and replaces all kinds of apostrophes and hyphens by the plain ones."""
    if text.isascii():
        return text.lower().replace("`", "'")
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.translate(_FOLDED)).casefold())
    return "".join(letter for letter in text.translate(_FOLDED) if not unicodedata.combining(letter))


@lru_cache(CACHED)
def _pieces(raw: str) -> tuple[Token, ...]:
    """The words in a string without spaces; nearly always one."""
    word = {"%": "procent", "&": "en"}.get(raw) or "".join(fold(raw).split()).lstrip("'")
    if raw in "%&" or "." in word or "," in word:
        keep = word[0].isdigit() and not re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", word)
        return (Token((word if keep else word.replace(".", ""))[:LONGEST], 0, len(raw)),)
    segments = set(word.split("-"))
    apart = "&" if "&" in word and max(map(len, word.split("&"))) > 3 else ""  # SO&P is a word, school&ouders are two
    if segments <= _KINDS["sectors"] or "".join(segments).isdigit() or len(word) > LONGEST:
        apart += _HYPHENS
    pieces = re.finditer(rf"[^{apart}]+", raw) if apart else ()
    cut = tuple(Token(fold(piece.group())[:LONGEST], *piece.span()) for piece in pieces)
    return cut or (Token(word.replace("&", ""), 0, len(raw)),)


def tokens(text: str) -> list[Token]:
    """The words of a text in order, with their positions. A hyphen does not split a word (zij-instromers) except between
    sectors (po-vo) and numbers (2024-2025); `%` becomes procent, a loose `&` en; a web address is split into its words."""
    return [
        Token(piece.word, match.start() + piece.start, match.start() + piece.end)
        for match in _WORD.finditer(text)
        for piece in _pieces(match.group())
    ]


@cache
def _dictionary() -> tuple[Mapping[str, str], dict[str, str]]:
    """simplemma's table (form → lemma), and its accented forms by what they are without accents."""
    forms = LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary("nl")
    return forms, {fold(form): form for form in forms if not form.isascii()}


@lru_cache(CACHED)
def _known(word: str) -> str | None:
    """The lemma of a folded word according to our exceptions or the dictionary; None if it is in neither."""
    if word in _LEMMAS:
        return _LEMMAS[word]
    forms, accented = _dictionary()
    base = forms.get(word) or forms.get(accented.get(word, word.capitalize()))  # duitse is Duits
    base = base or forms.get(f"{word[:-1]}'s" if word.endswith(("as", "is", "os", "us", "ys")) else "")  # fotos
    if base is None:
        return None
    base = fold(base).replace("_", "")
    if base in _KINDS["numerals"]:  # eerste is not een
        return word
    particle = next((each for each in _PARTICLES if base.startswith(each) and not word.startswith(each)), "")
    rest = base.removeprefix(particle)  # merkte is not opmerken
    return rest if rest in forms and rest[:2] == word.removeprefix("ge")[:2] else base


def _stem(verb: str) -> str:
    """toetsen → toets, leren → leer, lezen → lees, schrijven → schrijf, zitten → zit"""
    stem = verb[:-2]
    if re.search(r"([^aeiouy])\1$", stem):
        return stem[:-1]
    if re.search(r"(?<![aeiouy])[aeou][^aeiouy]$", stem) and not stem.endswith(("el", "er", "en", "ig", "em")):
        stem = stem[:-1] + stem[-2:]
    return re.sub("z$", "s", re.sub("v$", "f", stem))


def _noun(verb: str) -> str:
    """The noun that equals the stem of a verb (werken → werk, roosteren → rooster); the verb itself if there is none."""
    stem = _stem(verb)
    is_noun = verb not in _LEMMAS and len(stem) > 2 and stem in (_known(stem), _known(f"{stem}s"))
    return stem if is_noun and _known(f"{stem}t") in (verb, stem) else verb


@lru_cache(CACHED)
def _base(word: str) -> str | None:
    """The lemma of a lemma of … by the dictionary. Its entries can form a cycle between a verb and a noun (toets → toetsen →
    toets); the shortest word of the cycle is used for all, so that getoetst, toetst, toetsen and toets get the same lemma."""
    path, form = [word], _known(word)
    while form and form not in path:
        path.append(form)
        form = _known(form) or form
    form = form and min(path[path.index(form) :], key=lambda each: (len(each), each))
    return _noun(form) if form and form.endswith("en") else form


def _by_tail(word: str) -> str | None:
    """The lemma of an unknown compound, by its longest suffix that the dictionary knows: werkplekbegeleiders → werkplekbegeleider."""
    best = None
    for cut in range(2, len(word) - 2):
        head, tail = word[:cut], word[cut:]
        base = "" if tail in _NO_PARTS else _base(tail) or ""
        if base and head in _PARTICLES:
            return base if head == "ge" else head + base
        is_noun = base[:1] == tail[0] and (tail.endswith("en") or not base.endswith("en"))
        if is_noun and cut > 2 and (_known(head) or _known(head.removesuffix("s"))):
            return head + base
        best = best or (head + base if is_noun and len(tail) > 4 else None)
    return best


@lru_cache(CACHED)
def lemma(word: str) -> str:
    """The lemma of a folded word, without hyphens: begeleidt → begeleiden, foto's → foto, zij-instromers → zijinstromer.
    Independent of the lexicon, so lemmas in the index stay valid when new words appear on the site."""
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
    """The analysis of one word. word: the word itself, without hyphens; parts: the lemmas of the parts of a compound; verb:
    for a noun in -ing the verb (begeleiding: begeleiden), which matches with the lowest rank; "" for other words."""

    word: str
    lemma: str
    parts: tuple[str, ...] = ()
    verb: str = ""

    @property
    def findable(self) -> frozenset[str]:
        """All terms that match a document with this word."""
        return frozenset((self.word, self.lemma, *self.parts, self.verb or self.lemma))

    def finds(self, findable: Set[str]) -> bool:
        """Whether a query for this word matches a document with these findable terms."""
        if findable.isdisjoint((self.word, self.lemma, self.verb)):
            return bool(self.parts) and frozenset(self.parts) <= findable
        return True


class Lexicon:
    """The vocabulary of a site; compounds are split into these words only."""

    def __init__(self, words: Iterable[str]) -> None:
        """words: folded, as `tokens` gives them. Words of several documents work best: rare ones are often typos."""
        self.words = frozenset(words)
        plain = {word for word in self.words if len(word) > 2 and word.isalpha()} - _NO_PARTS
        bases = {base for word in plain if len(base := lemma(word)) > 2}
        stems = {stem for base in bases if base.endswith("en") and len(stem := _stem(base)) > 2 and _known(stem)}
        self._tails = bases.union(_DATA["split"]) - _NO_PARTS
        self._heads = {
            "": self._tails | plain | stems - _NO_PARTS
        }  # first parts, by the linking letters that follow them
        self._heads |= dict.fromkeys(("s", "e", "en"), self._tails)
        self._heads["er"] = {base for base in self._tails if _known(f"{base}eren") == base}  # kinderen
        self._terms: dict[str, Terms] = {}

    def with_words(self, more: Iterable[str]) -> "Lexicon":
        """A new lexicon with these words added."""
        return Lexicon(self.words.union(more))

    def terms(self, word: str) -> Terms:
        """The analysis of a folded word."""
        if terms := self._terms.get(word):
            return terms
        if len(self._terms) >= CACHED:
            self._terms.clear()
        base, verb = lemma(word), re.sub("ing$", "en", lemma(word))
        verb = lemma(verb) if base != verb == _known(verb) and len(base) > 5 else ""
        return self._terms.setdefault(word, Terms(word.replace("-", ""), base, self.parts(word), verb))

    def parts(self, word: str) -> tuple[str, ...]:
        """The lemmas of the parts of a compound, recursively (werkplekbegeleider → werkplek, werk, plek, begeleider); () if it
        is not a compound."""
        whole = lemma(word)
        pieces = [piece for piece in word.replace("'", "").split("-") if piece] if "-" in word else self._split(whole)
        lemmas: dict[str, None] = {}
        for piece in pieces if len(pieces) > 1 else ():
            lemmas[base := lemma(piece)] = None
            if len(base) < len(whole):
                lemmas.update(dict.fromkeys(self.parts(piece)))
        return tuple(lemmas)

    def _split(self, whole: str) -> list[str]:
        """Splits a lemma into as few parts as possible, preferring a long last part; [] if it cannot be split."""
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
