"""The form for a picture, in the library and in the dialog where one is chosen: what it shows in words, and whose it is."""

import re

from django.core.exceptions import ValidationError
from wagtail.images.forms import BaseImageForm

from platform_site.file_lists import FILE_NAME

MAKER = (
    "Staat onder de afbeelding, precies zoals je het hier schrijft. "
    "Bijvoorbeeld: Foto: Anna de Wit, of Tekening: Platform Samen Opleiden, CC0. Weet je het niet? Gebruik de afbeelding dan niet."
)
SHOWS = "Bijvoorbeeld: Een student en haar begeleider bespreken een les."


class SiteImageForm(BaseImageForm):
    """Asks for words, and does not take the name of the file for them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credit"].help_text = MAKER
        self.fields["description"].widget.attrs["placeholder"] = SHOWS

    def clean_description(self):
        words = self.cleaned_data["description"]
        if re.search(FILE_NAME, words.strip(), re.IGNORECASE):
            raise ValidationError("Dit is de naam van een bestand. Schrijf in één zin wat de afbeelding laat zien.")
        return words
