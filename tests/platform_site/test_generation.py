"""Whatever readers may notice raises a number, in the transaction that changes it; nothing else does."""

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import PageViewRestriction

from knowledge_bank.examples import a_knowledge_item
from news.examples import a_news_item
from partnerships.examples import a_partnership
from platform_site import generation
from platform_site.examples import a_page, terms
from platform_site.models import Theme

pytestmark = pytest.mark.django_db


def numbers() -> tuple[int, int]:
    return generation.current("knowledge"), generation.current("site")


def raised(change) -> tuple[bool, bool]:
    """Whether `change` raised the numbers of the knowledge bank and of the site."""
    before = numbers()
    change()
    after = numbers()
    return after[0] > before[0], after[1] > before[1]


def test_publishing_an_item_raises_both_numbers():
    item = a_knowledge_item()
    item.title = "Anders"
    assert raised(lambda: item.save_revision().publish()) == (True, True)


def test_a_draft_raises_nothing():
    item = a_knowledge_item()
    item.title = "Nog niet"
    assert raised(item.save_revision) == (False, False)


def test_unpublishing_and_deleting_an_item_raise_both_numbers():
    item, other = a_knowledge_item(), a_knowledge_item()
    assert raised(item.unpublish) == (True, True)
    assert raised(other.delete) == (True, True)


def test_news_leaves_the_knowledge_bank_alone():
    news = a_news_item()
    assert raised(lambda: news.save_revision().publish()) == (False, True)


def test_a_partnership_and_a_list_concern_the_knowledge_bank_too():
    partnership = a_partnership()
    assert raised(lambda: partnership.save_revision().publish()) == (True, True)
    (theme,) = terms(Theme, "Werkplekleren")
    theme.title = "Leren op de werkplek"
    assert raised(theme.save) == (True, True)


def test_making_private_moving_and_renaming_raise_both_numbers():
    page, parent = a_page(), a_page()
    assert raised(lambda: PageViewRestriction.objects.create(page=page, restriction_type="login")) == (True, True)
    restriction = PageViewRestriction.objects.get()
    assert raised(lambda: restriction.groups.add(Group.objects.first())) == (True, True)
    assert raised(restriction.delete) == (True, True)
    page.refresh_from_db()
    assert raised(lambda: page.move(parent, pos="last-child")) == (True, True)


def test_changes_are_told_page_by_page_until_something_may_concern_all():
    first, second = a_knowledge_item(), a_knowledge_item()
    known = generation.current("knowledge")
    first.save_revision().publish()
    second.save_revision().publish()
    assert generation.changes_between("knowledge", known, generation.current("knowledge")) == {first.pk, second.pk}
    generation.everything_changed()
    assert generation.changes_between("knowledge", known, generation.current("knowledge")) is None


def test_a_reader_too_far_behind_must_start_over(monkeypatch):
    monkeypatch.setattr(generation, "MOST_CHANGES", 3)
    item = a_knowledge_item()
    known = generation.current("knowledge")
    for _ in range(4):
        generation.page_changed(item)
    assert generation.changes_between("knowledge", known, generation.current("knowledge")) is None


def test_a_number_that_was_rolled_back_is_never_given_again():
    item = a_knowledge_item()
    with transaction.atomic():
        generation.page_changed(item)
        lost = generation.current("knowledge")
        transaction.set_rollback(True)
    generation.page_changed(item)
    assert generation.current("knowledge") > lost


def test_a_bulk_load_goes_unnoticed_until_it_says_so():
    item = a_knowledge_item()

    def quietly():
        with generation.paused():
            item.save_revision().publish()

    assert raised(quietly) == (False, False)
    assert raised(generation.everything_changed) == (True, True)
