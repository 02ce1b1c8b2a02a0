"""An address leads to its page and to nothing else; what is private stays so by whatever way one comes."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page, PageViewRestriction

from knowledge_bank.examples import a_booklet, a_dossier, a_knowledge_item
from platform_site.examples import a_page, a_user, the_home

pytestmark = pytest.mark.django_db


def restrict(page: Page, kind: str = PageViewRestriction.LOGIN, *groups: Group) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    restriction.groups.set(groups)
    return restriction


def ways_to(booklet: Page) -> list[str]:
    """Every address at which words of a katern are read."""
    return [booklet.url, f"{booklet.url}alles/", f"{booklet.url}hoofdstuk-1/"]


@pytest.fixture
def booklet():
    return a_booklet(dossier=a_dossier("Dossier"))


def test_every_page_has_one_address_that_ends_with_a_slash(client, booklet):
    for address in ways_to(booklet):
        assert client.get(address).status_code == 200
        assert client.get(address[:-1])["Location"] == address


@pytest.mark.parametrize(
    "wrong",
    ["/home/", "/samen-opleiden/", "/samen-opleiden/over/", "/root/", "/over//bronnen/", "/OVER/", "/over/over/"],
)
def test_no_other_address_leads_to_a_page(client, wrong):
    over = a_page("Over", slug="over")
    a_page("Bronnen", over, slug="bronnen")
    assert client.get("/over/bronnen/").status_code == 200
    assert client.get(wrong).status_code in (404, 301)
    if client.get(wrong).status_code == 301:
        assert client.get(wrong, follow=True).status_code == 404


def test_what_is_not_live_is_not_there(client, booklet):
    ways = ways_to(booklet)
    Page.objects.filter(pk=booklet.pk).update(live=False)
    assert [client.get(address).status_code for address in ways[:2]] == [404, 404]


def test_the_whole_of_something_that_is_no_booklet_is_not_there(client, booklet):
    assert client.get("/dossiers/dossier/alles/").status_code == 404
    assert client.get("/dossiers/anders/bestaat-niet/alles/").status_code == 404
    assert client.get(f"{booklet.url}hoofdstuk-1/alles/").status_code == 404
    assert client.post(f"{booklet.url}alles/").status_code == 405


@pytest.mark.parametrize("above", ["dossiers", "dossier", "booklet"])
def test_what_lies_below_something_private_is_private_by_every_way(client, booklet, above):
    dossier = booklet.get_parent()
    restrict({"dossiers": dossier.get_parent(), "dossier": dossier, "booklet": booklet}[above])
    for address in ways_to(booklet):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, f"/inloggen/?next={address}"), address
    client.force_login(a_user())
    for address in ways_to(booklet):
        assert client.get(address).status_code == 200
        assert "no-" in client.get(address)["Cache-Control"] or "private" in client.get(address)["Cache-Control"]


def test_what_is_for_a_group_is_not_for_any_account(client, booklet):
    group = Group.objects.create(name="Stuurgroep")
    restrict(booklet, PageViewRestriction.GROUPS, group)
    somebody, member = a_user(), a_user()
    member.groups.add(group)
    for user, status in ((somebody, 302), (member, 200)):
        client.force_login(user)
        assert {client.get(address).status_code for address in ways_to(booklet)} == {status}


def test_what_is_private_once_more_asks_for_both(client, booklet):
    """The dossier for one group, the katern in it for another."""
    groups = [Group.objects.create(name=name) for name in ("Een", "Twee")]
    restrict(booklet.get_parent(), PageViewRestriction.GROUPS, groups[0])
    restrict(booklet, PageViewRestriction.GROUPS, groups[1])
    for belongs, status in (([groups[0]], 302), ([groups[1]], 302), (groups, 200)):
        user = a_user()
        user.groups.set(belongs)
        client.force_login(user)
        assert {client.get(address).status_code for address in ways_to(booklet)} == {status}


def test_what_becomes_public_again_is_there_at_once(client, booklet):
    restriction = restrict(booklet)
    assert client.get(booklet.url).status_code == 302
    restriction.delete()
    assert client.get(booklet.url).status_code == 200


def test_a_neighbour_whose_name_begins_the_same_is_not_private(client):
    """Pages know their place by a path of letters: 0001 must not stand for 00010002's neighbour."""
    pages = [a_page(f"Pagina {number}") for number in range(3)]
    restrict(pages[0])
    assert [client.get(page.url).status_code for page in pages] == [302, 200, 200]


def test_a_private_home_makes_everything_private(client):
    item = a_knowledge_item()
    restrict(the_home())
    assert [client.get(address).status_code for address in ("/", item.url)] == [302, 302]


def test_a_page_that_moved_is_found_at_its_new_place_and_from_its_old(client):
    one, other = a_page("Een"), a_page("Ander")
    child = a_page("Kind", one)
    Page.objects.get(pk=child.pk).move(Page.objects.get(pk=other.pk), pos="last-child")
    assert client.get("/ander/kind/").status_code == 200
    old = client.get("/een/kind/")
    assert (old.status_code, old["Location"]) == (301, "/ander/kind/")
