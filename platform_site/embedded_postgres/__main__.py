"""The command line of the embedded database: start, stop, destroy or status."""

import sys

from platform_site import embedded_postgres
from platform_site.embedded_postgres import EmbeddedPostgresError

ACTIONS = ("start", "stop", "destroy", "status")


def main(action: str) -> str:
    """Do what was asked and return the Dutch line that tells what was done."""
    home = embedded_postgres.location()
    if action == "start":
        return f"De database draait: {embedded_postgres.start()}"
    if action == "stop":
        return "De database is gestopt." if embedded_postgres.stop() else "Er draaide geen database."
    if action == "destroy":
        return f"De database in {home} is verwijderd." if embedded_postgres.destroy() else "Er was geen database."
    return f"De database in {home} {'draait' if embedded_postgres.is_up() else 'draait niet'}."


if len(sys.argv) != 2 or sys.argv[1] not in ACTIONS:
    sys.exit(f"Gebruik: python -m platform_site.embedded_postgres {'|'.join(ACTIONS)}")
try:
    print(main(sys.argv[1]))
except EmbeddedPostgresError as problem:
    sys.exit(str(problem))
