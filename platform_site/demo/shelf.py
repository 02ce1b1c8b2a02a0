"""The site's own shelf: lists, accounts, home and standard pages."""

from collections.abc import Iterator

from django.contrib.auth import get_user_model
from wagtail.models import Page, Site

from platform_site.accounts import roles
from platform_site.demo.accounts import EXAMPLE_ACCOUNTS, default_password
from platform_site.demo.library import Library
from platform_site.examples import put, save_again
from platform_site.models import Council, FeaturedPage, SiteSettings, StandardPage
from platform_site.synonyms import SynonymGroup

COUNCILS = {"eindredacteur": "VO-raad", "redacteur": "PO-Raad"}
MENU = ("dossiers", "kennisbank", "landkaart", "agenda", "nieuws", "over")
ORDER = ["over", "contact", "privacy", "toegankelijkheid", "bronnen"]
NOTICE = "Voorbeeldinhoud: namen van partnerschappen zijn echt, teksten en cijfers zijn verzonnen."


def shelf(library: Library) -> Iterator[str]:
    _synonyms(library)
    _accounts()
    pages = _pages(library)
    yield f"lijsten, accounts en {len(pages)} pagina's"
    _home(library)
    if pages:
        _order(library)
    for page, entry in pages:
        page.body = library.blocks(entry.text)
        if entry.slug == "contact":
            page.contacts = _contacts(library)
        save_again(page)
    yield "voorpagina"


def _order(library: Library) -> None:
    """Puts the menu in the order of the site."""
    library.home.refresh_from_db()
    children = {page.slug: page for page in library.home.get_children()}
    if not set(MENU) <= set(children):
        return
    for slug in MENU:
        page = Page.objects.get(pk=children[slug].pk)
        page.move(Page.objects.get(pk=library.home.pk), pos="last-child")


def _synonyms(library: Library) -> None:
    """The synonyms to begin with, the first time only; afterwards they are the editors'."""
    if not SynonymGroup.objects.exists():
        SynonymGroup.objects.bulk_create(
            SynonymGroup(words=words) for words in library.data("synoniemen.toml")["groepen"]
        )


def _accounts() -> None:
    users = get_user_model().objects
    for role, email in EXAMPLE_ACCOUNTS:
        if not users.filter(email=email).exists():
            council = Council.objects.filter(title=COUNCILS.get(role)).first()
            roles.give(
                users.create_user(email, default_password(), first_name=role.capitalize(), council=council), role
            )


OWN_PAGES = {
    "about_page": "over",
    "contact_page": "contact",
    "accessibility_page": "toegankelijkheid",
    "privacy_page": "privacy",
    "sources_page": "bronnen",
}


def _pages(library: Library) -> list:
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
            accessibility_status=facts.get("accessibility_status", ""),
            accessibility_date=facts.get("statement_date"),
            show_in_menus=slug == "over",
        )
        made.append((put(parent, page), entry))
    return made


def _contacts(library: Library) -> list:
    councils = {council.title: council for council in Council.objects.all()}
    return [
        (
            "contact",
            {"council": councils[card["council"]], "role": card["role"], "name": "", "mailbox": card["mailbox"]},
        )
        for card in library.data("paginas/contact.toml")["cards"]
    ]


def _own_pages() -> dict[str, StandardPage | None]:
    """The pages that the site's own texts lead to."""
    found = {page.slug: page for page in StandardPage.objects.filter(slug__in=OWN_PAGES.values())}
    return {name: found.get(slug) for name, slug in OWN_PAGES.items()}


def _home(library: Library) -> None:
    home, facts = library.home, library.data("paginas/home.toml")
    site = Site.objects.get(is_default_site=True)
    SiteSettings.objects.get_or_create(site=site, defaults={"example_notice": NOTICE, **_own_pages()})
    if home.featured.exists():
        return
    home.title, home.summary = facts["title"], facts["intro"]
    home.search_hint = facts["search_placeholder"]
    home.popular_searches = ", ".join(facts["popular"])
    chosen = [("kennisbank", slug) for slug in facts["featured_items"]]
    chosen += [("dossier", slug) for slug in facts["featured_dossiers"]]
    home.featured = [FeaturedPage(page_id=library.page_id(*place), sort_order=i) for i, place in enumerate(chosen)]
    save_again(home)
