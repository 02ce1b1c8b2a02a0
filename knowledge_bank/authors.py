"""Who made an item: one author a line. An author is a person ("Jansen, Anna") or a group ("Werkgroep toetsing, H20")."""

import re
from dataclasses import dataclass

SAID = re.compile(r"(groep|persoon)\s*:\s*", re.IGNORECASE)
# A word that ends like this is said of several people, or of somebody whose name is not told.
TOGETHER = re.compile(
    r"(\w(groep|kring|netwerk|pool|team|overleg|raad|school|bestuur|leiders?|didactici)"
    r"|redactie|sectie|commissie|onderzoekers?|begeleiders?|docent(en)?|leraren|student(en)?)$",
    re.IGNORECASE,
)
GIVEN = re.compile(
    r"(?:[^\W\d_]\.\s*-?)+|[A-ZÀ-Þ](?!\w*[A-ZÀ-Þ]{2})[\w’'-]*|[A-Z]{1,2}"
)  # "A.B.", "Anna", "Jan-Willem", "AB"
BETWEEN = {"van", "de", "den", "der", "het", "ten", "ter", "te", "in", "op", "la", "le", "du", "von", "el", "bin", "al"}


@dataclass(frozen=True)
class Author:
    """family: empty for a group. name: as it is written on the page."""

    name: str
    family: str = ""
    given: str = ""

    @property
    def is_person(self) -> bool:
        return bool(self.family)

    @property
    def spoken(self) -> str:
        """The name in the order one says it: "Anna van den Berg"."""
        return f"{self.given} {self.family}" if self.is_person else self.name


def _is_a_name(family: str, given: str) -> bool:
    """Whether what stands around a comma can be the name of one person."""
    first = given.split()
    words = [word for word in first if word not in BETWEEN]
    if not words or len(words) > 4 or not all(map(GIVEN.fullmatch, words)):
        return False
    return not any(map(TOGETHER.search, re.findall(r"\w+", f"{family} {given}")))


def author(line: str) -> Author:
    """The author on a line. "groep:" or "persoon:" in front decides; else a comma between names makes a person."""
    said = SAID.match(line)
    name = line[said.end() :] if said else line
    family, comma, given = (part.strip() for part in name.partition(","))
    told = said[1].lower() if said else ""
    person = told == "persoon" or (told != "groep" and "," not in given and _is_a_name(family, given))
    if not (comma and family and given and person):
        return Author(name)
    particles = [word for word in given.split() if word in BETWEEN]  # "Berg, Anna van den" is Anna van den Berg
    first = " ".join(word for word in given.split() if word not in BETWEEN)
    return Author(name, " ".join([*particles, family]), first)


def authors_in(text: str) -> list[Author]:
    """The authors in a text, one a line."""
    return [author(line.strip()) for line in text.splitlines() if line.strip()]
