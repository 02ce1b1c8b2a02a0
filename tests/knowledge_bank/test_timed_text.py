"""Times that editors type before a text are understood, and no word is lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_bank.models import KnowledgeItem
from knowledge_bank.models.items import length_of
from knowledge_bank.timed_text import Passage, broken_lines, parse


def test_chapters_are_one_to_a_line():
    assert parse("0:00 Begin\n12:40 De vraag\n1:02:03 Slot") == [
        Passage(0, "", "Begin"), Passage(760, "", "De vraag"), Passage(3723, "", "Slot"),
    ]  # fmt: skip


def test_turns_of_a_transcript_are_parted_by_blank_lines_and_may_run_over_lines():
    text = "[0:12] Presentator: Welkom.\nFijn dat je er bent.\n\n[0:20] Gast: Dank je."
    assert parse(text) == [Passage(12, "Presentator", "Welkom. Fijn dat je er bent."), Passage(20, "Gast", "Dank je.")]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_it_does_not_matter_on_what_computer_it_was_typed(newline):
    turns = newline.join(["[0:01] A: een", "", "[0:02] B: twee"])
    assert [(turn.seconds, turn.speaker, turn.text) for turn in parse(turns)] == [(1, "A", "een"), (2, "B", "twee")]
    chapters = newline.join(["0:01 een", "0:02 twee"])
    assert [turn.text for turn in parse(chapters)] == ["een", "twee"]


def test_what_has_no_time_is_joined_to_what_stands_before_it():
    assert parse("[0:12] Gast: Ja.\n\nEn nog iets.") == [Passage(12, "Gast", "Ja. En nog iets.")]
    assert parse("Zomaar tekst.") == [Passage(0, "", "Zomaar tekst.")]


def test_a_colon_further_on_in_a_sentence_is_no_speaker():
    (turn,) = parse("0:05 Daar zeiden ze na een lang gesprek met het hele team: doen")
    assert (turn.speaker, turn.text) == ("", "Daar zeiden ze na een lang gesprek met het hele team: doen")


@pytest.mark.parametrize("nothing", ["", "   ", "\n\n", "\r\n \r\n"])
def test_nothing_gives_nothing(nothing):
    assert parse(nothing) == []
    assert broken_lines(nothing) == []


def test_lines_without_a_time_are_named():
    assert broken_lines("0:00 Begin\nvergeten\n1:00 Slot") == ["vergeten"]
    assert broken_lines("[0:12] Gast: Ja.\n\nNee: 0:15 dat telt niet.") == ["Nee: 0:15 dat telt niet."]
    assert broken_lines("0:00 Begin\n59:59 Slot\n1:00:00 Nog") == []


@pytest.mark.parametrize(
    ("seconds", "time"), [(0, "0:00"), (12, "0:12"), (760, "12:40"), (3599, "59:59"), (3723, "1:02:03")]
)
def test_times_are_shown_as_people_read_them(seconds, time):
    assert Passage(seconds, "", "x").time == time


@given(st.integers(0, 99 * 3600), st.text(st.characters(categories=["L"]), min_size=1, max_size=20))
def test_a_time_that_is_shown_can_be_read_back(seconds, word):
    assert parse(f"[{Passage(seconds, '', '').time}] {word}") == [Passage(seconds, "", word)]


@given(st.text(max_size=300))
def test_anything_can_be_read_and_no_word_is_lost(text):
    passages = parse(text)
    kept = " ".join(f"{passage.speaker} {passage.text}" for passage in passages)
    letters = [sign for sign in text if sign.isalpha()]
    assert [sign for sign in kept if sign.isalpha()] == letters
    assert all(passage.seconds >= 0 and passage.text for passage in passages)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(412, "7 minuten kijken"), (378, "6 minuten kijken"), (299, "4 min 59 s kijken"), (300, "5 minuten kijken")],
)
def test_a_length_in_minutes_is_the_nearest(seconds, words):
    assert length_of(KnowledgeItem(kind="video", duration=seconds)) == words
