"""The permission matrix for those who edit nothing, or one profile only: no address of the site gives away or changes what is not theirs.

Every address that the site knows is asked for and posted to, its parameters pointing at what is secret. Afterwards the tables are compared.
A file a role, so that they can be run side by side.
What editors may do is compared with docs/rollen.md in tests/platform_site/accounts/test_roles.py and, by posting, in test_editing_rights.py; how the
admin opens in test_gate.py.
"""

import hashlib
from dataclasses import dataclass, field

from django.apps import apps
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client

from platform_site.examples import a_user
from tests.logging_in import log_in
from tests.platform_site.accounts.test_gate import addresses

OWN, SECRET = "Eigenzinnig", "Zwijgzaamheid"  # in what the one coordinator writes; in what nobody of these may see
HIDDEN = [SECRET, f"{SECRET.lower()}@"]  # from all of these
EVERYTHING_HIDDEN = [*HIDDEN, OWN]  # from who is no coordinator of it
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


def addresses_of(site) -> list[str]:
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


@dataclass
class Visit:
    """What came of asking for everything. told, broken: what gave away a secret, or fell over, and how. changed: tables."""

    asked: int
    told: list[tuple] = field(default_factory=list)
    broken: list[tuple] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)


def text_of(response: HttpResponseBase) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode(errors="ignore").replace("q=zwijgzaamheid", "")


def visit_everything(site, who, hidden: list[str], leaving_out: set[str], notes: dict[str, tuple] = NO_NOTES) -> Visit:
    """Asks for and posts to every address, as a visitor or logged in as `who`."""
    before = fingerprints(leaving_out, notes)
    wanted = addresses_of(site)
    visit = Visit(len(wanted))
    client = Client(raise_request_exception=False)
    for address in wanted:
        for method in ("get", "post"):
            if who and "sessionid" not in client.cookies:  # logged out by the address before
                log_in(client, who, "code")
            response = getattr(client, method)(address)
            if any(word in text_of(response) for word in hidden):
                visit.told.append((method, address, response.status_code))
            if response.status_code >= 500 and not address.startswith("/status/"):
                visit.broken.append((method, address, response.status_code))
            if "/inloggen/" in address and method == "post":
                client = Client(raise_request_exception=False)
    after = fingerprints(leaving_out, notes)
    visit.changed = {table for table in before if before[table] != after[table]}
    return visit


def tables_changed_by_looking(site, role: str) -> set[str]:
    """The tables that change when an editor asks for every address, those of the admin too, with GET."""
    client = Client(raise_request_exception=False)
    user = log_in(client, a_user(role=role))
    before = fingerprints(VISITS | LOOKING)
    for address in addresses_of(site):
        if not address.startswith("/inloggen/"):
            user.get(address)
    after = fingerprints(VISITS | LOOKING)
    return {table for table in before if before[table] != after[table]}
