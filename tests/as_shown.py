"""What a page says as a browser shows it, however its template is laid out over lines."""

import re

from bs4 import Tag
from django.http import HttpResponse

BOX = r"(?:h[1-6]|p|div|ul|ol|li|dl|dt|dd|section|article|aside|nav|header|footer|main|form|fieldset|legend|figure|figcaption|details|summary|table|thead|tbody|tr|th|td|caption|blockquote|option|select)"  # fmt: skip


def as_shown(page: HttpResponse | str) -> str:
    """The HTML of a page with each run of white space as one space, and none where a box or the end of a tag is."""
    html = page if isinstance(page, str) else page.content.decode()
    folded = re.sub(r"\s+", " ", html)
    return re.sub(rf" ?(</?{BOX}\b[^>]*>) ?", r"\1", folded.replace(" >", ">"))


def text_in(element: Tag) -> str:
    """What somebody reads in an element, with each run of white space as one space."""
    return " ".join(element.get_text().split())
