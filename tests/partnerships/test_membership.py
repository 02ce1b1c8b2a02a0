"""Who takes part on which day is a question to the data, and what is unknown stays unknown."""

from datetime import date

import pytest

from partnerships.examples import a_partnership, an_organisation
from partnerships.models import Organisation, Partner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

JOINED, LEFT = date(2019, 8, 1), date(2023, 8, 1)


def member(name: str = "", **dates) -> Partner:
    return Partner.objects.create(page=a_partnership(), organisation=an_organisation(name), role="school", **dates)


@pytest.mark.parametrize(
    ("day", "there"),
    [
        (date(2019, 7, 31), False),
        (JOINED, True),
        (date(2023, 7, 31), True),
        (LEFT, False),
        (date(2026, 1, 1), False),
    ],
)
def test_a_partner_takes_part_from_its_first_day_up_to_its_last(day, there):
    partner = member(since=JOINED, until=LEFT)
    assert Partner.objects.on(day).filter(pk=partner.pk).exists() is there
    assert partner.takes_part_on(day) is there


def test_without_a_start_it_was_always_there_and_is_left_out_where_dates_count():
    partner = member(until=LEFT)
    assert Partner.objects.on(date(1990, 1, 1)).get() == partner
    assert partner.takes_part_on(date(1990, 1, 1))
    assert not Partner.objects.on(LEFT).exists()
    assert not Partner.objects.dated().exists()


def test_a_school_that_moves_is_in_one_partnership_before_and_in_the_other_after():
    school, before, after = an_organisation(), a_partnership(), a_partnership()
    Partner.objects.create(page=before, organisation=school, role="school", since=JOINED, until=LEFT)
    Partner.objects.create(page=after, organisation=school, role="school", since=LEFT)
    found = [Partner.objects.on(day).get(organisation=school).page for day in (JOINED, LEFT)]
    assert found == [before, after]


def test_organisations_that_take_part_on_a_day_count_once_and_only_in_what_everybody_may_see():
    school, hidden = an_organisation("Tweemaal"), a_partnership()
    for page in (a_partnership(), a_partnership()):
        Partner.objects.create(page=page, organisation=school, role="school", since=JOINED)
    Partner.objects.create(page=hidden, organisation=an_organisation("Verborgen"), role="school")
    hidden.unpublish()
    assert list(Organisation.objects.taking_part_on(LEFT)) == [school]
    assert not Organisation.objects.taking_part_on(date(2019, 7, 31)).exists()
