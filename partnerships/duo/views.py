"""The DUO import in the admin: choose a file, see what it would change, confirm."""

from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from partnerships.duo.applying import apply
from partnerships.duo.plan import Plan
from partnerships.duo.planning import plan_for
from partnerships.duo.problems import FileRefusedError
from partnerships.duo.report import NOTHING, sections
from partnerships.duo.tables import check_size
from partnerships.models import DuoImport, Register
from partnerships.rights import IMPORT
from platform_site.accounts import audit, roles

REMEMBERED = 10


class UploadForm(forms.Form):
    """The file of DUO's, and what may go with it."""

    file = forms.FileField(
        label="Bestand van DUO", help_text="CSV zoals DUO het aanbiedt, of Excel (.xlsx). Hooguit 10 MB."
    )
    register = forms.ChoiceField(
        label="Welk bestand is het?",
        choices=[("", "Automatisch herkennen"), *Register.choices],
        required=False,
        help_text="Aan de bestanden van het basisonderwijs en het speciaal onderwijs is dat soms niet te zien. Kies het dan zelf.",
    )
    coordinates = forms.FileField(
        label="Coördinaten",
        required=False,
        help_text="Niet verplicht. Een CSV met de kolommen code, lat en lon. Zonder dit bestand komt een nieuwe school op het midden van "
        "haar postcode; wat al een exacte plek heeft, houdt die.",
    )

    def _sized(self, name: str):
        file = self.cleaned_data.get(name)
        if file:
            try:
                check_size(file.size)
            except FileRefusedError as refusal:
                raise ValidationError(str(refusal)) from None
        return file

    def clean_file(self):
        return self._sized("file")

    def clean_coordinates(self):
        return self._sized("coordinates")

    def plan(self) -> Plan:
        """What the chosen files would change. Raises FileRefusedError."""
        file, coordinates = self.cleaned_data["file"], self.cleaned_data["coordinates"]
        return plan_for(
            file.read(),
            timezone.localdate(),
            coordinates=coordinates.read() if coordinates else b"",
            called=file.name,
            register=self.cleaned_data["register"],
        )


class DuoView(WagtailAdminTemplateMixin, View):
    """What both steps share: who may come here, and the way back."""

    page_title = "DUO-import"
    header_icon = "upload"
    steps: ClassVar[list[dict]] = []

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not roles.may(request.user, IMPORT):
            return TemplateResponse(request, "403.html", status=403)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*self.breadcrumbs_items, {"url": reverse("duo-import"), "label": self.page_title}, *self.steps]


class UploadView(DuoView):
    """The first step: choose a file. What it would change is kept, and shown in the next."""

    template_name = "partnerships/admin/duo_upload.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        try:
            plan = form.plan()
        except FileRefusedError as refusal:
            return self._page(form, refusal)
        DuoImport.objects.filter(by=request.user, applied_at=None).delete()  # what was looked at and left
        upload = DuoImport.objects.create(
            file_name=form.cleaned_data["file"].name[:200],
            register=plan.register,
            by=request.user,
            plan=plan.as_json(),
            counts=plan.counts,
        )
        return redirect("duo-import-preview", upload.pk)

    def _page(self, form: UploadForm, refusal: FileRefusedError | None = None) -> HttpResponse:
        done = DuoImport.objects.exclude(applied_at=None).order_by("-applied_at")[:REMEMBERED]
        context = self.get_context_data(form=form, refusal=refusal, done=done)
        return self.render_to_response(context)


class PreviewView(DuoView):
    """The second step: what the file would change, and the button that does it."""

    template_name = "partnerships/admin/duo_preview.html"
    steps: ClassVar[list[dict]] = [{"url": "", "label": "Voorbeeld"}]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        upload = get_object_or_404(DuoImport, pk=pk, by=request.user)
        if upload.applied_at:
            messages.warning(request, "Deze import is al uitgevoerd.")
            return redirect("duo-import")
        return self._page(upload)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        with transaction.atomic():
            upload = get_object_or_404(DuoImport.objects.select_for_update(), pk=pk, by=request.user, applied_at=None)
            plan = Plan.from_json(upload.plan)
            if plan.alarm and not request.POST.get("complete"):
                return self._page(
                    upload, "Zet eerst het vinkje dat het bestand compleet is. Er is nog niets gewijzigd."
                )
            try:
                apply(plan, accepted=True)
            except FileRefusedError as refusal:
                return self._page(upload, str(refusal))
            upload.applied_at, upload.plan = timezone.now(), {}
            upload.save()
            register = upload.get_register_display()
            audit.note(audit.What.DUO_IMPORTED, request.user, register, request, detail=upload.outcome)
        messages.success(request, f"De import is klaar: {upload.outcome}.")
        return redirect("duo-import")

    def _page(self, upload: DuoImport, refusal: str = "") -> HttpResponse:
        plan = Plan.from_json(upload.plan)
        context = self.get_context_data(
            upload=upload, plan=plan, sections=sections(plan), refusal=refusal, nothing="" if plan.steps else NOTHING
        )
        return self.render_to_response(context)
