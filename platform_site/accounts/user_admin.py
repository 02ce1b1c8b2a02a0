"""The accounts in the admin: Wagtail's own screens, with the council somebody works for."""

from django import forms
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from platform_site.accounts.models import Council


class CouncilField(forms.ModelChoiceField):
    """Which council somebody edits for; none is possible."""

    def __init__(self):
        super().__init__(
            Council.objects.all(),
            required=False,
            label="Raad",
            help_text="Wat bij deze raad hoort, staat bovenaan in de werklijsten. Mails over ingeleverde pagina's gaan naar deze raad.",
        )


class NewUserForm(UserCreationForm):
    council = CouncilField()

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"council"}


class ChangeUserForm(UserEditForm):
    council = CouncilField()

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"council"}


class CouncilUserViewSet(UserViewSet):
    def get_form_class(self, for_update: bool = False):
        return ChangeUserForm if for_update else NewUserForm
