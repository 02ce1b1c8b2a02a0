"""Mail gets a ledger of its own, in place of a task for each message; what waits or failed as a task goes along."""

from datetime import timedelta
from email.utils import make_msgid

import django.utils.timezone
from django.db import migrations, models


BECOMES = {"READY": "wacht", "RUNNING": "misschien bezorgd", "FAILED": "niet bezorgd"}


def take_along(apps, schema_editor) -> None:
    Letter, now = apps.get_model("platform_site", "Letter"), django.utils.timezone.now()
    tasks = apps.get_model("django_tasks_database", "DBTaskResult").objects.filter(task_path="platform_site.mail.deliver")
    for task in tasks.filter(status__in=BECOMES):
        address, subject, text = task.args_kwargs["args"]
        if address and " je code" not in subject:
            Letter.objects.create(
                address=address, subject=subject[:255], content=f"Onderwerp: {subject}\n\n{text}", message_id=make_msgid(),
                queued_at=task.enqueued_at, state=BECOMES[task.status], good_until=now + timedelta(days=1),
                ended_at=None if task.status == "READY" else now,
            )
    tasks.delete()


class Migration(migrations.Migration):

    dependencies = [
        ('platform_site', '0006_dutch_names_of_the_roots'),
        ('django_tasks_database', '0021_conditional_partial_index_ordering'),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(blank=True, max_length=254, verbose_name='adres')),
                ('subject', models.CharField(max_length=255, verbose_name='onderwerp')),
                ('content', models.TextField(blank=True, verbose_name='inhoud')),
                ('code', models.BooleanField(default=False, verbose_name='met een code')),
                ('message_id', models.CharField(max_length=255, verbose_name='kenmerk')),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='in de rij sinds')),
                ('good_until', models.DateTimeField(verbose_name='te bezorgen tot')),
                ('state', models.CharField(choices=[('wacht', 'wacht'), ('onderweg', 'onderweg'), ('bezorgd', 'bezorgd'), ('niet bezorgd', 'niet bezorgd'), ('misschien bezorgd', 'misschien bezorgd'), ('verlopen', 'verlopen')], default='wacht', max_length=20, verbose_name='stand')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='aantal keer geprobeerd')),
                ('next_try_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='weer te proberen op')),
                ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='opgepakt op')),
                ('handed_over_at', models.DateTimeField(blank=True, null=True, verbose_name='overgedragen op')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='afgelopen op')),
                ('why', models.CharField(blank=True, max_length=300, verbose_name='laatste antwoord')),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'mails',
                'indexes': [models.Index(fields=['state', 'good_until'], name='letters_by_state')],
            },
        ),
        migrations.RunPython(take_along, migrations.RunPython.noop),
    ]
