"""For the log-in pages."""

import re

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
PATHS = re.compile(r'viewBox="([\d ]+)".*?<path d="([MLHVZhvzml\d., -]+)"', re.DOTALL)


@register.simple_tag
def qr_code(svg: str) -> SafeString:
    """allauth's drawing of a QR code, bare: dark on white in any colour scheme, and no style that the policy would stop."""
    found = PATHS.search(svg)
    if not found:
        raise ValueError("no path in the drawing of the QR code")
    return mark_safe(
        f'<svg viewBox="{found[1]}" role="img" aria-label="Vierkant om te scannen"><path fill="#000" d="{found[2]}"/></svg>'
    )
