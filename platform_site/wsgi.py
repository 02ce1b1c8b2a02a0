"""The door for the web server: `gunicorn platform_site.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "platform_site.settings.development")
application = get_wsgi_application()
