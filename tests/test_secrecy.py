"""What is not for everybody is nowhere to be seen: drafts, private pages, and whatever lies below a private page."""

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from knowledge_bank.examples import a_booklet, a_chapter, a_dossier, a_knowledge_item, the_dossiers
from knowledge_bank.models import BookletPage, ChosenItem, DossierPage, KnowledgeItem, RelatedItem
from news.examples import a_news_item, an_event, in_days
from news.models import EventPage, EventSession, NewsPage, RelatedPage
from partnerships.examples import a_partnership, the_map
from partnerships.models import PartnershipPage
from platform_site.examples import a_page, a_user, the_home
from platform_site.models import FeaturedPage, StandardPage
from tests import page_hooks
from tests.kept_content import kept_content

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
SECRET = "Zwijgzaamheid"
FACTS = {"title": f"{SECRET} zelf", "summary": f"Over {SECRET}.", "slug": SECRET.lower()}
BODY = [("text", f"<h2>Waarom {SECRET}</h2><p>{SECRET}.</p>")]
WAYS = ("draft", "private")
# These repeat the question; that they find nothing is asked apart.
ASKING = ["/kennisbank/?q=zwijgzaamheid", "/zoeken/?q=zwijgzaamheid", "/landkaart/?q=zwijgzaamheid"]
# Addresses that show many pages at once; the crawl adds all that can be reached from them.
OVERVIEWS = [
    "/",
    "/kennisbank/",
    "/kennisbank/?sorteer=titel&sector=po",
    "/dossiers/",
    "/nieuws/",
    "/agenda/",
    "/agenda/?periode=geweest",
    "/landkaart/",
    "/landkaart/?sector=po",
    "/landkaart/?plaats=9306",
    "/landkaart/open-data/",
    "/landkaart/partnerschappen.geojson",
    "/cijfers/partnerschappen.csv",
    "/cijfers/scholen.csv",
    "/landkaart/partnerschappen.csv",
    "/landkaart/scholen.json",
    "/landkaart/scholen.json?gebied=3,50,8,54",
    "/landkaart/scholen.json?partnerschap=zwijgzaamheid",
    "/sitemap.xml",
]
LINK = re.compile(r'href="(/[^"#?]*)"|<loc>https://voorbeeld.test(/[^<]*)</loc>')
ELSEWHERE = ("/static/", "/beheer/", "/media/", "/documenten/", "/inloggen/")


def hide(page: Page, way: str) -> Page:
    """Makes a page, or everything in it, not for everybody."""
    if way == "draft":
        page.unpublish(log_action=False)
        for below in page.get_descendants().specific():
            below.unpublish(log_action=False)
    else:
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    return page


def secrets() -> dict[type[Page], Page]:
    """A page of each type that a reader comes for, with the word in all its texts."""
    dossier = a_dossier(**FACTS, intro=SECRET, body=BODY)
    booklet = a_booklet(dossier=dossier, chapters=0, **FACTS, body=BODY, authors=SECRET)
    a_chapter(booklet=booklet, **{**FACTS, "body": BODY})
    past = [EventSession(start=in_days(-7), end=in_days(-7, 16))]
    an_event(**{**FACTS, "slug": "zwijgzaamheid-geweest"}, place=SECRET, sessions=past)
    return {
        DossierPage: dossier,
        BookletPage: booklet,
        KnowledgeItem: a_knowledge_item(**FACTS, body=BODY, authors=SECRET, transcript=f"[0:00] {SECRET}: {SECRET}"),
        PartnershipPage: a_partnership(**FACTS, place=SECRET, about=f"<p>{SECRET}</p>"),
        NewsPage: a_news_item(**FACTS, body=BODY),
        EventPage: an_event(**FACTS, place=SECRET, body=BODY),
        StandardPage: a_page(parent=a_page("Over", slug="over"), **FACTS, body=BODY, show_in_menus=True),
    }


def point_at(hidden: dict[type[Page], Page]) -> None:
    """Visible pages that refer to each hidden one in every way an editor can."""
    item = hidden[KnowledgeItem]
    cards = [("pages", {"title": "Lees verder", "pages": list(hidden.values())})]
    home = the_home()
    home.featured = [FeaturedPage(page=page, sort_order=place) for place, page in enumerate(hidden.values())]
    entrances = [{"who": "Wie dan ook", "hint": "", "page": page, "address": ""} for page in hidden.values()]
    home.parts = [
        ("entrances", {"title": "Ik ben …", "entrances": entrances}),
        *((part.block_type, part.value) for part in home.parts[1:]),
    ]
    home.save()
    a_news_item("Nieuws dat wijst", related_pages=[RelatedPage(page=page) for page in hidden.values()], body=cards)
    partnership = a_partnership("Partnerschap dat wijst")
    pointing = a_knowledge_item("Item dat wijst", partnerships=[hidden[PartnershipPage], partnership], body=cards)
    pointing.related_items = [RelatedItem(related=item)]
    pointing.save()
    item.partnerships = [partnership]
    item.save()
    dossier = a_dossier("Dossier dat wijst", chosen_items=[ChosenItem(item=item)], body=cards)
    booklet = a_booklet("Katern dat wijst", dossier=dossier, chapters=0, body=cards)
    a_chapter("Eerste hoofdstuk", booklet=booklet)
    hide(a_chapter(booklet=booklet, **{**FACTS, "body": BODY}), "draft")
    a_chapter("Laatste hoofdstuk", booklet=booklet)
    a_page("Pagina die wijst", parent=StandardPage.objects.get(slug="over"), body=cards)


@pytest.fixture(scope="module", params=WAYS)
def hidden(request, seeded, django_db_blocker):
    """The hidden pages by type, in a site of which the visible pages refer to them."""
    with kept_content(django_db_blocker):
        the_map()
        found = secrets()
        point_at(found)
        for page in (*found.values(), EventPage.objects.get(slug="zwijgzaamheid-geweest")):
            page.refresh_from_db()
            hide(page, request.param)
        yield found


def crawl(client: Client, start: list[str]) -> Iterator[tuple[str, str]]:
    """Every address of this site that can be reached without choosing filters, with what it answers."""
    waiting, seen = list(start), set(start)
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        if response.status_code == 200 and not response.streaming:
            text = response.content.decode()
            yield address, text
            links = {path for pair in LINK.findall(text) for path in pair if path and not path.startswith(ELSEWHERE)}
            waiting += links - seen
            seen |= links


def who(name: str) -> Client:
    client = Client()
    if name != "a visitor":
        client.force_login(a_user(role="beheerder" if name == "an administrator" else ""))
    return client


@pytest.mark.parametrize("reader", ["a visitor", "an administrator"])
def test_no_page_of_the_site_betrays_what_is_hidden(hidden, reader):
    shown = dict(crawl(who(reader), [*OVERVIEWS, *ASKING]))
    assert {"/nieuws/nieuws-dat-wijst/", "/dossiers/dossier-dat-wijst/katern-dat-wijst/alles/"} <= shown.keys()
    texts = {address: text for address, text in shown.items() if address not in own(hidden) and address not in ASKING}
    found = {address: re.search(SECRET, text, re.IGNORECASE) for address, text in texts.items()}
    assert not {
        address: text.string[max(0, text.start() - 80) : text.end() + 40] for address, text in found.items() if text
    }


def own(hidden: dict[type[Page], Page]) -> set[str]:
    """The addresses of the hidden pages themselves; an administrator may read what is private there."""
    below = [page.url for parent in hidden.values() for page in parent.get_descendants(inclusive=True).specific()]
    return {*below, f"{hidden[BookletPage].url}alles/", "/agenda/zwijgzaamheid-geweest/"}


def test_counts_leave_out_what_is_hidden(hidden):
    visible = {
        "/kennisbank/": 1,
        "/nieuws/": 1,
        "/agenda/": 0,
        "/agenda/?periode=geweest": 0,
        "/landkaart/": 1,
        "/dossiers/": 1,
    }
    client = Client()
    assert {address: page_hooks.total(client.get(address)) for address in visible} == visible
    features = client.get("/landkaart/partnerschappen.geojson").json()["features"]
    assert [feature["id"] for feature in features] == ["partnerschap-dat-wijst"]
    chosen = page_hooks.facet_counts(client.get("/kennisbank/"))
    assert chosen["sector"]["po"] == chosen["soort"]["praktijkvoorbeeld"] == 1
    home = BeautifulSoup(client.get("/").content.decode(), "html.parser")
    assert [door.find("b").get_text() for door in home.find_all(class_="door")] == ["1", "1", "1"]
    for address in ASKING:
        answer = client.get(address)
        assert (page_hooks.items(answer), page_hooks.total(answer)) == ([], 0)


def test_its_own_address_asks_for_a_log_in_or_is_not_there(hidden):
    for address in sorted(own(hidden)):
        response = Client().get(address)
        assert SECRET not in response.content.decode()
        if response.status_code != 404:
            assert response.status_code == 302, address
            assert response["Location"].startswith("/inloggen/?next="), address


def test_a_page_for_a_group_opens_for_that_group_only():
    page = a_knowledge_item("Voor de groep")
    group = Group.objects.create(name="Lezers")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS).groups.add(group)
    member, stranger = a_user(), a_user()
    member.groups.add(group)
    for user, opens in ((member, True), (stranger, False)):
        client = Client()
        client.force_login(user)
        response = client.get(page.url)
        assert (response.status_code == 200) is opens
        assert "private" in response["Cache-Control"]
        assert ("Voor de groep" in response.content.decode()) is opens
        assert page.slug not in page_hooks.items(client.get("/kennisbank/"))


def test_a_page_that_outlives_the_one_above_it_does_not_name_it():
    dossier = a_dossier(f"{SECRET} erboven")
    booklet = a_booklet("Katern dat bleef", dossier=dossier)
    dossier.refresh_from_db()
    dossier.unpublish(log_action=False)
    response = Client().get(booklet.url)
    assert response.status_code == 200
    assert SECRET not in BeautifulSoup(response.content.decode(), "html.parser").get_text()
    assert f'href="{dossier.url}"' not in response.content.decode()


def test_making_a_list_private_empties_it_everywhere():
    item = a_knowledge_item(f"{SECRET} in een lijst")
    a_dossier("Dossier", chosen_items=[ChosenItem(item=item)])
    PageViewRestriction.objects.create(page=item.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    assert Client().get(item.url).status_code == 302
    for address in ("/", "/dossiers/dossier/", "/sitemap.xml", f"/zoeken/?q={SECRET}"):
        assert "in een lijst" not in Client().get(address).content.decode()
    PageViewRestriction.objects.create(page=the_dossiers(), restriction_type=PageViewRestriction.LOGIN)
    assert "/dossiers/" not in Client().get("/sitemap.xml").content.decode()
