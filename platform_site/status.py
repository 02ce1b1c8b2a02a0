"""For whoever watches the machine: is the process alive, and can it answer visitors?"""

from datetime import timedelta

from django.db import DatabaseError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from platform_site.models import HomePage
from platform_site.worker import last_heartbeat

PLAIN = "text/plain; charset=utf-8"
TOO_QUIET = timedelta(minutes=5)


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers at all."""
    return HttpResponse("actief\n", content_type=PLAIN)


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when there is a home page to show, else 503: no database, no tables, or a site that nobody has begun."""
    try:
        begun = HomePage.objects.live().exists()
    except ProgrammingError:
        return HttpResponse("tabellen ontbreken: manage.py migrate\n", status=503, content_type=PLAIN)
    except DatabaseError:
        return HttpResponse("database niet bereikbaar\n", status=503, content_type=PLAIN)
    if not begun:
        return HttpResponse("nog niet ingericht: manage.py start_site\n", status=503, content_type=PLAIN)
    return HttpResponse("gereed\n", content_type=PLAIN)


@never_cache
@require_safe
def background(request: HttpRequest) -> HttpResponse:
    """200 when a background worker was at work in the last five minutes and all went well, else 503."""
    try:
        beat = last_heartbeat()
    except DatabaseError:
        return HttpResponse("database niet bereikbaar\n", status=503, content_type=PLAIN)
    if beat is None or timezone.now() - beat.at > TOO_QUIET:
        return HttpResponse("geen worker aan het werk\n", status=503, content_type=PLAIN)
    ago = f"{(timezone.now() - beat.at).seconds} s geleden\n"
    if beat.failed:
        return HttpResponse(f"mislukt: {', '.join(beat.failed)}; {ago}", status=503, content_type=PLAIN)
    return HttpResponse(f"actief, {ago}", content_type=PLAIN)
