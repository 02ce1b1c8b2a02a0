"""Videos on other sites: which of them can be shown in a page, after a click."""

import re
from dataclasses import dataclass

# Where players live; settings.py lets the CSP frame exactly these.
PLAYERS = (
    ("YouTube", re.compile(r"https://(?:www\.)?(?:youtube\.com/watch\?v=|youtu\.be/)([\w-]{6,20})"), "https://www.youtube-nocookie.com/embed/"),
    ("Vimeo", re.compile(r"https://(?:www\.)?vimeo\.com/(\d{4,12})"), "https://player.vimeo.com/video/"),
)  # fmt: skip


@dataclass(frozen=True)
class Player:
    host: str
    address: str


def player(url: str) -> Player | None:
    """The player for a video's address; None when it can only be linked to."""
    for host, pattern, start in PLAYERS:
        if match := pattern.match(url):
            return Player(host, start + match[1])
    return None
