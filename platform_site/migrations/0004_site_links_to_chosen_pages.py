"""The pages that the site's own texts lead to become a choice; a site that has them at their usual addresses keeps its links."""
import django.db.models.deletion
from django.db import migrations, models


USUAL = {
    "about_page": "over/",
    "contact_page": "contact/",
    "accessibility_page": "toegankelijkheid/",
    "privacy_page": "privacy/",
    "sources_page": "over/bronnen/",
}


def choose(apps, schema_editor) -> None:
    pages = apps.get_model("wagtailcore", "Page").objects
    for settings in apps.get_model("platform_site", "SiteSettings").objects.select_related("site__root_page"):
        root = settings.site.root_page.url_path
        for name, path in USUAL.items():
            setattr(settings, name, pages.filter(url_path=f"{root}{path}").first())
        settings.save()


class Migration(migrations.Migration):

    dependencies = [
        ('platform_site', '0003_own_versions'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='sitesettings',
            name='about_page',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.page', verbose_name='over het platform'),
        ),
        migrations.AddField(
            model_name='sitesettings',
            name='accessibility_page',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.page', verbose_name='toegankelijkheid'),
        ),
        migrations.AddField(
            model_name='sitesettings',
            name='contact_page',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.page', verbose_name='contact'),
        ),
        migrations.AddField(
            model_name='sitesettings',
            name='privacy_page',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.page', verbose_name='privacy'),
        ),
        migrations.AddField(
            model_name='sitesettings',
            name='sources_page',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.page', verbose_name='bronnen'),
        ),
        migrations.RunPython(choose, migrations.RunPython.noop),
    ]
