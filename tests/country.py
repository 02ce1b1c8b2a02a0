"""Forty partnerships with facts at random, for all tests that compare what the landkaart says with the truth."""

import random
from datetime import date

import pytest
from django.utils.text import slugify
from wagtail.models import PageViewRestriction

from knowledge_bank.examples import a_knowledge_item
from partnerships.examples import a_partnership, an_organisation, the_map
from partnerships.models import Partner, PartnershipPage
from platform_site.examples import region, save_again, terms
from platform_site.models import Theme
from platform_site.places import PROVINCES
from tests.brute_force import Thing
from tests.kept_content import kept_content

SECTORS = ["po", "vo", "mbo"]
STATUSES = ["aspirant", "erkend", "beeindigd", "onbekend"]
SOME_PROVINCES = ["Utrecht", "Fryslân", "Noord-Brabant"]
INSTITUTES = {"Hogeschool Één": "21AA", "Iselinge": "", "Universiteit Zuid": "22BB"}
CODES = {"Hogeschool Één": "21AA", "Iselinge": "iselinge", "Universiteit Zuid": "22BB"}
THEMES = {"Werkplekleren": "werkplekleren", "Digitaal opleiden": "digitaal-opleiden", "Zij-instroom en maatwerk": "zij"}
REGIONS = ["Regio Noord", "Regio Zuid"]


def chosen_facts(chance, page, organisations) -> tuple[set[str], set[str], set[str]]:
    """Gives a partnership themes (its own, and of items it shared), institutes and regions; tells by which values it is found."""
    own, shared = (set(chance.sample(list(THEMES), chance.choice((0, 0, 1, 2)))) for _ in range(2))
    page.themes = terms(Theme, *own)
    if shared:
        a_knowledge_item(themes=tuple(shared), partnerships=[page])
    hidden = a_knowledge_item(themes=tuple(THEMES), partnerships=[page])
    type(hidden).objects.filter(pk=hidden.pk).update(live=False)
    present = chance.sample(organisations, chance.choice((0, 1, 2)))
    gone = [one for one in organisations if one not in present]
    page.partners = [
        *(Partner(organisation=one, role="lerarenopleiding") for one in present),
        *(Partner(organisation=one, role="penvoerder") for one in gone[:1]),
        *(Partner(organisation=one, role="lerarenopleiding", until=date(2020, 1, 1)) for one in gone),
    ]
    regions = chance.sample(REGIONS, chance.choice((0, 0, 1, 2)))
    page.regions = [region(title) for title in regions]
    save_again(page)
    slugs = {theme.slug for theme in Theme.objects.filter(title__in=own | shared)}
    return slugs, {CODES[one.name] for one in present}, {slugify(title) for title in regions}


@pytest.fixture(scope="module")
def country(django_db_setup, django_db_blocker):
    """Forty partnerships with facts at random (a fixed seed); every seventh has no place; two that nobody may see."""
    with kept_content(django_db_blocker):
        the_map()
        chance, things = random.Random(51), []
        organisations = [an_organisation(name, kind="hogeschool", brin=brin) for name, brin in INSTITUTES.items()]
        for number in range(40):
            sectors = sorted(chance.sample(SECTORS, chance.choice((1, 1, 2, 3))), key=SECTORS.index)
            status = chance.choice(["", *STATUSES])
            nowhere = {"lat": None, "lon": None, "place": "", "province": ""}
            somewhere = {
                "lat": chance.uniform(50.8, 53.4),
                "lon": chance.uniform(3.5, 7.1),
                "province": chance.choice(SOME_PROVINCES),
            }
            province = {somewhere["province"]}
            title = chance.choice(("Opleidingsschool", "Één samen", "'s-Bosch", "(Zij aan zij)", "aos")) + f" {number}"
            page = a_partnership(title, sectors=sectors, status=status, **(nowhere if number % 7 == 0 else somewhere))
            themes, institutes, regions = chosen_facts(chance, page, organisations)
            if number % 7 == 0:
                province = set()
            things.append(
                Thing(
                    page.slug,
                    {
                        "sector": set(sectors), "status": {status or "onbekend"}, "provincie": province, "thema": themes,
                        "lerarenopleiding": institutes, "onderwijsregio": regions,
                    },
                )
            )  # fmt: skip
        hidden = [a_partnership(f"Verborgen {number}", sectors=SECTORS) for number in range(2)]
        PartnershipPage.objects.filter(pk=hidden[0].pk).update(live=False)
        PageViewRestriction.objects.create(page=hidden[1], restriction_type=PageViewRestriction.LOGIN)
        yield things


def parameters() -> dict[str, list[str]]:
    """All values that each filter may have."""
    return {
        "sector": SECTORS,
        "status": STATUSES,
        "thema": [theme.slug for theme in Theme.objects.all()],
        "lerarenopleiding": list(CODES.values()),
        "onderwijsregio": [slugify(title) for title in REGIONS],
        "provincie": [name for name, _ in PROVINCES],
    }
