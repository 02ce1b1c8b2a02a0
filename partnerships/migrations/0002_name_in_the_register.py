from django.db import migrations, models


def keep_what_duo_said(apps, schema_editor):
    """What an import stored until now was the register's own name. The next import makes it readable."""
    imported = apps.get_model("partnerships", "Organisation").objects.exclude(register="")
    imported.update(registered_name=models.F("name"))


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="registered_name",
            field=models.CharField(
                blank=True,
                help_text="Zoals het register haar noemt. Een import maakt daar de leesbare naam van.",
                max_length=200,
                verbose_name="naam bij DUO",
            ),
        ),
        migrations.RunPython(keep_what_duo_said, migrations.RunPython.noop),
    ]
