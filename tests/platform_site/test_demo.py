"""`manage.py demo` fills an empty site with content that hangs together, and a second time changes nothing."""

import io
import re
from collections import Counter
from math import hypot

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from modelsearch.backends import get_search_backend
from modelsearch.index import get_indexed_models
from PIL import Image
from wagtail.models import Page, ReferenceIndex
from wagtail.search.models import IndexEntry

from knowledge_bank.models import BookletPage, ChapterPage, DossierPage, KnowledgeItem
from knowledge_bank.timed_text import parse
from knowledge_bank.vocabulary import Kind
from news.models import EventPage, NewsPage
from partnerships.duo.plan import CLOSED, NEW
from partnerships.duo.planning import plan_for
from partnerships.models import Organisation, Partner, PartnershipPage
from platform_site.examples import AUDIENCES, THEMES
from platform_site.models import Audience, SiteDocument, SiteImage, Theme
from tests.duo_files import PO, SO, VO, a_csv, all_schools
from tests.page_hooks import total

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled")]


@pytest.fixture(scope="module")
def filled(demo_content, run_database, django_db_blocker):
    """The run's database holds the example content while these tests look at it."""
    with django_db_blocker.unblock():
        run_database.copy(template=demo_content.database)
        yield
        run_database.copy()


@pytest.fixture
def quick_pictures(monkeypatch):
    """Pictures made with less effort: the same ones, a little larger."""
    save = Image.Image.save

    def save_quickly(self, where, kind=None, **options):
        save(
            self,
            where,
            kind,
            **options,
            **({"speed": 10} if kind == "AVIF" else {"method": 0} if kind == "WEBP" else {}),
        )

    monkeypatch.setattr(Image.Image, "save", save_quickly)


def row_counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models(include_auto_created=True)}


def test_it_tells_what_it_made(demo_content):
    told = "\n".join(demo_content.told)
    for words in (
        "51 partnerschappen",
        "120 kennisitems",
        "nieuwsberichten",
        "agenda-items",
        "dossiers, katernen en hoofdstukken",
    ):
        assert words in told


def test_a_second_time_changes_nothing():
    before = row_counts()
    changed = dict(Page.objects.values_list("url_path", "latest_revision_created_at"))
    told = io.StringIO()
    call_command("demo", stdout=told)
    assert row_counts() == before
    assert dict(Page.objects.values_list("url_path", "latest_revision_created_at")) == changed
    assert set(re.findall(r"\d+", told.getvalue())) == {"0"}


def test_what_an_editor_changed_is_left_alone_and_what_was_thrown_away_comes_back():
    item = KnowledgeItem.objects.order_by("pk").first()
    KnowledgeItem.objects.filter(pk=item.pk).update(summary="Door een redacteur herschreven.")
    NewsPage.objects.order_by("pk").first().delete()
    call_command("demo", stdout=io.StringIO())
    assert KnowledgeItem.objects.get(pk=item.pk).summary == "Door een redacteur herschreven."
    assert NewsPage.objects.count() == 10


# --- how much there is -----------------------------------------------------------------------------------------------


def test_there_is_as_much_as_the_domain_asks():
    assert DossierPage.objects.count() == 4
    assert [booklet.get_children().count() for booklet in BookletPage.objects.order_by("path")] == [4, 4]
    assert KnowledgeItem.objects.count() == 120
    assert PartnershipPage.objects.count() == 51
    assert PartnershipPage.objects.filter(example=True).count() == 51
    assert (NewsPage.objects.count(), EventPage.objects.count()) == (10, 10)
    assert Organisation.objects.filter(kind="school").count() > 8500
    assert not Page.objects.filter(live=False).exists()


def test_every_kind_sector_theme_audience_and_year_occurs():
    items = KnowledgeItem.objects.all()
    assert set(items.values_list("kind", flat=True)) == set(Kind.values)
    assert {sector for item in items for sector in item.sectors} == {"po", "vo", "mbo"}
    assert list(Theme.objects.values_list("title", flat=True)) == list(THEMES)
    assert set(Theme.objects.filter(knowledge_items__isnull=False).values_list("title", flat=True)) == set(THEMES)
    assert list(Audience.objects.values_list("title", flat=True)) == list(AUDIENCES)
    assert set(Audience.objects.filter(knowledge_items__isnull=False).values_list("title", flat=True)) == set(AUDIENCES)
    assert set(items.values_list("year", flat=True)) == set(range(2016, 2027))


def test_events_lie_before_and_after_today_one_in_series_one_of_days_one_online_one_cancelled():
    coming, past = EventPage.objects.upcoming(), EventPage.objects.past()
    assert coming.count() >= 3
    assert past.count() >= 3
    sessions = Counter(event.sessions.count() for event in EventPage.objects.all())
    assert sessions[3] >= 1
    days = [(session.end - session.start).days for event in EventPage.objects.all() for session in event.sessions.all()]
    assert max(days) >= 1 or sessions[2]
    assert EventPage.objects.filter(form="online").exists()
    assert EventPage.objects.filter(state="geannuleerd").exists()


# --- whether it is right ---------------------------------------------------------------------------------------------


def test_nothing_stands_in_the_way_of_publishing_any_of_it():
    found = {page.url: page.specific.publishing_problems() for page in Page.objects.filter(depth__gt=1)}
    assert {url: problems for url, problems in found.items() if problems} == {}


def test_every_summary_fits_and_every_picture_says_what_it_shows():
    for page in Page.objects.filter(depth__gt=1).specific():
        assert 0 < len(page.summary) <= 300, page.url
    assert SiteImage.objects.exists()
    assert not SiteImage.objects.filter(description="").exists()


def test_partnerships_without_a_place_or_a_status_are_there_too():
    listed = PartnershipPage.objects.listed()
    assert sum(not page.has_point for page in listed) == 9
    assert sum(page.status == "onbekend" for page in listed) == 12
    for page in listed:
        if page.has_point:
            assert 3.3 < page.lon < 7.3, page
            assert 50.7 < page.lat < 53.6, page


def test_thousands_of_schools_nearby_take_part_each_in_at_most_two_and_all_marked_as_invented():
    schools = Partner.objects.filter(role="school").select_related("organisation", "page")
    times = Counter(school.organisation_id for school in schools)
    assert len(times) > 5000
    assert max(times.values()) == 2
    assert Organisation.objects.filter(kind="school").exclude(pk__in=times).count() > 500
    assert all(school.example and school.organisation.sector in school.page.sectors for school in schools)
    distances = [hypot(s.organisation.lat - s.page.lat, 0.61 * (s.organisation.lon - s.page.lon)) for s in schools]
    assert max(distances) * 111 < 50
    with_schools = {school.page_id for school in schools}
    assert with_schools == set(PartnershipPage.objects.on_the_map().values_list("pk", flat=True))
    assert schools.filter(until__isnull=False).exists()
    assert schools.filter(since__isnull=True).exists()
    assert all(school.until > school.since for school in schools if school.since and school.until)
    boards = Organisation.objects.filter(kind="schoolbestuur", source="verzonnen voorbeeld")
    assert boards.exists()
    assert all(board.name.startswith("Voorbeeldbestuur") for board in boards)


@pytest.mark.parametrize(("sector", "columns"), [("po", PO), ("vo", VO), ("so", SO)])
def test_duos_own_file_recognises_every_school_of_the_example_content(sector, columns):
    plan = plan_for(a_csv(all_schools(sector), columns), timezone.localdate(), called=f"{sector}.csv", register=sector)
    assert (plan.of(NEW), plan.of(CLOSED), plan.alarm) == ([], [], "")
    assert {name for step in plan.steps for name in step.after} <= {"governed_by", "street"}


def test_a_profile_that_comes_back_gets_the_same_schools_again():
    page = PartnershipPage.objects.get(slug="opleidingsschool-noord-limburg")
    before = set(page.partners.values_list("organisation", "role", "since", "until"))
    others = Partner.objects.exclude(page=page).count()
    page.delete()
    call_command("demo", stdout=io.StringIO())
    again = PartnershipPage.objects.get(slug="opleidingsschool-noord-limburg")
    assert set(again.partners.values_list("organisation", "role", "since", "until")) == before
    assert Partner.objects.exclude(page=again).count() == others


def test_places_are_called_as_people_call_them():
    places = set(PartnershipPage.objects.values_list("place", flat=True)) | set(
        Organisation.objects.values_list("place", flat=True)
    )
    assert "Den Haag" in places
    assert not {place for place in places if place.startswith(("'s-Gravenhage", "'s-Hertogenbosch")) or place.isupper()}
    provinces = set(PartnershipPage.objects.values_list("province", flat=True)) - {""}
    assert "Friesland" not in provinces


def test_invented_profiles_say_so_and_so_does_every_page(client):
    profile = PartnershipPage.objects.filter(example=True).first()
    assert "<b>Voorbeeld:</b> deze tekst is verzonnen." in client.get(profile.url).content.decode()
    assert "Voorbeeldinhoud:" in client.get("/over/").content.decode()


RAW = re.compile(
    r"\*\*\w.{0,40}|\]\(.{0,40}|```|>\s*#{1,6} .{0,40}|\|\s*-{3}"
)  # of Markdown, in what should be HTML by now
HREF = re.compile(r'(?:href|src)="([^"#?]*)([?][^"#]*)?(?:#([^"]*))?"')


def test_every_page_answers_and_every_link_on_it_leads_somewhere(client, quick_pictures):
    """To a page of this site, to a heading that is there, to a file that can be had; links elsewhere are https."""
    addresses = sorted(
        page.get_url() for page in Page.objects.filter(depth__gt=1).specific() if page.slug != "partnerschappen"
    )
    addresses += [f"{booklet.url}alles/" for booklet in BookletPage.objects.all()]
    anchors, wanted, elsewhere = {}, {}, {}
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        html = response.content.decode()
        assert not RAW.search(html), f"Markdown shows on {address}: {RAW.search(html)[0]}"
        anchors[address] = set(re.findall(r'\bid="([^"]*)"', html))
        assert "<a>" not in html, f"a link to nowhere on {address}"
        for path, query, anchor in HREF.findall(html):
            if path.startswith(("http:", "https:", "mailto:")):
                elsewhere.setdefault(path, address)
            else:
                wanted.setdefault((path or address, query or "", anchor), address)
    for (path, _, anchor), source in wanted.items():
        if anchor and path in anchors:
            assert anchor in anchors[path], f"{source} points at {path}#{anchor}"
    unknown = {path: source for (path, _, _), source in wanted.items() if path not in anchors}
    for path, source in unknown.items():
        assert client.head(path).status_code in (200, 302), f"{source} links to {path}"
    for path, source in elsewhere.items():
        good = path.startswith(("https://", "mailto:", settings.SITE_URL))
        assert good, f"{source} links to {path}"


def test_links_with_a_filter_lead_to_results(client):
    for theme in Theme.objects.all():
        assert total(client.get("/kennisbank/", {"thema": theme.slug})) > 0
    for word in client.get("/").context["page"].popular():
        assert total(client.get("/zoeken/", {"q": word})) > 0, word


def test_every_download_and_sound_can_be_had_and_is_small(client):
    documents = SiteDocument.objects.all()
    assert {document.file_extension for document in documents} == {"pdf", "mp3"}
    for document in documents:
        response = client.get(document.url)
        assert response.status_code == 200
        first = next(iter(response.streaming_content))
        assert first.startswith((b"%PDF-", b"ID3", b"\xff\xfb", b"\xff\xf3")), document
        assert document.file_size < 500_000, document


def test_every_podcast_has_a_transcript_and_chapters_within_its_length():
    podcasts = KnowledgeItem.objects.filter(kind=Kind.PODCAST)
    assert podcasts.count() >= 3
    for podcast in podcasts:
        times = [passage.seconds for passage in parse(podcast.transcript)]
        assert times == sorted(times), podcast
        assert len(times) > 3
        assert times[-1] < podcast.duration
        assert all(passage.seconds < podcast.duration for passage in parse(podcast.chapters))


def test_chapters_stand_in_the_order_of_their_numbers():
    booklet = BookletPage.objects.get(slug="een-peer-review-voorbereiden")
    assert [chapter.slug for chapter in booklet.chapters] == [
        "waarom-collegas",
        "van-zelfbeeld-naar-leervraag",
        "de-dag-zelf",
        "daarna",
    ]
    assert ChapterPage.objects.count() == 8


def test_what_is_noted_at_the_end_is_what_is_noted_after_every_save():
    """Which pages refer to what, and the words by which the admin finds it; of the thousands of schools for one in twenty."""
    backend = get_search_backend()
    backend.add(Page.get_first_root_node())  # the migrations made it, and noted nothing
    noted = notes()
    for model in ReferenceIndex.indexed_models:
        for one in model.objects.all():
            ReferenceIndex.create_or_update_for_object(one)
    for model in get_indexed_models():
        objects = list(model.get_indexed_objects().order_by("pk"))
        backend.add_bulk(model, objects[:: 1 + len(objects) // 500])
    for now, then in zip(notes(), noted, strict=True):
        assert len(then) > 2000
        assert now - then == set()
        assert then - now == set()


def notes() -> tuple[set, set]:
    references = ReferenceIndex.objects.values_list(
        "content_type", "object_id", "to_content_type", "to_object_id", "content_path"
    )
    entries = IndexEntry.objects.values_list("content_type", "object_id", "title", "autocomplete", "body", "body_text")
    return set(references), set(entries)
