from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "platform_site.accounts"
    label = "accounts"
    verbose_name = "accounts"

    def ready(self):
        from platform_site.accounts import editors, personal_data, roles
        from platform_site.accounts.invitations import Invitation

        editors.register()
        personal_data.also_by_address(Invitation)
        post_migrate.connect(roles.after_migrating, sender=self)
