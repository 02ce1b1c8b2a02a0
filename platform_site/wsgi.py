"""The door for the web server, with the settings of production unless the environment says others."""

import os

from django.core.wsgi import get_wsgi_application

from platform_site.search import dutch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "platform_site.settings.production")
application = get_wsgi_application()

from platform_site.demo.accounts import refuse_in_production  # noqa: E402 - it has a model, and those are there only now

refuse_in_production()
dutch.lemma("school")  # loads the list of words (0.4 s), so that no visitor waits for it
