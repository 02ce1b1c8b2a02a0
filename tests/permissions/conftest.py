"""The site that the permission matrix visits."""

import pytest
from wagtail.models import PageViewRestriction

from knowledge_bank.examples import a_knowledge_item
from partnerships.examples import a_partnership
from platform_site.accounts import roles
from platform_site.examples import a_document, a_user
from tests.kept_content import kept_content
from tests.permissions.matrix import OWN, SECRET
from tests.portal_visit import Coordinator


@pytest.fixture(scope="module")
def site(seeded, django_db_blocker):
    """Two partnerships with a coordinator each, and everything of which only editors should know."""
    with kept_content(django_db_blocker):
        theirs, other = a_partnership("Opleidingsschool De Brug"), a_partnership("Opleidingsschool De Kade")
        coordinator = Coordinator(theirs)
        coordinator.send("wie-wij-zijn", about=f"Wij zijn {OWN}.")
        draft = a_knowledge_item(f"{SECRET} in concept")
        draft.unpublish()
        private = a_knowledge_item(f"{SECRET} achter slot")
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.GROUPS)
        document = a_document()
        a_user(email=f"{SECRET.lower()}@voorbeeld.nl", role=roles.EDITOR)
        yield {
            "theirs": theirs, "other": other, "coordinator": coordinator.user, "draft": draft, "private": private, "document": document,
        }  # fmt: skip
