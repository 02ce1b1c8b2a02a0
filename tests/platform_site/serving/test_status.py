"""Whoever watches the machine can tell a process that lives from a site that answers."""

import pytest
from django.db import OperationalError, ProgrammingError, connection

from platform_site.accounts import roles
from platform_site.examples import a_user, the_home


def test_alive_needs_no_database(client, django_db_blocker):
    response = client.get("/status/actief")  # a query would fail here
    assert (response.status_code, response.content) == (200, b"actief\n")
    assert "no-store" in response["Cache-Control"]


def test_ready_when_there_is_a_site_to_show(db, client):
    the_home()
    response = client.get("/status/gereed")
    assert (response.status_code, response.content) == (200, b"gereed\n")
    assert "no-store" in response["Cache-Control"]


def test_not_ready_when_it_does_not(db, client, monkeypatch):
    def fail():
        raise OperationalError("weg")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", fail)
        response = client.get("/status/gereed")
    assert response.status_code == 503
    assert response.content == b"database niet bereikbaar\n"


def test_not_ready_without_tables(db, client, monkeypatch):
    def fail():
        raise ProgrammingError("relation does not exist")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", fail)
        assert client.get("/status/gereed").content == b"tabellen ontbreken: manage.py migrate\n"


@pytest.mark.parametrize("address", ["/status/actief", "/status/gereed"])
def test_asking_is_all_that_can_be_done(db, client, address):
    assert client.post(address).status_code == 405


def test_who_may_read_the_log_book_reads_how_the_machine_is(db, client):
    the_home()
    client.force_login(a_user(role=roles.ADMINISTRATOR))
    told = client.get("/status/gereed").content.decode()
    assert told.startswith("gereed\n")
    for word in ("Django 5", "PostgreSQL 1", "migraties te gaan: 0", "mail onderweg: 0", "MB vrij"):
        assert word in told


@pytest.mark.parametrize("role", [roles.WRITER, roles.EDITOR])
def test_nobody_else_does(db, client, role):
    the_home()
    client.force_login(a_user(role=role))
    assert client.get("/status/gereed").content == b"gereed\n"
