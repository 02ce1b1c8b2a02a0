"""What an editor changes, and all that follows from it, becomes visible at once or not at all."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse


class AtomicAdminMiddleware:
    """Runs every change in the admin in one transaction. Reading pages, for visitors above all, needs none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: list, kwargs: dict) -> HttpResponse | None:
        if request.method != "POST" or not request.path_info.startswith("/beheer/"):
            return None
        with transaction.atomic():
            return view(request, *args, **kwargs)
