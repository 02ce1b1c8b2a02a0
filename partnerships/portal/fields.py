"""The kinds of answers that the portal asks for: texts, numbers and a logo, read as people write them."""

import re

from django import forms
from django.conf import settings
from wagtail.images.fields import WagtailImageField

from platform_site.chosen_files import FileRules
from platform_site.editing.picture_form import made_bare, readable
from platform_site.parameters import clean_text
from platform_site.text_fields import without_control

STORY_LENGTH = 3000
LOGO = FileRules(
    ("png", "jpg", "jpeg", "webp"),
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE,
    {
        "heic": "Dit is een foto zoals een iPhone die bewaart (heic). Sla hem op als jpg en kies die.",
        "svg": "Een svg-bestand kunnen we niet gebruiken. Sla het logo op als png en kies dat.",
    },
)


class StoryField(forms.CharField):
    """A small text, typed in the editor on the screen (HTML) or plainly; «name»-soort says which. Gives clean HTML."""

    def __init__(self, example: str, **options):
        self.example = example
        super().__init__(
            required=False, strip=False, widget=forms.Textarea(attrs={"rows": 9, "data-story": STORY_LENGTH}), **options
        )

    def to_python(self, value):
        return without_control(super().to_python(value))


class NumberField(forms.IntegerField):
    """A whole number, also as people write it: 1.260 and 1 260 are 1260."""

    GROUPED = re.compile(r"\d{1,3}([. ]\d{3})+")

    def __init__(self, **options):
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}), **options)

    def to_python(self, value):
        text = clean_text(str(value)) if value is not None else ""
        return super().to_python(text.replace(".", "").replace(" ", "") if self.GROUPED.fullmatch(text) else text)


class LogoField(WagtailImageField):
    """A picture; what people often choose and cannot be shown each gets its own sentence."""

    def to_python(self, data):
        if data:
            LOGO.check(data)
            self.error_messages["invalid_image"] = LOGO.words["unread"].format(name=data.name)
        file = super().to_python(data)
        if file:
            made_bare(file)  # refuses what is broken; what is stored becomes bare by itself
        return file

    def check_image_pixel_size(self, f):
        readable(super().check_image_pixel_size)(f)
