from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_migrate, post_save, pre_delete, pre_save


class AccountsConfig(AppConfig):
    name = "platform_site.accounts"
    label = "accounts"
    verbose_name = "accounts"

    def ready(self):
        from django.contrib.auth.models import Group

        from platform_site.accounts import audit_signals, editors, personal_data, roles
        from platform_site.accounts.invitations import Invitation
        from platform_site.accounts.models import User

        editors.register()
        personal_data.also_by_address(Invitation)
        post_migrate.connect(roles.after_migrating, sender=self)
        audit_signals.listen()
        m2m_changed.connect(audit_signals.membership, sender=User.groups.through)
        pre_save.connect(audit_signals.account_changed, sender=User)
        post_save.connect(audit_signals.account_made, sender=User)
        pre_delete.connect(audit_signals.account_deleted, sender=User)
        pre_delete.connect(audit_signals.group_deleted, sender=Group)
