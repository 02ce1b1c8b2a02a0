"""The list of partners in the portal: two who work at once, what is found, a whole board, and a list of hundreds."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships.examples import a_partnership, an_organisation
from partnerships.models import Organisation, Partner, ProfileDraft
from partnerships.portal.organisation_search import abbreviations, search
from tests.as_shown import text_in
from tests.editor import values
from tests.portal_visit import Coordinator

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    return a_partnership("Opleidingsschool De Brug")


@pytest.fixture
def coordinator(partnership):
    return Coordinator(partnership)


def has(partnership, *organisations, **terms) -> None:
    for organisation in organisations:
        partnership.partners.add(Partner(organisation=organisation, **{"role": "school", **terms}))
    partnership.save()


def as_read(answer) -> str:
    """The words of a page that was answered."""
    return BeautifulSoup(answer.content.decode(), "html.parser").get_text()


def partners_of(partnership) -> dict[int, dict]:
    entries = ProfileDraft.objects.get(partnership=partnership).answers["partners"]
    return {entry["organisation"]: entry for entry in entries}


def opened(coordinator, *organisations):
    """The fields of the page on which the rows of these organisations are open."""
    query = "&".join(f"open={organisation.pk}" for organisation in organisations)
    page = coordinator.look(coordinator.step("partners") + f"?{query}")
    return values(page.find("form", attrs={"data-keep": True}))


def lines(page) -> list[str]:
    return [row.find("b").get_text() for row in page.find_all(class_="partner") if row.find("b")]


def test_two_who_add_at_once_both_have_their_way(partnership, coordinator):
    one, two = an_organisation("Een"), an_organisation("Twee")
    old_tab = coordinator.opened("partners")
    coordinator.send("partners", doen=f"voeg-{one.pk}")
    answer = Coordinator(partnership).send("partners", old_tab, doen=f"voeg-{two.pk}")
    assert answer.status_code == 302
    assert set(partners_of(partnership)) == {one.pk, two.pk}


@pytest.mark.parametrize("own", [True, False])
def test_a_row_changed_elsewhere_meanwhile_shows_both_and_is_called_what_it_is(partnership, coordinator, own):
    school = an_organisation("Een")
    has(partnership, school)
    old_tab = opened(coordinator, school)
    other = coordinator if own else Coordinator(partnership)
    other.row(school, since="2020-08-01")
    answer = coordinator.send("partners", old_tab, **{f"rij-{school.pk}-since": "2021-08-01"})
    words = as_read(answer)
    assert answer.status_code == 409
    assert ("Je hebt dit in een ander tabblad veranderd" in words) is own
    assert ("Iemand anders was je voor" in words) is not own
    assert "school, sinds 1-8-2020" in words
    assert 'value="2021-08-01"' in answer.content.decode()
    assert partners_of(partnership)[school.pk]["since"] == "2020-08-01"


def test_a_row_that_is_gone_says_what_was_chosen(partnership, coordinator):
    school = an_organisation("Een")
    has(partnership, school)
    old_tab = opened(coordinator, school)
    coordinator.send("partners", doen=f"weg-{school.pk}")
    words = as_read(coordinator.send("partners", old_tab, **{f"rij-{school.pk}-since": "2021-08-01"}))
    assert "staat niet meer in de lijst" in words
    assert "sinds 1-8-2021" in words


def test_what_leaves_the_list_can_be_put_back_as_it_was(partnership, coordinator):
    school = an_organisation("Een")
    has(partnership, school, since=date(2020, 8, 1))
    coordinator.send("partners", doen=f"weg-{school.pk}")
    assert not partners_of(partnership)
    assert "Zet terug" in coordinator.look(coordinator.step("partners")).get_text()
    coordinator.send("partners", doen=f"terug-{school.pk}")
    assert partners_of(partnership)[school.pk]["since"] == "2020-08-01"


def test_saving_by_itself_stores_rows_one_by_one_and_tells_their_new_versions(partnership, coordinator):
    school, other = an_organisation("Een"), an_organisation("Twee")
    has(partnership, school, other)
    fields = opened(coordinator, school, other)
    wrong = {f"rij-{school.pk}-since": "2020-08-01", f"rij-{other.pk}-since": "gisteren"}
    told = coordinator.send("partners", fields, json=True, doen="bewaar", **wrong).json()
    assert set(told["gezien"]) == {f"rij-{school.pk}"}
    assert set(told["fouten"]) == {f"rij-{other.pk}-since"}
    assert partners_of(partnership)[school.pk]["since"] == "2020-08-01"
    fields[f"gezien-rij-{school.pk}"] = told["gezien"][f"rij-{school.pk}"]
    fields[f"rij-{school.pk}-since"] = "2021-08-01"
    again = coordinator.send("partners", fields, json=True, doen="bewaar").json()
    assert not again["botsing"]
    assert partners_of(partnership)[school.pk]["since"] == "2021-08-01"


def test_the_schools_of_a_board_come_at_once(partnership, coordinator):
    board = an_organisation("Stichting Ver", kind=Organisation.Kind.BOARD, board_number="41234")
    schools = [an_organisation(f"School {number}", governed_by="41234") for number in range(5)]
    an_organisation("School dicht", governed_by="41234", closed_on=timezone.localdate() - timedelta(1))
    has(partnership, schools[0])
    page = coordinator.look(coordinator.step("partners") + "?zoek=ver")
    assert "Voeg ook de 4 scholen van dit bestuur toe" in page.get_text()
    answer = coordinator.send("partners", doen=f"scholen-{board.pk}")
    assert set(partners_of(partnership)) == {board.pk, *(school.pk for school in schools)}
    changed = coordinator.look(answer.url.partition("#")[0])
    assert len(lines(changed)) == 5
    assert "4 scholen van Stichting Ver" in changed.find(attrs={"data-saved": True}).get_text()
    chosen = [str(school.pk) for school in schools[1:]]
    coordinator.send("partners", doen="begin", kies=chosen, dag="1-8-2026")
    assert {partners_of(partnership)[int(pk)]["since"] for pk in chosen} == {"2026-08-01"}


def test_a_school_brings_the_others_of_its_board_though_nobody_knows_the_board(partnership, coordinator):
    schools = [an_organisation(f"Ver {number}", governed_by="41234") for number in range(5)]
    an_organisation("Ver dicht", governed_by="41234", closed_on=timezone.localdate() - timedelta(1))
    an_organisation("Ver weg", governed_by="49999")
    an_organisation("Ver zonder")
    has(partnership, schools[3])
    page = coordinator.look(coordinator.step("partners") + "?zoek=ver")
    offered = [text_in(button) for button in page.find_all("button") if button.get("value", "").startswith("scholen-")]
    said = "Voeg ook de {} andere scholen van dit bestuur toe: Ver {}"
    counts = {0: 3, 1: 3, 2: 3, 3: 4, 4: 3}
    assert [one.partition(",")[0] for one in offered] == [said.format(*pair[::-1]) for pair in counts.items()]
    answer = coordinator.send("partners", doen=f"scholen-{schools[0].pk}")
    assert set(partners_of(partnership)) == {school.pk for school in schools}
    changed = coordinator.look(answer.url.partition("#")[0])
    assert "4 scholen van het bestuur van Ver 0" in changed.find(attrs={"data-saved": True}).get_text()
    again = coordinator.send("partners", doen=f"scholen-{schools[1].pk}")
    told = coordinator.look(again.url.partition("#")[0]).find(attrs={"data-saved": True}).get_text()
    assert "Alle scholen van het bestuur van Ver 1 stonden al in de lijst" in told


def test_what_a_search_offers_is_asked_of_the_database_at_once(partnership, coordinator):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            coordinator.look(coordinator.step("partners") + "?zoek=ver")
        return len(captured)

    counted = []
    for number in range(18):
        an_organisation(f"Ver {number}", governed_by=f"4000{number % 4}")
        if number in (0, 2, 17):  # the first time more is asked, once only
            counted.append(queries())
    assert counted[1] == counted[2]


@pytest.mark.parametrize("typed", ["2026-12-31", "31-12-2026", "31/12/26", "31 december 2026", "do 31 dec. 2026"])
def test_a_day_is_typed_as_people_write_it_where_a_browser_has_no_picker(partnership, coordinator, typed):
    school = an_organisation("Een")
    has(partnership, school)
    coordinator.row(school, since=typed)
    assert partners_of(partnership)[school.pk]["since"] == "2026-12-31"
    coordinator.row(school, since="")
    coordinator.send("partners", doen="stop", kies=[str(school.pk)], dag=typed)
    assert partners_of(partnership)[school.pk]["until"] == "2026-12-31"


@pytest.mark.parametrize("typed", ["gisteren", "31 februari 2026", "31 december 1926", "31-12-9999"])
def test_what_is_no_day_is_told_and_stays(partnership, coordinator, typed):
    school = an_organisation("Een")
    has(partnership, school)
    words = coordinator.row(school, since=typed).content.decode()
    assert "Vul een datum in als 1-8-2024." in words
    assert f'value="{typed}"' in words
    assert not ProfileDraft.objects.exists()


def test_a_day_that_does_not_fit_is_refused_for_all(partnership, coordinator):
    one, two = an_organisation("Een"), an_organisation("Twee")
    has(partnership, one, since=date(2026, 8, 1))
    has(partnership, two)
    words = coordinator.send("partners", doen="stop", kies=[str(one.pk), str(two.pk)], dag="1-1-2020").content.decode()
    assert "past niet bij de andere datum van Een" in words
    assert not ProfileDraft.objects.exists()


def test_who_stopped_and_takes_part_again_is_added(partnership, coordinator):
    school = an_organisation("Een")
    has(partnership, school, since=date(2018, 8, 1), until=date(2020, 8, 1))
    coordinator.send("partners", doen=f"voeg-{school.pk}")
    assert len(ProfileDraft.objects.get().answers["partners"]) == 2
    coordinator.row(f"{school.pk}", since="2024-08-01")
    days = sorted(entry["since"] for entry in ProfileDraft.objects.get().answers["partners"])
    assert days == ["2018-08-01", "2024-08-01"]


@pytest.mark.parametrize("short", ["HAN", "UvA", "HU", "ROC", "vu", "RUG", "UU", "HvA"])
def test_an_abbreviation_finds_what_it_stands_for_first(short):
    for number in range(30):
        an_organisation(f"De {short}school {number}")
    meant = an_organisation(f"{abbreviations()[short.lower()][0]} van elders", kind=Organisation.Kind.HBO)
    assert search(short)[0] == meant


@pytest.mark.parametrize("typed", ["14OY", "14oy"])
def test_a_brin_finds_all_sites_of_the_school(typed):
    sites = {an_organisation(f"Locatie {number}", brin=f"14OY{number:02}") for number in range(25)}
    an_organisation("Elders", brin="14OZ00")
    assert set(search(typed)) == sites
    assert [one.brin for one in search(f"{typed}07")] == ["14OY07"]


def test_equal_names_are_told_apart(partnership, coordinator):
    one = an_organisation("De Wegwijzer", place="Utrecht", street="Dorpsstraat 1", brin="12AB")
    two = an_organisation("De Wegwijzer", place="Utrecht", street="Kerkstraat 2", brin="12AC")
    words = coordinator.look(coordinator.step("partners") + "?zoek=wegwijzer").get_text()
    assert "Dorpsstraat 1 · BRIN 12AB" in words
    assert "Kerkstraat 2 · BRIN 12AC" in words
    has(partnership, one, two)
    rows = coordinator.look(coordinator.step("partners")).find_all(class_="partner")
    assert {"Dorpsstraat 1" in row.get_text() for row in rows} == {True, False}


def test_a_list_of_hundreds_is_folded_and_found_without_a_script(partnership, coordinator):
    schools = [an_organisation(f"School {number}", place=f"Plaats {number % 20}") for number in range(340)]
    has(partnership, *schools[:2])
    with CaptureQueriesContext(connection) as few:
        coordinator.look(coordinator.step("partners"))
    has(partnership, *schools[2:])
    with CaptureQueriesContext(connection) as many:
        page = coordinator.look(coordinator.step("partners"))
    assert len(many) <= len(few)
    form = page.find("form", attrs={"data-keep": True})
    assert len(form.find_all("details", open=False)) >= 20
    assert len(form.find_all("select")) == 1  # the proposal's
    assert len(page.find_all(True)) < 5000
    found = coordinator.look(coordinator.step("partners") + "?toon=school+33+plaats+13")
    assert lines(found) == [f"School {number}, Plaats 13" for number in ("133", "233", "33", "333")]
    coordinator.send("partners", doen=f"weg-{schools[0].pk}")
    assert len(partners_of(partnership)) == 339
