"""The field that keeps the file of a picture, whichever way it came in: without what a camera noted."""

from django.core.files.base import ContentFile, File
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from platform_site.bare_pictures import bare, maker


class BarePictureFile(WagtailImageFieldFile):
    def save(self, name: str, content: File, save: bool = True) -> None:
        """Stores `content` bare. Whose it is goes to the picture's own field, when nobody filled that in."""
        content.seek(0)
        data = content.read()
        self.instance.credit = self.instance.credit or maker(data)
        super().save(name, ContentFile(bare(data), name), save)  # named, or its size in pixels is not noted


class BarePictureField(WagtailImageField):
    attr_class = BarePictureFile
