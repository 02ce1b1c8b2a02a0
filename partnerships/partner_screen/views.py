"""The partners of a partnership in the admin: the list, one partner, adding, and the history."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from partnerships.models import PartnershipPage
from partnerships.partner_screen import listing, saving
from partnerships.partner_screen.forms import AddForm, MembershipForm, MoveForm
from partnerships.partner_screen.history import steps
from partnerships.partner_screen.memberships import changes, in_full, named, of_page, organisations
from partnerships.partner_screen.panel import PartnersComparison
from partnerships.portal.organisation_search import beside_in_words, schools_beside, search
from platform_site.dutch_dates import day
from platform_site.editing.comparing import changed_fields
from platform_site.parameters import clean_query, whole_number

NAMED = 5  # a board may have sixty schools


def address(page: PartnershipPage, query: str = "") -> str:
    """Where the list is, with part of it shown."""
    return reverse("partners", args=[page.pk]) + (f"?{query}" if query else "")


class PartnersBase(WagtailAdminTemplateMixin, View):
    """What these screens share: the latest version of the page, for who may edit it, and what is not on the site yet."""

    page_title = "Partners"
    header_icon = "group"

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.page = saving.newest(pk, request.user)
        self.locked = saving.locked(self.page, request.user)
        return super().dispatch(request, pk)

    def get_breadcrumbs_items(self) -> list[dict]:
        page = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        own = [
            {"url": page, "label": self.page.get_admin_display_title()},
            {"url": address(self.page), "label": f"Partners van {self.page.title}"},
        ]
        here = {"url": "", "label": self.page_title}
        return [*self.breadcrumbs_items, *own, *([] if self.page_title == "Partners" else [here])]

    def show(self, **facts) -> HttpResponse:
        context = {"page": self.page, "locked": self.locked, "list": address(self.page), **facts}
        return TemplateResponse(self.request, self.template_name, self.get_context_data(**context))

    def do(self, act, *given) -> bool:
        """Does it, or says why not."""
        try:
            act(*given)
        except saving.PartnersRefusedError as refusal:
            messages.error(self.request, str(refusal))
            return False
        return True


class PartnersView(PartnersBase):
    """The list. A POST undoes what was done to one organisation, or sends on what is not on the site yet."""

    template_name = "partnerships/admin/partners.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        every = listing.lines(of_page(self.page), timezone.localdate())
        asked = listing.Filter.of(request.GET)
        found = [line for line in every if asked.takes(line)]
        return self.show(
            total=len(every),
            found=listing.shown(found, request.GET.get("p")),
            count=len(found),
            asked=asked,
            roles=[(role.value, role.label) for role in listing.Role],
            standings=listing.STANDINGS.items(),
            places=sorted({line.organisation.place for line in every if line.organisation.place}),
            **self.waiting(),
        )

    def waiting(self) -> dict:
        """What is not on the site yet, and what this person can do about it."""
        page, may = self.page, self.page.permissions_for_user(self.request.user)
        live = PartnershipPage.objects.get(pk=page.pk)
        found = named(changes(of_page(live), of_page(page))) if page.live else []
        return {
            "changes": found,
            "others": changed_fields(live, page, (PartnersComparison,))
            if page.live and page.has_unpublished_changes
            else [],
            "in_review": page.workflow_in_progress,
            "may_publish": may.can_publish(),
            "may_hand_in": may.can_submit_for_moderation(),
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        doing, _, number = request.POST.get("doen", "").partition("-")
        if doing == "terug" and whole_number(number):
            live = of_page(PartnershipPage.objects.get(pk=pk))
            if self.do(saving.revise, pk, request.user, saving.as_on_the_site(whole_number(number), live)):
                messages.success(request, "Teruggezet: deze partner staat weer zoals op de site.")
                self.tell_the_other_half(whole_number(number))
        elif doing == "publiceer" and self.do(saving.publish, pk, request.user):
            page = PartnershipPage.objects.get(pk=pk)
            said, buttons = "De partners staan op de site.", [messages.button(page.url, "Bekijk op de site")]
            if page.has_unpublished_changes:
                said, buttons = f"De partners komen op de site als de pagina verschijnt: {day(page.go_live_at)}.", []
            messages.success(request, said, buttons=buttons)
        elif doing == "inleveren" and self.do(saving.hand_in, pk, request.user):
            messages.success(request, "Ingeleverd. Een eindredacteur kijkt ernaar.")
        return redirect(request.get_full_path())

    def tell_the_other_half(self, organisation: int) -> None:
        """A move waits at two partnerships; who takes it back at one hears of the other."""
        for page in saving.also_changed(self.page.pk, organisation):
            said = f"Bij {page.title} staat voor deze partner nog een wijziging klaar. Was het een verplaatsing, zet die daar dan ook terug."
            messages.warning(self.request, said, buttons=[messages.button(address(page), f"Partners van {page.title}")])


class PartnerView(PartnersBase):
    """One partner: its role and days, where it moves to, and what was changed before. `rij` in the address says which."""

    template_name = "partnerships/admin/partner.html"

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.page = saving.newest(pk, request.user)
        token = request.GET.get("rij", "")
        self.row = next((row for row in of_page(self.page) if row.token == token), None)
        if self.row is None:
            messages.error(request, saving.GONE)
            return redirect(address(self.page))
        self.organisation = organisations([self.row])[self.row.organisation]
        self.page_title = self.organisation.name
        return super().dispatch(request, pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.ask(MembershipForm(row=self.row), MoveForm(page=self.page, row=self.row))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        doing, name = request.POST.get("doen", ""), in_full(self.organisation)
        form, move = MembershipForm(row=self.row), MoveForm(page=self.page, row=self.row)
        act, given, said, buttons = None, (), "", []
        if doing == "bewaar":
            form = MembershipForm(request.POST, row=self.row)
            if form.is_valid():
                act, given = saving.revise, (saving.replaced(self.row.token, form.membership()),)
                said = f"Bewaard: {name}."
        elif doing == "weg":
            act, given, said = saving.revise, (saving.replaced(self.row.token),), f"Weggehaald: {name}."
        elif doing == "verplaats":
            move = MoveForm(request.POST, page=self.page, row=self.row)
            if move.is_valid():
                return self.move(move)
        if act is None or not self.do(act, pk, request.user, *given):
            return self.ask(form, move)
        messages.success(request, said, buttons=buttons)
        return redirect(address(self.page, self.back()))

    def move(self, form: MoveForm) -> HttpResponse:
        to, on = form.cleaned_data["to"], form.cleaned_data["on"]
        if not self.do(saving.move, self.page.pk, to.pk, self.request.user, self.row, on):
            return self.ask(MembershipForm(row=self.row), form)
        said = f"{in_full(self.organisation)} doet hier mee tot {day(on)}, en vanaf die dag bij {to.title}. Beide staan als concept klaar."
        messages.success(self.request, said, buttons=[messages.button(address(to), f"Partners van {to.title}")])
        return redirect(address(self.page, self.back()))

    def back(self) -> str:
        """The part of the list one came from."""
        return self.request.GET.get("lijst", "")[:400]

    def ask(self, form: MembershipForm, move: MoveForm) -> HttpResponse:
        past, _ = steps(self.page, organisation=self.organisation.pk)
        facts = {"form": form, "move": move, "organisation": self.organisation, "row": self.row, "past": past}
        return self.show(**facts, back=address(self.page, self.back()), media=form.media + move.media)


class AddView(PartnersBase):
    """Looks for organisations by words (`zoek` in the address); a POST adds those that were ticked."""

    template_name = "partnerships/admin/partner_add.html"
    page_title = "Voeg toe"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.ask(AddForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = AddForm(request.POST, there={row.organisation for row in of_page(self.page) if row.until is None})
        if not form.is_valid():
            return self.ask(form)
        rows = form.memberships()
        if not self.do(saving.revise, pk, request.user, saving.added(rows)):
            return self.ask(form)
        names = [in_full(one) for one in form.cleaned_data["added"]]
        more = f" en nog {len(names) - NAMED}" if len(names) > NAMED else ""
        buttons = [messages.button(address(self.page), "Naar de lijst")]
        messages.success(request, f"Toegevoegd: {'; '.join(names[:NAMED])}{more}.", buttons=buttons)
        return redirect(f"{request.path}?{urlencode({'zoek': request.GET.get('zoek', '')})}")

    def ask(self, form: AddForm) -> HttpResponse:
        words, _ = clean_query(self.request.GET.get("zoek", ""))
        there, now = {}, set()
        for row in of_page(self.page):
            there.setdefault(row.organisation, []).append(row.terms)
            now |= {row.organisation} if row.until is None else set()
        organisations, post = search(words), self.request.POST
        schools = schools_beside(organisations, now)
        found = [
            {
                "organisation": one,
                "name": in_full(one),
                "there": "; ".join(there.get(one.pk, [])),
                "ticked": str(one.pk) in post.getlist("organisations"),
                "beside": beside_in_words(one, len(schools[one.pk])),
                "with_beside": str(one.pk) in post.getlist("beside"),
            }
            for one in organisations
        ]
        return self.show(form=form, words=words, found=found, media=form.media)


class HistoryView(PartnersBase):
    """Who changed what when, newest first."""

    template_name = "partnerships/admin/partner_history.html"
    page_title = "Wie wijzigde wat"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found, older = steps(self.page, before=whole_number(request.GET.get("tot")))
        return self.show(found=found, older=older)
