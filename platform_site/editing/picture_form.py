"""The form for a picture, in the library and in the dialog where one is chosen: what it shows in words, and whose it is."""

import re
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from platform_site.bare_pictures import UNREADABLE, BrokenPictureError, bare, maker
from platform_site.editing.file_lists import FILE_NAME

MAKER = (
    "Staat onder de afbeelding, precies zoals je het hier schrijft. "
    "Bijvoorbeeld: Foto: Anna de Wit, of Tekening: Platform Samen Opleiden, CC0. Weet je het niet? Gebruik de afbeelding dan niet."
)
SHOWS = "Bijvoorbeeld: Een student en haar begeleider bespreken een les."
PHONE = (
    "Een foto van een iPhone (HEIC) kan een website niet tonen. Mail de foto eerst aan jezelf, dan wordt het een JPG. "
    "Of kies op de iPhone Instellingen, Camera, Structuren, Meest compatibel."
)
BROKEN = (
    "Dit bestand is beschadigd. Open de afbeelding op je eigen computer, sla haar opnieuw op en kies haar dan nog eens."
)
AGAIN = "Kies het bestand opnieuw. Een browser bewaart het niet als er iets anders in het formulier niet klopt."


def made_bare(file: UploadedFile) -> tuple[ContentFile, str]:
    """What was uploaded without the notes of a camera, and whose it is by those notes. Raises ValidationError when it is broken."""
    file.seek(0)
    data = file.read()
    file.seek(0)
    try:
        return ContentFile(bare(data), file.name), maker(data)
    except BrokenPictureError as problem:
        raise ValidationError(BROKEN) from problem


def readable(look: Callable[[UploadedFile], None]) -> Callable[[UploadedFile], None]:
    """`look`, the first that opens a picture to see how large it is, for files that hold less than they say: those are broken."""

    def checked(file: UploadedFile) -> None:
        try:
            look(file)
        except UNREADABLE as problem:
            raise ValidationError(BROKEN) from problem

    return checked


def explain_phones(file: WagtailImageField) -> None:
    """Has the field say what to do with a photo as a phone keeps it, before and after it is refused."""
    file.help_text = f"{file.help_text} {PHONE}"
    kinds = file.supported_formats_text
    file.error_messages["invalid_image_extension"] = f"Dit soort afbeelding kan niet. Wel: {kinds}. {PHONE}"
    file.error_messages["invalid_image"] = (
        "Dit bestand is geen afbeelding, of het is beschadigd. Sla het opnieuw op als JPG of PNG en kies het nog eens."
    )
    file.error_messages["invalid_image_known_format"] = (
        "Dit bestand heet .%(extension)s, maar is een afbeelding van het soort %(image_format)s. "
        f"Sla het opnieuw op als JPG of PNG. {PHONE}"
    )


class SiteImageForm(BaseImageForm):
    """Asks for words, does not take the name of the file for them, and says what to do with a photo of a phone."""

    noted_maker = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credit"].help_text = MAKER
        self.fields["description"].widget.attrs["placeholder"] = SHOWS
        if "file" in self.fields:  # not where only the words of a picture are mended
            field = self.fields["file"]
            explain_phones(field)
            field.check_image_pixel_size = readable(field.check_image_pixel_size)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            file, self.noted_maker = made_bare(file)
        return file

    def clean(self):
        cleaned = super().clean()
        if "credit" in cleaned:
            cleaned["credit"] = cleaned["credit"] or self.noted_maker
        return cleaned

    def full_clean(self):
        """A browser does not send a file twice: when something else is refused, the form says that it must be chosen again."""
        super().full_clean()
        if "file" in self.files and self._errors and "file" not in self._errors:
            self.add_error(None, AGAIN)  # not of the file: several at once are refused for that

    def clean_description(self):
        words = self.cleaned_data["description"]
        if re.search(FILE_NAME, words.strip(), re.IGNORECASE):
            raise ValidationError("Dit is de naam van een bestand. Schrijf in één zin wat de afbeelding laat zien.")
        return words
