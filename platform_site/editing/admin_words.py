"""What Wagtail names after its own code, where no translation reaches it."""

from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.sites.views import IndexView
from wagtail.users.forms import PagePermissionsForm

COLUMNS = {"port": "Poort", "site_name": "Naam", "root_page": "Voorpagina"}


def install() -> None:
    """Gives these their Dutch names. Called from AppConfig.ready()."""
    for column in IndexView.columns:
        column.label = COLUMNS.get(column.name, column.label)
    for form in (WorkflowPageForm, PagePermissionsForm):
        form.base_fields["page"].label = "Pagina"
