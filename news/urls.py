from django.urls import path

from news import feeds

urlpatterns = [
    path("nieuws/feed/", feeds.news_feed, name="news-feed"),
    path("agenda/feed/", feeds.agenda_feed, name="agenda-feed"),
    path("agenda/agenda.ics", feeds.agenda_calendar, name="agenda-calendar"),
    path("agenda/<slug:event>/agenda.ics", feeds.event_calendar, name="event-calendar"),
]
