"""The index holds a row for every page that everybody may see, and its words; always in step."""

import pytest
from wagtail.models import PageViewRestriction

from knowledge_bank.examples import a_knowledge_item, the_knowledge_bank
from knowledge_bank.models import KnowledgeItem
from partnerships.examples import a_partnership
from platform_site.search.index import SearchEntry, Word, rebuild
from platform_site.search.questions import matching_ids, partly_matching, ranked, understand

pytestmark = pytest.mark.django_db
KIND = "knowledgeitem"


def found(text: str) -> set[int]:
    return set(matching_ids(understand(text), KIND).tolist())


def test_publishing_changes_what_is_found():
    item = a_knowledge_item("Vliegeren op het plein")
    assert found("vliegeren") == {item.pk}
    item.title = "Steltlopen op het plein"
    item.save_revision()
    assert found("steltlopen") == set()
    item.save_revision().publish()
    assert found("vliegeren") == set()
    assert found("steltlopen") == {item.pk}


def test_what_is_not_for_everybody_leaves_the_index_and_its_words_are_forgotten():
    item = a_knowledge_item("Vliegeren op het plein")
    restriction = PageViewRestriction.objects.create(page=item, restriction_type="login")
    assert found("vliegeren") == set()
    assert not Word.objects.filter(pk="vliegeren").exists()
    restriction.delete()
    assert found("vliegeren") == {item.pk}
    item.unpublish()
    assert not SearchEntry.objects.filter(pk=item.pk).exists()
    assert not Word.objects.filter(pk="vliegeren").exists()


def test_a_private_folder_takes_all_below_it_along():
    item = a_knowledge_item("Vliegeren op het plein")
    PageViewRestriction.objects.create(page=the_knowledge_bank(), restriction_type="login")
    assert not SearchEntry.objects.filter(pk=item.pk).exists()


def test_deleting_a_page_deletes_its_row():
    item = a_knowledge_item("Vliegeren op het plein")
    KnowledgeItem.objects.get(pk=item.pk).delete()
    assert found("vliegeren") == set()


def test_a_renamed_partnership_is_found_at_its_items():
    partnership = a_partnership("Zonnewende")
    item = a_knowledge_item("Iets anders")
    item.partnerships = [partnership]
    item.save_revision().publish()
    assert found("zonnewende") == {item.pk}
    partnership.title = "Maneschijn"
    partnership.save_revision().publish()
    assert found("zonnewende") == set()
    assert found("maneschijn") == {item.pk}


def test_a_new_word_makes_older_compounds_fall_apart():
    item = a_knowledge_item("De vliegerwedstrijd van groep acht")
    assert found("wedstrijd") == set()
    a_knowledge_item("Een vlieger en een wedstrijd")
    assert item.pk in found("wedstrijd")


def test_a_rebuilt_index_is_the_same():
    a_partnership("Zonnewende")
    for title in ("De opleidingsschool en de school", "Opleiding en begeleiding", "Begeleidingsgesprekken"):
        a_knowledge_item(title, body=[("text", "<p>Over scholen, gesprekken en opleidingen.</p>")])

    def rows():
        entries = list(SearchEntry.objects.order_by("pk").values_list("pk", "title", "plain", "whole"))
        return entries, list(Word.objects.order_by("pk").values_list("word", "lemma", "parts", "documents"))

    before = rows()
    assert rebuild() == len(before[0])
    assert rows() == before


def test_all_words_must_match_and_small_words_need_not():
    both = a_knowledge_item("De vlieger en het plein")
    a_knowledge_item("Alleen een vlieger")
    assert found("een vlieger op het plein") == {both.pk}


def test_a_phrase_must_stand_as_typed():
    item = a_knowledge_item("Peer review in mei")
    a_knowledge_item("Review door een peer")
    assert found('"peer review"') == {item.pk}
    assert len(found("peer review")) == 2


def test_exact_forms_come_before_other_forms_before_parts():
    part = a_knowledge_item("Toetsmatrijs")
    form = a_knowledge_item("Toetsen")
    exact = a_knowledge_item("Toets")
    a_knowledge_item("Een matrijs")  # now the compound can be taken apart
    assert ranked(understand("toets")).tolist() == [exact.pk, form.pk, part.pk]


def test_titles_come_before_summaries_before_texts():
    text = a_knowledge_item("Eén", body=[("text", "<p>Over een vlieger.</p>")])
    summary = a_knowledge_item("Twee", summary="Over een vlieger.")
    title = a_knowledge_item("Over een vlieger")
    assert ranked(understand("vlieger")).tolist() == [title.pk, summary.pk, text.pk]


def test_when_nothing_has_all_words_the_best_partial_ones_follow():
    two = a_knowledge_item("Vlieger en plein")
    one = a_knowledge_item("Vlieger")
    assert found("vlieger plein zeppelin") == set()
    assert partly_matching(understand("vlieger plein zeppelin"), KIND) == [two.pk, one.pk]
