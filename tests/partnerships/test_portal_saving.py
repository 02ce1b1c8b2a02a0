"""A save reads what is live once and cleans each text once, however it ends; pages show what was saved."""

from collections import Counter

import pytest

from partnerships.examples import a_partnership
from partnerships.portal import answers, drafts
from platform_site import rich_texts
from tests.portal_visit import Coordinator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
STORIES = len(answers.STORY)
TEXTS = {name: f"<p>Zo was het met {name}.</p>" for name in answers.STORY}


@pytest.fixture
def coordinator():
    return Coordinator(a_partnership("Opleidingsschool De Brug", **TEXTS))


@pytest.fixture
def calls(monkeypatch):
    """How often the dear parts of a request are called, by name; `clear()` begins anew."""
    counts = Counter()

    def counted(module, name: str) -> None:
        real = getattr(module, name)

        def call(*given, **named):
            counts[name] += 1
            return real(*given, **named)

        monkeypatch.setattr(module, name, call)

    counted(drafts, "working_copy")
    counted(drafts, "answers_of")
    counted(rich_texts, "clean")
    return counts


@pytest.mark.parametrize("json", [False, True])
def test_a_save_reads_the_profile_once_and_cleans_each_text_once(coordinator, calls, json):
    fields = coordinator.opened("wie-wij-zijn")
    calls.clear()
    assert coordinator.send("wie-wij-zijn", fields, about="Nieuw.", json=json).status_code == (200 if json else 302)
    assert calls == {"working_copy": 1, "answers_of": 1, "clean": STORIES + 1}  # and the new text


def test_so_does_a_save_of_what_has_a_mistake_or_was_written_by_another_meanwhile(coordinator, calls):
    fields = coordinator.opened("wie-wij-zijn")
    coordinator.send("wie-wij-zijn", fields, about="Eerst.")
    calls.clear()
    page = coordinator.send("wie-wij-zijn", fields, about="Daarna.", summary="x" * 301)
    assert page.status_code == 409
    assert calls == {"working_copy": 1, "answers_of": 1, "clean": STORIES + 1}
    text = page.content.decode()
    assert "Eerst." in text  # what stands there now, beside what was typed
    assert "Daarna." in text


def test_so_does_a_press_of_a_button_in_the_list_of_partners(coordinator, calls):
    fields = coordinator.opened("partners")
    calls.clear()
    changes = {"voorstel__name": "De Wissel", "voorstel__place": "Utrecht", "voorstel__role": "school"}
    assert coordinator.send("partners", fields, doen="voorstel", **changes).status_code == 302
    assert calls == {"working_copy": 1, "answers_of": 1, "clean": STORIES}


def test_what_a_save_tells_is_what_the_next_page_shows(coordinator):
    told = coordinator.send("trots", pride="Trots **op** iets.", json=True).json()
    fields = coordinator.opened("trots")
    assert told["gezien"]["pride"] == fields["gezien-pride"]
    assert "**op**" in fields["pride"]
    assert coordinator.send("trots", fields, json=True).json()["gezien"] == told["gezien"]
