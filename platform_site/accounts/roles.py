"""Who may do what: one list of rights; groups, permissions and the review of pages in Wagtail follow from it.

docs/rollen.md shows the same as a table; tests/platform_site/accounts/test_roles.py compares both with Wagtail's own checks.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.utils import translation
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

WRITER, EDITOR, ADMINISTRATOR = "redacteur", "eindredacteur", "beheerder"
RANK = ("", WRITER, EDITOR, ADMINISTRATOR)
GROUPS = {WRITER: "Redacteuren", EDITOR: "Eindredacteuren"}
REVIEW = "Beoordeling"
# What Wagtail calls them when it makes them; they are renamed, so that nobody loses a place.
FORMERLY = {"Redacteuren": "Editors", "Eindredacteuren": "Moderators", REVIEW: "Moderators approval"}


@dataclass(frozen=True)
class Right:
    """Something to do in the admin. words: how docs/rollen.md puts it; roles: who may, beside the administrator, who may all.

    pages, files and models: the permissions that Wagtail asks for it, on the tree, on the collections and in general.
    """

    words: str
    roles: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    models: tuple[str, ...] = ()


_ALL = (WRITER, EDITOR)
ENTER = Right("Het beheer openen", _ALL, models=("wagtailadmin.access_admin",))
WRITE = Right(
    "Pagina's maken, wijzigen, bekijken en inleveren", _ALL, pages=("wagtailcore.add_page", "wagtailcore.change_page")
)
REVIEW_PAGES = Right("Ingeleverde pagina's goedkeuren of terugsturen", (EDITOR,))
PUBLISH = Right("Pagina's publiceren, inplannen en van de site halen", (EDITOR,), pages=("wagtailcore.publish_page",))
LOCK = Right("Pagina's op slot zetten", (EDITOR,), pages=("wagtailcore.lock_page", "wagtailcore.unlock_page"))
UPLOAD = Right(
    "Afbeeldingen en documenten toevoegen, kiezen en de eigen verbeteren",
    _ALL,
    files=("wagtailimages.add_image", "wagtailimages.choose_image", "wagtaildocs.add_document", "wagtaildocs.choose_document"),
)  # fmt: skip
MEND_FILES = Right(
    "Afbeeldingen en documenten van anderen verbeteren en verwijderen",
    (EDITOR,),
    files=("wagtailimages.change_image", "wagtaildocs.change_document"),
)
SYNONYMS = Right(
    "Synoniemen voor het zoeken bijhouden",
    _ALL,
    models=tuple(f"platform_site.{verb}_synonymgroup" for verb in ("add", "change", "delete")),
)
LISTS = Right(
    "Thema's, doelgroepen, waarborgen, onderwijsregio's en raden wijzigen",
    (EDITOR,),
    models=(
        *(
            f"platform_site.{verb}_{model}"
            for model in ("theme", "audience", "qualitystandard", "educationregion")
            for verb in ("add", "change")
        ),
        "accounts.change_council",
    ),
)
REDIRECTS = Right(
    "Oude adressen doorverwijzen",
    (EDITOR,),
    models=tuple(f"wagtailredirects.{verb}_redirect" for verb in ("add", "change", "delete")),
)
ACCOUNTS = Right("Redacteuren uitnodigen en accounts beheren", models=("accounts.add_user",))
LOG_BOOK = Right("Het logboek lezen en downloaden")
SETTINGS = Right("Instellingen, rollen en de beoordeling zelf wijzigen")

_rights = [
    ENTER, WRITE, UPLOAD, SYNONYMS, REVIEW_PAGES, PUBLISH, LOCK, MEND_FILES, LISTS, REDIRECTS, ACCOUNTS, LOG_BOOK, SETTINGS
]  # fmt: skip


def register(right: Right) -> None:
    """Adds a right over something that an app has. Called from AppConfig.ready()."""
    _rights.insert(_rights.index(ACCOUNTS), right)


def rights() -> list[Right]:
    """All that can be allowed, in the order of docs/rollen.md."""
    return list(_rights)


def role_of(user: AbstractBaseUser) -> str:
    """The role of somebody, the highest of several; empty for who has none: visitors and coordinators."""
    if not user.is_active or user.is_anonymous:
        return ""
    if user.is_superuser:
        return ADMINISTRATOR
    names = set(user.groups.values_list("name", flat=True))
    return next((role for role in (EDITOR, WRITER) if GROUPS[role] in names), "")


def may(user: AbstractBaseUser, right: Right) -> bool:
    """Whether somebody may do this: by role, or as a member of a group that an administrator made and gave these permissions."""
    role = role_of(user)
    return role == ADMINISTRATOR or role in right.roles or (bool(right.models) and user.has_perms(right.models))


def give(user: AbstractBaseUser, role: str) -> None:
    """Gives somebody this role in place of the one before."""
    user.is_superuser = role == ADMINISTRATOR
    user.save(update_fields=["is_superuser"])
    user.groups.remove(*Group.objects.filter(name__in=GROUPS.values()).exclude(name=GROUPS.get(role)))
    if role in GROUPS:
        user.groups.add(Group.objects.get(name=GROUPS[role]))


def after_migrating(using: str, **kwargs) -> None:
    """Brings the roles in the database in line with this module, as soon as all tables for it are there."""
    if WorkflowPage._meta.db_table in connection.introspection.table_names():
        for app in apps.get_app_configs():
            create_permissions(app, using=using, verbosity=0)
        name_permissions()
        if Page.objects.filter(depth=1).exists():
            establish()


# How an administrator reads what Django and Wagtail call permissions.
IN_DUTCH = {
    "add": "toevoegen", "change": "wijzigen", "delete": "verwijderen", "view": "bekijken",
    "publish": "publiceren", "lock": "op slot zetten", "unlock": "van het slot halen", "choose": "kiezen",
}  # fmt: skip
WHOLE = {
    "Delete pages with children": "Pagina's met onderliggende pagina's verwijderen",
    "Lock/unlock pages you've locked": "Pagina's op slot zetten en het eigen slot eraf halen",
    "Publish any page": "Elke pagina publiceren",
    "Unlock any page": "Elke pagina van het slot halen",
    "Can access Wagtail admin": "Het beheer openen",
}


def name_permissions() -> None:
    """Gives permissions a Dutch name; Django makes them with an English one, and also their models' names, for it migrates in English."""
    names = WHOLE | {name: name for name in WHOLE.values()}
    with translation.override(settings.LANGUAGE_CODE):
        for permission in Permission.objects.select_related("content_type"):
            verb, _, model = permission.codename.partition("_")
            own = verb in IN_DUTCH and model == permission.content_type.model
            name = names.get(permission.name) or (f"{permission.content_type.name} {IN_DUTCH[verb]}" if own else "")
            if name and name != permission.name:
                Permission.objects.filter(pk=permission.pk).update(name=name)


def establish() -> None:
    """Makes the groups and the review, and gives each group exactly its rights. Can be called again at any time."""
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    for role, name in GROUPS.items():
        group = _called(Group, name)
        mine = [right for right in _rights if role in right.roles]
        group.permissions.set(_permissions(name for right in mine for name in right.models))
        _exactly(
            GroupPagePermission.objects.filter(group=group, page=root),
            _permissions(name for right in mine for name in right.pages),
            {"group": group, "page": root},
        )
        _exactly(
            GroupCollectionPermission.objects.filter(group=group, collection=collection),
            _permissions(name for right in mine for name in right.files),
            {"group": group, "collection": collection},
        )
    task = _called(GroupApprovalTask, REVIEW)
    task.groups.set([Group.objects.get(name=GROUPS[EDITOR])])
    workflow = _called(Workflow, REVIEW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
    WorkflowPage.objects.get_or_create(page=root, defaults={"workflow": workflow})


def _called(model, name: str):
    """The one of this name; renamed from what Wagtail calls it, or new."""
    found = (
        model.objects.filter(name=name).first() or model.objects.filter(name=FORMERLY[name]).first() or model(name=name)
    )
    if found.name != name or not found.pk:
        found.name = name
        found.save()
    return found


def _permissions(names: Iterable[str]) -> list[Permission]:
    wanted = {tuple(name.split(".")) for name in names}
    known = Permission.objects.filter(codename__in=[codename for _, codename in wanted]).select_related("content_type")
    return [one for one in known if (one.content_type.app_label, one.codename) in wanted]


def _exactly(present, wanted: list[Permission], place: dict) -> None:
    """Makes the rows of `present` those for the `wanted` permissions in this place."""
    present.exclude(permission__in=wanted).delete()
    for permission in wanted:
        present.model.objects.get_or_create(**place, permission=permission)
