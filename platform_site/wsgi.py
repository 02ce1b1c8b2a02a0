"""The door for the web server: `gunicorn platform_site.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from platform_site import dutch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "platform_site.settings.development")
application = get_wsgi_application()
dutch.lemma("school")  # loads the list of words (0.4 s), so that no visitor waits for it
