"""Who may do what is one list: the table in the docs says the same, and so does the admin."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.documents.permissions import permission_policy as documents
from wagtail.images.permissions import ImagesPermissionPolicyGetter
from wagtail.models import GroupApprovalTask, Page, Workflow
from wagtail.permissions import page_permission_policy

from partnerships.examples import a_partnership
from partnerships.models import Organisation
from platform_site.accounts import roles
from platform_site.accounts.models import Council
from platform_site.examples import a_document, a_page, a_user, an_image
from platform_site.models import Theme
from platform_site.search.synonyms import SynonymGroup
from platform_site.settings.base import BASE_DIR
from tests.logging_in import log_in

pytestmark = pytest.mark.django_db
ROLES = (roles.WRITER, roles.EDITOR, roles.ADMINISTRATOR)


def on_a_page(*abilities: str):
    def check(user) -> bool:
        tester = a_page().permissions_for_user(user)
        return all(getattr(tester, ability)() for ability in abilities)

    return check


def on_files(action: str, owned: bool):
    def check(user) -> bool:
        owner = user if owned else a_user()
        images = ImagesPermissionPolicyGetter().__get__(None)
        policies = ((images, an_image(uploaded_by_user=owner)), (documents, a_document(uploaded_by_user=owner)))
        return all(policy.user_has_permission_for_instance(user, action, file) for policy, file in policies)

    return check


def opens(name: str, *arguments):
    def check(user) -> bool:
        client = log_in(Client(), user)
        return client.get(reverse(name, args=arguments)).status_code == 200

    return check


def on_model(model, *verbs: str):
    return lambda user: user.has_perms([f"{model._meta.app_label}.{verb}_{model._meta.model_name}" for verb in verbs])


def approves(user) -> bool:
    page = a_page()
    page.save_revision()
    page.get_workflow().start(page, a_user(role=roles.WRITER))
    return "approve" in [name for name, *_ in page.current_workflow_task.get_actions(page, user)]


# What Wagtail itself asks, for every right there is.
CHECKS = {
    "Het beheer openen": opens("wagtailadmin_home"),
    "Pagina's maken, wijzigen, bekijken en inleveren": on_a_page("can_edit", "can_add_subpage", "can_submit_for_moderation"),
    "Afbeeldingen en documenten toevoegen, kiezen en de eigen verbeteren": on_files("change", owned=True),
    "Synoniemen voor het zoeken bijhouden": on_model(SynonymGroup, "add", "change", "delete"),
    "Ingeleverde pagina's goedkeuren of terugsturen": approves,
    "Pagina's publiceren, inplannen en van de site halen": on_a_page("can_publish", "can_unpublish"),
    "Pagina's op slot zetten": on_a_page("can_lock", "can_unlock"),
    "Afbeeldingen en documenten van anderen verbeteren en verwijderen": on_files("delete", owned=False),
    "Thema's, doelgroepen, waarborgen, onderwijsregio's en raden wijzigen": (
        lambda user: on_model(Theme, "add", "change")(user) and on_model(Council, "change")(user)
    ),
    "Oude adressen doorverwijzen": opens("wagtailredirects:add"),
    "Organisaties bijhouden": on_model(Organisation, "add", "change", "delete"),
    "DUO-bestanden inlezen": opens("duo-import"),
    "Coördinatoren van partnerschappen uitnodigen en weghalen": lambda user: opens("coordinators", a_partnership().pk)(user),
    "Redacteuren uitnodigen en accounts beheren": opens("wagtailusers_users:index"),
    "Het logboek lezen en downloaden": opens("log-book"),
    "Instellingen, rollen en de beoordeling zelf wijzigen": (
        lambda user: opens("wagtailusers_groups:index")(user) and opens("wagtailadmin_workflows:index")(user)
    ),
}  # fmt: skip


@pytest.mark.parametrize("role", [*ROLES, ""])
@pytest.mark.parametrize("right", roles.rights(), ids=lambda right: right.words[:30])
def test_wagtail_allows_what_the_list_says_and_nothing_more(seeded, right, role):
    user = a_user(role=role)
    assert CHECKS[right.words](user) is roles.may(user, right)


def test_the_table_in_the_docs_is_the_list():
    rows = re.findall(
        r"^\| (.+?) \| (ja|nee) \| (ja|nee) \| (ja|nee) \|$", (BASE_DIR / "docs/rollen.md").read_text(), re.M
    )
    listed = [
        (right.words, *("ja" if role in (*right.roles, roles.ADMINISTRATOR) else "nee" for role in ROLES))
        for right in roles.rights()
    ]
    assert rows == listed


def test_who_is_not_known_or_not_active_has_no_role(seeded):
    assert roles.role_of(AnonymousUser()) == ""
    gone = a_user(role=roles.EDITOR, is_active=False)
    assert (roles.role_of(gone), roles.may(gone, roles.ENTER)) == ("", False)


def test_a_person_has_one_role_at_a_time(seeded):
    user = a_user(role=roles.ADMINISTRATOR)
    for role in (roles.WRITER, roles.EDITOR, ""):
        roles.give(user, role)
        assert roles.role_of(user) == role
        assert user.groups.count() == bool(role)


def test_no_coordinator_without_a_role_gets_at_any_page(seeded):
    assert not page_permission_policy.instances_user_has_any_permission_for(a_user(), ["add", "change"]).exists()


def test_migrating_again_repairs_the_groups_and_leaves_people_and_own_groups_where_they_are():
    writer, own = a_user(role=roles.WRITER), Group.objects.create(name="Stagiairs")
    own.page_permissions.create(page=Page.objects.get(depth=1), permission_type="add")
    group = Group.objects.get(name="Redacteuren")
    group.page_permissions.create(page=Page.objects.get(depth=1), permission_type="publish")
    group.permissions.clear()
    Group.objects.filter(name="Eindredacteuren").update(name="Moderators")
    call_command("migrate", verbosity=0)
    assert not a_page().permissions_for_user(writer).can_publish()
    assert writer.groups.get().permissions.filter(codename="access_admin").exists()
    assert own.page_permissions.count() == 1
    assert set(Group.objects.values_list("name", flat=True)) == {"Redacteuren", "Eindredacteuren", "Stagiairs"}
    assert Workflow.objects.get().name == GroupApprovalTask.objects.get().name == "Beoordeling"
