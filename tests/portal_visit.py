"""A coordinator in the portal: opens its pages and sends its forms as a browser without scripts would."""

from bs4 import BeautifulSoup
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import reverse

from partnerships.examples import a_coordinator
from partnerships.models import PartnershipPage
from tests.editor import Editor, values


class Coordinator:
    """Somebody who coordinates these partnerships; addresses are of the first."""

    def __init__(self, *partnerships: PartnershipPage, user=None):
        self.user = user or a_coordinator(*partnerships)
        self.slug = partnerships[0].slug
        self.client = Client()
        self.client.force_login(self.user)

    def url(self, name: str = "overview", **where) -> str:
        return reverse(f"portal-{name}", kwargs={"slug": self.slug, **where})

    def step(self, step: str) -> str:
        return self.url("step", step=step)

    def look(self, url: str, status: int = 200) -> BeautifulSoup:
        response = self.client.get(url)
        assert response.status_code == status, (response.status_code, url)
        return BeautifulSoup(response.content.decode(), "html.parser")

    def opened(self, step: str) -> QueryDict:
        """The fields of a step as it stands there now."""
        fields = values(self.look(self.step(step)).find("form", attrs={"data-keep": True}))
        for name in fields:  # the line end that a text area begins with is not part of it
            fields.setlist(name, [value.removeprefix("\n") for value in fields.getlist(name)])
        return fields

    def send(
        self, step: str, fields: QueryDict | None = None, files: dict | None = None, json: bool = False, **changes
    ):
        """Sends a step with some fields changed; None leaves one out, a list ticks several."""
        fields = self.opened(step) if fields is None else fields.copy()
        for name, value in {"doen": "verder", **changes}.items():
            name = name.replace("__", "-")
            if value is None:
                fields.pop(name, None)
            else:
                fields.setlist(name, value if isinstance(value, list) else [value])
        data = {name: fields.getlist(name) for name in fields} | (files or {})
        return self.client.post(self.step(step), data, headers={"Accept": "application/json"} if json else {})

    def row(self, organisation, **changes):
        """Opens the row of an organisation and sends it with these terms."""
        key = f"rij-{getattr(organisation, 'pk', organisation)}"
        page = self.look(self.step("partners") + f"?open={key.removeprefix('rij-')}")
        fields = values(page.find("form", attrs={"data-keep": True}))
        return self.send("partners", fields, **{f"{key}-{name}": value for name, value in changes.items()})

    def hand_in(self) -> HttpResponse:
        form = self.look(self.url("hand-in")).find("main").find("form")
        assert form, "there is no button to hand in"
        return self.client.post(self.url("hand-in"), values(form).dict(), follow=True)

    def told(self) -> str:
        """The words of the overview."""
        return " ".join(self.look(self.url()).find("main").get_text(" ").split())


def review(reviewer: Editor, partnership: PartnershipPage, action: str = "approve", comment: str = "") -> HttpResponse:
    """An editor approves or returns what is under review now."""
    task = PartnershipPage.objects.get(pk=partnership.pk).current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[partnership.pk, action, task.pk])
    return reviewer.client.post(url, {"comment": comment})


def on_site(partnership: PartnershipPage) -> PartnershipPage:
    """The page as it is live now."""
    return PartnershipPage.objects.get(pk=partnership.pk)
