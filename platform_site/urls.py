"""The public addresses. What has a dot or hangs below a page comes first: Wagtail's own pattern would not let it through."""

from django.contrib.auth import views as auth_views
from django.urls import include, path, re_path
from django.views.generic import RedirectView, TemplateView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap

from platform_site import media, page_routes, search, status, suggestions, well_known

handler500 = "platform_site.outage.server_error"

urlpatterns = [
    path("status/actief", status.alive, name="alive"),
    path("status/gereed", status.ready, name="ready"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security, name="security"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("zoeken/", search.search_page, name="search"),
    path("zoeken/suggesties/", suggestions.suggestions, name="suggestions"),
    path("inloggen/", auth_views.LoginView.as_view(template_name="accounts/login.html"), name="login"),
    path(
        "inloggen/", RedirectView.as_view(pattern_name="login"), name="wagtailcore_login"
    ),  # what is private asks for this name
    path("inloggen/uit/", auth_views.LogoutView.as_view(), name="logout"),
    path("media/images/<path:path>", media.picture, name="picture"),
    path("documenten/<int:document_id>/<str:document_filename>", media.document, name="wagtaildocs_serve"),
    path("beheer/login/", RedirectView.as_view(pattern_name="login", query_string=True)),
    re_path(r"^beheer/password_reset/", TemplateView.as_view(template_name="404.html")),
    path("beheer/", include(wagtailadmin_urls)),
    path("", include("partnerships.urls")),
    path("", include("knowledge_bank.urls")),
    re_path(r"^((?:[\w\-]+/)*)$", page_routes.serve, name="wagtail_serve"),
]
