"""Every page of a list has an address of its own, for search engines and for whoever keeps it."""

import re

import pytest

from knowledge_bank.examples import a_knowledge_item
from news.examples import a_news_item, an_event, in_days
from news.models import EventSession

pytestmark = pytest.mark.django_db
SITE = "https://voorbeeld.test"


@pytest.fixture
def lists(db):
    """More than a page of knowledge items, news and events of the past."""
    for number in range(41):
        a_knowledge_item(f"Stuk {number}", kind="tool", sectors=["po"])
        a_news_item(f"Bericht {number}", sectors=["po"])
        past = EventSession(start=in_days(-number - 1), end=in_days(-number - 1, 16))
        an_event(f"Bijeenkomst {number}", sessions=[past], sectors=["po"])


def told(client, address: str) -> tuple[str, str, list[str]]:
    """Canonical address, title, and the links back and on."""
    html = client.get(address).content.decode().replace("&amp;", "&")
    (canonical,) = re.findall(r'<link rel="canonical" href="([^"]*)">', html)
    assert f'<meta property="og:url" content="{canonical}">' in html
    beside = re.findall(r'<a href="([^"]*)" rel="(?:prev|next)">', html)
    return canonical, re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1], beside


@pytest.mark.parametrize("path", ["/kennisbank/", "/nieuws/", "/agenda/?periode=geweest"])
def test_every_page_is_canonical_to_itself_and_called_by_its_number(lists, client, path):
    sign = "&" if "?" in path else "?"
    second, third = f"{path}{sign}pagina=2", f"{path}{sign}pagina=3"
    canonical, title, beside = told(client, path)
    assert (canonical, beside) == (f"{SITE}{path}", [second])
    assert "pagina" not in title
    canonical, title, beside = told(client, second)
    assert (canonical, beside) == (f"{SITE}{second}", [path, third])
    assert ", pagina 2 | " in title
    for past_the_end in (third, f"{path}{sign}pagina=99"):
        assert told(client, past_the_end)[0] == f"{SITE}{third}"
    for first in ("pagina=1", "pagina=", "pagina=x", "onbekend=2"):
        assert told(client, f"{path}{sign}{first}")[0] == f"{SITE}{path}"


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("/kennisbank/?sector=po&pagina=2", "/kennisbank/"),
        ("/kennisbank/?q=stuk", "/kennisbank/"),
        ("/kennisbank/?sorteer=titel&pagina=2", "/kennisbank/"),
        ("/nieuws/?sector=po", "/nieuws/"),
        ("/agenda/?sector=po&periode=geweest", "/agenda/?periode=geweest"),
    ],
)
def test_what_is_filtered_stands_in_the_whole_list(lists, client, address, whole):
    assert told(client, address)[0] == f"{SITE}{whole}"
