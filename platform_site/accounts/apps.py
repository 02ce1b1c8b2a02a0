from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "platform_site.accounts"
    label = "accounts"
    verbose_name = "accounts"

    def ready(self):
        from platform_site.accounts import editors, personal_data
        from platform_site.accounts.invitations import Invitation

        editors.register()
        personal_data.also_by_address(Invitation)
