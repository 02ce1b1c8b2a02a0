from django.urls import path

from partnerships.map_feed import geojson

urlpatterns = [path("landkaart/partnerschappen.geojson", geojson, name="partnerships-geojson")]
