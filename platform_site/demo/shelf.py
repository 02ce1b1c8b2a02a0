"""The site's own shelf: home and standard pages."""

from collections.abc import Iterator

from platform_site.demo import first_pages
from platform_site.demo.library import Library
from platform_site.examples import save_again
from platform_site.models import Council, FeaturedPage

NOTICE = "Voorbeeldinhoud: namen van partnerschappen zijn echt, teksten en cijfers zijn verzonnen."


def shelf(library: Library) -> Iterator[str]:
    _mailboxes()
    pages = first_pages.make_pages(library)
    yield f"lijsten, accounts en {len(pages)} pagina's"
    _home(library)
    if pages:
        first_pages.put_in_order(library)
    for page, entry in pages:
        page.body = library.blocks(entry.text)
        page.accessibility_status = entry.facts.get("accessibility_status", "")
        page.accessibility_date = entry.facts.get("statement_date")
        if entry.slug == "contact":
            page.contacts = _contacts(library)
        save_again(page)
    yield "voorpagina"


def _mailboxes() -> None:
    """An example of an address for every council that has none."""
    for council in Council.objects.filter(mailbox=""):
        council.mailbox = f"{council.slug}@voorbeeld.nl"
        council.save()


def _contacts(library: Library) -> list:
    councils = {council.title: council for council in Council.objects.all()}
    return [
        (
            "contact",
            {"council": councils[card["council"]], "role": card["role"], "name": "", "mailbox": card["mailbox"]},
        )
        for card in library.data("paginas/contact.toml")["cards"]
    ]


def _home(library: Library) -> None:
    home, facts = library.home, library.data("paginas/home.toml")
    first_pages.point_to_them(example_notice=NOTICE)
    if home.featured.exists():
        return
    home.title, home.summary = facts["title"], facts["intro"]
    home.search_hint = facts["search_placeholder"]
    home.popular_searches = ", ".join(facts["popular"])
    chosen = [("kennisbank", slug) for slug in facts["featured_items"]]
    chosen += [("dossier", slug) for slug in facts["featured_dossiers"]]
    home.featured = [FeaturedPage(page_id=library.page_id(*place), sort_order=i) for i, place in enumerate(chosen)]
    save_again(home)
