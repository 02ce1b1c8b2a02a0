from django.urls import path

from knowledge_bank.views import whole_booklet

urlpatterns = [path("dossiers/<slug:dossier>/<slug:booklet>/alles/", whole_booklet, name="whole-booklet")]
