"""The questions of the portal, one form a theme. Each form has an explicit list of fields: nothing else can come in."""

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from partnerships.models import PartnershipPage
from partnerships.portal.answers import FIELDS
from partnerships.portal.drafts import MINE, THEIRS, fingerprint
from partnerships.portal.fields import LOGO, STORY_LENGTH, LogoField, NumberField, StoryField
from partnerships.portal.wording import in_words
from platform_site import rich_texts
from platform_site.chosen_files import LEFT
from platform_site.parameters import clean_text
from platform_site.taxonomy import Theme
from platform_site.text_fields import LinesField, WordsField, without_control


class QuestionField(BoundField):
    """A field of a step as the page shows it: with what was answered before, and what somebody else answered meanwhile.

    answer_name: the answer it is about; seen: the fingerprint of the answer that this form builds on; theirs: what somebody else
    answered, in words; beside: the fingerprint of that.
    """

    def __init__(self, form: "StepForm", field: forms.Field, name: str):
        super().__init__(form, field, name)
        self.answer_name = "logo" if name == "logo_file" else name
        self.seen = fingerprint(form.given_answers[self.answer_name]) if self.answer_name in FIELDS else ""
        self.theirs = self.beside = ""

    @property
    def is_story(self) -> bool:
        return isinstance(self.field, StoryField)

    @property
    def is_file(self) -> bool:
        return isinstance(self.field, forms.FileField)

    @property
    def example(self) -> str:
        return self.field.example if self.is_story else ""

    @property
    def stored_html(self) -> str:
        """Of a story: what was answered before, for the editor on the screen."""
        return self.form.given_answers[self.name] if self.is_story else ""

    @property
    def typed_as(self) -> str:
        """Of a story that came in: whether it was typed in the editor ("html") or plainly."""
        return self.form.data.get(f"{self.name}-soort", "")


class StepForm(forms.Form):
    """Questions that belong together. The answers given go to the draft; what has a mistake waits until it is mended."""

    bound_field_class = QuestionField

    def __init__(self, data=None, files=None, *, answers: dict, partnership: PartnershipPage):
        self.partnership, self.given_answers = partnership, answers
        super().__init__(data, files, initial=self.as_shown(answers))

    def as_shown(self, answers: dict) -> dict:
        """The answers as the fields show them."""
        return {
            name: rich_texts.to_plain(answers[name]) if isinstance(field, StoryField) else answers.get(name)
            for name, field in self.base_fields.items()
        }

    def clean(self):
        cleaned = super().clean()
        for name, field in self.fields.items():
            if isinstance(field, StoryField) and name in cleaned:
                self._clean_story(name, cleaned)
        return cleaned

    def _clean_story(self, name: str, cleaned: dict) -> None:
        typed = cleaned[name]
        if len(typed) > 20 * STORY_LENGTH:  # a whole report with its markup: not worth the cleaning
            html, characters = "", len(typed)
        elif self.data.get(f"{name}-soort") == "html":
            html = rich_texts.clean(typed)
            characters = rich_texts.length(html)
        elif without_control(typed).strip() == rich_texts.to_plain(self.given_answers[name]).strip():
            html, characters = self.given_answers[name], 0
        else:
            html = rich_texts.from_plain(typed)
            characters = rich_texts.length(html)
        if characters > STORY_LENGTH:
            self.add_error(
                name,
                f"Deze tekst is te lang: {_number(characters)} tekens, en er passen er {_number(STORY_LENGTH)}. "
                "Hij is nog niet bewaard, maar staat er nog. Kort hem in.",
            )
        else:
            cleaned[name] = html

    def seen(self, chosen: dict[str, str]) -> dict[str, str]:
        """By field, the fingerprint of the answer that was typed over: the one beside it where somebody chose, else the first one."""
        return {name: self.data.get(f"{'naast' if name in chosen else 'gezien'}-{name}", "") for name in FIELDS}

    def chosen(self) -> dict[str, str]:
        """Which answer stays, by field that showed two: what the pressed button says. Saving by itself chooses nothing."""
        doing, _, which = self.data.get("doen", "").partition("-")
        if doing == "houd":
            return {which: THEIRS}
        return (
            {name: MINE for name in FIELDS if f"naast-{name}" in self.data} if doing in ("verder", "overzicht") else {}
        )

    def after_saving(self, stored: set[str], conflicts: list[str], answers: dict) -> None:
        """Notes which answers this form builds on now, and lays what somebody else answered beside what was typed here."""
        for field in self:
            name = field.answer_name
            if name in FIELDS:
                field.seen = fingerprint(answers[name]) if name in stored else self.data.get(f"gezien-{name}", "")
            if name in conflicts:
                field.theirs, field.beside = in_words(name, answers[name]) or "(leeg)", fingerprint(answers[name])

    def left_behind(self) -> str:
        """The name of a file that was chosen, in this form or before it came back, and is not stored; mostly none."""
        return ""

    def answers(self) -> dict:
        """What was answered and is right, as answers."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.fields}


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


class AboutForm(StepForm):
    summary = LinesField(
        label="In het kort",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4, "data-count": 300}),
        help_text="Wie zijn jullie, in twee of drie zinnen? Hooguit 300 tekens. Staat ook op kaarten en in zoekresultaten.",
        error_messages={
            "required": "Vul een korte inleiding in.",
            "max_length": "Dit zijn %(show_value)s tekens; er passen er 300. Kort de inleiding in.",
        },
    )
    about = StoryField(
        label="Dit zijn wij",
        help_text="Wat is kenmerkend voor jullie partnerschap? Zo'n 100 tot 200 woorden is genoeg.",
        example="We leiden op in een streek waar de dichtstbijzijnde lerarenopleiding een uur rijden is. Daarom komt de opleiding naar ons "
        "toe: elke donderdag zijn twee instituutsopleiders op een van onze elf scholen.",
    )


class CooperationForm(StepForm):
    cooperation = StoryField(
        label="Zo werken wij samen",
        help_text="Wat is typerend voor de samenwerking tussen scholen en lerarenopleidingen? Wie doet wat, en waar merkt een student dat?",
        example="Schoolopleider en instituutsopleider geven samen les aan de eerstejaars, elke dinsdagmiddag op school. Beoordelen doen we "
        "met z'n drieën: de werkplekbegeleider zit er altijd bij.",
    )


class PrioritiesForm(StepForm):
    priorities = StoryField(
        label="Dit zijn onze speerpunten",
        help_text="Aan welke thema's, activiteiten of innovaties werken jullie de komende jaren? Drie punten zeggen meer dan tien.",
        example="Tot 2028 werken we aan drie dingen: begeleiding in het tweede jaar, opleiden voor de vakken waar niemand zich voor "
        "meldt, en minder papier in het portfolio.",
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.order_by("order", "title"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Thema's",
        help_text="Kies er hooguit vijf. Op deze thema's vinden anderen jullie.",
        error_messages={
            "invalid_choice": "Kies thema's uit de lijst.",
            "invalid_pk_value": "Kies thema's uit de lijst.",
        },
    )

    def clean_themes(self):
        chosen = sorted(theme.pk for theme in self.cleaned_data["themes"])
        before = self.given_answers["themes"]
        if len(chosen) > 5 and len(chosen) > len(before):
            raise forms.ValidationError(f"Je koos er {len(chosen)}. Kies hooguit vijf thema's.")
        return chosen


class PrideForm(StepForm):
    pride = StoryField(
        label="Hier zijn wij trots op",
        help_text="Waar zijn jullie trots op? Eén voorbeeld met een getal of een naam van een werkwijze zegt het meest.",
        example="Van de negentien starters van twee jaar geleden staan er zeventien nog voor de klas. We denken dat het komt doordat "
        "niemand in het eerste jaar een mentorklas krijgt.",
    )


class FiguresForm(StepForm):
    routes = forms.MultipleChoiceField(
        choices=PartnershipPage.Route.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Opleidingsroutes",
        help_text="Welke routes kunnen studenten bij jullie volgen?",
        error_messages={"invalid_choice": "Kies routes uit de lijst."},
    )
    students = NumberField(
        label="Aantal studenten",
        required=False,
        min_value=0,
        max_value=20_000,
        help_text="Hoeveel studenten leiden jullie samen op? Tel wie op de peildatum van 1 oktober een plek had.",
        error_messages={
            "invalid": "Vul een getal in, zonder woorden. Bijvoorbeeld 240.",
            "min_value": "Vul een getal van 0 of hoger in.",
            "max_value": "Dat zijn er wel erg veel. Vul een getal tot 20.000 in.",
        },
    )
    reference_year = NumberField(
        label="Peiljaar",
        required=False,
        min_value=2000,
        help_text="Van welk jaar is dat aantal?",
        error_messages={
            "invalid": "Vul een jaartal in, bijvoorbeeld 2025.",
            "min_value": "Vul een jaartal vanaf 2000 in.",
        },
    )

    def clean_reference_year(self):
        year = self.cleaned_data["reference_year"]
        if year and year > timezone.localdate().year:
            raise forms.ValidationError("Dat jaar moet nog komen. Vul het jaar in waarin jullie geteld hebben.")
        return year

    def clean_routes(self):
        return PartnershipPage._meta.get_field("routes").in_order(self.cleaned_data["routes"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("students") is not None and "reference_year" in cleaned and not cleaned["reference_year"]:
            self.add_error("reference_year", "Vul in van welk jaar het aantal studenten is.")
        return cleaned


class ContactForm(StepForm):
    mailbox = forms.EmailField(
        label="E-mailadres",
        required=False,
        max_length=254,
        help_text="Een algemene postbus, zoals info@ of opleidingsschool@. Liever geen adres van één persoon: het staat openbaar op de site.",
        error_messages={"invalid": "Dit is geen e-mailadres. Vul iets in als opleidingsschool@voorbeeld.nl."},
    )
    website = forms.URLField(
        label="Website",
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text="Bijvoorbeeld https://www.opleidingsschool.nl",
        error_messages={"invalid": "Dit is geen webadres. Vul iets in als https://www.opleidingsschool.nl."},
    )
    logo_file = LogoField(
        label="Logo",
        required=False,
    )
    logo_away = forms.BooleanField(label="Haal het logo weg", required=False)
    logo_alt = WordsField(
        label="Beschrijving van het logo",
        required=False,
        max_length=120,
        help_text="Wie het logo niet ziet, hoort deze woorden. Meestal is “Logo van” met jullie naam genoeg.",
        error_messages={"max_length": "Houd de beschrijving korter: hooguit 120 tekens."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["logo_file"]
        field.widget.attrs |= LOGO.attrs()
        field.help_text = f"Een {LOGO.kind}, hooguit {LOGO.size}. Snijd wit aan de randen weg; liefst liggend en minstens 400 pixels breed."
        field.error_messages |= {
            "invalid_image_known_format": "Dit bestand heet .%(extension)s, maar is een %(image_format)s-bestand. "
            "Sla het opnieuw op en kies het nog eens.",
            "file_too_many_pixels": "Deze afbeelding is te groot om te verwerken. Verklein haar tot hooguit 4.000 pixels breed.",
        }
        if not self.given_answers["logo"]:
            del self.fields["logo_away"]

    def clean_logo_file(self):
        file = self.cleaned_data.get("logo_file")
        if file and file.image.get_size()[0] < 120:
            raise forms.ValidationError("Dit logo is maar klein. Kies er een van minstens 400 pixels breed.")
        return file

    def left_behind(self) -> str:
        if file := self.files.get("logo_file"):
            return file.name if "logo_file" in self.errors else ""
        return clean_text(self.data.get(f"logo_file{LEFT}", ""))[:120]

    def clean_website(self):
        website = self.cleaned_data["website"]
        if website and not website.startswith(("http://", "https://")):
            raise forms.ValidationError("Een webadres begint met https://.")
        return website

    def answers(self) -> dict:
        """Without the file: storing that is up to the view."""
        return {
            name: self.cleaned_data[name] for name in ("mailbox", "website", "logo_alt") if name in self.cleaned_data
        }
