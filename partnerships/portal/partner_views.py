"""The step in which partners are added, changed and stopped, from a phone too; works without a script."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from partnerships.models import PartnershipPage, Role
from partnerships.portal import drafts, partner_list, steps, wording
from partnerships.portal.drafts import fingerprint
from partnerships.portal.organisation_search import beside_in_words, schools_beside, search
from partnerships.portal.partner_acts import SEEN, Press
from partnerships.portal.partner_forms import PartnerForm, ProposalForm
from partnerships.portal.partner_list import Fold, PartnerRow, street_and_brin
from partnerships.portal.views import note_arrival, onward, saved_at, saved_words, step_facts, waiting
from partnerships.profile import SHORT, TITLES
from platform_site.parameters import clean_query
from platform_site.search.dutch import fold
from platform_site.typed_text import wants_json

SHOWN_AT_ONCE = 3  # up to here one comes back at the rows themselves; after more, at all that changed
CHANGED = "veranderd"


def partners(request: HttpRequest, partnership: PartnershipPage, step: steps.FormStep) -> HttpResponse:
    """The list, a search for who is missing, and a proposal for who cannot be found."""
    if request.method != "POST":
        return _page(request, partnership, step, drafts.working_copy(partnership))
    press = Press(request.POST)
    copy = drafts.rewrite(partnership, request.user, "partners", press.on)
    if wants_json(request):
        return _told(request, copy, press)
    refused = press.changed.clashes or press.changed.gone or any(form.errors for form in press.rows.values())
    if refused or press.problem or (press.proposal and press.proposal.errors):
        return _page(request, partnership, step, copy, press, status=409 if press.changed.clashes else 200)
    note_arrival(request)
    if request.POST.get("doen", "") in ("verder", "overzicht"):
        return onward(request, partnership, step)
    if press.said:
        messages.success(request, press.said)
    return redirect(_back(request.POST, reverse("portal-step", args=[partnership.slug, step.slug]), press))


def _told(request: HttpRequest, copy: drafts.WorkingCopy, press: Press) -> JsonResponse:
    """What the script is told after saving by itself: per row."""
    clashing = press.changed.clashes
    wrong = {key: form.errors for key, form in press.rows.items() if form.errors}
    told = saved_words(copy, {}, wrong, _names(clashing))
    told["gezien"] = {f"rij-{key}": drafts.fingerprint(entry) for key, entry in press.changed.stored.items()}
    told["fouten"] = {
        form.add_prefix(name): [str(text) for text in texts]
        for form in press.rows.values()
        for name, texts in form.errors.items()
    }
    told["zelf"] = all(copy.wrote(request.user, f"rij-{partner_list.owner(entry)}") for entry in clashing.values())
    return JsonResponse(told)


def _names(rows: dict[str, dict]) -> list[str]:
    names = wording.organisation_names(list(rows.values()))
    return [wording.name_of(entry, names) for entry in rows.values()]


def _back(post: QueryDict, address: str, press: Press) -> str:
    """Where one goes on after an act: at the row it was about."""
    words, _ = clean_query(post.get("zoek", ""))
    where = {"zoek": words} if words else {}
    anchor = "zoek" if words and not press.touched else "lijst"
    if 0 < len(press.touched) <= SHOWN_AT_ONCE:
        where |= {"bij": press.touched, "open": press.opened} if press.opened else {"bij": press.touched}
        anchor = f"rij-{press.touched[0]}"
    elif press.touched:
        where["alleen"] = CHANGED
    return f"{address}?{urlencode(where, doseq=True)}#{anchor}" if where or press.said else address


def _page(request, partnership, step, copy, press: Press | None = None, status: int = 200) -> HttpResponse:
    asked, today = request.GET, timezone.localdate()
    rows, leaving = partner_list.rows_of(copy.answers["partners"], copy.live["partners"])
    opened = {*asked.getlist("open"), *(_not_stored(press) if press else ())}
    touched = {*asked.getlist("bij"), *opened}
    _open(rows, opened, press, copy, request.user)
    wanted, only = clean_query(asked.get("toon", ""))[0], asked.get("alleen") == CHANGED
    shown = [row for row in rows if row.key in touched or _fits(row, wanted, only)]
    former = [row for row in shown if row.is_former(today)]
    present = [row for row in shown if not row.is_former(today)]
    narrowed = bool(wanted) or only
    titles = {role.value: TITLES[role][1] for role in Role}
    clashes = press.changed.clashes if press else {}
    wrong = {key: form.errors for key, form in press.rows.items() if form.errors} if press else {}
    wrong |= press.proposal.errors if press and press.proposal else {}
    facts = {
        **step_facts(partnership, copy, step),
        "rows": rows,
        "groups": partner_list.groups(present, titles, SHORT, lambda row: narrowed or row.key in touched),
        "former": Fold("Deden eerder mee", former, narrowed or any(row.key in touched for row in former)),
        "leaving": leaving,
        "shown": len(shown),
        "changed": sum(1 for row in rows if row.state),
        "only": only,
        "wanted": wanted,
        "touched": touched,
        "today": today,
        "blank": PartnerForm(prefix="rij-SLEUTEL"),
        "proposal": press.proposal if press and press.proposal else ProposalForm(prefix="voorstel"),
        "press": press,
        "conflicts": bool(clashes),
        "own": all(copy.wrote(request.user, f"rij-{partner_list.owner(entry)}") for entry in clashes.values()),
        "saved": waiting(wrong, _names(clashes)) or saved_at(copy),
        "wrong": [(row.name, row.form) for row in rows if row.form and row.form.errors] + _refused_proposal(press),
        "gone": wording.partner_terms(press.changed.gone) if press else [],
        **_found(request, copy),
    }
    return render(request, "portal/partners.html", facts, status=status)


def _refused_proposal(press: Press | None) -> list[tuple[str, ProposalForm]]:
    return [("Nieuwe organisatie", press.proposal)] if press and press.proposal and press.proposal.errors else []


def _fits(row: PartnerRow, wanted: str, only_changed: bool) -> bool:
    return all(word in row.words for word in fold(wanted).split()) and bool(row.state or not only_changed)


def _not_stored(press: Press) -> list[str]:
    """The rows that came in and wait for somebody to mend them."""
    return [key for key, form in press.rows.items() if form.errors or key in press.changed.clashes]


def _open(rows: list[PartnerRow], opened: set[str], press: Press | None, copy: drafts.WorkingCopy, user) -> None:
    """Gives the rows that are worked on their questions, with what was typed where that is not stored."""
    waiting = set(_not_stored(press)) if press else set()
    for row in rows:
        if row.key in opened:
            row.form = (
                press.rows[row.key] if row.key in waiting else PartnerForm(prefix=f"rij-{row.key}", initial=row.entry)
            )
            row.built_on = press.post[f"{SEEN}{row.key}"] if row.key in waiting else ""
            if clash := press.changed.clashes.get(row.key) if press else None:
                row.theirs, row.beside = wording.partner_terms([clash])[0], fingerprint(clash)


def _found(request: HttpRequest, copy: drafts.WorkingCopy) -> dict:
    """What was searched for among the organisations, and what was found."""
    words, _ = clean_query(request.POST.get("zoek", "") or request.GET.get("zoek", ""))
    there = {entry["organisation"] for entry in copy.answers["partners"] if not entry["until"]}
    organisations = search(words)
    schools = schools_beside(organisations, there)
    found = [
        {
            "organisation": organisation,
            "apart": street_and_brin(organisation),
            "is_there": organisation.pk in there,
            "schools": beside_in_words(organisation, len(schools[organisation.pk])),
        }
        for organisation in organisations
    ]
    return {"words": words, "found": found}
