"""Who can log in, and for which council: a person is known by an e-mail address, little else is asked."""

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from wagtail.admin.panels import FieldPanel

from platform_site.accounts.audit import AuditNote
from platform_site.accounts.deletions import Deletion
from platform_site.accounts.invitations import Invitation
from platform_site.taxonomy import Term

__all__ = ["AuditNote", "Council", "Deletion", "Invitation", "User", "UserManager"]


class Council(Term):
    """One of the five sector councils that publish here together; here, as a user belongs to one."""

    mailbox = models.EmailField("e-mailadres", blank=True, help_text="Een algemene postbus, nooit van één persoon.")
    website = models.URLField("website", blank=True)

    panels = [*Term.panels, FieldPanel("mailbox"), FieldPanel("website")]

    class Meta(Term.Meta):
        verbose_name = "raad"
        verbose_name_plural = "raden"


class UserManager(BaseUserManager):
    """Makes users from an e-mail address; addresses differ by more than capitals."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Make and store a user. Without a password nobody can log in with one. Raises ValueError without an address."""
        if not email:
            raise ValueError("Een account heeft een e-mailadres nodig.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Make and store an administrator: may do everything."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, email: str) -> "User":
        """Find a user by address, whatever its capitals."""
        return self.get(email=email.strip().lower())


class User(AbstractUser):
    username = None
    email = models.EmailField("e-mailadres", unique=True, error_messages={"unique": "Dit adres heeft al een account."})
    council = models.ForeignKey(
        Council, verbose_name="raad", null=True, blank=True, on_delete=models.SET_NULL, related_name="users"
    )
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()

    class Meta:
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"

    def __str__(self):
        return self.get_full_name() or self.email
