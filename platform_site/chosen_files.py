"""What a file that somebody sends may be: one list of kinds, one size and one set of words, for the hint, the browser and the site."""

import json
from dataclasses import dataclass, field

from django.forms import ValidationError

MEGABYTE = 2**20
LEFT = "-niet-mee"  # after the name of a field, the name of a hidden one: which chosen file was refused
SAME = {"jpeg": "jpg", "heif": "heic"}  # two endings of one kind, named once


@dataclass(frozen=True)
class FileRules:
    """kinds: the endings that are taken; most: the greatest size in bytes; own_words: by ending, what helps with a kind people often try."""

    kinds: tuple[str, ...]
    most: int
    own_words: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The kinds as they are named everywhere: "png-, jpg- of webp-bestand"."""
        *others, last = dict.fromkeys(SAME.get(kind, kind) for kind in self.kinds)
        return f"{', '.join(f'{one}-' for one in others)} of {last}-bestand" if others else f"{last}-bestand"

    @property
    def size(self) -> str:
        return f"{self.most // MEGABYTE} MB"

    @property
    def words(self) -> dict[str, str]:
        """What is said of a file that cannot go along; {name} and {mb} are of the file."""
        return {
            "kind": f"“{{name}}” kan niet mee. Kies een {self.kind}.",
            "empty": "“{name}” is leeg. Kies een ander bestand.",
            "size": f"“{{name}}” is {{mb}} MB; er past hooguit {self.size}. Verklein het en kies het nog eens.",
            "together": f"Samen zijn deze bestanden {{mb}} MB; er past hooguit {self.size}. Kies er minder, of maak ze kleiner.",
            "unread": f"“{{name}}” is geen afbeelding die we kennen. Kies een {self.kind}.",
        }

    def attrs(self) -> dict[str, str]:
        """For the field, so that static/js/files.js says the same before anything is sent."""
        rules = {"kinds": self.kinds, "most": self.most, "own": self.own_words, "words": self.words, "same": SAME}
        return {"data-rules": json.dumps(rules, ensure_ascii=False)}

    def check(self, file) -> None:
        """Raises ValidationError for a file of another kind, without content or too large."""
        ending = file.name.rpartition(".")[2].lower()
        words = self.own_words.get(SAME.get(ending, ending), "")
        if not words and ending not in self.kinds:
            words = self.words["kind"]
        elif not words and not file.size:
            words = self.words["empty"]
        elif not words and file.size > self.most:
            words = self.words["size"]
        if words:
            raise ValidationError(words.format(name=file.name, mb=-(-file.size // MEGABYTE)))

    def check_together(self, files: list) -> None:
        """Raises ValidationError when these files are together larger than one may be."""
        size = sum(file.size for file in files)
        if size > self.most:
            raise ValidationError(self.words["together"].format(mb=-(-size // MEGABYTE)))
