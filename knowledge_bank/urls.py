from django.urls import path

from knowledge_bank import feeds, podcast, views
from knowledge_bank.contributions import views as contributions

urlpatterns = [
    path("delen/", contributions.share, name="share"),
    path("delen/bedankt/", contributions.done, name="share-done"),
    path("delen/code/<str:token>/", contributions.code, name="share-code"),
    path("dossiers/<slug:dossier>/<slug:booklet>/alles/", views.whole_booklet, name="whole-booklet"),
    path("kennisbank/feed/", feeds.atom, name="knowledge-feed"),
    path("kennisbank/export.csv", feeds.export, name="knowledge-export"),
    path("kennisbank/podcast.xml", podcast.podcast, name="podcast"),
    path("kennisbank/<slug:item>/citaat.ris", views.citation_ris, name="citation-ris"),
    path("kennisbank/<slug:item>/citaat.bib", views.citation_bibtex, name="citation-bibtex"),
    path("kennisbank/<slug:item>/transcript.vtt", podcast.transcript, name="transcript"),
    path("kennisbank/<slug:item>/hoofdstukken.json", podcast.chapters, name="chapters"),
]
