"""The editors' start page names what there is to do, and each entry leads to where it is done."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from knowledge_bank.examples import a_dossier, a_knowledge_item
from news.examples import an_event
from news.models import EventSession
from partnerships.examples import a_partnership
from platform_site.accounts import roles
from platform_site.dutch_dates import day
from platform_site.editing import links
from platform_site.editing.link_checks import OutsideAddress, note
from platform_site.editing.worklists import months_before, worklists
from platform_site.examples import a_document, a_page, a_user, an_image
from platform_site.models import Council, MissedSearch, SiteDocument
from platform_site.search import missed
from tests.as_shown import text_in
from tests.editor import Editor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
TODAY = timezone.localdate()


@pytest.fixture
def editor():
    return Editor(
        a_user("els@raad.nl", role=roles.EDITOR, council=Council.objects.get(title="VO-raad"), first_name="Els")
    )


def entries(editor: Editor, slug: str) -> list[tuple[str, str]]:
    """What a list shows, as (title, note)."""
    page = editor.look(reverse("werk", args=[slug]))
    rows = page.find_all("ul", class_="work__rows")
    found = [row for one in rows for row in one.find_all("li")]
    assert all(editor.client.get(row.a["href"]).status_code == 200 for row in found)
    return [(row.a.get_text(), row.find(class_="work__note").get_text()) for row in found]


def titles(editor: Editor, slug: str) -> list[str]:
    return [title for title, _ in entries(editor, slug)]


def long_ago(months: int) -> dict:
    return {"revised_on": months_before(TODAY, months) - timedelta(days=1)}


def test_what_is_past_the_term_of_its_type_is_listed_the_own_council_first(editor):
    po, vo = Council.objects.get(title="PO-Raad"), Council.objects.get(title="VO-raad")
    a_page("Pagina van een ander", council=po, **long_ago(20))
    a_page("Pagina van ons", council=vo, **long_ago(12))
    a_page("Pas herzien", council=vo, revised_on=TODAY)
    a_knowledge_item("Oud item", **long_ago(36))
    a_knowledge_item("Item van twee jaar", **long_ago(24))
    a_knowledge_item("Gearchiveerd", archived=True, **long_ago(90))
    a_dossier("Oud dossier", **long_ago(12))
    assert titles(editor, "verouderd") == ["Pagina van ons", "Oud item", "Pagina van een ander", "Oud dossier"]
    editor.user.council = None
    editor.user.save()
    assert titles(editor, "verouderd")[0] == "Oud item"


def test_without_a_day_of_revision_the_day_of_publication_counts(editor):
    page = a_page("Lang geleden gepubliceerd")
    type(page).objects.filter(pk=page.pk).update(last_published_at=timezone.now() - timedelta(days=800))
    assert titles(editor, "verouderd") == ["Lang geleden gepubliceerd"]


def test_profiles_that_nobody_looked_at_for_a_year(editor):
    a_partnership("Nooit bekeken", checked_on=None)
    a_partnership("Lang niet bekeken", checked_on=months_before(TODAY, 13))
    a_partnership("Pas bekeken", checked_on=TODAY)
    assert titles(editor, "profielen") == ["Nooit bekeken", "Lang niet bekeken"]


def test_events_that_are_over_and_have_no_report(editor):
    now = timezone.now()

    def held(title: str, days_ago: int, **facts) -> None:
        start = now - timedelta(days=days_ago)
        an_event(title, sessions=[EventSession(start=start, end=start + timedelta(hours=2))], **facts)

    held("Vorige week", 7)
    held("Met verslag", 7, report="<p>Zo ging het.</p>")
    held("Ging niet door", 7, state="geannuleerd")
    held("Jaren terug", 700)
    held("Volgende week", -7)
    assert titles(editor, "zonder-verslag") == ["Vorige week"]


def test_links_that_lead_to_what_is_gone_or_hidden(editor):
    gone, hidden, fine = a_page("Straks weg"), a_page("Straks verborgen"), a_page("Blijft")
    document = a_document("Straks weg")

    def linking(title: str, tag: str) -> None:
        a_page(title, body=[("text", f"<p>Lees {tag} verder.</p>")])

    linking("Naar weg", f'<a linktype="page" id="{gone.pk}">hier</a>')
    linking("Naar verborgen", f'<a linktype="page" id="{hidden.pk}">hier</a>')
    linking("Naar wat er is", f'<a linktype="page" id="{fine.pk}">hier</a>')
    linking("Naar document", f'<a linktype="document" id="{document.pk}">hier</a>')
    links.read_changed()
    assert entries(editor, "links-binnen-de-site") == []
    gone.delete()
    hidden.unpublish()
    document.delete()
    assert entries(editor, "links-binnen-de-site") == [
        ("Naar document", "naar een document dat niet meer bestaat"),
        ("Naar verborgen", "naar “Straks verborgen”, die niet op de site staat"),
        ("Naar weg", "naar een pagina die niet meer bestaat"),
    ]


def test_a_link_that_was_mended_leaves_the_list_at_the_next_reading(editor):
    gone = a_page("Straks weg")
    page = a_page("Wijst", body=[("text", f'<p><a linktype="page" id="{gone.pk}">hier</a></p>')])
    links.read_changed()
    gone.delete()
    assert titles(editor, "links-binnen-de-site") == ["Wijst"]
    editor.edit(page, **{"body-0-deleted": "1", "action-publish": "1"})
    links.read_changed()
    assert titles(editor, "links-binnen-de-site") == []


def test_pictures_whose_words_say_nothing(editor):
    for words in ("", "  ", "IMG_2031", "schermafbeelding-3.png", "Twee studenten bij een bord"):
        an_image(f"Met {words!r}", description=words)
    assert len(titles(editor, "afbeeldingen-zonder-tekst")) == 4
    assert "Met 'Twee studenten bij een bord'" not in titles(editor, "afbeeldingen-zonder-tekst")


def test_documents_that_not_everybody_can_read_the_known_ones_first(editor):
    for value in SiteDocument.Accessible:
        a_document(value.label, accessible=value)
    a_document("Geluid", name="aflevering.mp3", content=b"ID3")
    assert titles(editor, "documenten") == ["niet toegankelijk", "niet gecontroleerd"]


def test_what_was_looked_for_in_vain_is_counted_and_shown_from_the_third_time(editor, client):
    for text, times in (
        ("Stagevergoeding", 2),
        ("stagevergoeding", 1),
        ("xyzzy", 2),
        ("Jan de Wit 06 1234 5678", 5),
        ("j.dewit@school.nl", 5),
    ):
        for _ in range(times):
            client.get("/zoeken/", {"q": text})
    assert not MissedSearch.objects.exists()
    missed.flush()
    assert dict(MissedSearch.objects.values_list("words", "times")) == {"stagevergoeding": 3, "xyzzy": 2}
    assert entries(editor, "niet-gevonden")[0][0] == "stagevergoeding"
    assert len(entries(editor, "niet-gevonden")) == 1


def test_searches_are_forgotten_after_three_months_and_rare_ones_after_two_weeks():
    for words, days, times in (("oud", 91, 50), ("zelden", 15, 2), ("vaak", 15, 4), ("vers", 2, 1)):
        MissedSearch.objects.create(words=words, day=TODAY - timedelta(days=days), times=times)
    missed.forget()
    assert set(MissedSearch.objects.values_list("words", flat=True)) == {"vaak", "vers"}


def test_what_is_handed_in_waits_for_reviewers_and_shows_to_the_writer(editor):
    writer = Editor(a_user("jan@raad.nl", role=roles.WRITER))
    other = Editor(a_user(role=roles.WRITER))
    vo = Council.objects.get(title="VO-raad")
    for title, council in (("Van een ander", None), ("Van de VO-raad", vo)):
        writer.edit(a_page(title, council=council), summary="Beter.", **{"action-submit": "1"})
    assert titles(editor, "beoordelen") == ["Van de VO-raad", "Van een ander"]
    assert "ingeleverd door jan@raad.nl" in entries(editor, "beoordelen")[0][1]
    assert len(titles(writer, "beoordelen")) == 2
    assert titles(other, "beoordelen") == []
    page = editor.look(reverse("werk", args=["beoordelen"]))
    assert editor.client.get(page.find("a", class_="work__extra")["href"]).status_code == 200


def test_what_one_is_working_on_with_what_came_back_on_top(editor):
    writer = Editor(a_user(role=roles.WRITER))
    returned, draft = a_page("Komt terug"), a_page("Halverwege")
    a_page("Van niemand")
    writer.edit(returned, summary="Beter.", **{"action-submit": "1"})
    writer.edit(draft, title="Halverwege een nieuwe titel")
    task = type(returned).objects.get(pk=returned.pk).current_workflow_task_state
    action = reverse("wagtailadmin_pages:workflow_action", args=[returned.pk, "reject", task.pk])
    editor.client.post(action, {"comment": "Noem de raad."})
    assert [title for title, _ in entries(writer, "bezig")] == ["Komt terug", "Halverwege een nieuwe titel"]
    assert entries(writer, "bezig")[0][1].startswith("teruggestuurd: “Noem de raad.”")
    assert entries(editor, "bezig") == []


def test_the_start_page_shows_the_lists_and_how_the_site_stands(editor):
    for number in range(5):
        a_page(f"Oud {number}", **long_ago(20))
    page = editor.look(reverse("wagtailadmin_home"))
    (block,) = [one for one in page.find_all("article") if "Aan herziening toe" in one.h3.get_text()]
    assert block.find(class_="work__number").get_text() == "5"
    assert len(block.find_all("li")) == 3
    assert text_in(block.find_all("a")[-1]) == "Toon alle 5: Aan herziening toe"
    assert "Er wacht niets op een beoordeling." in page.find(class_="work__done").get_text()
    bars = page.find_all("table", class_="bars")
    assert "0 van 5" in bars[0].get_text()
    assert len(bars[1].find_all("tr")) == 12
    assert int(bars[1].find_all("tr")[-1].find("td").get_text()) >= 5


def queries(client, django_assert_max_num_queries, most: int) -> int:
    with django_assert_max_num_queries(most) as asked:
        assert client.get(reverse("wagtailadmin_home")).status_code == 200
    return len(asked)


def test_the_start_page_asks_no_more_of_the_database_when_there_is_more_to_do(editor, django_assert_max_num_queries):
    def more(number: int) -> None:
        for _ in range(number):
            page = a_page(**long_ago(20))
            an_image(description="")
            a_document()
            a_partnership(checked_on=None)
            editor.edit(page, summary="Beter.", **{"action-submit": "1"})

    counted = []
    for number in (1, 4):
        more(number)
        editor.look(reverse("wagtailadmin_home"))  # tells that pages were handed in, once
        counted.append(queries(editor.client, django_assert_max_num_queries, 60))
    assert counted[1] <= counted[0]


def test_every_list_opens_says_why_and_what_when_it_is_empty(editor):
    for one in worklists():
        page = editor.look(reverse("werk", args=[one.slug]))
        assert page.h1 or page.find(class_="w-breadcrumbs")
        assert one.explanation in page.get_text()
    assert editor.client.get("/beheer/werk/bestaat-niet/").status_code == 404
    assert editor.client.get("/beheer/werk/verouderd/?p=x%00").status_code == 200


def test_nobody_without_a_role_sees_the_lists(client):
    client.force_login(a_user("coordinator@school.nl"))
    assert client.get(reverse("werk", args=["documenten"])).status_code in (302, 403)


def test_broken_addresses_name_the_page_they_stand_on(editor):
    url = "https://elders.voorbeeld/gids?a=1&b=2"
    a_page("Met een link", body=[("text", f'<p><a href="{url.replace("&", "&amp;")}">gids</a></p>')])
    a_page("Nog een", body=[("text", f'<p><a href="{url.replace("&", "&amp;")}">gids</a></p>')])
    links.read_changed()
    note(OutsideAddress(url=url), 404, "antwoordt met “Not Found” (404)")
    assert entries(editor, "links-naar-buiten") == [
        (
            "Met een link",
            f"antwoordt met “Not Found” (404) en op nog 1 andere plek; geprobeerd op {day(timezone.localdate())}",
        )
    ]
    shown = BeautifulSoup(editor.client.get(reverse("werk", args=["links-naar-buiten"])).content, "html.parser")
    assert shown.find("a", class_="work__extra")["href"] == url
