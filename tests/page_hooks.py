"""What a list page says through its stable hooks: data-total, data-item and data-facet (quality.md promises them)."""

import re
from html import unescape

from django.http import HttpResponse

from tests.as_shown import as_shown

FACET = re.compile(r'data-facet="([^"]*)" data-value="([^"]*)" data-count="([^"]*)"')


def total(response: HttpResponse) -> int:
    """The number of results; there is exactly one on a page."""
    (number,) = re.findall(r'data-total="([^"]*)"', response.content.decode())
    return int(number)


def items(response: HttpResponse) -> list[str]:
    """The slugs of the results shown, in order."""
    return [unescape(slug) for slug in re.findall(r'data-item="([^"]*)"', response.content.decode())]


def facet_counts(response: HttpResponse) -> dict[str, dict[str, int]]:
    """By parameter and value, the number beside each option."""
    counts: dict[str, dict[str, int]] = {}
    for name, value, number in FACET.findall(as_shown(response)):
        assert unescape(value) not in counts.setdefault(name, {}), f"{name}={value} stands on the page twice"
        counts[name][unescape(value)] = int(number)
    return counts


def chips(response: HttpResponse) -> dict[str, str]:
    """The chosen filters by title, each with the address that takes it away."""
    found = re.findall(
        r'<li><a href="([^"]*)"><span class="only-read">Haal weg: </span>([^<]*)</a>', as_shown(response)
    )
    return {unescape(title): unescape(url) for url, title in found}
