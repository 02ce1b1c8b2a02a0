"""Carries a plan out, whole or not at all. What it is about may not have changed since the plan was made."""

from collections.abc import Callable

from django.db import connection, transaction
from wagtail.search.backends import get_search_backend

from partnerships.duo.plan import FIELDS, NEW, Plan, PlanStep
from partnerships.duo.problems import FileRefusedError
from partnerships.models import Organisation, Partner, Role
from platform_site import generation
from platform_site.search import index

SEARCHED = {"name", "registered_name", "place"}  # what the admin's search finds an organisation by, beside its code
BATCH = 200
LOCK = 7_304_000_220  # number of the database lock that lets one import at a time write
BUSY = "Er loopt op dit moment een andere import. Wacht tot die klaar is en probeer het opnieuw."

Progress = Callable[[int, int], None]


@transaction.atomic
def apply(plan: Plan, *, accepted: bool = False, progress: Progress | None = None) -> None:
    """Carries the plan out, all of it or nothing. accepted: somebody has read the alarm and knows better.

    Raises FileRefusedError when another import is busy, or when what the plan is about has changed since it was made.
    """
    if plan.alarm and not accepted:
        raise FileRefusedError(plan.alarm)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise FileRefusedError(BUSY)
    stored = _unchanged_since(plan)
    for start in range(0, len(plan.steps), BATCH):
        _write(plan.steps[start : start + BATCH], stored)
        if progress:
            progress(min(start + BATCH, len(plan.steps)), len(plan.steps))
    renamed = [step.pk for step in plan.steps if "name" in step.before]
    partners = Partner.objects.filter(organisation__in=renamed).exclude(role=Role.SCHOOL)
    pages = set(partners.values_list("page", flat=True))
    if pages:  # they are found by the names of their partners
        index.update(pages)
    if plan.steps:
        generation.everything_changed()


def _unchanged_since(plan: Plan) -> dict[int, Organisation]:
    """What the plan changes, locked, by pk. Refuses when it is not as it was when the plan was made."""
    known = [step.pk for step in plan.steps if step.pk]
    stored = Organisation.objects.select_for_update().in_bulk(known)
    fresh = {step.code for step in plan.steps if step.what == NEW}
    taken = set(Organisation.objects.filter(brin__in=fresh).values_list("brin", flat=True))
    others = [
        step.label
        for step in plan.steps
        if (step.code in taken and step.what == NEW)
        or (
            step.pk and (step.pk not in stored or any(getattr(stored[step.pk], n) != v for n, v in step.before.items()))
        )
    ]
    if others:
        named = "; ".join(others[:3]) + (f" en nog {len(others) - 3}" if len(others) > 3 else "")
        raise FileRefusedError(
            f"De gegevens zijn veranderd sinds dit voorbeeld is gemaakt, bij: {named}. Er is niets overgenomen. "
            "Kies het bestand opnieuw en bekijk het nieuwe voorbeeld."
        )
    return stored


def _write(steps: list[PlanStep], stored: dict[int, Organisation]) -> None:
    """Stores what these steps say, and tells the admin's search index, which hears nothing of writing in bulk."""
    fresh, known, found_otherwise = [], [], []
    for step in steps:
        organisation = stored[step.pk] if step.pk else Organisation(brin=step.code)
        for name, value in step.after.items():
            setattr(organisation, name, value)
        (known if step.pk else fresh).append(organisation)
        if SEARCHED & step.after.keys():
            found_otherwise.append(organisation)
    Organisation.objects.bulk_create(fresh)
    Organisation.objects.bulk_create(known, update_conflicts=True, unique_fields=["id"], update_fields=FIELDS)
    if found_otherwise:
        get_search_backend().get_index_for_model(Organisation).add_items(Organisation, found_otherwise)
