"""The permission matrix for those who edit nothing, or one profile only: no address of the site gives away or changes what is not theirs.

Every address that the site knows is asked for and posted to, its parameters pointing at what is secret. Afterwards the tables are compared.
What editors may do is compared with docs/rollen.md in tests/platform_site/accounts/test_roles.py and, by posting, in test_editing_rights.py; how the
admin opens in test_gate.py.
"""

import hashlib

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from wagtail.models import PageViewRestriction

from knowledge_bank.examples import a_knowledge_item
from partnerships.examples import a_coordinator, a_partnership
from platform_site.accounts import roles
from platform_site.examples import a_document, a_user
from tests.kept_content import kept_content
from tests.logging_in import log_in
from tests.platform_site.accounts.test_gate import addresses
from tests.portal_visit import Coordinator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
OWN, SECRET = "Eigenzinnig", "Zwijgzaamheid"  # in what the one coordinator writes; in what nobody of these may see
# What a visit itself leaves behind, or what somebody's own account holds.
VISITS = {
    "django_session", "usersessions_usersession", "accounts_user", "mfa_authenticator", "django_tasks_database_dbtaskresult",
    "platform_site_missedsearch", "accounts_auditnote", "platform_site_letter", "wagtailusers_userprofile",
}  # fmt: skip
# What a coordinator may change by writing and handing in, never on the site itself.
WRITTEN = {
    "partnerships_profiledraft", "partnerships_profilecheck", "partnerships_successor", "partnerships_organisation", "wagtailcore_revision",
    "wagtailcore_workflowstate", "wagtailcore_taskstate", "wagtailcore_pagelogentry", "wagtailcore_modellogentry",
    "wagtailsearch_indexentry", "wagtailcore_referenceindex", "platform_site_generation", "platform_site_change",
}  # fmt: skip
# Of a page only that a revision exists may change then, and when its coordinator said that it still holds.
NOTES = {
    "wagtailcore_page": ("latest_revision_id", "has_unpublished_changes", "draft_title", "latest_revision_created_at", "live_revision_id"),
    "partnerships_partnershippage": ("checked_on", "checked_by"),
}  # fmt: skip

NO_NOTES: dict[str, tuple] = {}
# What the admin notes of who is looking at what.
LOOKING = {"wagtailadmin_editingsession", "wagtailadmin_formstate", "wagtailcore_pagesubscription"}


def fingerprints(leaving_out: set[str], notes: dict[str, tuple] = NO_NOTES) -> dict[str, str]:
    """What every table holds, in short."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted({model._meta.db_table for model in apps.get_models()} - leaving_out):
            row = "to_jsonb(t)" + "".join(f" - '{name}'" for name in notes.get(table, ()))
            cursor.execute(
                f"select coalesce(string_agg(({row})::text, chr(10) order by ({row})::text), '') from \"{table}\" t"
            )
            found[table] = hashlib.sha256(cursor.fetchone()[0].encode()).hexdigest()
    return found


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


def asked(site) -> list[str]:
    """Every address below which something of ours answers, its parameters filled with the ids and names of the secrets."""
    numbers = [str(site[name].pk) for name in ("theirs", "draft", "document")]
    names = [site["theirs"].slug, site["draft"].slug]
    found = set()
    for address in addresses():
        for number in numbers:
            for name in names:
                found.add(
                    "/".join(number if part == "1" else name if part == "iets" else part for part in address.split("/"))
                )
    pages = [f"/kennisbank/{site['draft'].slug}/", "/kennisbank/?q=zwijgzaamheid", "/zoeken/?q=zwijgzaamheid"]
    return sorted({address for address in found if "(" not in address and "?P" not in address} | set(pages))


@pytest.mark.parametrize("role", ["visitor", "coordinator", "another coordinator"])
def test_nothing_is_given_away_or_changed(site, role):
    who = {"coordinator": site["coordinator"]}.get(role) or a_coordinator(site["other"])
    compared = (VISITS | WRITTEN, NOTES) if role == "coordinator" else (VISITS,)
    hidden = [SECRET, SECRET.lower() + "@"] + ([] if role == "coordinator" else [OWN])
    before = fingerprints(*compared)
    told, broken, addresses_asked = [], [], asked(site)
    assert len(addresses_asked) > 400
    client = Client(raise_request_exception=False)
    for address in addresses_asked:
        for method in ("get", "post"):
            if role != "visitor" and "sessionid" not in client.cookies:  # logged out by the address before
                log_in(client, who, "code")
            response = getattr(client, method)(address)
            body = (b"".join(response.streaming_content) if response.streaming else response.content).decode(
                errors="ignore"
            )
            body = body.replace("q=zwijgzaamheid", "")
            if any(word in body for word in hidden):
                told.append((method, address, response.status_code))
            if response.status_code >= 500 and not address.startswith("/status/"):
                broken.append((method, address, response.status_code))
            if "/inloggen/" in address and method == "post":
                client = Client(raise_request_exception=False)
    after = fingerprints(*compared)
    assert not told
    assert not broken
    assert {table for table in before if before[table] != after[table]} == set()


@pytest.mark.parametrize("role", [roles.WRITER, roles.EDITOR])
def test_an_editor_who_only_looks_changes_nothing(site, role):
    """Every address, those of the admin too, asked with GET."""
    client = Client(raise_request_exception=False)
    user = log_in(client, a_user(role=role))
    before = fingerprints(VISITS | LOOKING)
    for address in asked(site):
        if not address.startswith("/inloggen/"):
            user.get(address)
    after = fingerprints(VISITS | LOOKING)
    assert {table for table in before if before[table] != after[table]} == set()


def test_this_notices_a_change_and_a_word(site):
    """Or the test above would pass whatever happens."""
    before = fingerprints(VISITS)
    site["theirs"].place = "Elders"
    type(site["theirs"]).objects.filter(pk=site["theirs"].pk).update(place="Elders")
    after = fingerprints(VISITS)
    assert {table for table in before if before[table] != after[table]} == {"partnerships_partnershippage"}
    editor = log_in(Client(), a_user(role=roles.EDITOR))
    assert SECRET in editor.get(f"/beheer/pages/{site['draft'].pk}/edit/").content.decode()
