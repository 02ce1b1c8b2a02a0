"""Place names as people write them: DUO has "S GRAVENHAGE" and "HOORN FR", we say Den Haag and Hoorn."""

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "woonplaatsen.csv"
# What people type and read, against what the official lists say.
SAID = {"'s-Gravenhage": "Den Haag", "'s-Hertogenbosch": "Den Bosch"}
# Words that stay small inside a name, and those that stand for such words.
SMALL = {
    "a", "aan", "bij", "de", "den", "der", "en", "het", "in", "of", "op", "over", "ten", "ter", "tot", "van", "voor",
}  # fmt: skip
# Behind a name DUO says which of two it is: the province or the municipality. We have the province apart.
WHICH = re.compile(r"[ (]+(?:gem\.? .+|g(?:ld|n|r)|fr|dr|ov|ut|nh|zh|nb|n\.b|l|lb|zld|ze|fl|ca)[.)]*$", re.IGNORECASE)
RIVER = re.compile(r"\ba ?/? ?d\b\.?(?= (\w))", re.IGNORECASE)  # "A/D IJSSEL"


def key(name: str) -> str:
    """Capitals without accents and marks: what two spellings of one name have in common."""
    plain = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().upper()
    return re.sub(r"[^A-Z0-9]+", " ", plain).strip()


@cache
def spellings() -> dict[str, str]:
    """The official spelling of every place with a school, by its key."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {key(row["woonplaats"]): row["woonplaats"] for row in csv.DictReader(file)}


def _candidates(name: str) -> list[str]:
    """Ways in which `name` may stand in the list of spellings, the likeliest first."""
    if RIVER.search(name):
        return [RIVER.sub(words, name) for words in ("aan den", "aan de")]
    if re.match(r"(?:st|sint)\b", name, re.IGNORECASE):
        rest = re.sub(r"^(?:st|sint)\b[. -]*", "", name, flags=re.IGNORECASE)
        return [f"Sint {rest}", f"St {rest}", f"Sint{rest}"]
    return [name]


def readable(name: str) -> str:
    """The name of a place for readers. One that is not all capitals was written by somebody, and mostly stays."""
    name = re.sub(r"\s+", " ", name.replace("`", "'").replace("’", "'").replace("‘", "'")).strip()
    if not name:
        return ""
    base = WHICH.sub("", name) or name
    official = next((spellings()[key(way)] for way in _candidates(base) if key(way) in spellings()), None)
    if official:
        return SAID.get(official, WHICH.sub("", official) or official)
    if name.upper() != name:
        return base
    written = written_out(_candidates(base)[0])
    return SAID.get(written, written)


def written_out(name: str) -> str:
    """A name in capitals written by the rules: 's-Gravenzande, Bergen op Zoom, IJsselstein."""
    name = re.sub(r"^'?S[ -](?=[GH])", "'s-", name.upper())
    parts = re.split(r"([ -])", re.sub(r"^'?T ", "'t ", name))
    last = len(parts) - 1
    return "".join(_word(part, inside=0 < place < last) for place, part in enumerate(parts))


def _word(word: str, *, inside: bool) -> str:
    lower = word.lower()
    if lower in ("'s", "'t") or lower[:1].isdigit() or (inside and lower in SMALL):
        return lower
    return lower.capitalize() if not word.startswith("IJ") else "IJ" + lower[2:]
