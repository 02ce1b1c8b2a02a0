"""What a coordinator may with the profile of somebody else: what a visitor may."""

import pytest

from partnerships.examples import a_coordinator
from tests.permissions.matrix import EVERYTHING_HIDDEN, VISITS, visit_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def test_nothing_is_given_away_or_changed(site):
    visit = visit_everything(site, a_coordinator(site["other"]), EVERYTHING_HIDDEN, VISITS)
    assert visit.asked > 400
    assert not visit.told
    assert not visit.broken
    assert visit.changed == set()
