"""The files of the example content, and what they refer to: pages, pictures and documents of this site."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from django.core.files import File
from wagtail.models import Page

from platform_site.demo import markdown
from platform_site.examples import save_again
from platform_site.models import SiteDocument, SiteImage
from platform_site.pages import SitePage

FOLDER = Path(__file__).parent
CREDIT = "Tekening: Platform Samen Opleiden, CC0"
# What a link in the content may begin with, and where such pages live.
PLACES = {
    "kennisbank": "kennisbank/{}",
    "dossier": "dossiers/{}",
    "katern": "dossiers/{}",
    "partnerschap": "partnerschappen/{}",
    "nieuws": "nieuws/{}",
    "agenda": "agenda/{}",
    "pagina": "{}",
}


@dataclass(frozen=True)
class Entry:
    """One file: its slug, its facts (TOML front matter) and its text (Markdown)."""

    slug: str
    facts: dict
    text: str

    @classmethod
    def read(cls, path: Path) -> "Entry":
        """Read a file with front matter between two lines of three plus signs."""
        _, front, text = path.read_text(encoding="utf-8").split("+++\n", 2)
        slug = path.parent.name if path.stem == "_index" else path.stem
        return cls(slug, tomllib.loads(front), text.strip())


@dataclass
class Library:
    """All example content, below one folder. home: the page under which everything is put."""

    home: Page
    folder: Path = FOLDER
    _page_ids: dict = field(default_factory=dict)

    def entries(self, folder: str, pattern: str = "*.md") -> list[Entry]:
        """The entries in a folder, in the order of their names, introductions (`_index`) left out."""
        return [Entry.read(path) for path in sorted((self.folder / folder).glob(pattern)) if path.stem != "_index"]

    def entry(self, path: str) -> Entry:
        return Entry.read(self.folder / path)

    def data(self, path: str) -> dict:
        """A TOML file of the content."""
        return tomllib.loads((self.folder / path).read_text(encoding="utf-8"))

    def page_id(self, kind: str, slug: str) -> int:
        """The id of a page that the content refers to. Raises LookupError when there is none."""
        key = (kind, slug)
        if key not in self._page_ids:
            if kind not in PLACES:
                raise LookupError(f"onbekende verwijzing {kind}:{slug}")
            url_path = f"{self.home.url_path}{PLACES[kind].format(slug)}/"
            found = Page.objects.filter(url_path=url_path).values_list("pk", flat=True).first()
            if found is None:
                raise LookupError(f"{kind}:{slug} bestaat niet")
            self._page_ids[key] = found
        return self._page_ids[key]

    @cached_property
    def _pictures(self) -> dict:
        return self.data("afbeeldingen/afbeeldingen.toml")

    def image(self, name: str) -> SiteImage:
        """The picture `name` of the content, uploaded when it was not yet."""
        facts = self._pictures.get(name)
        if facts is None:
            raise LookupError(f"afbeelding {name} bestaat niet")
        title = facts.get("title", name)
        found = SiteImage.objects.filter(title=title).first()
        if found:
            return found
        with (self.folder / "afbeeldingen" / f"{name}.png").open("rb") as file:
            return SiteImage.objects.create(
                title=title, description=facts["alt"], credit=CREDIT, file=File(file, f"{name}.png")
            )

    def picture_of(self, entry: Entry) -> SiteImage | None:
        """The picture that goes with an entry, if there is one."""
        return self.image(entry.facts["image"]) if "image" in entry.facts else None

    def list_page(self, find: Callable[[], SitePage]) -> SitePage:
        """The list page that `find` gives; one that it had to make gets the title, summary and picture of its entry."""
        before = Page.objects.count()
        page = find()
        if Page.objects.count() > before:
            entry = self.entry(f"paginas/{page.slug}.md")
            page.title, page.summary, page.image = entry.facts["title"], entry.facts["summary"], self.picture_of(entry)
            if entry.text:  # the landkaart's introduction
                page.intro = self.rich_text(entry.text)
            save_again(page)
        return page

    def document(self, path: str, title: str, **facts) -> SiteDocument:
        """The document at `path`, uploaded when there was none with this title."""
        found = SiteDocument.objects.filter(title=title).first()
        if found:
            return found
        with (self.folder / path).open("rb") as file:
            made = SiteDocument.objects.create(title=title, file=File(file, Path(path).name), **facts)
        made.get_file_size()  # keeps the size, so that no page has to look it up
        return made

    def blocks(self, text: str) -> list[tuple[str, object]]:
        """Markdown as blocks of a body."""
        return markdown.blocks(text, self.page_id, self.image)

    def rich_text(self, text: str) -> str:
        """Markdown as one rich text."""
        return markdown.rich_text(text, self.page_id)
