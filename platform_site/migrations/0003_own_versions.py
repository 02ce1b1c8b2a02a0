import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("platform_site", "0002_narrow_search_rows"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]
    operations = [
        migrations.CreateModel(
            name="OwnVersion",
            fields=[
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="own_version",
                        serialize=False,
                        to="wagtailcore.revision",
                        verbose_name="versie",
                    ),
                ),
                (
                    "mark",
                    models.CharField(db_index=True, max_length=36, verbose_name="kenmerk van het formulier"),
                ),
            ],
            options={"verbose_name": "eigen versie", "verbose_name_plural": "eigen versies"},
        )
    ]
