"""What is saved in one go is noted at its end, and after that every save is noted at once again."""

import pytest
from django_tasks import task, task_backends
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backend

from platform_site.demo.at_once import noted_at_once
from platform_site.examples import a_page, an_image, the_home
from platform_site.models import FeaturedPage, StandardPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
done: list[str] = []


@task()
def another_task(word: str) -> None:
    done.append(word)


def noted(picture) -> tuple[int, int]:
    """How many references to the picture there are, and how many pages the admin finds."""
    found = get_search_backend().search("zeldzaam", StandardPage)
    return ReferenceIndex.get_references_to(picture).count(), len(found)


def test_references_and_search_words_wait_for_the_end():
    picture = an_image()
    with noted_at_once():
        page = a_page("Zeldzaam", image=picture)
        page.save()
        assert noted(picture) == (0, 0)
    assert noted(picture) == (1, 1)
    a_page("Zeldzaam ook", image=picture)
    assert noted(picture) == (2, 2)


def test_a_part_is_noted_with_its_whole_and_what_went_again_is_not():
    home, page = the_home(), a_page("Uitgelicht")
    with noted_at_once():
        FeaturedPage.objects.create(home=home, page=page)
        a_page("Zeldzaam").delete()
    assert ReferenceIndex.get_references_to(page).count() == 1
    assert not len(get_search_backend().search("zeldzaam", StandardPage))


def test_other_tasks_do_not_wait_and_a_failure_leaves_nothing_waiting():
    usual = task_backends["default"]
    with pytest.raises(KeyError), noted_at_once():
        another_task.enqueue("gedaan")
        raise KeyError
    assert done == ["gedaan"]
    assert task_backends["default"] is usual
