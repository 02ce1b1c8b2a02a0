"""Whatever stands in the address, the page renders and what makes no sense is ignored."""

import random
from urllib.parse import quote

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from knowledge_bank.examples import a_dossier, a_knowledge_item
from news.examples import a_news_item, an_event, in_days
from news.models import EventSession
from partnerships.examples import a_partnership, the_map
from platform_site.parameters import (
    MAX_TEXT,
    MAX_WORDS,
    UNWANTED,
    Address,
    CleanParametersMiddleware,
    clean_query,
    clean_text,
    page_number,
)
from platform_site.search import questions
from tests.kept_content import kept_content
from tests.page_hooks import items, total

# Surrogates too: they cannot come in as text, but nothing may depend on that.
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=400)


# --- text ------------------------------------------------------------------------------------------------------------


@given(ANY_TEXT)
def test_cleaned_text_holds_nothing_unwanted_and_stays_as_it_is(text):
    cleaned = clean_text(text)
    assert not UNWANTED.search(cleaned)
    assert cleaned == " ".join(cleaned.split()) == clean_text(cleaned)
    cleaned.encode()  # lone surrogates would not


@given(ANY_TEXT)
def test_cleaning_takes_away_but_never_adds(text):
    assert set(clean_text(text)) <= set(text) | {" "}


def test_ordinary_dutch_is_left_alone():
    text = "Eén coördinator’s vraag: “hoe beoordeel je?” – 100% & meer (po/vo) 🙂"
    assert clean_text(text) == text


@pytest.mark.parametrize("unwanted", ["\x00", "\x1b", "\x7f", "\x85", "\ud800", "\u202e", "\ufeff", "\ufffd"])
def test_unwanted_characters_part_words(unwanted):
    assert clean_text(f" samen{unwanted}opleiden ") == "samen opleiden"


@given(ANY_TEXT)
def test_a_query_is_short_and_says_when_it_was_cut(text):
    query, cut = clean_query(text)
    assert len(query) <= MAX_TEXT
    assert len(query.split()) <= MAX_WORDS
    assert clean_text(text).startswith(query)
    assert cut == (query != clean_text(text))


def test_a_query_may_be_exactly_as_long_as_allowed():
    words = " ".join(["woord"] * MAX_WORDS)
    assert clean_query(words) == (words, False)
    assert clean_query(f"{words} erbij") == (words, True)
    assert clean_query("a" * MAX_TEXT) == ("a" * MAX_TEXT, False)
    assert clean_query("a" * (MAX_TEXT + 1)) == ("a" * MAX_TEXT, True)


# --- page numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (None, 1), ("", 1), ("1", 1), ("7", 7), ("007", 7), ("9", 9), ("10", 9), (str(2**63), 9), ("9" * 10_000, 9),
        ("0", 1), ("-1", 1), ("abc", 1), ("1.5", 1), ("1e3", 1), ("+2", 1), (" 2", 1), ("2\n", 1), ("٣", 1), ("²", 1), ("1_0", 1),
    ],
)  # fmt: skip
def test_a_broken_page_is_the_first_and_one_past_the_end_the_last(asked, given):
    assert page_number(asked, last=9) == given


@given(st.text(max_size=30), st.integers(1, 10**6))
def test_a_page_number_is_always_a_page(asked, last):
    assert 1 <= page_number(asked, last) <= last


# --- addresses -------------------------------------------------------------------------------------------------------

KNOWN = ("q", "sector", "thema", "pagina")
VALUES = st.dictionaries(st.sampled_from([*KNOWN, "vreemd"]), st.lists(st.text(max_size=8), max_size=4))


def read_back(link: str) -> dict[str, list[str]]:
    path, _, query = link.partition("?")
    assert path == "/lijst/"
    return dict(QueryDict(query).lists())


@given(VALUES)
def test_an_address_says_what_was_chosen_once_each_and_nothing_else(values):
    expected = {name: list(dict.fromkeys(filter(None, values.get(name, [])))) for name in KNOWN}
    assert read_back(str(Address("/lijst/", values, KNOWN))) == {name: kept for name, kept in expected.items() if kept}


@given(VALUES)
def test_an_address_has_one_spelling_whatever_the_order_of_its_parameters(values):
    turned = dict(reversed(values.items()))
    assert str(Address("/lijst/", values, KNOWN)) == str(Address("/lijst/", turned, KNOWN))


@given(VALUES, st.text(min_size=1, max_size=8))
def test_changing_one_thing_keeps_the_rest_and_starts_at_the_first_page(values, sector):
    address = Address("/lijst/", values, KNOWN)
    changed = read_back(address.having(sector=sector))
    assert changed.pop("sector") == [sector]
    assert "pagina" not in changed
    before = read_back(str(address))
    assert changed == {name: kept for name, kept in before.items() if name not in ("sector", "pagina")}


@given(VALUES.filter(lambda values: any(values.get("thema", []))))
def test_taking_one_value_away_leaves_the_others(values):
    address = Address("/lijst/", values, KNOWN)
    gone = address.values["thema"][0]
    left = read_back(address.without("thema", gone))
    assert left.get("thema", []) == address.values["thema"][1:]
    assert left.get("sector", []) == address.values["sector"]


def test_an_address_without_choices_has_no_question_mark():
    address = Address("/lijst/", {"sector": ["po"], "pagina": ["3"]}, KNOWN)
    assert str(address) == "/lijst/?sector=po&pagina=3"
    assert address.having(pagina="4") == "/lijst/?sector=po&pagina=4"
    assert address.without("sector", "po") == address.having(sector="") == "/lijst/"


# --- before any view -------------------------------------------------------------------------------------------------


def what_a_view_sees(query: str) -> QueryDict:
    seen = []
    CleanParametersMiddleware(lambda request: seen.append(request.GET))(RequestFactory().get(f"/?{query}"))
    return seen[0]


def test_views_see_parameters_without_control_characters():
    seen = what_a_view_sees("q=be%00oor%1Bdelen&thema=%ED%A0%80&%00=x&sector=po&sector=vo")
    assert dict(seen.lists()) == {"q": ["be oor delen"], "thema": [""], "": ["x"], "sector": ["po", "vo"]}
    with pytest.raises(AttributeError):  # as unchangeable as any request's
        seen["q"] = "anders"


def test_clean_parameters_are_passed_on_as_they_came():
    assert what_a_view_sees("q=+twee++woorden+&sector=po").urlencode() == "q=+twee++woorden+&sector=po"


def test_more_parameters_than_django_takes_count_as_none():
    assert not what_a_view_sees("&".join(["sector=po"] * 10_001))


# --- whole pages -----------------------------------------------------------------------------------------------------

LISTS = {
    "/kennisbank/": ("soort", "sector", "thema", "doelgroep", "jaar", "sorteer", "pagina"),
    "/nieuws/": ("rubriek", "sector", "thema", "jaar", "pagina"),
    "/agenda/": ("soort", "sector", "thema", "vorm", "provincie", "periode", "pagina"),
    "/landkaart/": ("sector", "status"),
    "/dossiers/": ("pagina",),
}
# As they stand in an address.
GARBAGE = [
    "", "%00", "%ED%A0%80", "%FF%FE", "%E2%80%AE", "-1", "0", "abc", "x" * 10_000, "%F0%9F%99%82" * 2_500, "%27%20OR%201=1--",
    "%3Cscript%3Ealert(1)%3C/script%3E", "%257B%257B7*7%257D%257D", "..%2F..%2Fetc%2Fpasswd", "%0D%0ASet-Cookie:%20a=b", "[]", "null", "NaN",
    "1e999", "%", "%zz",
]  # fmt: skip
TOO_HIGH = [str(2**31), str(2**63), str(2**63 - 1), "9" * 5_000]


@pytest.fixture(scope="module")
def full_lists(django_db_setup, django_db_blocker):
    """Every list has something on it, and the kennisbank a second page."""
    with kept_content(django_db_blocker):
        for place in range(23):
            a_knowledge_item(
                f"Kennisitem {place:02d}", sectors=["po"] if place % 2 else ["vo", "mbo"], audiences=("Student",)
            )
        a_news_item("Nieuws over begeleiding", themes=("Werkplekleren",))
        an_event("Straks")
        an_event("Eerder", sessions=[EventSession(start=in_days(-7), end=in_days(-7, 16))])
        the_map()
        a_partnership()
        a_dossier()
        yield


@pytest.mark.django_db
@pytest.mark.parametrize("path", LISTS)
def test_garbage_in_every_parameter_of_a_list_is_ignored(full_lists, client, path):
    """All of it at once, each value repeated; and each piece alone, in every parameter at the same time."""
    untouched = client.get(path)
    assert total(untouched) > 0
    heaps = ["&".join(f"{name}={piece}" for name in LISTS[path] for piece in (*TOO_HIGH, *GARBAGE, *GARBAGE))]
    if path in ("/kennisbank/", "/agenda/"):
        heaps += ["&".join(f"{name}={piece}" for name in LISTS[path]) for piece in GARBAGE]
        heaps += ["&".join(f"{name}={piece}" for name in LISTS[path] if name != "pagina") for piece in TOO_HIGH]
    for heap in heaps:
        response = client.get(path, QUERY_STRING=heap)
        assert response.status_code == 200, heap[:80]
        assert (total(response), items(response)) == (total(untouched), items(untouched)), heap[:80]
        assert b"<script>alert" not in response.content
        assert "Set-Cookie" not in response.headers


@pytest.mark.django_db
def test_garbage_beside_a_good_value_leaves_the_good_value_its_work(full_lists, client):
    good = client.get("/kennisbank/?sector=po")
    assert 0 < total(good) < 23
    heap = "&".join(f"sector={piece}&soort={piece}" for piece in (*GARBAGE, *TOO_HIGH))
    for query in (f"{heap}&sector=po", f"sector=po&{heap}&sector=po"):
        response = client.get("/kennisbank/", QUERY_STRING=query)
        assert (response.status_code, total(response), items(response)) == (200, total(good), items(good))


@pytest.mark.django_db
@pytest.mark.parametrize("path", LISTS)
def test_unknown_parameters_change_nothing_and_do_not_return_in_links(full_lists, client, path):
    plain, strange = client.get(path), client.get(path, {"utm_source": "x", "vreemd": "vreemdste", "q[]": "1"})
    assert strange.status_code == 200
    assert (total(strange), items(strange)) == (total(plain), items(plain))
    assert b"vreemdste" not in strange.content


@pytest.mark.django_db
def test_a_page_far_past_the_end_is_the_last(full_lists, client):
    last = items(client.get("/kennisbank/?pagina=2"))
    assert len(last) == 3
    for number in ("3", "500", *TOO_HIGH):
        response = client.get("/kennisbank/", {"pagina": number})
        assert (response.status_code, items(response)) == (200, last)


# Signs that mean something to a search engine, and lengths at which the stock search answers 500.
SIGNS = [
    "'",
    '"',
    "\\",
    "&",
    "|",
    "!",
    "(",
    ")",
    ":*",
    "<->",
    "%",
    "_",
    "%%",
    "po/vo",
    "de het een",
    "c++",
    "--",
    ";",
    "🙂",
    "a:b:c",
    "''",
]
LENGTHS = ["woord " * 160, "woord-" * 160, "x" * 10_000, "(" * 200, "!" * 200, "& " * 100, "é" * 10_000]


@pytest.mark.django_db
def test_the_search_engine_takes_any_text(full_lists):
    """A fixed seed: a failure can be repeated."""
    chance = random.Random(14)
    alphabet = "abcdeéïß 0123'\"\\&|!():*<>-+/%_~^{}[]@#$;,.?\x00\x01\u202e\ufeff中ع🙂"
    texts = [*SIGNS, *LENGTHS, *(f"{sign} begeleiding {sign}" for sign in SIGNS)]
    texts += ["".join(chance.choices(alphabet, k=chance.randint(1, 40))) for _ in range(150)]
    for text in texts:
        query, _ = clean_query(text)
        if query:
            asked = questions.understand(query)
            questions.matching_ids(asked, "knowledgeitem")
            questions.ranked(asked)
            questions.counts_by_kind(asked)
            questions.best_by_kind(asked, 5)
            questions.partly_matching(asked, None)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/kennisbank/", "/zoeken/"])
def test_any_search_text_gets_a_page(full_lists, client, path):
    for raw in (*GARBAGE[:9], *map(quote, SIGNS[:6]), *map(quote, LENGTHS)):
        response = client.get(path, QUERY_STRING=f"q={raw}")
        assert response.status_code == 200, raw[:40]
        total(response)


@pytest.mark.django_db
def test_a_text_of_nothing_but_rubbish_is_no_search(full_lists, client):
    for raw in ("%00", "%ED%A0%80%20", "+++", "%E2%80%AE"):
        assert total(client.get("/kennisbank/", QUERY_STRING=f"q={raw}")) == 23


@pytest.mark.django_db
def test_a_text_that_is_cut_is_said_to_be_cut(full_lists, client):
    notice = "We zochten op de eerste 16 woorden"
    for path in ("/kennisbank/", "/zoeken/"):
        assert notice in client.get(path, {"q": "woord " * 17}).content.decode()
        assert notice not in client.get(path, {"q": "woord " * 16}).content.decode()


@pytest.mark.django_db
def test_what_was_searched_comes_back_escaped(full_lists, client):
    for path in ("/kennisbank/", "/zoeken/"):
        page = client.get(path, {"q": '"><script>alert(1)</script>'}).content.decode()
        assert "<script>alert" not in page
        assert "&quot;&gt;&lt;script&gt;" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "%00",
        "kennisbank/%00/",
        "%ED%A0%80/",
        "kennisbank/%ED%A0%80",
        "dossiers/a/b%00/alles/",
        "x" * 9_000,
        "%E2%80%AE/",
        "..%2f/",
    ],
)
def test_garbage_in_the_path_is_a_page_that_is_not_there(full_lists, client, path):
    response = client.get(f"/{path}", follow=True)
    assert response.status_code == 404


@pytest.mark.django_db
def test_ten_thousand_and_one_parameters_are_as_good_as_none(full_lists, client):
    response = client.get("/kennisbank/", QUERY_STRING="&".join(["sector=po"] * 10_001))
    assert (response.status_code, total(response)) == (200, 23)
