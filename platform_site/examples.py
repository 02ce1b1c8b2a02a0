"""Builders for the site as a whole, for tests and demo alike: each gives what it is asked for, live and complete."""

from io import BytesIO
from itertools import count
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image
from wagtail.models import Page, Site

from platform_site.accounts import roles
from platform_site.generation import page_changed
from platform_site.models import (
    Audience,
    Council,
    EducationRegion,
    HomePage,
    QualityStandard,
    SiteDocument,
    SiteImage,
    StandardPage,
    Theme,
)
from platform_site.pages import SitePage
from platform_site.taxonomy import Term

_numbers = count(1)

THEMES = (
    "Begeleiding en inductie", "Werkplekleren", "Curriculum in de driehoek", "Toetsen en beoordelen", "Kwaliteit en peer review",
    "Organisatie en samenwerking", "Onderwijsregio's", "Onderzoekend werken", "Professionalisering van opleiders",
    "Zij-instroom en maatwerk", "Diversiteit en kansengelijkheid", "Digitaal opleiden",
)  # fmt: skip
AUDIENCES = (
    "Student", "Starter", "Zij-instromer", "Werkplekbegeleider", "Schoolopleider", "Instituutsopleider", "Programmaleider",
    "Schoolleider", "Bestuurder", "Onderzoeker",
)  # fmt: skip
STANDARDS = ("De lerende (aanstaande) leraar", "De leeromgeving", "De organisatie", "De kwaliteitscultuur")
COUNCILS = ("PO-Raad", "VO-raad", "MBO Raad", "Vereniging Hogescholen", "UNL")


def terms(model: type[Term], *titles: str) -> list[Term]:
    """The terms with these titles, made where they were missing, in the order given."""
    found = {term.title: term for term in model.objects.filter(title__in=titles)}
    highest = model.objects.count()
    for title in titles:
        if title not in found:
            highest += 1
            found[title] = model.objects.create(title=title, slug=slugify(title), order=highest)
    return [found[title] for title in titles]


def seed_terms() -> None:
    """All lists that the domain names, in its order; regions stay empty."""
    for model, titles in ((Theme, THEMES), (Audience, AUDIENCES), (QualityStandard, STANDARDS), (Council, COUNCILS)):
        terms(model, *titles)


def region(title: str) -> EducationRegion:
    return terms(EducationRegion, title)[0]


def put(parent: Page, page: SitePage, published=None) -> SitePage:
    """Puts `page` below `parent` as a live page. published: the moment it first went live, now when left out."""
    page.slug = page.slug or slugify(page.title)[:120]
    page.live = True
    page.first_published_at = page.last_published_at = published or timezone.now()
    page.latest_revision_created_at = page.last_published_at
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page_changed(page)
    return page


def save_again(page: Page) -> None:
    """Saves a page that was put in the tree a while ago; its place and children may have changed since."""
    page.refresh_from_db(fields=["path", "depth", "numchild", "url_path"])
    page.save()


def the_home() -> HomePage:
    """The home page of the default site; makes both when they are missing, and takes Wagtail's welcome page away."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
        home = put(
            root,
            HomePage(
                title="Samen leraren opleiden: vind wat werkt",
                slug="samen-opleiden",
                summary="Praktijk, onderzoek en hulpmiddelen van partnerschappen van scholen, besturen en lerarenopleidingen.",
            ),
        )
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    facts = {"hostname": address.hostname, "port": port, "root_page": home, "site_name": settings.SITE_NAME}
    Site.objects.update_or_create(is_default_site=True, defaults=facts)
    for welcome in Page.objects.filter(depth=2, slug="home").exclude(pk=home.pk):
        welcome.delete()
    home.refresh_from_db()
    return home


def the_only(model: type[SitePage], title: str, slug: str, summary: str = "Een overzicht.", **facts) -> SitePage:
    """The one page of a list type below home; made when it is missing."""
    return model.objects.first() or put(the_home(), model(title=title, slug=slug, summary=summary, **facts))


def a_page(title: str = "", parent: Page | None = None, **facts) -> StandardPage:
    """A page of text."""
    title = title or f"Pagina {next(_numbers)}"
    return put(parent or the_home(), StandardPage(**{"title": title, "summary": "Waar dit over gaat.", **facts}))


def a_user(email: str = "", role: str = "", **facts):
    """Somebody who can log in with the password "geheim-genoeg". role: one of platform_site/accounts/roles.py, or none."""
    email = email or f"persoon{next(_numbers)}@voorbeeld.nl"
    user = get_user_model().objects.create_user(email, "geheim-genoeg", **facts)
    if role:
        roles.give(user, role)
    return user


def number() -> int:
    """The next number, for names that must differ."""
    return next(_numbers)


def an_image(title: str = "", *, size: tuple[int, int] = (64, 48), **facts) -> SiteImage:
    """A small picture in one colour."""
    title = title or f"Afbeelding {number()}"
    drawn = BytesIO()
    Image.new("RGB", size, "#2f6f5e").save(drawn, "PNG")
    file = ContentFile(drawn.getvalue(), f"{slugify(title)}.png")
    return SiteImage.objects.create(**{"title": title, "description": "Een groen vlak.", "file": file, **facts})


def a_document(
    title: str = "", *, name: str = "gids.pdf", content: bytes = b"%PDF-1.7\n%%EOF\n", **facts
) -> SiteDocument:
    """A file to download, with a size that is known."""
    file = ContentFile(content, name)
    document = SiteDocument.objects.create(**{"title": title or f"Document {number()}", "file": file, **facts})
    document.get_file_size()
    return document
