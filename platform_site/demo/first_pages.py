"""What every site begins with beside its list pages: the pages that its own texts lead to, and words that find each other."""

from wagtail.models import Page, Site

from platform_site.demo.library import Entry, Library
from platform_site.examples import put, save_again
from platform_site.models import SiteSettings, StandardPage
from platform_site.search.synonyms import SynonymGroup

ORDER = ["over", "contact", "privacy", "toegankelijkheid", "bronnen"]
MENU = ("dossiers", "kennisbank", "landkaart", "agenda", "nieuws", "over")
OWN_PAGES = {
    "about_page": "over",
    "contact_page": "contact",
    "accessibility_page": "toegankelijkheid",
    "privacy_page": "privacy",
    "sources_page": "bronnen",
}
# Their text says how this site works; the others speak of the examples.
TRUE_FROM_THE_START = ("privacy", "toegankelijkheid", "bronnen")


def set_synonyms(library: Library) -> None:
    """The synonyms to begin with, the first time only; afterwards they are the editors'."""
    if not SynonymGroup.objects.exists():
        SynonymGroup.objects.bulk_create(
            SynonymGroup(words=words) for words in library.data("synoniemen.toml")["groepen"]
        )


def make_pages(library: Library) -> list[tuple[StandardPage, Entry]]:
    """The site's own pages that are not there yet, live but without a text, each with its entry."""
    made = []
    for slug in ORDER:
        entry = library.entry(f"paginas/{slug}.md")
        parent = StandardPage.objects.filter(slug="over").first() if slug == "bronnen" else library.home
        if parent.get_children().filter(slug=slug).exists():
            continue
        facts = entry.facts
        page = StandardPage(
            title=facts["title"],
            slug=slug,
            summary=facts["summary"],
            image=library.picture_of(entry),
            show_in_menus=slug == "over",
        )
        made.append((put(parent, page), entry))
    return made


def put_in_order(library: Library) -> None:
    """Puts the menu in the order of the site."""
    library.home.refresh_from_db()
    children = {page.slug: page for page in library.home.get_children()}
    if not set(MENU) <= set(children):
        return
    for slug in MENU:
        page = Page.objects.get(pk=children[slug].pk)
        page.move(Page.objects.get(pk=library.home.pk), pos="last-child")


def make_drafts(library: Library) -> None:
    """The site's own pages, for an editor to read and publish: nobody else can vouch for what they say."""
    for page, entry in make_pages(library):
        page.live, page.has_unpublished_changes = False, True
        page.first_published_at = page.last_published_at = None
        if entry.slug in TRUE_FROM_THE_START:
            page.body = library.blocks(entry.text)
        save_again(page)
        page.save_revision()
    put_in_order(library)
    point_to_them()


def point_to_them(**also) -> None:
    """Tells the site which pages its own texts lead to, when nobody did. also: other settings to begin with."""
    found = {page.slug: page for page in StandardPage.objects.filter(slug__in=OWN_PAGES.values())}
    own = {name: found.get(slug) for name, slug in OWN_PAGES.items()}
    SiteSettings.objects.get_or_create(site=Site.objects.get(is_default_site=True), defaults={**also, **own})
