"""Paging leads everywhere there is something to see, and nowhere else."""

import re
from itertools import pairwise

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from platform_site.components import MOST_PAGES, PER_PAGE, Pager
from platform_site.parameters import Address

ASKED = st.one_of(st.none(), st.integers(-5, 700).map(str), st.text(max_size=5))


def a_pager(total: int, asked: str | None = None, **chosen: list[str]) -> Pager:
    return Pager.of(total, asked, Address("/lijst/", chosen, ("q", "sector", "pagina")))


@given(st.integers(0, 12_000), ASKED)
def test_any_page_asked_for_shows_results_when_there_are_any(total, asked):
    pager = a_pager(total, asked)
    shown = range(total)[pager.span]
    assert len(shown) <= PER_PAGE
    assert bool(shown) == bool(total)


@given(st.integers(0, 10 * PER_PAGE))
def test_the_pages_together_show_every_result_once_and_in_order(total):
    pages = range(1, a_pager(total).last + 1)
    seen = [number for page in pages for number in range(total)[a_pager(total, str(page)).span]]
    assert seen == list(range(total))


@given(st.integers(1, 12_000), ASKED)
def test_next_and_previous_lead_one_on_and_one_back_and_stop_at_the_ends(total, asked):
    pager = a_pager(total, asked)
    assert (pager.previous is None) == (pager.number == 1)
    assert (pager.next is None) == (pager.number == pager.last)
    for link, number in ((pager.next, pager.number + 1), (pager.previous, pager.number - 1)):
        if link:
            page = QueryDict(link.partition("?")[2]).get("pagina")
            assert a_pager(total, page).number == number


@given(st.integers(1, 12_000), ASKED)
def test_steps_name_the_ends_and_the_neighbours_with_a_mark_at_every_gap(total, asked):
    pager = a_pager(total, asked)
    numbers = [step[0] for step in pager.steps if step]
    assert numbers == sorted(set(numbers))
    assert {1, pager.number, pager.last} <= set(numbers)
    steps = pager.steps
    for before, step, after in zip(steps, steps[1:], steps[2:], strict=False):
        assert (step is not None) or after[0] - before[0] > 1
    for before, after in pairwise(steps):
        if before and after:
            assert after[0] == before[0] + 1


def test_the_first_page_needs_no_number_in_its_address():
    assert a_pager(100, "2", sector=["po"]).previous == "/lijst/?sector=po"
    assert a_pager(100, "2", sector=["po"]).next == "/lijst/?sector=po&pagina=3"


@pytest.mark.parametrize(
    ("total", "last"), [(0, 1), (1, 1), (PER_PAGE, 1), (PER_PAGE + 1, 2), (PER_PAGE * MOST_PAGES, MOST_PAGES)]
)
def test_the_number_of_pages_follows_from_the_number_of_results(total, last):
    assert a_pager(total).last == last


def test_beyond_five_hundred_pages_the_list_asks_to_narrow_the_search():
    exactly, more = PER_PAGE * MOST_PAGES, PER_PAGE * MOST_PAGES + 1
    assert not a_pager(exactly, "500").beyond
    assert not a_pager(more, "499").beyond
    pager = a_pager(more, str(2**63))
    assert (pager.number, pager.last, pager.beyond, pager.next) == (MOST_PAGES, MOST_PAGES, True, None)
    assert "preciezer zoekwoord" in render_to_string("components/pager.html", {"pager": pager})
    assert "preciezer zoekwoord" not in render_to_string("components/pager.html", {"pager": a_pager(exactly, "500")})


def test_the_page_you_are_on_is_marked_once():
    html = render_to_string("components/pager.html", {"pager": a_pager(200, "5")})
    assert re.findall(r'aria-current="page"><span class="only-read">Pagina </span>(\d+)<', html) == ["5"]
    assert html.count('rel="prev"') == html.count('rel="next"') == 1


def test_one_page_needs_no_pager():
    assert not render_to_string("components/pager.html", {"pager": a_pager(PER_PAGE)}).strip()
