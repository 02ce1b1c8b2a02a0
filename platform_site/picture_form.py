"""The form for a picture, in the library and in the dialog where one is chosen."""

from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

PHONE = (
    "Een foto van een iPhone (HEIC) kan een website niet tonen. Mail de foto eerst aan jezelf, dan wordt het een JPG. "
    "Of kies op de iPhone Instellingen, Camera, Structuren, Meest compatibel."
)


def explain_phones(file: WagtailImageField) -> None:
    """Has the field say what to do with a photo as a phone keeps it, before and after it is refused."""
    file.help_text = f"{file.help_text} {PHONE}"
    kinds = file.supported_formats_text
    file.error_messages["invalid_image_extension"] = f"Dit soort afbeelding kan niet. Wel: {kinds}. {PHONE}"
    file.error_messages["invalid_image_known_format"] = (
        "Dit bestand heet .%(extension)s, maar is een afbeelding van het soort %(image_format)s. "
        f"Sla het opnieuw op als JPG of PNG. {PHONE}"
    )


class SiteImageForm(BaseImageForm):
    """Says what to do with a photo of a phone."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:  # not where only the words of a picture are mended
            explain_phones(self.fields["file"])
