"""What costs much is made once, by one thread, and one visitor cannot ask it for everybody else."""

import threading
from types import SimpleNamespace

import pytest
from django.test import Client

from knowledge_bank import facet_index
from platform_site import generation
from platform_site.examples import the_home
from platform_site.memory import cached_until_change
from platform_site.search import words
from platform_site.serving import expensive

pytestmark = pytest.mark.django_db
EXPORT, MOST = "/cijfers/scholen.csv", 20


def test_one_visitor_who_asks_too_often_waits_and_others_do_not(seeded):
    the_home()
    greedy, other = Client(REMOTE_ADDR="6.6.6.6"), Client(REMOTE_ADDR="9.9.9.9")
    answers = [greedy.get(EXPORT, {"jaar": 1990 + number}) for number in range(MOST + 5)]
    assert [answer.status_code for answer in answers] == [200] * MOST + [429] * 5
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert "Wacht een minuut" in answers[-1].content.decode()
    assert other.get(EXPORT).status_code == 200
    assert greedy.get("/nieuws/").status_code in (200, 404)


def test_the_next_minute_begins_anew(monkeypatch):
    monkeypatch.setattr(expensive, "_rates", {"/duur/*": 1})
    assert [expensive._may("x", "/duur/*", now) for now in (60, 61, 120, 121)] == [True, False, True, False]


def test_the_memory_of_visitors_has_an_end(monkeypatch):
    monkeypatch.setattr(expensive, "_rates", {"/duur/*": 1})
    for number in range(expensive.MOST_COUNTED * 2):
        expensive._may(str(number), "/duur/*", 60)
    assert len(expensive._asked) <= expensive.MOST_COUNTED + 1


@pytest.mark.parametrize(
    ("path", "rule"),
    [("/cijfers/", "/cijfers/"), ("/cijfers/sector.csv", "/cijfers/*"), ("/zoeken/suggesties/", "/zoeken/suggesties/"), ("/nieuws/", "")],
)  # fmt: skip
def test_an_address_has_its_own_rule_before_that_of_its_room(path, rule):
    assert expensive._rule(path) == rule


def test_what_is_heavy_takes_two_threads_of_a_process_and_no_more(seeded, client, monkeypatch):
    monkeypatch.setattr(expensive, "A_MOMENT", 0.01)
    the_home()
    with expensive._hands, expensive._hands:
        busy = client.get(EXPORT)
        assert (busy.status_code, busy["Retry-After"]) == (503, "5")
        assert client.get("/zoeken/").status_code == 200
    assert client.get(EXPORT).status_code == 200


def test_one_thread_makes_it_and_the_others_wait_for_that(monkeypatch):
    monkeypatch.setattr(generation, "current", lambda _: 1)
    made, begun, go_on, told = [], threading.Event(), threading.Event(), []

    @cached_until_change
    def costly() -> int:
        made.append(1)
        begun.set()
        go_on.wait(30)
        return 42

    threads = [threading.Thread(target=lambda: told.append(costly())) for _ in range(8)]
    for thread in threads:
        thread.start()
    begun.wait(30)
    go_on.set()
    for thread in threads:
        thread.join()
    assert (made, told) == ([1], [42] * 8)


@pytest.mark.parametrize(
    ("module", "what", "maker"), [(facet_index, "facet_index", "FacetIndex"), (words, "vocabulary", "Vocabulary")]
)
def test_after_a_change_one_thread_makes_what_all_pages_need(seeded, monkeypatch, module, what, maker):
    """The index of the kennisbank and the words of the site: eight threads that make the same take eight times as long."""
    getattr(module, what)()
    numbers = {name: generation.current(name) + 1 for name in ("site", facet_index.GENERATION, words.WORDS)}
    monkeypatch.setattr(generation, "current", numbers.get)
    monkeypatch.setattr(generation, "changes_between", lambda *_: None)
    made, begun, go_on, got = [], threading.Event(), threading.Event(), []

    def slowly(*_):
        made.append(SimpleNamespace(number=numbers[facet_index.GENERATION]))
        begun.set()
        go_on.wait(30)
        return made[-1]

    monkeypatch.setattr(module, maker, slowly)
    for name in ("_synonyms", "lexicon_now"):
        monkeypatch.setattr(module, name, dict, raising=False)
    monkeypatch.setattr(words, "Word", SimpleNamespace(objects=SimpleNamespace(values_list=lambda *_: [])))
    threads = [threading.Thread(target=lambda: got.append(getattr(module, what)())) for _ in range(8)]
    for thread in threads:
        thread.start()
    begun.wait(30)
    go_on.set()
    for thread in threads:
        thread.join()
    assert (len(made), len(got), len({id(one) for one in got})) == (1, 8, 1)
