"""Two of Wagtail's own apps, with a small difference each. Settings name these classes in their place."""

from wagtail.admin.apps import WagtailAdminAppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AdminConfig(WagtailAdminAppConfig):
    """The admin without its mails about reviews: ours go to the right council, and never send a coordinator to the admin.

    And with days that are read as Dutch people type them, and Dutch names for the rest.
    """

    default = False

    def ready(self):
        super().ready()
        from platform_site.editing import admin_words, day_fields, review_mail

        review_mail.connect()
        day_fields.install()
        admin_words.install()


class UsersConfig(WagtailUsersAppConfig):
    """Accounts, each with its council."""

    default = False
    user_viewset = "platform_site.accounts.user_admin.CouncilUserViewSet"
