from django.urls import path

from partnerships import map_feed, open_data, school_feed

urlpatterns = [
    path("landkaart/partnerschappen.geojson", map_feed.geojson, name="partnerships-geojson"),
    path("landkaart/partnerschappen.csv", map_feed.table, name="partnerships-csv"),
    path("landkaart/kaart.svg", map_feed.picture, name="partnerships-picture"),
    path("landkaart/scholen.json", school_feed.schools, name="schools"),
    path("landkaart/open-data/", open_data.page, name="open-data"),
]
