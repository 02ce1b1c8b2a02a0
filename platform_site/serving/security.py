"""What every answer carries. The content security policy is one for the public site, one for Wagtail's admin, one for what the
admin previews."""

from urllib.parse import urlsplit

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase

# SecurityMiddleware adds these too, but forgets them where it refuses a host itself.
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
}


def _is_preview(request: HttpRequest) -> bool:
    """Whether the admin asks for this page itself, to show it to an editor; no visitor can make such a request."""
    return getattr(request, "is_dummy", False)


def is_at_its_address(request: HttpRequest) -> bool:
    """Whether the site is asked for under the name that it has, and not as a test site or by a bare number."""
    return request.META.get("HTTP_HOST") == urlsplit(settings.SITE_URL).netloc


class KnownPortMiddleware:
    """Refuses a Host header with a port that the site is not at: Django's ALLOWED_HOSTS looks at the name alone."""

    def __init__(self, get_response):
        if not settings.ALLOWED_PORTS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        _, port = split_domain_port(request.get_host())
        if port and port not in settings.ALLOWED_PORTS:
            raise DisallowedHost(f"deze site staat niet op poort {port}")
        return self.get_response(request)


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Answers below /beheer/ carry the admin's policy, all others the strict one.

    A page as the admin previews it is under the strict one too, but the admin may frame it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if _is_preview(request):
            response["X-Frame-Options"] = "SAMEORIGIN"
        for name, value in ALWAYS.items():
            response.setdefault(name, value)
        if response.status_code >= 400:  # no refusal is kept anywhere
            response.setdefault("Cache-Control", "no-store")
        if not is_at_its_address(request):
            response["X-Robots-Tag"] = "noindex"
        if response.cookies and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private"
        return super().process_response(request, response)

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if report_only or parts.config is not None:
            return parts
        if _is_preview(request):
            parts.config = settings.PREVIEW_CONTENT_SECURITY_POLICY
        elif request.path_info.startswith("/beheer/"):
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts
