from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "platform_site.accounts"
    label = "accounts"
    verbose_name = "accounts"

    def ready(self):
        from platform_site.accounts import editors

        editors.register()
