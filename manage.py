#!/usr/bin/env python3
"""Django's commands for this site, with the database they need already up."""

import os
import signal
import sys
from pathlib import Path

from platform_site import embedded_postgres

CHECKOUT = Path(__file__).resolve().parent
PRODUCTION = "platform_site.settings.production"  # unless the environment says others, as make does
WITHOUT_DATABASE = {"help", "version", "collectstatic", "findstatic", "diffsettings", "startapp"}
WITH_OR_WITHOUT_DATABASE = {"makemigrations", "check", "shell"}


def main(arguments: list[str]) -> None:
    """Run one command. What may be expected to go wrong at the start ends in one Dutch line and exit code 1."""
    settings = os.environ.setdefault("DJANGO_SETTINGS_MODULE", PRODUCTION)
    command = next((argument for argument in arguments if not argument.startswith("-")), "help")
    asks_help = not {"-h", "--help", "--version"}.isdisjoint(arguments)
    own_database = settings != PRODUCTION and command not in WITHOUT_DATABASE and not asks_help
    if own_database:
        try:
            embedded_postgres.ensure(CHECKOUT)
        except embedded_postgres.EmbeddedPostgresError as problem:
            if command not in WITH_OR_WITHOUT_DATABASE:
                sys.exit(str(problem))
            print(f"Zonder database verder: {problem}", file=sys.stderr)
    try:
        from django.core.management import execute_from_command_line
        from django.db import OperationalError, connection
        from environs import EnvError
    except ImportError as problem:
        sys.exit(f"Django ontbreekt in {sys.executable} ({problem}). Draai `make run`, of gebruik .venv/bin/python.")
    try:
        execute_from_command_line([sys.argv[0], *arguments])
    except EnvError as problem:
        sys.exit(f"De instellingen van {settings} kloppen niet: {problem}")
    except OperationalError as problem:
        if connection.connection is not None:  # the server is there: this is no matter of starting up
            raise
        which = "De database uit DATABASE_URL" if os.environ.get("DATABASE_URL") else "De database"
        sys.exit(f"{which} is onbereikbaar: {str(problem).partition(chr(10))[0]}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        print("\nAfgebroken.", file=sys.stderr)
        sys.exit(128 + signal.SIGINT)
