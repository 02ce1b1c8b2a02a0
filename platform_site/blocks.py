"""The editors' vocabulary: the blocks a text is built from. Each has a description and a real preview."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import get_text_for_indexing
from wagtail.snippets.blocks import SnippetChooserBlock

from platform_site.components import Card
from platform_site.querysets import cards_of, visible_pages

INLINE = ["bold", "italic", "link"]


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        features = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
        super().__init__(**{"features": features, "label": "Tekst", "required": False, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = "Tekst"
        template = "blocks/text.html"
        description = "Lopende tekst met tussenkoppen, lijsten en links."
        preview_value = (
            "<h2>Twaalf woorden waren genoeg</h2><p>Drie partnerschappen schreven op wat ze in de klas <b>zagen</b>, "
            "niet wat ze vonden.</p><ul><li>Kies tien beoordelingen.</li><li>Streep gedeelde woorden aan.</li></ul>"
        )


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label="Uitspraak", help_text="Zonder aanhalingstekens.")
    speaker = blocks.CharBlock(label="Wie", required=False, help_text="Een rol is genoeg: “schoolopleider, vo”.")

    class Meta:
        icon = "openquote"
        label = "Citaat"
        template = "blocks/quote.html"
        description = "Een uitspraak die eruit springt, met de rol van wie het zei."
        preview_value = {
            "text": "Pas toen we dezelfde les bekeken, hoorden we hoe verschillend we keken.",
            "speaker": "Schoolopleider, voortgezet onderwijs",
        }


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Kop", default="Let op")
    text = blocks.RichTextBlock(label="Tekst", features=[*INLINE, "ol", "ul"])

    class Meta:
        icon = "info-circle"
        label = "Kader"
        template = "blocks/callout.html"
        description = "Een kader naast de tekst: een tip, een waarschuwing of een voorbeeld."
        preview_value = {"title": "Let op", "text": "<p>Begin klein: een lange lijst bleef in de la liggen.</p>"}


class DetailsBlock(blocks.StructBlock):
    question = blocks.CharBlock(label="Vraag")
    answer = blocks.RichTextBlock(label="Antwoord", features=[*INLINE, "ol", "ul"])

    class Meta:
        icon = "help"
        label = "Uitklapvraag"
        template = "blocks/details.html"
        description = "Een vraag waarvan het antwoord openklapt. Zet nooit het belangrijkste in een uitklapvraag."
        preview_value = {
            "question": "Hoeveel tijd kost het?",
            "answer": "<p>Vier middagen, verspreid over een jaar.</p>",
        }


class FigureBlock(blocks.StructBlock):
    value = blocks.CharBlock(label="Getal", max_length=20)
    label = blocks.CharBlock(label="Wat het telt", max_length=120)


class FiguresBlock(blocks.StructBlock):
    figures = blocks.ListBlock(FigureBlock(label="Getal"), label="Getallen", min_num=1, max_num=4)
    source = blocks.CharBlock(label="Bron", required=False)

    class Meta:
        icon = "order"
        label = "Cijfers"
        template = "blocks/figures.html"
        description = "Een tot vier getallen met wat ze tellen en waar ze vandaan komen."
        preview_value = {
            "figures": [{"value": "28", "label": "schoolopleiders deden mee"}, {"value": "4", "label": "middagen"}],
            "source": "Eigen telling",
        }


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Stap")
    text = blocks.TextBlock(label="Wat je doet", required=False)


class StepsBlock(blocks.StructBlock):
    steps = blocks.ListBlock(StepBlock(label="Stap"), label="Stappen", min_num=2)

    class Meta:
        icon = "list-ol"
        label = "Stappen"
        template = "blocks/steps.html"
        description = "Een werkwijze in genummerde stappen."
        preview_value = {
            "steps": [
                {"title": "Verzamel", "text": "Leg tien beoordelingen naast elkaar."},
                {"title": "Bekijk samen één les", "text": "Ieder met eigen aantekeningen."},
            ]
        }


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label="Afbeelding")
    alt = blocks.CharBlock(
        label="Alternatieve tekst",
        required=False,
        help_text="Alleen nodig als de afbeelding hier iets anders zegt dan de beschrijving die erbij hoort.",
    )
    caption = blocks.CharBlock(label="Bijschrift", required=False)

    class Meta:
        icon = "image"
        label = "Afbeelding"
        template = "blocks/picture.html"
        description = "Een afbeelding die iets uitlegt, met bijschrift."
        preview_value = {"image": None, "alt": "", "caption": "Student, school en instituut: samen de driehoek."}

    def get_preview_value(self):
        newest = get_image_model().objects.order_by("-created_at", "-pk").first()
        return self.normalize({**super().get_preview_value(), "image": newest})


# What most tables are: the first row says what stands below it.
HEADED = {"table_header_choice": "row", "first_row_is_table_header": True, "first_col_is_header": False}


class DataTableBlock(blocks.StructBlock):
    table = TableBlock(
        label="Tabel",
        table_options={"contextMenu": ["row_above", "row_below", "remove_row", "col_left", "col_right"]},
        template="blocks/table_rows.html",  # Wagtail's own makes a heading of an empty corner
    )

    class Meta:
        icon = "table"
        label = "Tabel"
        template = "blocks/table.html"
        description = "Gegevens in rijen en kolommen. Geef de tabel een bijschrift en een koprij."
        default = {"table": {**HEADED, "table_caption": "", "data": [[None] * 3] * 3}}
        preview_value = {
            "table": {
                **HEADED,
                "table_caption": "Wie doet wat",
                "data": [["Rol", "Taak"], ["Werkplekbegeleider", "Begeleidt elke week"], ["Student", "Stelt de vraag"]],
            }
        }

    def clean(self, value):
        """Helps a table whose headers nobody chose, and refuses one that says nothing."""
        table = value.get("table") or {}
        if not self.is_deferred_validation and not any(cell for row in table.get("data") or [] for cell in row):
            empty = "Deze tabel is nog leeg. Vul de cellen, of verwijder de tabel met de prullenbak."
            raise blocks.StructBlockValidationError({"table": ValidationError(empty)})
        if table and not table.get("table_header_choice"):
            value["table"] = {**table, **HEADED}
        return super().clean(value)


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label="Document")
    text = blocks.CharBlock(label="Wat is het?", help_text="Bijvoorbeeld: Woordenlijst om samen in te vullen")

    class Meta:
        icon = "doc-full"
        label = "Download"
        template = "blocks/document.html"
        description = "Een document om te downloaden, met soort en grootte."
        preview_value = {"document": None, "text": "Woordenlijst om samen in te vullen"}


class PagesBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Kop", default="Lees verder")
    pages = blocks.ListBlock(blocks.PageChooserBlock(label="Pagina"), label="Pagina's", min_num=1, max_num=6)

    class Meta:
        icon = "link"
        label = "Verwijzingen"
        template = "blocks/pages.html"
        description = "Kaarten naar andere pagina's van deze site."
        preview_value = {"title": "Lees verder", "pages": []}

    def get_preview_value(self):
        newest = visible_pages().filter(depth__gt=2).order_by("-first_published_at", "-pk")[:2]
        return self.normalize({**super().get_preview_value(), "pages": list(newest)})

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        known = context.get("page_cards")  # of all these blocks on the page, see cards_in
        pages = [page for page in value.get("pages") or [] if page]
        cards = cards_of(pages) if known is None else known
        context["cards"] = [cards[page.pk] for page in pages if page.pk in cards]
        return context


def cards_in(text: Iterable[blocks.StreamValue.StreamChild]) -> dict[int, Card]:
    """The cards of all pages that PagesBlocks in `text` refer to, by id."""
    chosen = [page for block in text if isinstance(block.block, PagesBlock) for page in block.value["pages"] if page]
    return cards_of(chosen)


class ContactBlock(blocks.StructBlock):
    council = SnippetChooserBlock("accounts.Council", label="Raad")
    role = blocks.CharBlock(label="Waarvoor", help_text="Bijvoorbeeld: vragen over opleidingsscholen in het po")
    name = blocks.CharBlock(label="Naam", required=False)
    mailbox = blocks.EmailBlock(label="E-mailadres", help_text="Een algemene postbus, nooit van één persoon.")

    class Meta:
        icon = "mail"
        label = "Contactkaart"
        template = "blocks/contact.html"
        description = "Bij wie je terechtkunt, met een algemene postbus."
        preview_value = {"council": None, "role": "Vragen over het po", "name": "", "mailbox": "po@voorbeeld.nl"}


class BodyBlock(blocks.StreamBlock):
    """What the text of any page may hold."""

    text = TextBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()
    steps = StepsBlock()
    figures = FiguresBlock()
    picture = PictureBlock()
    table = DataTableBlock()
    details = DetailsBlock()
    document = DocumentBlock()
    pages = PagesBlock()

    class Meta:
        required = False

    def clean(self, value):
        """A new page begins with an empty text, to type in at once; what stays empty is left out."""
        cleaned = super().clean(value)
        filled = [child for child in cleaned if child.block_type != "text" or get_text_for_indexing(child.value.source)]
        if len(filled) < len(cleaned):
            return blocks.StreamValue(self, [(child.block_type, child.value, child.id) for child in filled])
        return cleaned
