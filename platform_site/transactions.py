"""Taking turns. What an editor changes, and all that follows from it, becomes visible at once or not at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

from platform_site import malformed
from platform_site.file_storage import all_or_nothing

PATIENCE = "SET LOCAL lock_timeout = '10s'; SET LOCAL statement_timeout = '15s'"


def be_patient() -> None:
    """Lets the rest of this transaction wait its turn longer than somebody who only reads."""
    with connection.cursor() as cursor:
        cursor.execute(PATIENCE)


def lock_page(page_id: int) -> Page:
    """The page, which nobody else changes until this transaction ends. All that changes a page begins here, so turns are taken."""
    be_patient()
    return Page.objects.select_for_update().get(pk=page_id)


@contextmanager
def only_one(number: int) -> Iterator[bool]:
    """Whether we are the one: a lock of the database that ends with us, however we end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        (mine,) = cursor.fetchone()
        try:
            yield mine
        finally:
            if mine:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


class AtomicAdminMiddleware:
    """Runs every change in the admin in one transaction, and changes of one page one after another.

    Reading pages, for visitors above all, needs none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: list, kwargs: dict) -> HttpResponse | None:
        if request.method != "POST" or not request.path_info.startswith("/beheer/"):
            return None
        try:
            with all_or_nothing(), transaction.atomic():
                be_patient()
                if "page_id" in kwargs:
                    Page.objects.select_for_update().filter(pk=kwargs["page_id"]).first()
                return view(request, *args, **kwargs)
        except malformed.TRIPPED as problem:  # Django hands on to nobody what is raised here
            if response := malformed.answer(request, problem):
                return response
            raise

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        return malformed.answer(request, problem)
