"""Text with times before it, as editors type or paste it: chapters ("0:00 Titel") and transcripts ("[0:12] Gast: …")."""

import re
from dataclasses import dataclass

LINE = re.compile(r"^\[?(?:(\d{1,2}):)?(\d{1,3}):(\d{2})\]?\s+(?:([^:\n]{1,40}):\s+)?(.+)$", re.DOTALL)


@dataclass(frozen=True)
class Passage:
    """A piece of text that starts at `seconds`; `speaker` is empty when nobody is named."""

    seconds: int
    speaker: str
    text: str

    @property
    def time(self) -> str:
        """The start as people read it: 0:12, 12:40, 1:02:03."""
        hours, rest = divmod(self.seconds, 3600)
        return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def _pieces(text: str) -> list[str]:
    """A transcript is split at blank lines, a list of chapters at every line."""
    separator = r"\n\s*\n" if re.search(r"\n\s*\n", text) else r"\n"
    return [piece.strip() for piece in re.split(separator, text.replace("\r\n", "\n")) if piece.strip()]


def parse(text: str) -> list[Passage]:
    """The passages of `text`; what has no time is joined to the passage before it, or stands at 0:00."""
    passages: list[Passage] = []
    for piece in _pieces(text):
        if match := LINE.match(piece):
            hours, minutes, seconds, speaker, words = match.groups()
            start = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
            passages.append(Passage(start, speaker or "", " ".join(words.split())))
        elif passages:
            last = passages.pop()
            passages.append(Passage(last.seconds, last.speaker, f"{last.text} {' '.join(piece.split())}"))
        else:
            passages.append(Passage(0, "", " ".join(piece.split())))
    return passages


def broken_lines(text: str) -> list[str]:
    """The pieces of `text` that have no time before them."""
    return [piece for piece in _pieces(text) if not LINE.match(piece)]
