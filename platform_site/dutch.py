"""Dutch as an editor reads it: text → words → base forms and parts of compounds. Pure Python; knows no database.

The same analysis serves documents, queries and highlighting. `tokens(text)` gives the words with their place in the
text; `Lexicon.terms(word)` what each of them stands for: the word itself, its base form (`lemma`), and the parts of a
compound, as far as the site uses these as words of their own. `Terms.finds` says when a query finds a document.
"""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

CACHED = 1 << 17  # words; 100,000 items hold about as many different ones

STOPWORDS = frozenset(
    """aan al als bij dan dat de den der des deze die dit door dus een en er haar had heb hebben heeft hem het hier hij hoe
    hun ik in is je jij jou jouw jullie kan kun kunnen maar me men met mij mijn naar niet nog nu of om ons onze ook op over
    's 't s t te tot u uit uw van voor waar wat we wel werd wie wij wordt worden zal ze zich zij zijn zo zo'n zou http https
    www""".split()
)
SECTORS = frozenset("po vo so sbo vso mbo hbo wo vmbo havo vwo pabo".split())
# What a word is made with but not of: particles, prefixes, suffixes and numerals are no parts of a compound.
PARTICLES = frozenset(
    """aan achter af be bij binnen boven buiten dicht door er ge goed her her hoog in klaar langs los mee mis na neer om
    onder ont op open over rond samen tegen terug toe tot tussen uit vast ver vol voor voort voorbij weg""".split()
)
NO_PARTS = (
    STOPWORDS
    | PARTICLES
    | frozenset(
        """baar heid lijk ling loos schap achtig zaam twee drie vier vijf zes zeven acht negen tien elf twaalf""".split()
    )
)
LINKS = ("", "s", "e", "en", "er")

_APOSTROPHES = "'’‘ʼ`´"
_HYPHENS = "\u2010\u2011\u2012\u2212-"  # a plain one last: these stand in [brackets] below
_IGNORED = "\u00ad\u200b\u200c\u200d\ufeff"
_FOLDED = str.maketrans(
    {
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_HYPHENS, "-"),
        **dict.fromkeys(_IGNORED),
        **{"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"},
    }
)
_LETTER = rf"(?:[^\W_][\u0300-\u036f{_IGNORED}]*)"
_WORD = re.compile(
    rf"\d+(?:[.,]\d+)+"  # 1.250 · 3,5 · 13.30
    rf"|(?<!\w)(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?!\w))?"  # d.w.z.
    rf"|(?:(?<!\w)[{_APOSTROPHES}]s[{_HYPHENS}])?{_LETTER}+(?:[{_APOSTROPHES}&{_HYPHENS}]{_LETTER}+)*"
    r"|[%&]",
    re.IGNORECASE,
)
_SPOKEN = {"%": "procent", "&": "en"}
_SEGMENT = re.compile(rf"[^{_HYPHENS}]+")
_AMPERSAND = re.compile(r"[^&]+")


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
    split = unicodedata.normalize("NFKD", text.translate(_FOLDED)).casefold().translate(_FOLDED)
    return "".join(letter for letter in split if not unicodedata.combining(letter))


@lru_cache(CACHED)
def _pieces(raw: str) -> tuple[Token, ...]:
    """What stands between two separators → its words; usually one."""
    if raw in _SPOKEN:
        return (Token(_SPOKEN[raw], 0, 1),)
    if "." in raw[1:] or "," in raw:
        word = fold(raw)
        if word[0].isdigit():
            whole, comma, rest = word.partition(",")
            grouped = re.fullmatch(r"\d{1,3}(\.\d{3})+", whole)
            return (Token((whole.replace(".", "") if grouped else whole) + comma + rest, 0, len(raw)),)
        return (Token(word.replace(".", ""), 0, len(raw)),)
    found = []
    if "&" in raw and max(map(len, raw.split("&"))) > 3:  # SO&P is a word, school&instituut are two
        cut = _AMPERSAND
    else:
        parts = set(fold(raw).split("-"))
        cut = _SEGMENT if parts <= SECTORS or all(part.isdigit() for part in parts) else None
    for match in cut.finditer(raw) if cut else (re.fullmatch(r"(?s).*", raw),):
        found.append(Token(fold(match.group()).replace("&", ""), match.start(), match.end()))
    return tuple(found)


def tokens(text: str) -> list[Token]:
    """The words of a text in order, each with its place there. Hyphens stay in the word (zij-instromer) except between
    sectors (po-vo) and numbers (2024-2025); `%` reads procent and a loose `&` en; an address falls apart in its words."""
    found = []
    for match in _WORD.finditer(text):
        offset = match.start()
        for piece in _pieces(match.group()):
            found.append(Token(piece.word, offset + piece.start, offset + piece.end) if offset else piece)
    return found


@cache
def _exceptions() -> tuple[Mapping[str, str], frozenset[str], Mapping[str, tuple[str, ...]]]:
    read = tomllib.loads(Path(__file__).with_name("dutch_exceptions.toml").read_text(encoding="utf-8"))
    return read["lemma"], frozenset(read.get("whole", {}).get("words", ())), {k: tuple(v) for k, v in read["split"].items()}


@cache
def _with_accents() -> dict[str, str]:
    """The dictionary's words with accents, by what they are without."""
    dictionary = LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary("nl")
    return {fold(word): word for word in dictionary if not word.isascii()}


@lru_cache(CACHED)
def _known(word: str) -> str | None:
    """What the exceptions or the dictionary call the base form of a folded word."""
    if word in _exceptions()[0]:
        return _exceptions()[0][word]
    dictionary = LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary("nl")
    found = dictionary.get(word) or dictionary.get(_with_accents().get(word, ""))
    return fold(found).replace("_", "") if found else None


def _stem(verb: str) -> str:
    """toetsen → toets, leren → leer, lezen → lees, schrijven → schrijf, zitten → zit"""
    stem = verb[:-2]
    if re.search(r"([^aeiouy])\1$", stem):
        return stem[:-1]
    if re.search(r"(?<![aeiouy])[aeou][^aeiouy]$", stem) and not stem.endswith(("el", "er", "en", "ig", "em")):
        stem = stem[:-1] + stem[-2:]
    return re.sub("z$", "s", re.sub("v$", "f", stem))


def _noun(verb: str) -> str:
    """The noun of which a verb is also the plural (werken → werk, bewijzen → bewijs), else the verb."""
    stem = _stem(verb)
    return stem if len(stem) > 2 and _known(stem) == stem and _known(f"{stem}t") in (verb, stem) else verb


@lru_cache(CACHED)
def _base(word: str) -> str | None:
    """The base form by the dictionary. It points from verb to noun and back (toets → toetsen → toets); the shortest of
    such a ring stands for all, so that getoetst, toetst, toetsen and toets meet."""
    path, form = [word], _known(word)
    if form is None:
        return None
    while form not in path and form.endswith(("en", "je")):
        path.append(form)
        form = _known(form) or form
    if form in path:
        form = min(path[path.index(form) :], key=lambda each: (len(each), each))
    return _noun(form) if form.endswith("en") else form


_ENDINGS = (
    ("heden", "heid"), ("ingen", "ing"), ("schappen", "schap"), ("teiten", "teit"), ("ties", "tie"), ("oren", "or"), ("ijen", "ij"),
    ("tjes", ""), ("tje", ""), ("ers", "er"), ("eurs", "eur"), ("isten", "ist"), ("enten", "ent"),
)  # fmt: skip


def _participle(word: str) -> str | None:
    """gemonitord → monitoren"""
    if len(word) < 6 or not word.startswith("ge"):
        return None
    stem = re.sub("e$", "", word[2:])
    if stem.endswith(("t", "d")):
        return next((found for form in (stem, f"{stem[:-1]}t", f"{stem[:-1]}en") if (found := _base(form))), None)
    return None


def _is_head(word: str) -> bool:
    return word in PARTICLES or any(_known(word.removesuffix(link)) is not None for link in ("", "s"))


def _by_tail(word: str) -> str | None:
    """werkplekbegeleiders → werkplekbegeleider: by the longest end that the dictionary knows."""
    for cut in range(2, len(word) - 2):
        base = _base(word[cut:])
        if base and word[cut:] not in NO_PARTS and (len(word) - cut > 4 or _is_head(word[:cut])):
            if cut > 2 or _is_head(word[:cut]):
                return word[:cut] + base
    return None


@lru_cache(CACHED)
def lemma(word: str) -> str:
    """The base form of a folded word, without hyphens: begeleidt → begeleiden, foto's → foto, zij-instromers →
    zijinstromer. Nouns and verbs of one stem stay apart (begeleiding, begeleiden) unless they look the same."""
    if base := _base(word):
        return base.replace("-", "")
    if "-" in word:
        head, _, tail = word.rpartition("-")
        return lemma(head.replace("-", "") + tail) if len(tail) < 3 else head.replace("-", "") + lemma(tail)
    if "'" in word:
        return lemma(word.rpartition("'")[0] or word.strip("'"))
    if not word.isalpha() or len(word) < 4:
        return word
    if word[-1] == "s" and word[-2] in "aiouy" and (base := _base(f"{word[:-1]}'s")):
        return base
    if base := _participle(word) or _by_tail(word):
        return base
    for ending, short in _ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + short
    return word[:-1] if len(word) > 5 and re.search("[bcdfgklmnprt]s$", word) else word


@dataclass(frozen=True, slots=True)
class Terms:
    """What one word stands for: itself without hyphens, its base form, and the base forms of its parts."""

    word: str
    lemma: str
    parts: tuple[str, ...] = ()

    @property
    def findable(self) -> frozenset[str]:
        """All by which a document that has this word can be found."""
        return frozenset((self.word, self.lemma, *self.parts))

    def finds(self, findable: Collection[str]) -> bool:
        """Whether a query for this word finds a document: by the word, its base form, or all parts of a compound."""
        return self.word in findable or self.lemma in findable or bool(self.parts) and all(p in findable for p in self.parts)


class Lexicon:
    """The words a site uses itself: only into these are compounds split."""

    def __init__(self, words: Iterable[str]) -> None:
        """`words`: folded, as `tokens` gives them; twice the same is no harm."""
        self.words = frozenset(words)
        plain = {word for word in self.words if len(word) > 2 and word.isalpha()} - NO_PARTS
        bases = {lemma(word) for word in plain}
        stems = {stem for base in bases if base.endswith("en") and _known(stem := _stem(base))}
        self._heads = {form for form in plain | bases | stems if len(form) > 2} - NO_PARTS
        self._tails = {form for form in bases if len(form) > 2} - NO_PARTS
        self._terms: dict[str, Terms] = {}

    def with_words(self, more: Iterable[str]) -> "Lexicon":
        """A lexicon with these words added; this one stays as it is."""
        return Lexicon(self.words.union(more))

    def terms(self, word: str) -> Terms:
        """Everything a folded word stands for."""
        if word not in self._terms:
            if len(self._terms) > CACHED:
                self._terms.clear()
            self._terms[word] = Terms(word.replace("-", ""), lemma(word), self.parts(word))
        return self._terms[word]

    def parts(self, word: str) -> tuple[str, ...]:
        """The base forms of a compound's parts, in order, those of parts that are compounds themselves included
        (werkplekbegeleider → werkplek, werk, plek, begeleider); () for a word that is no compound."""
        whole = lemma(word)
        if "-" in word:
            pieces = tuple(piece for piece in word.split("-") if len(piece.strip("'")) > 1)
        else:
            pieces = self._split(whole)
        found: dict[str, None] = {}
        for piece in pieces:
            found[base := lemma(piece)] = None
            if len(base) < len(whole):
                found.update(dict.fromkeys(self.parts(piece)))
        return tuple(found)

    def _split(self, whole: str) -> tuple[str, ...]:
        _, never, given = _exceptions()
        if whole in given or whole in never:
            return given.get(whole, ())
        best: tuple[str, ...] = ()
        for cut in range(len(whole) - 3, 2, -1):
            tail = whole[cut:]
            if tail not in self._tails and tail not in given:
                continue
            for link in LINKS:
                head = whole[:cut].removesuffix(link)
                if len(head) < 3 or not whole[:cut].endswith(link):
                    continue
                if head in self._heads or head in given:
                    found = (head, tail)
                elif deeper := self._split(head):
                    found = (*deeper, tail)
                else:
                    continue
                if not best or (len(found), -min(map(len, found))) < (len(best), -min(map(len, best))):
                    best = found
        return best
