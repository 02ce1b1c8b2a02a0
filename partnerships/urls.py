from django.urls import include, path

from partnerships.map_feed import geojson

urlpatterns = [
    path("landkaart/partnerschappen.geojson", geojson, name="partnerships-geojson"),
    path("mijn-partnerschap/", include("partnerships.portal.urls")),
]
