"""Who may see a picture: everybody when a page that everybody may see uses it; else who works on it."""

from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, IntegerField, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.models import Page, ReferenceIndex

from platform_site.accounts import roles
from platform_site.accounts.gate import next_step
from platform_site.models import SiteImage, SiteRendition
from platform_site.querysets import visible_pages

# What else gives a right to see a picture (its id) that is on no public page.
Rule = Callable[[HttpRequest, int], bool]
_rules: list[Rule] = []


def let_in(rule: Rule) -> None:
    """Adds a rule. Called from AppConfig.ready()."""
    _rules.append(rule)


def used_on(pages: QuerySet, picture) -> QuerySet:
    """Those of `pages` that show, as they stand in their table, the picture with this id (a number, or a reference two levels out)."""
    kinds = ContentType.objects.get_for_models(Page, SiteImage)
    references = ReferenceIndex.objects.filter(
        base_content_type=kinds[Page], to_content_type=kinds[SiteImage], to_object_id=Cast(picture, CharField())
    )
    return pages.filter(pk__in=references.values_list(Cast("object_id", IntegerField())))


def shown_by(name: str) -> tuple[int, bool] | None:
    """Of which picture a stored file is a size, and whether everybody may see it. One query; None: of no picture."""
    public = Exists(used_on(visible_pages().order_by(), OuterRef(OuterRef("image_id"))))
    return SiteRendition.objects.filter(file=name).values_list("image_id", public).first()


def may_see(request: HttpRequest, picture: int) -> bool:
    """Whether who asks may see a picture that is on no public page."""
    user = request.user
    if not user.is_authenticated:
        return False
    if roles.may(user, roles.ENTER) and not next_step(request):
        return True
    return any(rule(request, picture) for rule in _rules) or _on_a_page_for(request, picture)


def _on_a_page_for(request: HttpRequest, picture: int) -> bool:
    """Whether a page that is not for everybody, but is for this user, shows it."""
    pages = used_on(Page.objects.live(), picture).order_by("pk")
    return any(all(each.accept_request(request) for each in page.get_view_restrictions()) for page in pages)
