"""An episode in a podcast app: what is said and its chapters come along."""

import json
import re

import pytest
from django.test import Client

from knowledge_bank.examples import a_knowledge_item
from platform_site.examples import a_document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
CUE = re.compile(r"^(\d\d):(\d\d):(\d\d)\.000 --> (\d\d):(\d\d):(\d\d)\.000\n(.+)$", re.MULTILINE)


def an_episode(title: str = "Aflevering", **facts):
    told = {
        "transcript": "[0:00] Anna: Welkom.\n\n[0:12] Bram: Wat <b>is</b> het?\n\n[1:01:05] Tot slot.",
        "chapters": "0:00 Begin\n20:30 Midden & eind",
    }
    return a_knowledge_item(title, kind="podcast", audio=a_document("geluid.mp3"), duration=3700, **{**told, **facts})


def test_the_feed_names_transcript_and_chapters_of_who_has_them():
    item, bare = an_episode(), a_knowledge_item("Kaal", kind="podcast", audio=a_document("kaal.mp3"))
    text = Client().get("/kennisbank/podcast.xml").content.decode()
    told = dict(re.findall(r'<podcast:(\w+) [^>]*url="([^"]+)"', text))
    assert told == {
        "transcript": f"{item.canonical}transcript.vtt",
        "chapters": f"{item.canonical}hoofdstukken.json",
    }
    assert bare.canonical in text
    assert f'<guid isPermaLink="false">{bare.permanent_id}</guid>' in text


def test_a_transcript_is_shown_passage_by_passage():
    answer = Client().get(f"{an_episode().url}transcript.vtt")
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    assert text.startswith("WEBVTT\n\n")
    cues = CUE.findall(text)
    assert [cue[6] for cue in cues] == ["<v Anna>Welkom.", "<v Bram>Wat &lt;b&gt;is&lt;/b&gt; het?", "Tot slot."]
    times = [[int(h) * 3600 + int(m) * 60 + int(s) for h, m, s in (cue[:3], cue[3:6])] for cue in cues]
    assert times == [[0, 12], [12, 3665], [3665, 3725]]


def test_chapters_are_told_by_their_second():
    answer = Client().get(f"{an_episode().url}hoofdstukken.json")
    assert answer["Content-Type"] == "application/json+chapters; charset=utf-8"
    found = json.loads(answer.content)
    assert found["version"] == "1.2.0"
    assert found["chapters"] == [
        {"startTime": 0, "title": "Begin"},
        {"startTime": 1230, "title": "Midden & eind"},
    ]


@pytest.mark.parametrize("ending", ["transcript.vtt", "hoofdstukken.json"])
def test_what_an_episode_does_not_have_is_not_there(ending):
    bare = an_episode(transcript="", chapters="")
    other = a_knowledge_item("Geen podcast", transcript="[0:00] Anna: Welkom.")
    draft = an_episode("Concept")
    draft.unpublish()
    for page in (bare, other, draft):
        assert Client().get(f"{page.url}{ending}").status_code == 404
