"""For whoever watches the machine: is the process alive, and can it answer visitors?"""

import platform
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import django
import wagtail
from django.conf import settings
from django.db import DatabaseError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from platform_site import generation, letters
from platform_site.accounts import roles
from platform_site.background.worker import is_quiet, last_heartbeat
from platform_site.models import HomePage

PLAIN = "text/plain; charset=utf-8"
TOO_LONG = timedelta(minutes=15)
FRESH = timedelta(days=1)


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers at all."""
    return HttpResponse("actief\n", content_type=PLAIN)


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when there is a home page to show, else 503: no database, no tables, or a site that nobody has begun.

    Who may read the log book reads more.
    """
    try:
        begun = HomePage.objects.live().exists()
    except ProgrammingError:
        return HttpResponse("tabellen ontbreken: manage.py migrate\n", status=503, content_type=PLAIN)
    except DatabaseError:
        return HttpResponse("database niet bereikbaar\n", status=503, content_type=PLAIN)
    if not begun:
        return HttpResponse("nog niet ingericht: manage.py start_site\n", status=503, content_type=PLAIN)
    told = "".join(f"{line}\n" for line in _condition()) if _may_know_more(request) else ""
    return HttpResponse(f"gereed\n{told}", content_type=PLAIN)


@never_cache
@require_safe
def background(request: HttpRequest) -> HttpResponse:
    """200 when a background worker was at work in the last five minutes, all went well and mail arrives, else 503."""
    try:
        beat, troubles = last_heartbeat(), list(_troubles_with_mail())
    except DatabaseError:
        return HttpResponse("database niet bereikbaar\n", status=503, content_type=PLAIN)
    if is_quiet(beat):
        return HttpResponse("geen worker aan het werk\n", status=503, content_type=PLAIN)
    ago = f"{abs(timezone.now() - beat.at).seconds} s geleden\n"
    if beat.failed:
        troubles.append(f"mislukt: {', '.join(beat.failed)}")
    if troubles:
        return HttpResponse(f"{'; '.join(troubles)}; {ago}", status=503, content_type=PLAIN)
    return HttpResponse(f"actief, {ago}", content_type=PLAIN)


def _may_know_more(request: HttpRequest) -> bool:
    """Asks the session only of who brings one: whoever watches the machine does not."""
    known = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
    return known and roles.may(request.user, roles.LOG_BOOK)


def _condition() -> Iterator[str]:
    """For whoever keeps the machine alive: what runs here, and how it is."""
    yield f"Python {platform.python_version()}, Django {django.__version__}, Wagtail {wagtail.__version__}"
    yield f"PostgreSQL {connection.pg_version // 10_000}.{connection.pg_version % 10_000}"
    steps = MigrationExecutor(connection)
    yield f"migraties te gaan: {len(steps.migration_plan(steps.loader.graph.leaf_nodes()))}"
    yield f"generatie van de inhoud: {generation.current('site')}"
    beat = last_heartbeat()
    yield f"laatste teken van de worker: {f'{timezone.localtime(beat.at):%d-%m-%Y %H:%M:%S}' if beat else 'nooit'}"
    yield f"taken in de wachtrij: {DBTaskResult.objects.ready().count()}"
    yield f"mail onderweg: {letters.on_the_way().count()}; niet bezorgd: {letters.not_arrived().count()}"
    room = shutil.disk_usage(Path(settings.MEDIA_ROOT) if Path(settings.MEDIA_ROOT).exists() else settings.BASE_DIR)
    yield f"ruimte voor bestanden: {room.free // 1024**2} MB vrij van {room.total // 1024**2}"


def _troubles_with_mail() -> Iterator[str]:
    """What somebody has to look at: mail that waits for long, and what lately turned out undeliverable and nobody dealt with."""
    now = timezone.now()
    if waiting := letters.on_the_way().filter(queued_at__lt=now - TOO_LONG).count():
        yield f"mail wacht langer dan een kwartier: {waiting}"
    if undelivered := letters.not_arrived().filter(ended_at__gt=now - FRESH).count():
        yield f"mail niet bezorgd: {undelivered}"
