"""A feed changes when there is something new, and not because it was asked for."""

import pytest

from knowledge_bank.examples import the_knowledge_bank


@pytest.mark.parametrize("address", ["/kennisbank/feed/", "/kennisbank/podcast.xml"])
def test_a_feed_without_entries_is_twice_the_same(db, client, address):
    the_knowledge_bank()
    first = client.get(address)
    assert first.status_code == 200
    assert b"2026-01-01" in first.content or b"Thu, 01 Jan 2026" in first.content
    assert client.get(address).content == first.content
