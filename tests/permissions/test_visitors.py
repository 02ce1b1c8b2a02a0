"""What a visitor may: see what is public. And whether the matrix would notice if it were more."""

import pytest
from django.test import Client

from platform_site.accounts import roles
from platform_site.examples import a_user
from tests.logging_in import log_in
from tests.permissions.matrix import EVERYTHING_HIDDEN, SECRET, VISITS, fingerprints, visit_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def test_nothing_is_given_away_or_changed(site):
    visit = visit_everything(site, None, EVERYTHING_HIDDEN, VISITS)
    assert visit.asked > 400
    assert not visit.told
    assert not visit.broken
    assert visit.changed == set()


def test_this_notices_a_change_and_a_word(site):
    """Or the tests of all roles would pass whatever happens."""
    before = fingerprints(VISITS)
    site["theirs"].place = "Elders"
    type(site["theirs"]).objects.filter(pk=site["theirs"].pk).update(place="Elders")
    after = fingerprints(VISITS)
    assert {table for table in before if before[table] != after[table]} == {"partnerships_partnershippage"}
    editor = log_in(Client(), a_user(role=roles.EDITOR))
    assert SECRET in editor.get(f"/beheer/pages/{site['draft'].pk}/edit/").content.decode()
