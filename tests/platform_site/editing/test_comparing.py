"""Two versions of a page are compared in Dutch words: whatever the type, and line by line what came, went or changed."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.admin import compare
from wagtail.models import Page

from knowledge_bank.examples import a_knowledge_item
from knowledge_bank.models import Contribution, Download
from news.examples import an_event
from partnerships.examples import a_partnership, an_organisation
from partnerships.models import Partner, StatusChange
from platform_site.accounts import roles
from platform_site.editing.comparing import nothing_of, plain_text
from platform_site.examples import a_document, a_user, the_home
from platform_site.models import StandardPage
from tests.builders import COMPLETE
from tests.editor import Editor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
RAW = re.compile(r"\b(None|True|False)\b|\d{4}-\d{2}-\d{2}|\['|datetime")


@pytest.fixture
def editor():
    return Editor(a_user(role=roles.EDITOR))


def compared(editor: Editor, page: Page, one: str = "live", other: str = "latest") -> dict[str, str]:
    """The page that shows the difference, by field."""
    answer = editor.look(reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, one, other]))
    rows = [row.find_all("td") for row in answer.find("table", class_="listing").tbody.find_all("tr")]
    return {
        row[0].get_text(" ", strip=True).rstrip(":"): row[1].get_text(" ", strip=True) for row in rows if len(row) > 1
    }


def shown(difference) -> str:
    """What a reader sees of the difference in one field."""
    return BeautifulSoup(f"<div>{difference.htmldiff()}</div>", "html.parser").get_text(" ")


@pytest.mark.parametrize("page_type", COMPLETE, ids=lambda model: model.__name__)
def test_nothing_raw_is_shown_of_any_field_of_any_type(page_type):
    page = page_type.objects.get(pk=COMPLETE[page_type]().pk)
    stored = page.save_revision().as_object()
    panel = page.get_edit_handler().get_bound_panel(instance=page, request=None, form=None)
    fields = panel.get_comparison()
    for one, other in ((nothing_of(page), stored), (stored, nothing_of(page)), (page, stored)):
        words = {str(field(one, other).field_label()): shown(field(one, other)) for field in fields}
        assert [(label, RAW.search(said)[0], said) for label, said in words.items() if RAW.search(said)] == []
    changed = [field for field in fields if field(nothing_of(page), stored).has_changed()]
    assert len(changed) >= 2  # a page that only holds pages has no more than a title and an address
    assert [str(field(page, stored).field_label()) for field in fields if field(page, stored).has_changed()] == []


def test_what_was_never_on_the_site_shows_all_of_its_text(editor):
    facts = {"title": "Splinternieuw", "slug": "splinternieuw", "summary": "Wat dit oplevert."}
    assert editor.add(StandardPage, the_home(), **facts).status_code == 302
    page = StandardPage.objects.get(slug="splinternieuw")
    found = compared(editor, page)
    assert found["Titel"] == "Splinternieuw"
    assert found["In het kort"] == "Wat dit oplevert."


def test_several_choices_are_named_by_their_words(editor):
    page = a_partnership(sectors=["po"])
    page.sectors, page.routes, page.academic = ["po", "vo"], ["pabo"], True
    page.save_revision()
    found = compared(editor, page)
    assert found["Sectoren"] == "primair onderwijs, voortgezet onderwijs"
    assert found["Opleidingsroutes"] == "pabo"
    assert "ja" in found["Academische opleidingsschool"]


def test_of_sixty_partners_only_those_that_differ_are_shown(editor):
    schools = [an_organisation(f"School {number}", place="Ede") for number in range(60)]
    page = a_partnership(partners=tuple((school, "school") for school in schools))
    twins = [
        an_organisation("De Wissel", street=street, place="Ede", brin=brin)
        for street, brin in (("Kerkstraat 1", "12AB00"), ("Markt 3", "12AB01"))
    ]
    kept = sorted(page.partners.all(), key=lambda partner: partner.organisation_id)[1:]
    kept[0].until = date(2027, 8, 1)
    page.partners = [*kept, Partner(organisation=twins[1], role="school", since=date(2026, 8, 1))]
    page.save_revision()
    found = compared(editor, page)["Partners"]
    assert found.count("School ") == 2
    assert "+ De Wissel, Markt 3, Ede (12AB01): school, sinds 1 augustus 2026" in found
    assert "− School 0, Ede: school" in found
    assert "~ School 1, Ede: school school, tot 1 augustus 2027" in found


def test_what_is_listed_in_a_page_is_shown_line_by_line(editor):
    item = a_knowledge_item()
    item.downloads = [Download(document=a_document(title="Kijkwijzer"), sort_order=0)]
    item.save_revision()
    assert compared(editor, item)["Downloads"].startswith("+ ")
    page = a_partnership(since=date(2018, 8, 1))
    [step] = page.status_changes.all()
    step.status = "beeindigd"
    page.status_changes = [step, StatusChange(status="onbekend", as_of_year=2016, sort_order=1)]
    page.save_revision()
    assert compared(editor, page)["Status"] == (
        "~ 1 augustus 2018: Status: erkend beëindigd + Status: onbekend; Bekend uit: 2016"
    )
    event = an_event()
    [session] = event.sessions.all()
    session.end = session.end.replace(minute=45)
    event.sessions = [session]
    event.save_revision()
    assert "uur" in compared(editor, event)["Wanneer"]


def test_editors_see_who_shared_a_practice_example_and_visitors_do_not(editor):
    item = a_knowledge_item()
    edit = reverse("wagtailadmin_pages:edit", args=[item.pk])
    assert "Ingestuurd" not in editor.look(edit).get_text()
    Contribution.objects.create(token="x", email="jo@school.nl", answers={"title": "x"}, item=item)
    assert editor.look(edit).find("a", href="mailto:jo@school.nl")
    assert "jo@school.nl" not in editor.client.get(item.url).content.decode()


def test_the_words_of_two_lines_do_not_stick_together():
    text = "<p>Dit doen ons:</p><ul><li>Lesbezoek</li><li>een <b>stu</b>dent</li></ul><h2>Kop</h2>regel<br/>twee"
    assert plain_text(text) == "Dit doen ons: Lesbezoek een student Kop regel twee"
    assert compare.text_from_html is plain_text
