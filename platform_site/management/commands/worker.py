"""manage.py worker: mail, planned pages and checks, in the background. `make run` starts it by itself."""

import os
import signal
import threading

from django.core.management.base import BaseCommand

from platform_site.background.own_database import look_after_it
from platform_site.background.worker import TickingWorker
from platform_site.serving.processes import die_with_parent


class Command(BaseCommand):
    help = "Doet het werk op de achtergrond: mail versturen, geplande pagina's plaatsen, herinneren en opruimen."

    def add_arguments(self, parser):
        parser.add_argument("--with-parent", type=int, metavar="PID", help="stop als dit proces er niet meer is")

    def handle(self, *args, with_parent: int | None, **options) -> None:
        if with_parent:
            die_with_parent(signal.SIGTERM)
            if os.getppid() != with_parent:
                return
            if not os.environ.get("DATABASE_URL"):
                threading.Thread(target=look_after_it, name="own-database", daemon=True).start()
        worker = TickingWorker(parent=with_parent)
        worker.configure_signals()
        worker.run()
