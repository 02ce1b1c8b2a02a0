"""A site on which everybody wrote what would run in a reader's browser, in every field that takes words."""

import itertools
import json
import os

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import CharField, Model, TextField, URLField
from django.test import Client
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Collection, Page, Site

from knowledge_bank.examples import a_booklet, a_chapter, a_dossier, a_knowledge_item, the_dossiers, the_knowledge_bank
from knowledge_bank.models import Contribution
from news.examples import a_news_item, an_event, the_agenda, the_news
from partnerships.examples import a_partnership, an_organisation, the_map, the_partnerships
from partnerships.models import DuoImport, ProfileDraft
from platform_site.accounts.models import Council
from platform_site.blocks import TextBlock
from platform_site.examples import a_document, a_page, an_image, the_home
from platform_site.models import EducationRegion, SiteSettings, Theme
from tests.duo_files import a_csv, a_row
from tests.editor import Editor
from tests.platform_site.serving.test_uploads import a_contribution
from tests.portal_visit import Coordinator

# Each would open a dialog.
PAYLOADS = [
    "<script>alert(1)</script>", "<ScRiPt>alert(1)</sCrIpT>", "<script/src=data:,alert(1)>", '"><script>alert(1)</script>',
    "'><script>alert(1)</script>", "</title><script>alert(1)</script>", "</script><script>alert(1)</script>", "</style><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>", "--><script>alert(1)</script>", "]]><script>alert(1)</script>", "<<script>alert(1)//<</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>", "<script\n>alert(1)</script>", "<script>alert`1`</script>", "<svg><script>alert(1)</script></svg>",
    "<svg><script>alert&lpar;1&rpar;</script>", "<math><script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><img src=x onerror=alert(1)>',
    "'><img src=x onerror=alert(1)>", "<img src=x onerror=&#97;lert(1)>", "<img/src=x/onerror=alert(1)>", "<img src=x:x onerror\n=alert(1)>",
    "<IMG SRC=X ONERROR=alert(1)>", "<image src=x onerror=alert(1)>", "<img src='javascript:alert(1)'>", "<svg onload=alert(1)>",
    "<svg/onload=alert(1)>", "<svg><animate onbegin=alert(1) attributeName=x dur=1s>", "<svg><a xlink:href=javascript:alert(1)><text>x</text></a>",
    "<body onload=alert(1)>", "<details open ontoggle=alert(1)>", "<input autofocus onfocus=alert(1)>", '" autofocus onfocus=alert(1) x="',
    "' autofocus onfocus=alert(1) x='", '" onmouseover="alert(1)', "' onmouseover='alert(1)", "` onmouseover=`alert(1)", "x onfocus=alert(1) autofocus ",
    "<select autofocus onfocus=alert(1)>", "<video src=x onerror=alert(1)>", "<audio src=x onerror=alert(1)>", "<video><source onerror=alert(1)>",
    "<marquee onstart=alert(1)>", "<iframe src=javascript:alert(1)>", "<iframe srcdoc='<script>alert(1)</script>'>", "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>", "<form><button formaction=javascript:alert(1)>x", "<a href=javascript:alert(1)>klik</a>",
    "<a href=' javascript:alert(1)'>klik</a>", "<a href='java\tscript:alert(1)'>klik</a>", "<a href=data:text/html,<script>alert(1)</script>>klik</a>",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)//", "[klik](javascript:alert(1))", "![x](x\"onerror=\"alert(1))", "**<script>alert(1)</script>**",
    "{{constructor.constructor('alert(1)')()}}", "{% debug %}{{ 7|add:7 }}", "${alert(1)}", "';alert(1)//", '";alert(1)//', "\\';alert(1)//", "\\u003cscript\\u003ealert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#x3C;script&#x3E;alert(1)", "%3Cscript%3Ealert(1)%3C/script%3E", "<base href=//kwaad.test/>",
    "<link rel=stylesheet href=//kwaad.test/x.css>", "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", "<style>@import'//kwaad.test/x.css'</style>",
    "<style onload=alert(1)></style>", "<p style=background:url(//kwaad.test/x)>", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<template><img src=x onerror=alert(1)></template>",
    "<xss id=x tabindex=1 onfocus=alert(1)></xss>", "\u2028<script>alert(1)</script>", "＜script＞alert(1)＜/script＞", "<a id=config><a id=config name=url href=javascript:alert(1)>",
]  # fmt: skip
SOME = PAYLOADS if os.environ.get("EVERY_WORD") else PAYLOADS[::5]
EVERYTHING = " ".join(PAYLOADS)
FAR = 'https://voorbeeld.test/?"><script>alert(1)</script>'
_next = itertools.cycle(PAYLOADS)


def words(most: int | None) -> str:
    """Harmful words for a field of so many characters: all there are, or as many in turn as fit."""
    if most is None or most > len(EVERYTHING):
        return EVERYTHING
    found, tries = "", 0
    while tries < len(PAYLOADS):
        tries, one = tries + 1, next(_next)
        if len(found) + len(one) < most:
            found = f"{found} {one}".strip()
        elif found:
            break
    return found


def rich(features: list[str] | None = None) -> str:
    """Rich text as it is stored when a browser sends all that as the content of the editor: as words, and as where links lead."""
    links = [
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        *PAYLOADS[18:24],
    ]
    blocks = [{"key": f"w{at}", "text": one, "type": "unstyled", "entityRanges": []} for at, one in enumerate(PAYLOADS)]
    blocks += [
        {"key": f"l{at}", "text": "klik", "type": "unstyled", "entityRanges": [{"key": at, "offset": 0, "length": 4}]}
        for at in range(len(links))
    ]
    entities = {at: {"type": "LINK", "mutability": "MUTABLE", "data": {"url": one}} for at, one in enumerate(links)}
    blocks = [{"depth": 0, "inlineStyleRanges": [], **block} for block in blocks]
    sent = json.dumps({"blocks": blocks, "entityMap": entities})
    return ContentstateConverter(features or TextBlock().features).to_database_format(sent)


def body(page: Page) -> list[tuple[str, object]]:
    """A text with every block."""
    text, everything = rich(), EVERYTHING
    cells = [PAYLOADS[at : at + 4] for at in range(0, len(PAYLOADS) - 3, 4)]
    table = {"table_header_choice": "row", "first_row_is_table_header": True, "first_col_is_header": False}
    return [
        ("text", text),
        ("quote", {"text": everything, "speaker": everything}),
        ("callout", {"title": everything, "text": text}),
        ("steps", {"steps": [{"title": everything, "text": text}] * 2}),
        ("figures", {"figures": [{"value": words(20) or "1", "label": words(120)}], "source": everything}),
        ("picture", {"image": an_image(), "alt": everything, "caption": everything}),
        ("table", {"table": {**table, "table_caption": everything, "data": cells}}),
        ("details", {"question": everything, "answer": text}),
        ("document", {"document": a_document(), "text": everything}),
        ("pages", {"title": everything, "pages": [page]}),
    ]  # fmt: skip


def worded(thing: Model) -> Model:
    """Every field of words of this filled with what means harm, and saved."""
    for field in thing._meta.fields:
        if not field.editable or field.choices or field.primary_key or field.unique or field.name in LEFT_ALONE:
            continue
        if isinstance(field, RichTextField):
            setattr(thing, field.attname, rich(field.features))
        elif isinstance(field, StreamField):
            if field.name == "body":
                thing.body = body(Page.objects.get(depth=2))
        elif isinstance(field, URLField):
            setattr(thing, field.attname, FAR)
        elif type(field) in (CharField, TextField) or field.get_internal_type() in ("CharField", "TextField"):
            setattr(thing, field.attname, words(field.max_length))
    thing.save()
    return thing


LEFT_ALONE = {
    "slug", "url_path", "path", "password", "email", "doi", "isbn", "file_hash", "province", "sort_key", "code", "duo_code", "mailbox", "lat", "lon",
    "external_url", "hostname", "pattern", "postcode", "kind", "number", "sector", "duration",
}  # fmt: skip


def publish(page: Page) -> Page:
    page = page.specific
    page.save_revision().publish()
    return page


MAKERS = (
    the_home, the_map, the_partnerships, the_knowledge_bank, the_dossiers, the_news, the_agenda, a_page, a_dossier, a_booklet, a_news_item, an_event, a_partnership,
    lambda: a_chapter("Kwaad", booklet=a_booklet("Kwaad", chapters=0)),
    *(lambda kind=kind: a_knowledge_item(f"Kwaad: {kind}", kind=kind) for kind in ("podcast", "tool", "praktijkvoorbeeld")),
)  # fmt: skip


def fill() -> dict[str, int]:
    """Makes that site in the database; gives the addresses of its pages, with their numbers."""
    pages = [publish(worded(make())) for make in MAKERS]
    for at, one in enumerate(SOME):
        pages.append(
            a_knowledge_item(one[:250], slug=f"kwaad-{at}", authors=one, publisher=one, series=one, summary=one)
        )
    organisations = [an_organisation(one, place=one[:80]) for one in SOME]
    partners = tuple((organisation, "school") for organisation in organisations)
    profile = a_partnership(
        PAYLOADS[0], slug="kwaad", place=PAYLOADS[3][:80], summary=EVERYTHING[:290], partners=partners
    )
    pages.append(publish(profile))
    for model in (Theme, Council, EducationRegion):
        worded(model.objects.last())  # all pages of a term are indexed anew
    worded(SiteSettings.for_site(Site.objects.get(is_default_site=True)))
    for thing in (an_image(), a_document()):
        worded(thing)
    Collection.get_first_root_node().add_child(name=PAYLOADS[3])
    get_user_model().objects.filter(email="redacteur@voorbeeld.nl").update(
        first_name=PAYLOADS[3][:60], last_name=PAYLOADS[18][:60]
    )
    _sent_in(profile)
    assert (Contribution.objects.count(), DuoImport.objects.count()) == (3, 1)  # it all came in
    assert ProfileDraft.objects.get(partnership=profile).handed_in
    return {page.url: page.pk for page in Page.objects.filter(pk__in=[page.pk for page in pages], live=True).specific()}


def _sent_in(profile: Page) -> None:
    """What comes in by forms: of coordinators, of visitors, of DUO, of who searches."""
    coordinator = Coordinator(profile)
    coordinator.send("wie-wij-zijn", about=EVERYTHING[:3000], summary=EVERYTHING[:290])
    coordinator.send("trots", pride=EVERYTHING[:3000], pride__soort="")
    coordinator.send("contact", logo_alt=PAYLOADS[3], mailbox="info@voorbeeld.nl")
    coordinator.hand_in()
    anna = Client()
    answers = {**a_contribution(), **dict.fromkeys(("what", "for_whom", "result"), EVERYTHING[:5000])}
    for one in PAYLOADS[:3]:
        anna.post("/delen/", {**answers, "title": one, "summary": one, "makers": one})
    desk = Editor()
    rows = [
        a_row(f"{at // 10:02}AB{at % 10:02}", VESTIGINGSNAAM=one) for at, one in enumerate(PAYLOADS) if one.isascii()
    ]
    desk.client.post(reverse("duo-import"), {"file": SimpleUploadedFile("po.csv", a_csv(rows))})
    for one in PAYLOADS[::9]:
        anna.get("/zoeken/", {"q": one})
