"""What Wagtail notes after every save, noted once when all is saved: its index of references, and that of the search in the admin."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce
from operator import add

from django.apps import apps
from django.contrib.postgres.search import SearchVector
from django.db import connection, transaction
from django.db.models import Func, Model, TextField, Value
from django.db.models.functions import Cast, NullIf, Trim
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResult, task_backends
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task
from modelcluster.fields import ParentalKey
from modelsearch.backends import get_search_backend
from modelsearch.backends.database.postgres.weights import get_weight
from modelsearch.index import AutocompleteField, SearchField
from modelsearch.tasks import insert_or_update_object_task
from modelsearch.utils import get_content_type_pk
from wagtail.models import ReferenceIndex
from wagtail.search.models import IndexEntry
from wagtail.tasks import update_reference_index_task

CHUNK = 200
Saved = dict[type[Model], set[str]]  # the keys of what was saved, by its kind


class Waiting(ImmediateBackend):
    """Does every task at once, but for these two: they wait."""

    def __init__(self):
        super().__init__(DEFAULT_TASK_BACKEND_ALIAS, {})
        self.references: Saved = defaultdict(set)
        self.entries: Saved = defaultdict(set)

    def enqueue(self, task: Task, args, kwargs) -> TaskResult | None:
        waiting = {update_reference_index_task: self.references, insert_or_update_object_task: self.entries}.get(task)
        if waiting is None:
            return super().enqueue(task, args, kwargs)
        app, name, key = args
        waiting[apps.get_model(app, name)].add(key)
        return None


@contextmanager
def noted_at_once() -> Iterator[None]:
    """What this thread saves in this block is noted at its end."""
    usual, waiting = task_backends[DEFAULT_TASK_BACKEND_ALIAS], Waiting()
    task_backends[DEFAULT_TASK_BACKEND_ALIAS] = waiting
    try:
        yield
    finally:
        task_backends[DEFAULT_TASK_BACKEND_ALIAS] = usual
    with transaction.atomic():
        _note_references(waiting.references)
        _note_for_the_search(waiting.entries)


def _note_references(saved: Saved) -> None:
    wholes: Saved = defaultdict(set)
    for model, keys in saved.items():
        _find_wholes(model, keys, wholes)
    for model, keys in wholes.items():
        if ReferenceIndex.is_indexed(model):
            for one in model._default_manager.filter(pk__in=keys):
                ReferenceIndex.create_or_update_for_object(one)


def _find_wholes(model: type[Model], keys: set[str], found: Saved) -> None:
    """Adds to `found` what was saved, or for what is only a part (a contact of a page) the whole that it belongs to."""
    part_of = next((field for field in model._meta.get_fields() if isinstance(field, ParentalKey)), None)
    if part_of is None:
        found[model] |= keys
        return
    owners = model._default_manager.filter(pk__in=keys).values_list(part_of.attname, flat=True)
    _find_wholes(part_of.related_model, {str(key) for key in owners if key is not None}, found)


def _note_for_the_search(saved: Saved) -> None:
    backend = get_search_backend()
    for model, keys in saved.items():
        objects = list(model.get_indexed_objects().filter(pk__in=keys).order_by("pk"))
        for start in range(0, len(objects), CHUNK):
            backend.add_bulk(model, objects[start : start + CHUNK])


def note_columns_for_the_search(model: type[Model]) -> None:
    """What `add_bulk` would note of all rows of a kind without a title, whose search fields are columns of text.

    PostgreSQL makes the words itself, ten times as quick.
    """
    backend, fields = get_search_backend(), model.get_search_fields()
    whole = [field for field in fields if isinstance(field, SearchField)]
    begun = [field.field_name for field in fields if isinstance(field, AutocompleteField)]
    body = [SearchVector(field.field_name, weight=get_weight(field.boost), config=backend.config) for field in whole]
    words = [NullIf(Trim(field.field_name), Value("")) for field in whole]
    columns = {
        "content_type_id": Value(get_content_type_pk(model)),
        "object_id": Cast("pk", TextField()),
        "title": SearchVector(Value("")),
        "autocomplete": reduce(add, [SearchVector(n, weight="D", config=backend.autocomplete_config) for n in begun]),
        "body": reduce(add, body),
        "title_norm": Value(1.0),
        "title_text": Value(""),
        "body_text": Func(Value(" "), *words, function="concat_ws", output_field=TextField()),
    }
    rows, parameters = model._default_manager.order_by().values_list(*columns.values()).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {IndexEntry._meta.db_table} ({', '.join(columns)}) {rows} on conflict do nothing", parameters
        )
