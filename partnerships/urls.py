from django.urls import path

from partnerships.figures import lists, views
from partnerships.map_feed import geojson

urlpatterns = [
    path("landkaart/partnerschappen.geojson", geojson, name="partnerships-geojson"),
    path("cijfers/", views.page, name="figures"),
    path("cijfers/scholen.csv", lists.schools, name="figures-schools"),
    path("cijfers/besturen.csv", lists.boards, name="figures-boards"),
    path("cijfers/partnerschappen.csv", lists.partnerships, name="figures-partnerships"),
    path("cijfers/<slug:figure>.csv", views.table, name="figures-table"),
]
