"""What a reader gets of a text: headings to jump to, and an honest reading time."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platform_site.blocks import BodyBlock
from platform_site.reading import anchor, headings, minutes, minutes_to_read, plain_text, with_anchors


def a_body(*blocks):
    return BodyBlock().to_python([{"type": kind, "value": value} for kind, value in blocks])


@given(st.text(max_size=300))
def test_an_anchor_is_a_word_that_can_stand_in_any_address(title):
    assert re.fullmatch(r"[a-z0-9_-]{1,60}", anchor(title))
    assert not anchor(title).endswith("-")


def test_an_anchor_follows_from_the_words_alone():
    assert anchor("Eén les, twee beoordelaars?") == "een-les-twee-beoordelaars"
    assert anchor("???") == "kop"


def test_every_heading_gets_its_address_and_keeps_its_markup():
    html = "<h2>Wat we <b>zagen</b></h2><p>Tekst</p><h3>En nu?</h3>"
    assert with_anchors(html) == '<h2 id="wat-we-zagen">Wat we <b>zagen</b></h2><p>Tekst</p><h3 id="en-nu">En nu?</h3>'


@given(st.text(st.characters(codec="utf-8", exclude_characters="<>&"), max_size=80))
def test_text_without_headings_stays_as_it_is(text):
    assert with_anchors(f"<p>{text}</p>") == f"<p>{text}</p>"


def test_the_contents_lead_to_headings_that_are_in_the_text():
    source = "<h2>Begin &amp; eind</h2><p>…</p><h3>Diep</h3><h2></h2><h2>Wat <i>bleef</i></h2>"
    body = a_body(("text", source), ("callout", {"title": "Let op", "text": "<p>Kort</p>"}), ("text", "<h2>Slot</h2>"))
    found = headings(body)
    assert [heading.title for heading in found] == ["Begin & eind", "Wat bleef", "Slot"]
    html = with_anchors(source) + with_anchors("<h2>Slot</h2>")
    for heading in found:
        assert f'id="{heading.anchor}"' in html


def test_contents_may_go_one_level_deeper():
    body = a_body(("text", "<h2>Een</h2><h3>Twee</h3>"))
    assert [(heading.level, heading.title) for heading in headings(body, deepest=3)] == [(2, "Een"), (3, "Twee")]


def test_plain_text_holds_the_words_of_every_block_and_no_markup():
    body = a_body(
        ("text", "<h2>Kop</h2><p>Lopende <b>tekst</b>.</p>"),
        ("quote", {"text": "Gezegd", "speaker": "Schoolopleider"}),
        ("steps", {"steps": [{"title": "Stap", "text": "Doen"}]}),
        ("details", {"question": "Vraag", "answer": "<p>Antwoord</p>"}),
    )
    words = plain_text(body)
    for word in ("Kop", "Lopende", "tekst", "Gezegd", "Schoolopleider", "Stap", "Doen", "Vraag", "Antwoord"):
        assert word in words
    assert "<" not in words
    assert words == " ".join(words.split())


@pytest.mark.parametrize(("words", "expected"), [(0, 1), (1, 1), (200, 1), (290, 1), (310, 2), (1000, 5), (2000, 10)])
def test_two_hundred_words_take_a_minute_and_nothing_takes_none(words, expected):
    assert minutes("woord " * words) == expected


def test_reading_time_is_said_in_dutch():
    assert minutes_to_read(a_body(("text", "<p>Kort.</p>"))) == "1 minuut lezen"
    assert minutes_to_read(a_body(("text", f"<p>{'woord ' * 800}</p>"))) == "4 minuten lezen"
    assert minutes_to_read(a_body()) == "1 minuut lezen"
