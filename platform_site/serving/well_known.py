"""Small files that programs look for at fixed addresses."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from platform_site.addresses import absolute
from platform_site.serving.security import is_at_its_address


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read everything but the log-in and the admin; under another name nothing. Search results they may read, or
    they would not know that those are not to be kept."""
    allowed = [
        "Disallow: /beheer/",
        "Disallow: /inloggen/",
        "Disallow: /zoeken/suggesties/",
        "",
        f"Sitemap: {absolute('/sitemap.xml')}",
    ]
    lines = ["User-agent: *", *(allowed if is_at_its_address(request) else ["Disallow: /"])]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where programs look that read no HTML."""
    return HttpResponseRedirect(static("img/icon.ico"))


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a weak spot (RFC 9116). It expires at the end of next half year, so it never lies stale."""
    expires = (timezone.now() + timedelta(days=180)).astimezone(UTC)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {datetime(expires.year, expires.month, 1, tzinfo=UTC):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {absolute('/.well-known/security.txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
