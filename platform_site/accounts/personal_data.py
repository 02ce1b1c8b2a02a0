"""What the site holds on one person: to give it to them, and to forget it.

Whatever refers to an account is found by itself, also when a new model does. What is known by an e-mail address only is
told by whoever keeps it: `also_by_address(Model, "email")`, from AppConfig.ready().
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import capfirst
from wagtail.models import ModelLogEntry, PageLogEntry, get_page_models

from platform_site.accounts import audit, deletions
from platform_site.accounts.audit import What, fingerprinted, note, somebody
from platform_site.accounts.deletions import Deletion
from platform_site.accounts.personal_words import CHAPTERS, FIELDS, STATES, WITHOUT_MEANING
from platform_site.dutch_dates import clock, day

SOMEBODY_WHO_LEFT = "iemand die vertrokken is"
# Keys, not facts: they say nothing about somebody and open much.
MOMENT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?")
SECRET = {"password", "token_hash", "session_key", "data", "content"}
# Who else took part in what somebody did, or did something with their account.
OTHERS = {"who", "about"}
LEFT_OUT = SECRET | OTHERS | WITHOUT_MEANING

_by_address: list[tuple[type[models.Model], str]] = []

encoder = DjangoJSONEncoder


class CannotForgetError(Exception):
    """Why an account has to stay for now, as a Dutch sentence."""


def also_by_address(model: type[models.Model], field: str = "email") -> None:
    """Tells that rows of `model` belong to whoever has the address in `field`."""
    _by_address.append((model, field))


def export(user) -> dict:
    """All that is stored on this person, under Dutch names, ready to become JSON."""
    facts_by_chapter = {"account": _facts(user), "rollen": sorted(group.name for group in user.groups.all())}
    for model, rows in _sources(user):
        facts = [_facts(row) for row in rows]
        if facts:
            title = str(model._meta.verbose_name_plural)
            facts_by_chapter.setdefault(CHAPTERS.get(title, title), []).extend(facts)
    return facts_by_chapter


def to_read(user) -> list[tuple[str, list[dict[str, str]]]]:
    """The same for a reader: chapters with a title, and in each the facts of every row in words."""
    found = export(user)
    rows = {"account": [found.pop("account")], "rollen": [{"Rol": role} for role in found.pop("rollen")], **found}
    return [(capfirst(title), [_in_words(row) for row in facts]) for title, facts in rows.items() if facts]


def _in_words(row: dict) -> dict[str, str]:
    return {name: words for name, value in row.items() if (words := _words(value))}


def _words(value) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {words}" for name, one in value.items() if (words := _words(one)))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value)))
    text = "" if value is None else str(value)
    if MOMENT.fullmatch(text) and (moment := parse_date(text) or parse_datetime(text)):
        return (
            f"{day(timezone.localdate(moment))}, {clock(moment)} uur" if isinstance(moment, datetime) else day(moment)
        )
    return text


def _sources(user) -> Iterator[tuple[type[models.Model], models.QuerySet]]:
    for relation in user._meta.related_objects:
        if relation.related_model not in get_page_models() and not relation.many_to_many:
            yield relation.related_model, relation.related_model._base_manager.filter(**{relation.field.name: user})
    for log in (PageLogEntry, ModelLogEntry):
        yield log, log._base_manager.filter(user_id=user.pk)
    for model, field in _by_address:
        yield model, model._base_manager.filter(**{f"{field}__iexact": user.email})


def _facts(row: models.Model) -> dict:
    """The fields of a row that say something, by their Dutch names."""
    facts = {"wat": _about(row)}
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        says_something = not field.primary_key and field.related_model is not get_user_model()  # whose it is, is known
        if field.name not in LEFT_OUT and says_something and value not in (None, "", [], {}):
            name = str(field.verbose_name)
            facts[capfirst(FIELDS.get(name, name))] = _plain(field, value)
    return facts


def _about(row: models.Model) -> str:
    """What a row is about: what was done, or to what; nothing for a row without a name of its own."""
    about = getattr(row, "message", None) or getattr(row, "content_object", None)
    return str(about or ("" if type(row).__str__ is models.Model.__str__ else row))


def _plain(field: models.Field, value):
    """The value as JSON has it: a moment with its time zone, a choice and a row of another table by their words."""
    if isinstance(value, (bool, float, list, dict)):
        return value
    if field.is_relation:
        return str(field.related_model._base_manager.filter(pk=value).first() or "")
    return STATES.get(value) or (value if isinstance(value, int) else str(value))


@transaction.atomic
def forget(user) -> None:
    """Deletes the account with all that is only about this person. What they made stays, without their name.

    Raises CannotForgetError when nobody would be left to look after the site.
    """
    administrators = get_user_model().objects.filter(is_superuser=True, is_active=True)
    if user.is_superuser and not administrators.exclude(pk=user.pk).exists():
        raise CannotForgetError("Dit is de enige beheerder. Maak eerst iemand anders beheerder.")
    forget_traces(user)
    user.delete()  # which puts it on the list of deletions, and takes the address out of the log book


def forget_traces(user) -> None:
    """What would stay behind when just the account is deleted: names in history, sessions, mail that waits."""
    for session in UserSession.objects.filter(user=user):
        session.end()
    for log in (PageLogEntry, ModelLogEntry):
        log._base_manager.filter(user_id=user.pk).update(user=None)
    about = ContentType.objects.get_for_model(user)
    ModelLogEntry._base_manager.filter(content_type=about, object_id=str(user.pk)).update(
        label=SOMEBODY_WHO_LEFT, data={}
    )
    EmailAddress.objects.filter(email__iexact=user.email).delete()
    _forget_rows(user.email)


def _forget_rows(address: str) -> int:
    """Deletes what is known by an address only; gives how much that was."""
    rows = (model._base_manager.filter(**{f"{field}__iexact": address}) for model, field in _by_address)
    return sum(found.delete()[0] for found in rows)


@transaction.atomic
def forget_address(address: str) -> bool:
    """The same for somebody without an account. Gives whether there was anything to forget."""
    if not _forget_rows(address):
        return False
    note(What.WIPED, somebody(), fingerprinted(address))
    audit.forget(address)
    deletions.remember(address)
    return True


def repeat_deletions(lines: Iterable[str]) -> tuple[int, list[str]]:
    """Forgets again, in a backup that was put back, whoever was forgotten after it was made.

    lines: as deletions.py keeps them. Only what this database has not done yet is done, and only to accounts from before; so
    who came back is left alone. Gives how many were forgotten, and why others were not. Raises UnknownListError.
    """
    wanted = deletions.not_done_here(lines)
    moments = {one.fingerprint: one.at for one in wanted}  # in order of time: the last counts
    forgotten, refusals, not_forgotten = 0, [], set()
    for user in get_user_model().objects.order_by("pk"):
        known = moments.keys() & deletions.fingerprints(user.email)
        if known and user.date_joined < max(moments[one] for one in known):
            try:
                forget(user)
                forgotten += 1
            except CannotForgetError as reason:
                refusals.append(f"{user.email}: {reason}")
                not_forgotten |= known
    for address in _addresses():
        if moments.keys() & deletions.fingerprints(address) - not_forgotten:
            forgotten += forget_address(address)
    Deletion.objects.bulk_create(one for one in wanted if one.fingerprint not in not_forgotten)
    note(What.DELETIONS_REPEATED, somebody(), detail=f"{forgotten} van {len(wanted)}")
    return forgotten, refusals


def _addresses() -> set[str]:
    """All that somebody without an account is known by."""
    accounts = set(get_user_model().objects.values_list("email", flat=True))
    found = chain.from_iterable(
        model._base_manager.order_by().values_list(field, flat=True) for model, field in _by_address
    )
    return {address.lower() for address in found if address} - accounts
