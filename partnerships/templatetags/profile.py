"""What a profile page shows of a partnership beside its own texts."""

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from partnerships.models import Organisation, PartnershipPage
from partnerships.profile import Profile, profile
from partnerships.profile_map import draw
from platform_site import pictures

register = template.Library()


@register.simple_tag
def profile_of(partnership: PartnershipPage) -> Profile:
    """The partners of a partnership as they are today."""
    return profile(partnership, timezone.localdate())


@register.simple_tag
def logo(partnership: PartnershipPage) -> SafeString:
    """The logo of a partnership that has one."""
    words = partnership.logo_alt or partnership.logo.description
    return pictures.drawn(partnership.logo, "max-360x140|format-{avif,webp}", ("alt", words), ("class", "logo"))


@register.simple_tag
def map_of(partnership: PartnershipPage, schools: list[Organisation]) -> SafeString:
    """A partnership and its schools on the map; nothing when nobody knows where they lie."""
    return render_to_string("partnerships/profile_map.html", {"drawing": draw(partnership, schools)})
