"""A connection to the database belongs to one thread, and goes with it."""

import gc
from threading import Thread

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_ends_leaves_no_connection_behind():
    numbers, open_still = [], "SELECT count(*) FROM pg_stat_activity WHERE pid = ANY(%s)"

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            numbers.append(cursor.fetchone()[0])

    gc.disable()  # what only the collector of garbage would close is open for as long as it does not come
    try:
        for _ in range(3):
            thread = Thread(target=ask)
            thread.start()
            thread.join()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.2)")
            cursor.execute(open_still, [numbers])
            assert (len(set(numbers)), cursor.fetchone()[0]) == (3, 0)
    finally:
        gc.enable()
