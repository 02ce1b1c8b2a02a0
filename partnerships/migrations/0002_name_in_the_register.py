from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="registered_name",
            field=models.CharField(
                blank=True,
                help_text="Zoals het register haar noemt, waar wij het leesbaarder zeggen.",
                max_length=200,
                verbose_name="naam bij DUO",
            ),
        ),
    ]
