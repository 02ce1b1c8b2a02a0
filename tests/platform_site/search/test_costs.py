"""However long and clever a question is, answering it costs at most four times as much as a plain one."""

import time
from urllib.parse import urlencode

import pytest
from django.test import Client

from knowledge_bank import answering
from knowledge_bank.asking import MOST_CHOSEN
from knowledge_bank.facet_index import facet_index
from platform_site.parameters import clean_query
from platform_site.search import questions
from platform_site.search.words import vocabulary

MOST = 4


@pytest.fixture
def example_site(demo_content, run_database, django_db_blocker, transactional_db):
    """The run's database holds the example content while these tests look at it."""
    run_database.copy(template=demo_content.database)
    yield
    run_database.copy()


def joined(words: list[str]) -> str:
    """As many of the words as a question may have."""
    return clean_query(" ".join(words))[0]


def hostile_questions() -> dict[str, str]:
    """Made of what the site itself says, so that all of it is found somewhere."""
    known = vocabulary()
    often = [word for word, _ in sorted(known.words.items(), key=lambda pair: -pair[1].documents) if 3 < len(word) < 10]
    synonyms = [" ".join(phrase) for phrase in sorted(known.synonyms)]
    return {
        "sixteen that are everywhere": joined(often[:16]),
        "sixteen in quotes": joined([f'"{word}"' for word in often[:16]]),
        "one in quotes, sixteen times": joined(['"leren"'] * 16),
        "synonyms": joined(synonyms[:30]),
        "synonyms in quotes": joined([f'"{phrase}"' for phrase in synonyms[:30]]),
        "phrases with synonyms": joined(["samen opleiden"] * 8),
        "typing errors": joined([f"{word[:-2]}x{word[-1]}" for word in often if len(word) > 6][:16]),
        "compounds that nobody uses": joined([one + other for one, other in zip(often, often[40:60], strict=False)]),
        "small words": "de het een en van in op met voor aan door over uit om dat die",
        "letters": "a b c d e f g h i j k l m n o p",
        "long words": joined(["b" * 200] * 16),
        "only quotes": '"' * 199,
    }


def milliseconds(path: str, text: str) -> float:
    """The quickest of some answers, made anew each time."""
    client, taken = Client(), []
    for _ in range(5):
        answering.matches_of.cache_clear()
        begun = time.perf_counter()
        assert client.get(path, {"q": text}).status_code == 200
        taken.append(time.perf_counter() - begun)
    return min(taken)


def test_no_question_costs_more_than_four_plain_ones(example_site, monkeypatch):
    monkeypatch.setattr("platform_site.serving.expensive._rates", {})
    for path in ("/kennisbank/", "/zoeken/", "/zoeken/suggesties/"):
        milliseconds(path, "begeleiden")
        plain = max(milliseconds(path, "begeleiden"), milliseconds(path, "school student leren"))
        costs = {name: milliseconds(path, text) / plain for name, text in hostile_questions().items()}
        assert max(costs.values()) <= MOST, {name: round(cost, 1) for name, cost in costs.items()}


def test_what_the_database_is_asked_does_not_grow_with_the_question(example_site):
    few = len(list(questions._signals(questions.understand("school"))))
    for text in hostile_questions().values():
        query = questions.understand(text)
        assert len(list(questions._signals(query))) <= MOST * few, text
        assert len(text) <= 200


def test_all_choices_at_once_make_no_page_of_half_a_megabyte(example_site):
    everything = [(name, value) for name, indexed in facet_index().facets.items() for value in indexed.rows]
    assert len(everything) > 2 * MOST_CHOSEN
    whole = Client().get("/kennisbank/")
    page = Client().get(f"/kennisbank/?{urlencode(everything)}")
    assert page.status_code == 200
    assert len(page.content) < 4 * len(whole.content)
    assert len(page.context["browse"].chips) == MOST_CHOSEN
