"""What a coordinator may: see and write what is theirs, and nothing of what only editors know."""

import pytest

from tests.permissions.matrix import HIDDEN, NOTES, VISITS, WRITTEN, visit_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def test_nothing_is_given_away_or_changed(site):
    visit = visit_everything(site, site["coordinator"], HIDDEN, VISITS | WRITTEN, NOTES)
    assert visit.asked > 400
    assert not visit.told
    assert not visit.broken
    assert visit.changed == set()
