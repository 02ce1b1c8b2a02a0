"""The logo: stored as a picture of the site as soon as it is chosen; on the page only after approval."""

from wagtail.models import Collection

from partnerships.portal.forms import StepForm
from platform_site.models import SiteImage

COLLECTION = "Logo's van partnerschappen"
MADE_BY = "aangeleverd door het partnerschap"


def given(form: StepForm, user) -> dict:
    """The answer about the logo, where this form asks for one: a picture just uploaded, or that it must go."""
    if "logo_file" not in form.fields:
        return {}
    if file := form.cleaned_data.get("logo_file"):
        title = f"Logo van {form.partnership.title}"[:255]
        image = SiteImage(
            title=title, description=title, credit=MADE_BY, uploaded_by_user=user, collection=_collection()
        )
        image.file.save(file.name, file, save=False)
        image.width, image.height = file.image.get_size()
        image.save()
        return {"logo": image.pk}
    return {"logo": None} if form.cleaned_data.get("logo_away") else {}


def _collection() -> Collection:
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=COLLECTION).first() or root.add_child(name=COLLECTION)
