from django.urls import include, path

from partnerships import map_feed, open_data, school_feed
from partnerships.figures import lists, views

urlpatterns = [
    path("landkaart/partnerschappen.geojson", map_feed.geojson, name="partnerships-geojson"),
    path("landkaart/partnerschappen.csv", map_feed.table, name="partnerships-csv"),
    path("landkaart/kaart.svg", map_feed.picture, name="partnerships-picture"),
    path("landkaart/scholen.json", school_feed.schools, name="schools"),
    path("landkaart/open-data/", open_data.page, name="open-data"),
    path("cijfers/", views.page, name="figures"),
    path("cijfers/scholen.csv", lists.schools, name="figures-schools"),
    path("cijfers/besturen.csv", lists.boards, name="figures-boards"),
    path("cijfers/partnerschappen.csv", lists.partnerships, name="figures-partnerships"),
    path("cijfers/<slug:figure>/", views.chart, name="figures-chart"),
    path("cijfers/<slug:figure>.csv", views.table, name="figures-table"),
    path("mijn-partnerschap/", include("partnerships.portal.urls")),
]
