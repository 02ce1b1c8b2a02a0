"""Made-up items for scale work behave as written ones: they are listed, counted and found."""

import io

import pytest
from django.core.management import call_command
from django.http import QueryDict

from bench import scale
from knowledge_bank.models import KnowledgeItem
from knowledge_bank.showing import results_page


@pytest.mark.django_db(transaction=True)
def test_made_up_items_are_listed_counted_and_found(run_database, demo_content):
    run_database.copy(demo_content.database)
    written = KnowledgeItem.objects.count()
    call_command("demo", items=300, stdout=io.StringIO())
    made = KnowledgeItem.objects.filter(slug__regex=scale.MADE).count()
    assert made == 300
    everything = results_page(QueryDict(""))
    assert everything.total == written + made
    found = results_page(QueryDict(f"q={scale.COMMON}"))
    assert 0 < found.total < everything.total
    call_command("demo", items=300, stdout=io.StringIO())
    assert KnowledgeItem.objects.count() == written + made
