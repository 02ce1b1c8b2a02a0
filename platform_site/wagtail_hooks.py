"""What editors find in the admin beside pages: the lists that the site shares."""

from django.templatetags.static import static
from django.urls import URLPattern, path, re_path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from platform_site.accounts.models import Council
from platform_site.addresses import PageLink
from platform_site.editing import guide, still_right, style_guide, undelivered
from platform_site.editing.advice import tell_when_sent
from platform_site.editing.publishing_together import refuse_unfinished
from platform_site.editing.references import tell_before_moving
from platform_site.editing.review_decisions import (
    decide_first,
    decide_on_what_was_read,
    hand_in_first,
    show_remark,
    tell_when_still_waiting,
)
from platform_site.editing.stale_items import ItemViewSet, refuse_stale_item
from platform_site.editing.stale_saves import go_on_with_own_page, refuse_stale_page
from platform_site.editing.start_page import arrange, whole_list
from platform_site.own_versions import remember
from platform_site.search.synonyms import SynonymGroup
from platform_site.taxonomy import Audience, EducationRegion, QualityStandard, Theme


class TermViewSet(ItemViewSet):
    """A list of terms, in the order in which the site shows them."""

    list_display = ["title", "slug", "order"]
    ordering = ["order", "title"]
    list_per_page = 50


class ThemeViewSet(TermViewSet):
    model = Theme
    icon = "tag"


class AudienceViewSet(TermViewSet):
    model = Audience
    icon = "group"


class QualityStandardViewSet(TermViewSet):
    model = QualityStandard
    icon = "check"


class EducationRegionViewSet(TermViewSet):
    model = EducationRegion
    icon = "site"


class CouncilViewSet(TermViewSet):
    model = Council
    icon = "user"


class SynonymViewSet(ItemViewSet):
    model = SynonymGroup
    icon = "collapse-down"
    list_per_page = 100
    search_fields = ["words"]


class ListsViewSetGroup(SnippetViewSetGroup):
    items = (
        ThemeViewSet,
        AudienceViewSet,
        QualityStandardViewSet,
        EducationRegionViewSet,
        CouncilViewSet,
        SynonymViewSet,
    )
    menu_label = "Lijsten"
    menu_icon = "list-ul"
    menu_order = 300


register_snippet(ListsViewSetGroup)


@hooks.register("register_rich_text_features", order=100)
def links_without_queries(features: FeatureRegistry) -> None:
    """Links to pages in rich text follow from the page itself."""
    features.register_link_type(PageLink)


hooks.register("before_edit_page", refuse_stale_page, order=1)
hooks.register("before_edit_page", decide_on_what_was_read, order=2)
hooks.register("before_edit_snippet", refuse_stale_item)
hooks.register("before_create_page", go_on_with_own_page)
hooks.register("after_create_page", remember, order=1)
hooks.register("after_edit_page", remember, order=1)
hooks.register("before_edit_page", show_remark, order=3)
hooks.register("after_edit_page", tell_when_still_waiting)
hooks.register("after_edit_page", tell_when_sent)
hooks.register("after_create_page", tell_when_sent)
hooks.register("before_move_page", tell_before_moving)
hooks.register("before_bulk_action", refuse_unfinished)
hooks.register("construct_page_action_menu", hand_in_first)
hooks.register("construct_page_action_menu", decide_first)
hooks.register("construct_homepage_panels", arrange)


@hooks.register("register_admin_urls")
def work_urls() -> list[URLPattern]:
    guides = re_path(rf"^handleiding/({'|'.join(guide.GUIDES)})/$", guide.show, name="guide")
    styles = path("stijlgids/", style_guide.show, name="style_guide")
    work = path("werk/<slug:slug>/", whole_list, name="werk")
    return [work, *still_right.urls(), *undelivered.urls(), guides, styles]


hooks.register("register_log_actions", still_right.actions)


hooks.register("register_help_menu_item", guide.menu_item)
hooks.register("register_help_menu_item", style_guide.menu_item)
hooks.register("construct_help_menu", guide.own_guide_only)


@hooks.register("insert_global_admin_css")
def own_style() -> SafeString:
    """The look of our own screens in the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/beheer.css"))


@hooks.register("insert_global_admin_js")
def saving_script() -> SafeString:
    """What the editors' form needs beside its own automatic saves, and any button when the session is over."""
    return format_html('<script type="module" src="{}"></script>', static("js/saving.js"))


@hooks.register("insert_global_admin_js")
def own_scripts() -> SafeString:
    """What the date pickers in the admin understand, dialogs that leave the focus alone, and the last English word."""
    scripts = (static(f"js/beheer/{name}.js") for name in ("typed_days", "dialogs", "dutch"))
    return format_html_join("", '<script src="{}"></script>', ((script,) for script in scripts))


@hooks.register("insert_editor_js")
def editor_scripts() -> SafeString:
    """Pasting into a text, and the tables in it."""
    paths = (static(f"js/beheer/{name}.js") for name in ("paste", "tables"))
    return format_html_join("", '<script type="module" src="{}"></script>', ((path,) for path in paths))
