"""The public addresses. What has a dot or hangs below a page comes first: Wagtail's own pattern would not let it through."""

from allauth.account.views import logout
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.contrib.sitemaps.views import sitemap

from platform_site import elsewhere, feeds, oembed, page_routes
from platform_site.accounts import views as accounts
from platform_site.editing.compare_views import CompareView
from platform_site.editing.unschedule_views import UnscheduleView
from platform_site.keeping import keepable
from platform_site.search import results, suggestions
from platform_site.serving import media, status, well_known
from platform_site.sitemap import SiteMap
from platform_site.title_pictures import title_picture

handler500 = "platform_site.serving.outage.server_error"

urlpatterns = [
    path("status/actief", status.alive, name="alive"),
    path("status/gereed", status.ready, name="ready"),
    path("status/achtergrond", status.background, name="background"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security, name="security"),
    path("sitemap.xml", keepable()(sitemap), {"sitemaps": {"site": SiteMap}}, name="sitemap"),
    path("favicon.ico", well_known.favicon, name="favicon"),
    path("deelbeeld/<slug:of>/<slug:version>.png", title_picture, name="title-picture"),
    path("zoeken/", results.search_page, name="search"),
    path("volgen/", feeds.follow, name="follow"),
    path("uitgelicht/", elsewhere.frame, name="framed"),
    path("uitgelicht/kaart/<uuid:key>/", elsewhere.card, name="framed-card"),
    path("uitgelicht/maken/", elsewhere.make, name="make-frame"),
    path("uitgelicht.json", elsewhere.feed, name="put-forward-feed"),
    path("oembed/", oembed.oembed, name="oembed"),
    path("zoeken/suggesties/", suggestions.suggestions, name="suggestions"),
    path("inloggen/", include("platform_site.accounts.urls")),
    path("media/images/<path:path>", media.picture, name="picture"),
    path("documenten/<int:document_id>/<str:document_filename>", media.document, name="wagtaildocs_serve"),
    # Wagtail's own ways in and out lead to ours; the names stay, because it asks for them.
    path("beheer/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("beheer/logout/", logout),
    re_path(r"^beheer/password_reset/", accounts.gone),
    path("beheer/failwhale/", accounts.gone),  # breaks on purpose
    # Publishing, deleting and the like past all that a form of the admin asks first; no screen needs it.
    re_path(r"^beheer/api/main/pages/\d+/action/", accounts.gone),
    re_path(
        r"^beheer/pages/(\d+)/revisions/compare/(live|earliest|\d+)\.\.\.(live|latest|\d+)/$",
        require_admin_access(CompareView.as_view()),
    ),
    path(
        "beheer/pages/<int:page_id>/revisions/<int:revision_id>/unschedule/",
        require_admin_access(UnscheduleView.as_view()),
    ),
    path("beheer/", include(wagtailadmin_urls)),
    path("", include("partnerships.urls")),
    path("", include("knowledge_bank.urls")),
    path("", include("news.urls")),
    re_path(r"^((?:[\w\-]+/)*)$", page_routes.serve, name="wagtail_serve"),
]
