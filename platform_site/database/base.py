"""Django's database backend for PostgreSQL (ENGINE), with an end to every silence."""

import time
from threading import Lock, local

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from platform_site.database.patience import answer_within, seconds

STILL_THERE = 0.5  # seconds in which a connection that lay still must answer; a new one has two (connect_timeout)
SOON = 0.3  # seconds that others wait for the one who tries whether the database is back


class ImpatientConnection(psycopg.Connection):
    """Waits as long as `patience` says, then hangs up: nobody knows what still comes over the line."""

    def wait(self, *arguments, timeout: float | None = None, **named):
        try:
            return super().wait(*arguments, timeout=seconds() if timeout is None else timeout, **named)
        except psycopg.OperationalError:
            if self.info.transaction_status == TransactionStatus.ACTIVE:  # it was silence
                self.close()
            raise


class Door:
    """While the database is away one thread of a process at a time tries to reach it; what others ask fails at once.

    Otherwise all threads would stand waiting, also those for what is kept. Away is what could not be reached: a connection that
    falls silent may be one that is busy, and then whoever asks next gets a new one.
    """

    def __init__(self):
        self.away = False
        self.turn = Lock()
        self.began = 0.0

    def through(self, connect):
        if not self.away:
            return self.tried(connect)
        waited_long = self.turn.locked() and time.monotonic() - self.began > SOON
        if waited_long or not self.turn.acquire(timeout=SOON):
            raise psycopg.OperationalError("the database did not answer a moment ago")
        try:
            self.began = time.monotonic()
            return self.tried(connect)
        finally:
            self.turn.release()

    def tried(self, connect):
        try:
            connection = connect()
        except psycopg.OperationalError:
            self.away = True
            raise
        self.away = False
        return connection


door = Door()
present_thread = local()


class OfOneThread:
    """Closes a connection when the thread that has it ends, as those of the web server do after a while without work.

    Django's own object is part of a circle, so the connection stayed open until the garbage was collected: with threads that come
    and go the server had no place left after a while.
    """

    def __init__(self, connection: psycopg.Connection):
        self.connection = connection

    def __del__(self):
        self.connection.close()


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict) -> psycopg.Connection:
        connection = door.through(lambda: super(DatabaseWrapper, self).get_new_connection(conn_params))
        connection.__class__ = ImpatientConnection
        vars(present_thread)[f"connection {id(self)}"] = OfOneThread(connection)
        return connection

    def is_usable(self) -> bool:
        with answer_within(STILL_THERE):
            return super().is_usable()
