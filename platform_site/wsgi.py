"""The door for the web server, with the settings of production unless the environment says others."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from platform_site.search import dutch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "platform_site.settings.production")
application = get_wsgi_application()

from platform_site.demo.accounts import refuse_in_production  # noqa: E402 - these have models, and those are there only now
from platform_site.serving.page_cache.layer import PageCache  # noqa: E402

refuse_in_production()
if settings.PAGE_CACHE_MB and not settings.DEBUG:  # who changes templates wants to see them
    application = PageCache(application, settings.PAGE_CACHE_MB * 1024**2, settings.PAGE_CACHE_SECONDS)
dutch.lemma("school")  # loads the list of words (0.4 s), so that no visitor waits for it
