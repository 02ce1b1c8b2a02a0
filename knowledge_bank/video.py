"""Videos on other sites: which of them can be shown in a page, after a click."""

import re
from dataclasses import dataclass

YOUTUBE = re.compile(
    r"https?://(?:(?:www\.|m\.)?youtube\.com/(?:watch\?(?:[\w-]+=[^&#]*&)*v=|live/|shorts/|embed/)|youtu\.be/"
    r"|www\.youtube-nocookie\.com/embed/)(?P<id>[\w-]{6,20})(?![\w-])"
)
# An unlisted video of Vimeo has a second part, which the player wants too: vimeo.com/«id»/«h» or ?h=«h».
VIMEO = re.compile(
    r"https?://(?:(?:www\.)?vimeo\.com/(?:(?:channels|groups)/[\w-]+/(?:videos/)?|event/\d+/videos?/)?|player\.vimeo\.com/video/)"
    r"(?P<id>\d{4,12})(?![\w])(?:/(?P<h>[0-9a-f]{6,20})|[^#]*[?&]h=(?P<asked>[0-9a-f]{6,20}))?"
)


@dataclass(frozen=True)
class Player:
    host: str
    address: str


def player(url: str) -> Player | None:
    """The player for a video's address; None when it can only be linked to. settings.py lets the CSP frame these two."""
    if match := YOUTUBE.match(url):
        return Player("YouTube", f"https://www.youtube-nocookie.com/embed/{match['id']}")
    if match := VIMEO.match(url):
        key = match["h"] or match["asked"]
        return Player("Vimeo", f"https://player.vimeo.com/video/{match['id']}{f'?h={key}' if key else ''}")
    return None
