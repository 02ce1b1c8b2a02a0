"""The pages that the site's own texts lead to (the foot of every page, mails, forms), as chosen in the settings of the site."""

from wagtail.models import Site

from platform_site.addresses import path_of
from platform_site.memory import cached_until_change
from platform_site.models import SiteSettings
from platform_site.querysets import visible_pages


@cached_until_change
def paths() -> dict[str, str]:
    """Their addresses by name ("about", "contact", "accessibility", "privacy", "sources"); empty for one that not everybody may see."""
    site = Site.objects.filter(is_default_site=True).first()
    stored = SiteSettings.for_site(site) if site else SiteSettings()
    chosen = {name: getattr(stored, f"{name}_id") for name in SiteSettings.OWN_PAGES}
    found = visible_pages().in_bulk([number for number in chosen.values() if number])
    return {name.removesuffix("_page"): path_of(found[pk]) if pk in found else "" for name, pk in chosen.items()}
