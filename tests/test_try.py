import pytest
from django.template import engines, Template, Context
from partnerships.examples import a_partnership, the_map

def test_db(db, client):
    a_partnership()
    r = client.get("/landkaart/")
    print(r.status_code, len(r.content), r.headers)
    assert r.status_code == 200
    from wagtail.models import Page, Site
    assert Page.objects.count() > 3

@pytest.mark.django_db(transaction=True)
def test_a(): 
    the_map()
@pytest.mark.django_db(transaction=True)
def test_b(): 
    from wagtail.models import Page, Site
    assert Page.objects.count() == 2
