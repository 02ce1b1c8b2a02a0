"""A profile page tells who takes part, where and since when; what nobody knows it says, and hundreds of schools stay readable."""

import re
from datetime import date
from html import unescape

import pytest
from wagtail.models import ReferenceIndex

from partnerships.examples import a_partnership, an_organisation
from partnerships.models import Organisation, Partner, PartnershipPage, StatusChange
from partnerships.outlines import WIDTH
from partnerships.profile import profile
from partnerships.profile_map import draw
from tests.as_shown import as_shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
TODAY = date(2026, 3, 4)


def join(page: PartnershipPage, count: int = 1, role: str = "school", place: str = "Ede", **facts) -> list[Partner]:
    dates = {name: facts.pop(name) for name in ("since", "until", "example") if name in facts}
    names = [f"{role.capitalize()} {number:03}" for number in range(count)]
    made = [
        an_organisation(name, place=place, **{"lat": 52.04, "lon": 5.66, "sector": "po", **facts}) for name in names
    ]
    return [Partner.objects.create(page=page, organisation=one, role=role, **dates) for one in made]


def told(page: PartnershipPage) -> dict[int | None, str]:
    return {moment.year: " ".join(moment.happened) for moment in profile(page, TODAY).moments}


def read(client, page: PartnershipPage) -> str:
    return unescape(as_shown(client.get(page.url)))


# --- who takes part --------------------------------------------------------------------------------------------------


def test_partners_stand_by_role_in_the_order_of_the_domain():
    page = a_partnership()
    for role in ("overig", "school", "schoolbestuur", "lerarenopleiding", "penvoerder"):
        join(page, role=role)
    titles = [group.title for group in profile(page, TODAY).groups]
    assert titles == ["Penvoerder", "Lerarenopleiding", "Schoolbestuur", "School", "Andere partner"]


def test_who_left_stands_apart_and_who_has_yet_to_join_stands_nowhere():
    page = a_partnership()
    present, left, coming = (
        join(page, place=place, **dates)[0]
        for place, dates in {"Ede": {}, "Goes": {"until": TODAY}, "Assen": {"since": date(2026, 3, 5)}}.items()
    )
    found = profile(page, TODAY)
    assert (found.schools, found.former) == ([present], [left])
    assert coming not in found.former
    assert told(page)[2026] == "School 000 stopt."


def test_a_school_that_closed_does_not_take_part_any_more(client):
    page = a_partnership()
    join(page, closed_on=date(2025, 8, 1))
    assert not profile(page, TODAY).groups
    assert told(page)[2025] == "School 000 stopt."
    assert "School 000, Ede, gesloten op 1 augustus 2025" in read(client, page)


def test_many_schools_fold_by_place_with_a_count_and_none_is_left_out(client):
    page = a_partnership()
    join(page, 30, place="Ede")
    join(page, 1, place="Utrecht")
    join(page, 2, place="")
    (group,) = profile(page, TODAY).groups
    assert [(place.name, len(place.partners)) for place in group.places] == [
        ("Ede", 30),
        ("Utrecht", 1),
        ("Plaats onbekend", 2),
    ]
    html = read(client, page)
    assert '<summary>Ede <span class="n">(30)</span></summary>' in html
    assert html.count("<li>School 0") == 32  # the one in Utrecht stands on the line of its place
    assert "Utrecht: School 000" in html


def test_few_schools_are_simply_listed(client):
    page = a_partnership()
    join(page, 3)
    assert "<li>School 002, Ede</li>" in read(client, page)


def test_invented_memberships_are_called_invented(client):
    page = a_partnership()
    join(page)
    assert "dat ze hier meedoen is verzonnen" not in read(client, page)
    join(page, role="lerarenopleiding", example=True)
    assert "dat ze hier meedoen is verzonnen" in read(client, page)


# --- when ------------------------------------------------------------------------------------------------------------


def test_the_timeline_tells_statuses_and_comings_and_goings_year_by_year():
    page = a_partnership(status="")
    steps = ("aspirant", {"since": date(2016, 8, 1)}), ("erkend", {"since": date(2020, 8, 1)})
    page.status_changes = [StatusChange(status=s, sort_order=n, **facts) for n, (s, facts) in enumerate(steps)]
    page.save()
    join(page, 4, since=date(2016, 8, 1))
    join(page, 1, role="lerarenopleiding", since=date(2018, 8, 1), until=date(2020, 8, 1))
    assert told(page) == {
        2016: "Aspirant. 4 scholen gaan meedoen.",
        2018: "Lerarenopleiding 000 gaat meedoen.",
        2020: "Erkend. Lerarenopleiding 000 stopt.",
    }
    assert [moment.year for moment in profile(page, TODAY).moments] == [2016, 2018, 2020]


@pytest.mark.parametrize(
    ("status", "year", "words"),
    [
        ({"status": "aspirant", "as_of_year": 2016}, 2016, "In een bron uit dit jaar: aspirant. Sinds wanneer, weten we niet."),
        ({"status": "erkend"}, None, "Erkend: sinds wanneer, weten we niet."),
        ({"status": "onbekend"}, None, "De status is niet bekend."),
    ],
)  # fmt: skip
def test_what_is_not_known_of_a_status_is_said(status, year, words):
    assert told(a_partnership(**status)) == {year: words}


def test_what_is_not_known_of_a_membership_is_said_last():
    page = a_partnership(status="")
    join(page, 5)
    join(page, 4, since=date(2019, 8, 1))
    assert list(told(page)) == [2019, None]
    assert told(page)[None] == "Van 5 scholen weten we niet sinds wanneer ze meedoen."


def test_who_looked_it_over_and_when_is_said_and_so_is_that_nobody_did(client, at):
    at(2026, 3, 4, 12)
    checked = a_partnership(checked_on=date(2026, 1, 9), checked_by="het partnerschap")
    assert "laatst gecontroleerd op 9 januari 2026 door het partnerschap" in read(client, checked)
    assert "nog niet gecontroleerd" in read(client, a_partnership())


# --- where -----------------------------------------------------------------------------------------------------------


def drawn(page: PartnershipPage):
    return draw(page, profile(page, TODAY).school_sites)


def test_the_drawing_shows_every_school_within_its_box_and_says_what_it_shows():
    page = a_partnership(sectors=["po", "vo"])
    corners = {"Goes": (51.5, 3.89), "Groningen": (53.22, 6.57), "Maastricht": (50.85, 5.69)}
    for place, (lat, lon) in corners.items():
        join(page, 2, place=place, lat=lat, lon=lon, sector="vo")
    join(page, place="Zonder punt", lat=None, lon=None)
    drawing = drawn(page)
    left, top, width, height = map(float, drawing.box.split())
    (dots,) = drawing.dots
    points = [tuple(map(float, point.split())) for point in re.findall(r"M(\S+ [\d.]+)h\.01(?=M|$)", dots.path)]
    assert dots.sector == "vo"
    assert len(points) == len(corners)  # two schools on the same spot are one dot
    assert all(left < x < left + width and top < y < top + height for x, y in points)
    assert [shape.sector for shape in drawing.shapes] == ["po", "vo"]
    assert "6 scholen" in drawing.label
    assert all(place in drawing.label for place in corners)


def test_a_partnership_alone_is_shown_with_its_surroundings():
    drawing = drawn(a_partnership())
    assert 0 < float(drawing.box.split()[2]) < WIDTH / 4
    assert drawing.label.endswith("ligt in Utrecht")


def test_without_any_place_the_page_says_so(client):
    page = a_partnership(place="", province="", lat=None, lon=None)
    assert drawn(page) is None
    assert "de plaats is niet bekend" in read(client, page)
    join(page)
    assert drawn(page).shapes == []
    assert "de plaats is niet bekend" not in read(client, page)


def test_hundreds_of_schools_cost_no_more_questions_than_one(client, django_assert_num_queries):
    page = a_partnership()
    join(page)
    with django_assert_num_queries(2):  # partners with their organisations, statuses
        profile(page, TODAY)
    fresh = [Organisation(name=f"School {n}", kind="school", place=f"Plaats {n % 40}") for n in range(400)]
    Organisation.objects.bulk_create(fresh)
    Partner.objects.bulk_create([Partner(page=page, organisation=one, role="school") for one in fresh])
    with django_assert_num_queries(2):
        assert len(profile(page, TODAY).schools) == 401


def test_publishing_hundreds_of_partners_notes_once_what_the_page_refers_to(django_assert_max_num_queries):
    page = a_partnership()
    schools = [partner.organisation for partner in join(page, 60)]
    revision = PartnershipPage.objects.get(pk=page.pk).save_revision()
    with django_assert_max_num_queries(60 * 4 + 80):  # it was more than 10 for each
        revision.publish()
    assert all(school.pk in referred_to(page) for school in schools)


def referred_to(page: PartnershipPage) -> set[int]:
    """The organisations that the admin knows the page refers to: it warns before one of these is deleted."""
    found = ReferenceIndex.get_references_for_object(page).filter(model_path="partners.item.organisation")
    return {int(pk) for pk in found.values_list("to_object_id", flat=True)}
