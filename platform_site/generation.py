"""Content generations: version numbers by which caches are invalidated. All signals about content are received here.

Every change that readers may notice increments a number. Whatever is cached (facets, pages; see memory.py) is valid for one number
only. The increment is an UPDATE inside the transaction that changes the content, so other processes see the new number exactly
when they can see the new content.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.db import connection, models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

MOST_CHANGES = 1000  # rows kept per generation; a cache that is further behind is rebuilt as a whole

# Called with every change, in the same transaction, before the number is incremented (search/index.py). Arguments: the page that
# changed, None if any page may have changed; and whether it leaves the site. That cannot be read from the database: while a page
# is being unpublished or deleted its row may still say `live`.
Listener = Callable[[Page | None, bool], None]
_listeners: list[Listener] = []
_afterwards: list[Callable[[], None]] = []
_kinds: set[tuple[type[Page], str]] = set()


class Generation(models.Model):
    """The current number of one generation: "site" counts every change, others only changes of the types given to `follow`."""

    name = models.CharField("naam", max_length=30, primary_key=True)
    number = models.BigIntegerField("nummer", default=0)

    class Meta:
        verbose_name = "generatie"
        verbose_name_plural = "generaties"

    def __str__(self):
        return f"{self.name} {self.number}"


class Change(models.Model):
    """One increment; its id is the new number. Ids come from a sequence, so a number of a rolled-back transaction is never reused."""

    generation = models.ForeignKey(
        Generation, verbose_name="generatie", on_delete=models.CASCADE, related_name="changes"
    )
    page_id = models.IntegerField("pagina", null=True)  # None: any page may have changed
    at = models.DateTimeField("moment", default=timezone.now)

    class Meta:
        verbose_name = "wijziging"
        verbose_name_plural = "wijzigingen"

    def __str__(self):
        return f"{self.generation_id} {self.pk}"


_paused: ContextVar[bool] = ContextVar("generations_paused", default=False)


@contextmanager
def paused() -> Iterator[None]:
    """Within this block signals are ignored, for bulk loading. Call `everything_changed` afterwards."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)


def follow(page_type: type[Page], name: str) -> None:
    """Makes every change of a page of `page_type` increment the generation `name` too. Called from AppConfig.ready()."""
    _kinds.add((page_type, name))


def also(listener: Listener) -> None:
    """Calls `listener` with every change, inside its transaction and before the numbers are incremented."""
    _listeners.append(listener)


def afterwards(listener: Callable[[], None]) -> None:
    """Calls `listener` in this process after the transaction that incremented a number is committed."""
    _afterwards.append(listener)


_seen: ContextVar[dict[str, int] | None] = ContextVar("generations_seen", default=None)


class OneMomentMiddleware:
    """Reads the numbers once per request, so that all parts of one response use the same version of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _seen.set({})
        try:
            return self.get_response(request)
        finally:
            _seen.reset(token)


def current(name: str) -> int:
    """The present number of a generation; 0 before the first change."""
    seen = _seen.get()
    if not seen:
        with connection.cursor() as cursor:
            cursor.execute("select name, number from platform_site_generation")
            numbers = dict(cursor.fetchall())
        if seen is None:
            return numbers.get(name, 0)
        seen.update(numbers)
    return seen.get(name, 0)


def changed_on(name: str) -> date | None:
    """The day (Europe/Amsterdam) on which a generation last rose; None before the first change."""
    at = Change.objects.filter(generation=name).order_by("-pk").values_list("at", flat=True).first()
    return timezone.localdate(at) if at else None


def changes_between(name: str, known: int, number: int) -> set[int] | None:
    """The ids of pages that changed after number `known`, up to `number`. None if that is not known: any page may have changed,
    or `known` is so long ago that its row was deleted."""
    rises = Change.objects.filter(generation=name, pk__gte=known, pk__lte=number).order_by("pk")
    pages = dict(rises.values_list("pk", "page_id"))
    if known not in pages:
        return None
    del pages[known]
    return None if None in pages.values() else set(pages.values())


@transaction.atomic
def raise_numbers(names: Iterable[str], page_id: int | None = None) -> None:
    """Increments these generations and "site". page_id: the one page that changed, None for any page.

    update(), COPY and bulk_create() send no signals: call this after them.
    """
    for name in sorted({*names, "site"}):
        Generation.objects.get_or_create(name=name)
        generation = Generation.objects.select_for_update().get(name=name)
        generation.number = Change.objects.create(generation=generation, page_id=page_id).pk
        generation.save()
        if seen := _seen.get():
            seen.clear()
        newest_first = Change.objects.filter(generation=generation).order_by("-pk").values_list("pk", flat=True)
        Change.objects.filter(pk__in=list(newest_first[MOST_CHANGES:])).delete()
    for listener in _afterwards:
        transaction.on_commit(listener)


def everything_changed() -> None:
    """Increments all generations: any page may look different (a term, a setting, a move in the tree, a view restriction)."""
    if _paused.get():
        return
    for listener in _listeners:
        listener(None, False)
    raise_numbers({name for _, name in _kinds})


def page_changed(page: Page, leaving: bool = False) -> None:
    """Increments the generations that follow this page. leaving: it is being unpublished or deleted."""
    if _paused.get():
        return
    for listener in _listeners:
        listener(page, leaving)
    raise_numbers({name for kind, name in _kinds if isinstance(page, kind)}, page.pk)


def _on_page(sender, instance: Page, **kwargs) -> None:
    page_changed(instance.specific, leaving=not instance.live)


def _on_deleted_page(sender, instance: Page, **kwargs) -> None:
    """Received after the row is deleted: earlier, a concurrent change could write index rows about the page again."""
    if _paused.get():
        return
    for listener in _listeners:
        listener(instance, True)
    kind = instance.specific_class or Page
    raise_numbers({name for followed, name in _kinds if issubclass(kind, followed)}, instance.pk)


def _on_anything(sender, **kwargs) -> None:
    everything_changed()


def _on_changed_file(sender, created: bool = False, **kwargs) -> None:
    """A new picture or document is used on no page yet. Of an existing one the alt text, credit or file may be shown on any page."""
    if not created and not _paused.get():
        raise_numbers(())


def connect(shared: Iterable[type[models.Model]], files: Iterable[type[models.Model]] = ()) -> None:
    """Connects all signals. shared: models whose rows are shown on pages (terms, organisations …). files: the models of images and documents."""
    for model in files:
        for signal in (post_save, post_delete):
            uid = f"generation-{model._meta.label}-{id(signal)}"
            signal.connect(_on_changed_file, sender=model, dispatch_uid=uid)
    for signal in (page_published, page_unpublished):
        signal.connect(_on_page, dispatch_uid=f"generation-{id(signal)}")
    for signal in (post_page_move, page_slug_changed):
        signal.connect(_on_anything, dispatch_uid=f"generation-{id(signal)}")
    post_delete.connect(_on_deleted_page, sender=Page, dispatch_uid="generation-deleted-page")
    for model in (PageViewRestriction, PageViewRestriction.groups.through, *shared, *BaseSiteSetting.__subclasses__()):
        signals = (m2m_changed,) if model._meta.auto_created else (post_save, post_delete)
        for signal in signals:
            signal.connect(_on_anything, sender=model, dispatch_uid=f"generation-{model._meta.label}-{id(signal)}")
