"""The questions to whoever shares a practice example."""

from django import forms
from django.conf import settings

from partnerships.models import PartnershipPage
from platform_site.chosen_files import FileRules
from platform_site.serving.uploads import problem_with
from platform_site.taxonomy import Sector, Theme
from platform_site.text_fields import LinesField, WordsField, without_control

LONGEST = 6000
MOST_FILES = 5
# One file, and all together: what request_size lets in.
FILES = FileRules(("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp"), settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
LICENCE = "cc-by"


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True

    def __init__(self):
        super().__init__(attrs=FILES.attrs())


class FilesField(forms.FileField):
    """Several documents, each of a kind that the site shows and with content that fits its name."""

    widget = FilesInput

    def clean(self, data, initial=None) -> list:
        files = [file for file in data or [] if file]
        for file in files:
            self._check(file)
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"Je koos {len(files)} bestanden. Er kunnen er hooguit {MOST_FILES} mee.")
        FILES.check_together(files)
        return files

    def _check(self, file) -> None:
        FILES.check(file)
        if problem := problem_with(file):
            raise forms.ValidationError(f"“{file.name}” kan niet mee. {problem}")


class TextField(forms.CharField):
    """A text of some paragraphs."""

    def __init__(self, rows: int = 7, **options):
        errors = {
            "max_length": f"Dit zijn %(show_value)s tekens; er passen er {LONGEST}. Kort de tekst in.",
            **options.pop("error_messages", {}),
        }
        super().__init__(
            max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), error_messages=errors, **options
        )

    def to_python(self, value):
        return without_control(super().to_python(value))


class ContributionForm(forms.Form):
    """partnerships: those that the person coordinates; none for visitors, who are asked for an address instead."""

    title = WordsField(label="Titel", max_length=120, help_text="Wat deden jullie, in gewone woorden? Bijvoorbeeld: Elke maandag tien minuten de driehoek.", error_messages={"required": "Geef je voorbeeld een titel."})  # fmt: skip
    summary = LinesField(
        label="In het kort",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": 300}),
        help_text="Wat deden jullie, wat kwam eruit en wat kostte het? Hooguit 300 tekens.",
        error_messages={"required": "Vat je voorbeeld samen in een paar zinnen.", "max_length": "Dit zijn %(show_value)s tekens; er passen er 300."},
    )  # fmt: skip
    what = TextField(label="Wat deden jullie?", help_text="Hoe ging het, stap voor stap? Wat ging er mis?", error_messages={"required": "Vertel wat jullie deden."})  # fmt: skip
    for_whom = TextField(rows=4, label="Voor wie is het?", help_text="Voor wie was het bedoeld, en wie kan dit ook gebruiken?", error_messages={"required": "Vertel voor wie het is."})  # fmt: skip
    result = TextField(label="Wat leverde het op?", help_text="Wat merken studenten, starters of collega's ervan? Ook wat niet lukte is de moeite waard.", error_messages={"required": "Vertel wat het opleverde."})  # fmt: skip
    sectors = forms.MultipleChoiceField(
        label="Sectoren",
        choices=Sector.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Waar speelde het?",
        error_messages={"required": "Kies minstens één sector.", "invalid_choice": "Kies sectoren uit de lijst."},
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.order_by("order", "title"),
        label="Thema's",
        widget=forms.CheckboxSelectMultiple,
        help_text="Kies er een, twee of drie die het best passen.",
        error_messages={"required": "Kies minstens één thema.", "invalid_choice": "Kies thema's uit de lijst.", "invalid_pk_value": "Kies thema's uit de lijst."},
    )  # fmt: skip
    makers = WordsField(label="Makers", max_length=160, required=False, help_text="Welke school, welk team of partnerschap? Namen van personen hoeven niet. Dit komt op de site.")  # fmt: skip
    files = FilesField(label="Bestanden", required=False, help_text=f"Een kijkwijzer, werkblad of verslag: hooguit vijf bestanden, samen tot {FILES.size}. Kies een {FILES.kind}. Geen foto's of namen van leerlingen en studenten.")  # fmt: skip
    licence = forms.BooleanField(
        label="Ik mag dit delen, en anderen mogen het gebruiken als ze de makers noemen (licentie CC BY 4.0).",
        error_messages={"required": "Zonder deze toestemming kunnen we je voorbeeld niet plaatsen."},
    )

    def __init__(self, *args, partnerships=(), visitor: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if partnerships:
            ids = [page.pk for page in partnerships]
            self.fields["partnership"] = forms.ModelChoiceField(
                PartnershipPage.objects.filter(pk__in=ids).order_by("sort_key"),
                label="Partnerschap",
                required=False,
                empty_label="geen van deze",
                error_messages={"invalid_choice": "Kies een van je eigen partnerschappen."},
            )
            self.order_fields(["partnership"])
        if visitor:
            self.fields["email"] = forms.EmailField(
                label="Je e-mailadres",
                help_text="We mailen je een code, en later of je voorbeeld op de site staat. Het adres komt niet op de site.",
                error_messages={"required": "Vul je e-mailadres in.", "invalid": "Dit is geen e-mailadres. Vul iets in als naam@school.nl."},
            )  # fmt: skip

    def clean_themes(self):
        chosen = self.cleaned_data["themes"]
        if len(chosen) > 3:
            raise forms.ValidationError(f"Je koos er {len(chosen)}. Kies hooguit drie thema's.")
        return chosen

    def answers(self) -> dict:
        """What was filled in, to be kept as it is."""
        plain = ("title", "summary", "what", "for_whom", "result", "sectors", "makers")
        return {
            **{name: self.cleaned_data[name] for name in plain},
            "themes": [theme.pk for theme in self.cleaned_data["themes"]],
            "licence": LICENCE,
        }


class CodeForm(forms.Form):
    code = WordsField(label="Code", max_length=20, error_messages={"required": "Vul de code uit de mail in."})
