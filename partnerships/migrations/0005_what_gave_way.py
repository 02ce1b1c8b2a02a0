from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0004_named_successors")]

    operations = [
        migrations.AddField(
            model_name="profiledraft",
            name="gave_way",
            field=models.JSONField(
                default=list,
                help_text="Antwoorden die niet gekozen werden toen twee tegelijk schreven: vraag, antwoord en moment.",
                verbose_name="wat plaatsmaakte",
            ),
        ),
    ]
