"""Pictures that are there already lose what a camera noted, and so do all their sizes; see bare_pictures.py.

Without a transaction and in small batches: nothing waits for it, and one that was cut off begins anew without harm. A file that is
missing or broken stays as it is, and is counted.
"""

import hashlib
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import wagtail.images.models
from django.core.files.storage import default_storage
from django.db import migrations, models

import platform_site.picture_field
from platform_site.bare_pictures import bare, maker

log = logging.getLogger(__name__)
BATCH = 100
UNTOUCHED = (OSError, ValueError, NotImplementedError)  # missing, broken, or not on a disk of ours


def in_batches(model) -> Iterator:
    """All rows of `model`, a hundred at a time."""
    last, rows = 0, True
    while rows:
        rows = list(model.objects.filter(pk__gt=last).order_by("pk")[:BATCH])
        yield from rows
        last = rows[-1].pk if rows else last


def make_bare(name: str) -> tuple[bytes, bytes]:
    """Puts a bare file in the place of the stored one, in one step. Gives what it was and what it is now."""
    with default_storage.open(name, "rb") as file:
        before = file.read()
    after = bare(before)
    if after != before:
        path = Path(default_storage.path(name))
        new = path.with_name(f"{path.name}.kaal")
        try:
            new.write_bytes(after)
            shutil.copymode(path, new)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
    return before, after


def clean(apps, schema_editor) -> None:
    left = 0
    for image in in_batches(apps.get_model("platform_site", "SiteImage")):
        try:
            before, after = make_bare(image.file.name)
        except UNTOUCHED as problem:
            log.warning("afbeelding %s (%s) blijft zoals zij is: %s", image.pk, image.file.name, problem)
            left += 1
            continue
        if after != before:
            facts = {"file_size": len(after), "file_hash": hashlib.sha1(after).hexdigest()}  # noqa: S324 - as Wagtail does
            if not image.credit:
                facts["credit"] = maker(before)
            type(image).objects.filter(pk=image.pk).update(**facts)
    for rendition in in_batches(apps.get_model("platform_site", "SiteRendition")):
        try:
            make_bare(rendition.file.name)
        except UNTOUCHED:
            rendition.delete()  # made anew when somebody asks for it
    if left:
        log.warning("%s afbeeldingen ontbreken of zijn beschadigd", left)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("platform_site", "0008_counts_of_limits")]
    operations = [
        migrations.AddIndex("siterendition", models.Index(fields=["file"], name="rendition_by_file")),
        migrations.AlterField(
            "siteimage",
            "file",
            platform_site.picture_field.BarePictureField(
                height_field="height",
                upload_to=wagtail.images.models.get_upload_to,
                verbose_name="bestand",
                width_field="width",
            ),
        ),
        migrations.RunPython(clean, migrations.RunPython.noop),
    ]
