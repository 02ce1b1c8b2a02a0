"""What a redacteur and an eindredacteur change by posting is what docs/rollen.md gives them, and nothing beside it.

Every address of the site and the admin gets an empty form, and the one that an administrator finds there, forged. Each is rolled back at
once, so that one has no bearing on the next. PostgreSQL counts meanwhile of each table how many rows were written.
"""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, GroupApprovalTask, Page, Site, UploadedFile, Workflow, WorkflowTask

from partnerships.examples import a_coordinator, a_partnership, an_organisation, the_partnerships
from partnerships.models import StudentTotal
from platform_site.accounts import roles
from platform_site.accounts.models import Council
from platform_site.examples import a_document, a_page, a_user, an_image, the_home
from platform_site.letters import Letter, written
from platform_site.models import Audience, EducationRegion, QualityStandard, SiteSettings, StandardPage, Theme
from platform_site.search.synonyms import SynonymGroup
from tests.editor import Editor, values
from tests.kept_content import kept_content
from tests.logging_in import log_in
from tests.platform_site.accounts.test_gate import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
NUMBER = 70001  # of one of everything, pages too
HANDED_IN, PLAIN, BELOW, LOCKED = range(NUMBER + 1, NUMBER + 5)  # other pages
# What a visit leaves behind, what tells of a change and what follows from one by itself.
BESIDE = {
    "django_session", "usersessions_usersession", "accounts_auditnote", "wagtailadmin_editingsession", "wagtailcore_pagesubscription",
    "wagtailcore_pagelogentry", "wagtailcore_modellogentry", "wagtailsearch_indexentry", "wagtailcore_referenceindex", "platform_site_word",
    "platform_site_siterendition", "platform_site_ownversion",
}  # fmt: skip
DRAFT = {"wagtailcore_page", "wagtailcore_revision"}
PAGE = {"platform_site_standardpage", "partnerships_partnershippage", "partnerships_statuschange"}
SITE = {"platform_site_generation", "platform_site_change", "platform_site_searchentry"}  # visitors see it
REVIEW = {"wagtailcore_taskstate", "wagtailcore_workflowstate", "platform_site_letter"}
LIVE = DRAFT | PAGE | SITE | REVIEW
REDIRECT = {"wagtailredirects_redirect"}
SNIPPET, BULK = "/beheer/snippets/", "/beheer/bulk/"


def a_list(name: str, *acts: str, table: str = "") -> dict[str, set[str]]:
    """The rows of MAY_CHANGE for a list that somebody keeps. acts: add, copy, edit, delete."""
    tables = SITE | {table or name.replace("/", "_")}
    rows = {f"{SNIPPET}{name}/{act}/" + ("" if act == "add" else "1/"): tables for act in acts}
    return rows | ({f"{BULK}{name}/delete/": tables} if "delete" in acts else {})


# Who may change which tables, and by which address; 1 stands for the number of something.
WRITER = {
    "/beheer/account/": {"wagtailusers_userprofile"},
    "/beheer/pages/1/edit/": DRAFT,
    "/beheer/pages/1/revisions/1/revert/": DRAFT,
    "/beheer/pages/1/copy/": DRAFT | PAGE,  # as a draft
    "/beheer/pages/add/platform_site/standardpage/1/": DRAFT | {"platform_site_standardpage"},  # as a draft
    "/beheer/coordinatoren/1/": {"accounts_invitation", "platform_site_letter"},
    "/beheer/werk/klopt-nog/1/": DRAFT | PAGE | SITE,
    "/beheer/werk/niet-bezorgd/1/laat-rusten/": {"platform_site_letter"},
    "/beheer/werk/niet-bezorgd/1/opnieuw/": {"platform_site_letter"},
    **a_list("platform_site/synonymgroup", "add", "copy", "edit", "delete"),
}
DELETED = LIVE | {"partnerships_coordinator"}
PICTURE, DOCUMENT = (SITE | {table} for table in ("platform_site_siteimage", "platform_site_sitedocument"))
EDITOR = WRITER | {
    "/beheer/pages/1/edit/": LIVE,
    "/beheer/pages/1/copy/": LIVE,
    "/beheer/pages/1/delete/": DELETED,
    "/beheer/pages/1/lock/": DRAFT,
    "/beheer/pages/1/unlock/": DRAFT,
    "/beheer/pages/1/move/1/confirm/": LIVE | REDIRECT,
    "/beheer/pages/1/privacy/": SITE | {"wagtailcore_pageviewrestriction"},
    "/beheer/pages/1/revisions/1/unschedule/": DRAFT,
    "/beheer/pages/1/set_position/": DRAFT | SITE,
    "/beheer/pages/1/unpublish/": LIVE,
    "/beheer/pages/add/platform_site/standardpage/1/": LIVE,
    "/beheer/pages/workflow/action/1/approve/1/": LIVE,
    "/beheer/pages/workflow/action/1/reject/1/": REVIEW,
    BULK + "wagtailcore/page/delete/": DELETED,
    BULK + "wagtailcore/page/move/": LIVE | REDIRECT,
    BULK + "wagtailcore/page/publish/": LIVE,
    BULK + "wagtailcore/page/unpublish/": LIVE,
    "/beheer/images/1/": PICTURE,
    "/beheer/images/1/delete/": PICTURE,
    "/beheer/images/multiple/1/delete/": PICTURE,
    BULK + "platform_site/siteimage/delete/": PICTURE,
    BULK + "platform_site/siteimage/add_to_collection/": PICTURE,
    "/beheer/documents/edit/1/": DOCUMENT,
    "/beheer/documents/delete/1/": DOCUMENT,
    "/beheer/documents/multiple/1/delete/": DOCUMENT,
    BULK + "platform_site/sitedocument/delete/": DOCUMENT,
    BULK + "platform_site/sitedocument/add_to_collection/": DOCUMENT,
    "/beheer/redirects/add/": REDIRECT,
    "/beheer/redirects/1/": REDIRECT,
    "/beheer/redirects/1/delete/": REDIRECT,
    **a_list("platform_site/theme", "add", "copy", "edit"),
    **a_list("platform_site/audience", "add", "copy", "edit"),
    **a_list("platform_site/qualitystandard", "add", "copy", "edit"),
    **a_list("platform_site/educationregion", "add", "copy", "edit"),
    **a_list("accounts/council", "edit"),
    **a_list("partnerships/organisation", "copy", "edit", "delete"),
}
MAY_CHANGE = {roles.WRITER: WRITER, roles.EDITOR: EDITOR}
# What the same forged forms change when an administrator sends them, so that they would for others, were they let in.
ADMINISTRATOR_ONLY = {
    "/beheer/collections/1/", "/beheer/collections/1/delete/", "/beheer/collections/1/privacy/", "/beheer/collections/add/",
    "/beheer/groups/delete/1/", "/beheer/groups/edit/1/", "/beheer/groups/new/", "/beheer/settings/platform_site/sitesettings/1/",
    "/beheer/sites/copy/1/", "/beheer/sites/delete/1/", "/beheer/sites/edit/1/", "/beheer/sites/new/", "/beheer/uitnodigingen/",
    "/beheer/users/copy/1/", "/beheer/users/delete/1/", "/beheer/users/edit/1/", "/beheer/users/new/",
    "/beheer/bulk/accounts/user/assign_role/", "/beheer/bulk/accounts/user/delete/", "/beheer/bulk/accounts/user/set_active_state/",
    "/beheer/snippets/accounts/council/add/", "/beheer/snippets/accounts/council/delete/1/", "/beheer/bulk/accounts/council/delete/",
    "/beheer/snippets/platform_site/theme/delete/1/", "/beheer/bulk/platform_site/theme/delete/", "/beheer/workflows/add/",
    "/beheer/workflows/disable/1/", "/beheer/workflows/edit/1/", "/beheer/workflows/tasks/disable/1/",
}  # fmt: skip
# What is typed into the fields that an administrator finds, and what a forger sends beside it.
TYPED = {
    "title": "Gekaapt", "summary": "Gekaapt", "name": "Gekaapt", "first_name": "Gekaapt", "last_name": "Gekaapt", "words": "gekaapt, geroofd",
    "email": "gekaapt@voorbeeld.nl", "hostname": "gekaapt.voorbeeld.nl", "old_path": "/gekaapt", "redirect_link": "https://voorbeeld.nl/",
    "new_title": "Gekaapt", "new_slug": "gekaapt", "label": "Gekaapt", "promise": "Gekaapt", "source": "Gekaapt",
}  # fmt: skip
FORGED = {
    "is_superuser": "on", "is_active": "on", "mark_as_active": "False", "role": str(NUMBER), "confirm": "yes", "comment": "Gekaapt",
    "action-publish": "1", "restriction_type": "login", "publish_copies": "on", "cascade": "on", "include_descendants": "on",
    "position": "0", "year": "2031", "students": "7", "task": str(NUMBER), "order": "1", "slug": "gekaapt", "description": "Gekaapt",
    "port": "443", "collection": str(NUMBER), "chooser": str(LOCKED),
}  # fmt: skip
# A page that is handed in or locked, unless to decide on it; only of a redacteur it tells something more.
CLOSED = re.compile(rf"^[a-z_/]+(?:\?id=)?({HANDED_IN}|{LOCKED})(/(?!approve|reject|unlock)|$)")
FLAT = re.compile(
    r"^/(?!beheer/)|/(results|usage|history.*|reports|chosen|chosen-multiple|search|find|sprite|jsi18n|werk|list|index|logout|failwhale)/"
)


def number_on(first: int, *models: type) -> None:
    """The next row of each of these models, or of all, is numbered `first`."""
    with connection.cursor() as cursor:
        for model in models or apps.get_models():
            if (key := model._meta.pk).get_internal_type() in ("AutoField", "BigAutoField"):
                table = model._meta.db_table
                cursor.execute(
                    "select setval(pg_get_serial_sequence(%s, %s), %s, false)", [f'"{table}"', key.column, first]
                )


@pytest.fixture(scope="module")
def everything(seeded, django_db_blocker):
    """One of all that there is, numbered NUMBER, and the pages beside it; gives the users of the roles."""
    with kept_content(django_db_blocker):
        users = {role: a_user(role=role) for role in (roles.WRITER, roles.EDITOR, roles.ADMINISTRATOR)}
        the_partnerships()
        number_on(NUMBER)
        a_user("doelwit@voorbeeld.nl", role=roles.WRITER)
        profile, handed_in = a_partnership("Opleidingsschool De Brug"), a_partnership("Opleidingsschool De Kade")
        for model in (Theme, Audience, QualityStandard, EducationRegion, Council):
            model.objects.create(title="Doelwit", slug="doelwit", order=99)
        SynonymGroup.objects.create(words="doelwit, mikpunt")
        an_organisation("Doelwit")
        StudentTotal.objects.create(year=2020, students=1, source="DUO")
        a_plain = a_page("Gewone pagina")
        a_page("Daaronder", parent=a_plain)
        locked = a_page("Op slot")
        Page.objects.filter(pk=locked.pk).update(
            locked=True, locked_by=users[roles.ADMINISTRATOR], locked_at=timezone.now()
        )
        Redirect.objects.create(old_path="/doelwit", redirect_link="/")
        Collection.get_first_root_node().add_child(name="Doelwit")
        SiteSettings.for_site(the_home().get_site()).save()
        Site.objects.create(hostname="doelwit.voorbeeld.nl", root_page=the_home())
        Group.objects.create(name="Stagiairs")
        WorkflowTask.objects.create(
            workflow=Workflow.objects.create(name="Doelwit"), task=GroupApprovalTask.objects.create(name="Doelwit")
        )
        an_image(uploaded_by_user=users[roles.ADMINISTRATOR])
        a_document(uploaded_by_user=users[roles.ADMINISTRATOR])
        UploadedFile.objects.create(file=ContentFile(b"x", "x.png"), uploaded_by_user=users[roles.ADMINISTRATOR])
        a_letter = written("doelwit@voorbeeld.nl", "Onderwerp: Iets\n\nTekst.")
        a_letter.state = Letter.State.UNDELIVERABLE
        a_letter.save()
        a_coordinator(profile)
        profile.save_revision(user=users[roles.ADMINISTRATOR])
        handed_in.save_revision(user=users[roles.ADMINISTRATOR])
        number_on(HANDED_IN, apps.get_model("wagtailcore.TaskState"))
        handed_in.get_workflow().start(handed_in, users[roles.ADMINISTRATOR])
        yield users


def patterns() -> Iterator[str]:
    """Every address, the numbers in it still 1, and those for any kind of thing spelled out for each."""
    bulk_action_registry.get_bulk_actions_for_model("", "")  # fills it
    named = {
        "/beheer/bulk/iets/iets/iets/": [
            f"{BULK}{app}/{model}/{action}/"
            for app, models in bulk_action_registry.actions.items()
            for model, actions in models.items()
            for action in actions
        ],
        "/beheer/pages/workflow/action/1/iets/1/": [
            f"/beheer/pages/workflow/action/1/{act}/1/" for act in ("approve", "reject")
        ],
        "/beheer/settings/iets/iets/1/": ["/beheer/settings/platform_site/sitesettings/1/"],
        "/beheer/pages/add/iets/iets/1/": ["/beheer/pages/add/platform_site/standardpage/1/"],
        "/beheer/workflows/tasks/add/iets/iets/": ["/beheer/workflows/tasks/add/wagtailcore/groupapprovaltask/"],
    }
    for address in sorted(set(addresses())):
        if "(" not in address and "*" not in address:
            yield from named.get(address, [address])


def filled_in(pattern: str) -> Iterator[str]:
    """The addresses of that pattern; for pages several: on the site, handed in, plain and locked."""
    for number in (NUMBER, HANDED_IN, PLAIN, LOCKED) if re.search("/pages?/", pattern) else (NUMBER,):
        address = pattern.replace("/move/1/", f"/move/{LOCKED}/").replace("/iets/", "/opleidingsschool-de-brug/")
        yield re.sub(r"/1(?=/|$)", f"/{number}", address) + (f"?id={number}" if BULK in pattern else "")


def forged(administrator: Editor, address: str) -> QueryDict:
    """The form that an administrator finds at an address, with other words in it and more beside it."""
    found = QueryDict(mutable=True)
    match = re.fullmatch(rf"/beheer/pages/(\d+)/edit/|/beheer/pages/add/platform_site/standardpage/{PLAIN}/", address)
    with transaction.atomic():
        if match:
            found = administrator.filled_in(
                address, Page.objects.get(pk=match[1]).specific if match[1] else StandardPage
            )
        else:
            answer = administrator.client.get(address)
            for form in BeautifulSoup(b"" if answer.streaming else answer.content, "html.parser").select(
                "form[method=post i]"
            ):
                found.update(values(form))
        transaction.set_rollback(True)
    here = {"parent": str(Collection.get_first_root_node().pk), "root_page": str(the_home().pk)}
    beside = FORGED | (here if "/collections/" in address or "/sites/" in address else {})
    beside |= {"role": roles.EDITOR} if address == "/beheer/uitnodigingen/" else {}
    beside = {name: value for name, value in beside.items() if name != "action-publish" or "/revert/" not in address}
    for name, value in (TYPED | beside).items():
        if name in beside or name in found:
            found[name] = value
    return found


@pytest.fixture(scope="module")
def forms(everything) -> list[tuple[str, str, list]]:
    """Every pattern, its addresses, and what is posted there: nothing, and where there may be a form also that, forged."""
    administrator = Editor(everything[roles.ADMINISTRATOR])
    administrator.client.raise_request_exception = False
    return [
        (pattern, address, [{}] if FLAT.search(address) else [{}, forged(administrator, address)])
        for pattern in patterns()
        for address in filled_in(pattern)
    ]


def counts() -> dict[str, int]:
    """How many rows of each table were written in this transaction so far, also what was rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables")
        return dict(cursor.fetchall())


def written_by(client: Client, cookies: str, address: str, fields: dict | QueryDict) -> tuple[int, set[str]]:
    """The answer to one form, and the tables that it wrote to; nothing of it stays."""
    cache.clear()
    client.cookies = SimpleCookie(cookies)
    before = counts()
    with transaction.atomic():
        sent = QueryDict(mutable=True)
        sent.update(fields)
        answer = client.post(address, sent.urlencode(), content_type="application/x-www-form-urlencoded")
        after = counts()
        transaction.set_rollback(True)
    wrote = {table for table in after if after[table] != before.get(table, 0)}
    return answer.status_code, wrote - BESIDE


def changed(user, forms: list) -> dict[str, dict[str, set[str]]]:
    """Which tables somebody changes: by pattern, and in it by address."""
    client = log_in(Client(raise_request_exception=False), user)
    cookies, found = client.cookies.output(header="", sep=";").strip(), {}
    for pattern, address, sent in forms:
        for fields in sent:
            if tables := written_by(client, cookies, address, fields)[1]:
                found.setdefault(pattern, {}).setdefault(address, set()).update(tables)
    return found


@pytest.mark.parametrize("role", [roles.WRITER, roles.EDITOR])
def test_a_role_changes_what_it_may_and_nothing_else(everything, forms, role):
    asked = [row for row in forms if role == roles.WRITER or not CLOSED.search(row[1])]
    found, may = changed(everything[role], asked), MAY_CHANGE[role]
    beyond = {
        (address, table)
        for pattern, by_address in found.items()
        for address, tables in by_address.items()
        for table in tables - may.get(pattern, set())
    }
    assert beyond == set()
    assert set(may) - set(found) == set()
    if role == roles.WRITER:  # what is handed in or locked waits for an editor
        closed = {address for by_address in found.values() for address in by_address if CLOSED.search(address)}
        assert {re.sub(r"\d+", "1", address) for address in closed} <= {"/beheer/pages/1/copy/"}


def test_what_is_forged_would_change_something(everything, forms):
    """Or the test above would pass whatever is allowed."""
    only = [row for row in forms if row[0] in ADMINISTRATOR_ONLY]
    assert ADMINISTRATOR_ONLY - set(changed(everything[roles.ADMINISTRATOR], only)) == set()
    assert not ADMINISTRATOR_ONLY & set(WRITER | EDITOR)
