"""Several editors save one page at the very same moment: one of them wins, the others are told."""

import os
import threading

import pytest
from django.db import connection
from django.urls import reverse

from platform_site.accounts import roles
from platform_site.examples import a_page, a_user, the_home
from platform_site.models import StandardPage
from tests.editor import Editor

ROUNDS = int(os.environ.get("STALE_ROUNDS", "3"))


@pytest.mark.django_db(transaction=True)
def test_of_four_saves_at_one_moment_one_is_kept():
    the_home()
    page = a_page("Begin")
    people = [Editor(a_user(role=roles.EDITOR)) for _ in range(4)]
    people[0].edit(page, title="Eerste versie")
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for number in range(ROUNDS):
        forms = [person.filled_in(url, page) for person in people]
        answers, start = {}, threading.Barrier(len(people))

        def save(person: int, round_=number, forms=forms, answers=answers, start=start) -> None:
            start.wait()
            answers[person] = people[person].send(url, forms[person], title=f"{round_} van {person}").status_code
            connection.close()

        threads = [threading.Thread(target=save, args=[person]) for person in range(len(people))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers.values()) == [302, 409, 409, 409]
        winner = next(person for person, status in answers.items() if status == 302)
        assert StandardPage.objects.get().get_latest_revision_as_object().title == f"{number} van {winner}"
    assert page.revisions.count() == 1 + ROUNDS
