"""The coordinators' guide as a page of the portal: the same text as docs/coordinatoren.md, without its pictures."""

import re
from functools import cache

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

SOURCE = settings.BASE_DIR / "docs" / "coordinatoren.md"
PICTURE = re.compile(r"^!\[.*\n*", re.MULTILINE)


@cache
def guide_text() -> SafeString:
    """The text as HTML, its title left out."""
    _, _, text = PICTURE.sub("", SOURCE.read_text(encoding="utf-8")).partition("\n")
    return mark_safe(MarkdownIt("commonmark").render(text))
