"""The step in which partners are chosen from the organisations, by name and place; works without a script."""

import re

from django.contrib import messages
from django.db.models import Q
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Organisation, PartnershipPage, Role
from partnerships.portal import drafts, steps, wording
from partnerships.portal.answers import in_order
from partnerships.portal.forms import MOST_PARTNERS, PartnerForm, ProposalForm
from partnerships.portal.views import onward, saved_words, step_facts
from platform_site.parameters import clean_query
from platform_site.typed_text import wants_json

SHOWN = 20
ROLES = {
    Organisation.Kind.BOARD: Role.BOARD,
    Organisation.Kind.SCHOOL: Role.SCHOOL,
    Organisation.Kind.HBO: Role.INSTITUTE,
    Organisation.Kind.UNIVERSITY: Role.INSTITUTE,
    Organisation.Kind.MBO: Role.SCHOOL,
}
Rows = formset_factory(PartnerForm, extra=0, max_num=MOST_PARTNERS, absolute_max=MOST_PARTNERS + 50, validate_max=True)
TOO_MANY = f"Er passen {MOST_PARTNERS} partners in de lijst. Haal er eerst een paar weg."


def search(words: str) -> list[Organisation]:
    """Open organisations whose name and place hold all these words, best first."""
    text, _ = clean_query(words)
    if len(text) < 2:
        return []
    found = Organisation.objects.open_on(timezone.localdate())
    for word in text.split():
        found = found.filter(Q(name__icontains=word) | Q(place__icontains=word) | Q(brin__iexact=word))
    ranked = sorted(
        found[:500], key=lambda one: (not one.name.lower().startswith(text.lower()), one.name, one.place, one.pk)
    )
    return ranked[:SHOWN]


def partners(request: HttpRequest, partnership: PartnershipPage, step: steps.Step) -> HttpResponse:
    """The list with its rows, a search for who is missing, and a proposal for who cannot be found."""
    desk = drafts.desk(partnership)
    if request.method != "POST":
        return _page(request, partnership, desk, step, rows=_rows(desk.answers["partners"]))
    rows, proposal = Rows(request.POST, prefix="partner"), ProposalForm(request.POST, prefix="voorstel")
    doing = request.POST.get("doen", "")
    problem, chosen = _chosen(rows)
    said = ""
    if not problem and (match := re.fullmatch(r"voeg-(\d{1,9})", doing)):
        said = _add(chosen, Organisation.objects.filter(pk=int(match[1])).first())
    if not problem and doing == "voorstel":
        if not proposal.is_valid():
            return _page(request, partnership, desk, step, rows=rows, proposal=proposal)
        said = _propose(chosen, proposal.cleaned_data["name"], proposal.cleaned_data["place"])
    if problem or not rows.is_valid() or len(chosen) > MOST_PARTNERS:
        problem = problem or (TOO_MANY if len(chosen) > MOST_PARTNERS else "")
        if wants_json(request):
            return JsonResponse(saved_words(desk, {}, {"partners": [problem or "Kijk de data en rollen na."]}, []))
        return _page(request, partnership, desk, step, rows=rows, problem=problem)
    given = {"partners": in_order(chosen)}
    desk, conflicts = drafts.save(
        partnership, request.user, given, {"partners": request.POST.get("gezien-partners", "")}
    )
    if wants_json(request):
        return JsonResponse(saved_words(desk, given, {}, conflicts))
    if conflicts:
        return _page(request, partnership, desk, step, rows=_rows(chosen), conflict=True, status=409)
    if doing in ("verder", "overzicht"):
        return onward(request, partnership, step)
    if said:
        messages.success(request, said)
    words, _ = clean_query(request.POST.get("zoek", ""))
    again = reverse("portal-step", kwargs={"slug": partnership.slug, "step": step.slug})
    return redirect(f"{again}?zoek={words}#{'lijst' if said else 'zoek'}" if words else again)


def _rows(entries: list[dict]):
    names = wording.organisation_names(entries)
    order = [role.value for role in Role]
    ordered = sorted(entries, key=lambda entry: (order.index(entry["role"]), wording.name_of(entry, names).lower()))
    return Rows(initial=ordered, prefix="partner")


def _chosen(rows) -> tuple[str, list[dict]]:
    """What is wrong with the rows as a whole, in words, and the rows that stay."""
    if not rows.is_valid():
        return TOO_MANY if rows.non_form_errors() else "", []
    chosen = [row.cleaned_data for row in rows if not row.cleaned_data.get("away")]
    ids = {entry["organisation"] for entry in chosen if entry["organisation"]}
    known = set(Organisation.objects.filter(pk__in=ids).values_list("pk", flat=True))
    entries = []
    for entry in chosen:
        proposed = not entry["organisation"]
        if (proposed and not (entry["name"] and entry["place"])) or (
            not proposed and entry["organisation"] not in known
        ):
            return "Een van de organisaties kennen we niet (meer). Zoek haar opnieuw op.", []
        entries.append(
            {
                "organisation": None if proposed else entry["organisation"],
                "name": entry["name"] if proposed else "",
                "place": entry["place"] if proposed else "",
                "role": entry["role"],
                "since": entry["since"].isoformat() if entry["since"] else "",
                "until": entry["until"].isoformat() if entry["until"] else "",
            }
        )
    keys = [(e["organisation"], e["name"].lower(), e["place"].lower(), e["role"], e["since"]) for e in entries]
    if len(set(keys)) < len(keys):
        return "Eén organisatie staat er twee keer met dezelfde rol en begindatum. Haal er één weg.", []
    return "", entries


def _add(chosen: list[dict], organisation: Organisation | None) -> str:
    if organisation is None or any(entry["organisation"] == organisation.pk and not entry["until"] for entry in chosen):
        return ""
    role = ROLES.get(organisation.kind, Role.OTHER).value
    chosen.append({"organisation": organisation.pk, "name": "", "place": "", "role": role, "since": "", "until": ""})
    return f"{organisation} staat nu in de lijst. Kijk of de rol klopt en vul in sinds wanneer."


def _propose(chosen: list[dict], name: str, place: str) -> str:
    there = Organisation.objects.filter(name__iexact=name, place__iexact=place).order_by("pk").first()
    if there:
        return _add(chosen, there)
    if any((entry["name"].lower(), entry["place"].lower()) == (name.lower(), place.lower()) for entry in chosen):
        return ""
    chosen.append(
        {"organisation": None, "name": name, "place": place, "role": Role.OTHER.value, "since": "", "until": ""}
    )
    return f"{name}, {place} staat nu in de lijst. De redactie kijkt de organisatie na als jullie inleveren."


def _page(
    request, partnership, desk, step, *, rows, proposal=None, problem="", conflict=False, status=200
) -> HttpResponse:
    data = [row.data if row.is_bound else row.initial for row in rows]
    entries = [_named(row, whole) for row, whole in zip(rows, data, strict=True)]
    names = wording.organisation_names(entries)
    words, _ = clean_query(request.POST.get("zoek", "") or request.GET.get("zoek", ""))
    there = {entry["organisation"] for entry in entries}
    facts = {
        **step_facts(partnership, desk, step),
        "rows": rows,
        "named_rows": [
            (row, wording.name_of(entry, names), bool(entry["name"])) for row, entry in zip(rows, entries, strict=True)
        ],
        "proposal": proposal or ProposalForm(prefix="voorstel"),
        "problem": problem,
        "conflict": wording.in_words("partners", desk.answers["partners"]) if conflict else "",
        "conflicts": conflict,
        "seen": drafts.mark(desk.answers["partners"]),
        "words": words,
        "found": [(organisation, organisation.pk in there) for organisation in search(words)],
    }
    return render(request, "portal/partners.html", facts, status=status)


def _named(row: PartnerForm, data: dict) -> dict:
    """Which organisation a row is about, also where the row came in with mistakes."""

    def value(name: str) -> str:
        return str(data.get(row.add_prefix(name) if row.is_bound else name) or "")

    number = value("organisation")
    proposed = not number.isdigit() and bool(value("name"))
    return {
        "organisation": int(number[:9]) if number.isdigit() else None,
        "name": value("name") if proposed else "",
        "place": value("place"),
    }
