"""What Wagtail calls "Root" when it begins: the page above all pages and the collection above all collections."""

from django.db import migrations

PAGE, COLLECTION = "Alle pagina's", "Algemeen"


def rename(apps, schema_editor) -> None:
    pages = apps.get_model("wagtailcore", "Page").objects
    pages.filter(depth=1, title="Root").update(title=PAGE, draft_title=PAGE)
    apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name="Root").update(name=COLLECTION)


class Migration(migrations.Migration):
    dependencies = [("platform_site", "0005_when_generations_rise")]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
