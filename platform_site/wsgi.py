"""The door for the web server, with the settings of production unless the environment says others."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db.backends.signals import connection_created

from platform_site.search import dutch
from platform_site.serving.request_log import note_query

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "platform_site.settings.production")
application = get_wsgi_application()

from platform_site.demo.accounts import refuse_in_production  # noqa: E402 - these have models, and those are there only now
from platform_site.serving.page_cache.layer import PageCache  # noqa: E402


def count_queries(connection, **named) -> None:
    """First, because whoever adds theirs for a while takes the last one away."""
    if note_query not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, note_query)


connection_created.connect(count_queries)
refuse_in_production()
if settings.PAGE_CACHE_MB and not settings.DEBUG:  # who changes templates wants to see them
    application = PageCache(application, settings.PAGE_CACHE_MB * 1024**2, settings.PAGE_CACHE_SECONDS)
dutch.lemma("school")  # loads the list of words (0.4 s), so that no visitor waits for it
