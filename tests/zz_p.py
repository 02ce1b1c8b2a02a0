from knowledge_bank.examples import a_knowledge_item
from tests.page_hooks import *


def test_x(db, client):
    item, other = a_knowledge_item("Kwartet"), a_knowledge_item("Kwartet twee")
    item.title = "Domino"
    item.save()
    r = client.get("/zoeken/", {"q": "kwartet"})
    print(total(r), items(r))
    other.delete()
    r = client.get("/zoeken/", {"q": "kwartet"})
    print(total(r), items(r))
    from platform_site.text_index import SearchEntry

    print(list(SearchEntry.objects.values()))
