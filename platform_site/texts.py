"""The words of a page, laid out for the search."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Texts:
    """What is searched of a page, by weight: title (A), its own names and summary (B), body (C), transcript and credits (D)."""

    title: str
    summary: str = ""
    names: str = ""
    body: str = ""
    transcript: str = ""
    credits: str = ""  # who made it, what it belongs to

    @property
    def plain(self) -> str:
        """What an excerpt is cut from."""
        return " ".join(part for part in (self.summary, self.body) if part)
