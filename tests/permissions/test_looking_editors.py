"""An editor who only looks changes nothing."""

import pytest

from platform_site.accounts import roles
from tests.permissions.matrix import tables_changed_by_looking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


@pytest.mark.parametrize("role", [roles.WRITER, roles.EDITOR])
def test_an_editor_who_only_looks_changes_nothing(site, role):
    assert tables_changed_by_looking(site, role) == set()
