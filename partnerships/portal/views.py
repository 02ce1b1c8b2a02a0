"""The portal as coordinators walk through it: what is live and what is missing, the questions, the preview, handing in."""

import re
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from partnerships.models import PartnershipPage
from partnerships.portal import checks, drafts, hand_in, invitations, logos, steps, wording
from partnerships.portal.answers import gaps
from partnerships.portal.forms import StepForm
from partnerships.portal.guide import guide_text
from partnerships.portal.permissions import for_user
from platform_site.dutch_dates import clock, day
from platform_site.file_storage import FULL, is_full
from platform_site.models import SiteImage
from platform_site.typed_text import give_back, refuse, wants_json

TAKEN_AWAY = "De redactie heeft je weggehaald als coördinator van {}. Je kunt dat profiel niet meer wijzigen."


def for_coordinators(view: Callable) -> Callable:
    """Lets in who coordinates the partnership that the address names, and gives the view that page in place of the slug."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return give_back(request, 401) if request.method == "POST" else redirect_to_login(request.get_full_path())
        partnership = for_user(request.user).filter(slug=slug).first()
        return view(request, partnership, **kwargs) if partnership else _closed(request, slug)

    return guarded


def _closed(request: HttpRequest, slug: str) -> HttpResponse:
    """To who coordinates this partnership no more: that, and why. Others learn as little as of one that is not there."""
    was = next((page for page in invitations.former(request.user) if page.slug == slug), None)
    more = f"{reverse('portal')}?gesloten"
    if was and request.method == "GET":
        return redirect(more)
    if request.method != "POST":
        raise Http404
    why = TAKEN_AWAY.format(was.title) if was else "Je houdt dit profiel niet bij, dus je kunt het niet wijzigen."
    return refuse(request, why, more)


@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """The partnerships somebody coordinates; the one itself where there is one."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    found = list(for_user(request.user))
    if len(found) == 1 and "gesloten" not in request.GET:
        return redirect("portal-overview", slug=found[0].slug)
    facts = {
        "partnerships": [(page, drafts.working_copy(page)) for page in found],
        "former": invitations.former(request.user),
    }
    return render(request, "portal/mine.html", facts)


@for_coordinators
def overview(request: HttpRequest, partnership: PartnershipPage) -> HttpResponse:
    copy = drafts.working_copy(partnership)
    facts = {
        "partnership": partnership,
        "working_copy": copy,
        "draft": copy.draft,
        "changes": [wording.FIELDS[name] for name in copy.changes()],
        "steps": steps.states(copy.live, copy.answers),
        "asked": steps.of_fields(copy.asked_about()),
        "gaps": [(steps.STEP_OF[name], sentence) for name, sentence in gaps(copy.answers)],
        "others": drafts.who_else(partnership, request.user),
        "several": for_user(request.user).count() > 1,
    }
    return render(request, "portal/overview.html", facts)


NOT_ALL = "Nog niet alles is bewaard: kijk na wat rood staat."
ALL_BUT = "Alles is bewaard, behalve het bestand “{}”."
CHOOSE = "Nog niet bewaard: “{}”. Kies welke versie blijft staan."
KEPT_THEIRS = "De andere versie blijft staan. Wat jij schreef staat onderaan deze pagina."
ARRIVED, ARRIVAL = "portaal-aangekomen", re.compile(r"[\w.-]{1,40}")


def note_arrival(request: HttpRequest) -> None:
    """Remembers that what a browser keeps under this number is stored here, so that it does not offer it once more."""
    if ARRIVAL.fullmatch(number := request.POST.get("zending", "")):
        request.session[ARRIVED] = [*request.session.get(ARRIVED, [])[-9:], number]


def waiting(errors: dict, conflicts: list[str]) -> str:
    """What is not saved, and what to do about it. conflicts: in words, or by field."""
    named = "”, “".join(wording.FIELDS.get(name, name) for name in conflicts)
    return " ".join(filter(None, [CHOOSE.format(named) if named else "", NOT_ALL if errors else ""]))


def step_facts(partnership: PartnershipPage, copy: drafts.WorkingCopy, step: steps.FormStep) -> dict:
    """What every page of the form shows around its questions."""
    return {
        "partnership": partnership,
        "working_copy": copy,
        "draft": copy.draft,
        "step": step,
        "number": steps.STEPS.index(step) + 1,
        "steps": steps.STEPS,
        "remark": copy.draft.remark if step in steps.of_fields(copy.asked_about()) else "",
        "next": steps.after(step),
        "logo": SiteImage.objects.filter(pk=copy.answers["logo"]).first() if "logo" in step.fields else None,
        "conflicts": 0,
        "own": False,
        "left": "",
        "all_but": ALL_BUT,
        "saved": saved_at(copy),
        "gave_way": wording.that_gave_way(copy.draft.gave_way, step.fields) if copy.draft else [],
    }


def saved_at(copy: drafts.WorkingCopy) -> str:
    """When the answers were saved last, in words."""
    if copy.draft is None:
        return "Nog niets veranderd"
    moment = copy.draft.edited_at
    on = "" if timezone.localdate(moment) == timezone.localdate() else f"op {day(timezone.localdate(moment))} "
    return f"Bewaard {on}om {clock(moment)} uur"


def questions(request: HttpRequest, partnership: PartnershipPage, step: steps.FormStep) -> HttpResponse:
    """One theme of the form; what is right is stored, what is not comes back with what to do about it."""
    if request.method != "POST":
        copy = drafts.working_copy(partnership)
        form = step.form(answers=copy.answers, partnership=partnership)
        return render(request, "portal/step.html", {**step_facts(partnership, copy, step), "form": form})
    with drafts.locked(partnership) as copy:
        form = step.form(request.POST, request.FILES, answers=copy.answers, partnership=partnership)
        given = _given(form, request.user)
        chosen = form.chosen()
        copy, conflicts = drafts.save(copy, request.user, given, form.seen(chosen), chosen)
    if wants_json(request):
        own = all(copy.wrote(request.user, name) for name in conflicts)
        told = saved_words(copy, given, form.errors, conflicts, form.left_behind())
        return JsonResponse(told | {"zelf": own})
    if conflicts or form.errors:
        own = all(copy.wrote(request.user, name) for name in conflicts)
        form.after_saving({*given} - {*conflicts}, conflicts, copy.answers)
        only_file = form.left_behind() and len(form.errors) == 1 and not conflicts
        told = {"conflicts": len(conflicts), "own": own, "left": form.left_behind()}
        told["saved"] = ALL_BUT.format(form.left_behind()) if only_file else waiting(form.errors, conflicts)
        facts = {**step_facts(partnership, copy, step), "form": form, **told}
        return render(request, "portal/step.html", facts, status=409 if conflicts else 200)
    note_arrival(request)
    return onward(request, partnership, step, form.left_behind())


def _given(form: StepForm, user) -> dict:
    """What was answered and is right. A logo for which the disk has no room is a mistake of the form; the rest is stored all the same."""
    form.is_valid()
    try:
        return form.answers() | logos.given(form, user)
    except OSError as problem:
        if not is_full(problem):
            raise
        form.add_error("logo_file", FULL)
        return form.answers()


def onward(request: HttpRequest, partnership: PartnershipPage, step: steps.FormStep, left: str = "") -> HttpResponse:
    """After saving: to the next questions, or where the reader asked to go. left: the file that was refused, if one was."""
    following = steps.after(step)
    if left:
        messages.warning(request, ALL_BUT.format(left))
    elif request.POST.get("doen") == "overzicht":
        messages.success(request, "Bewaard. Nog niet zichtbaar voor anderen: lever in als je klaar bent.")
    if request.POST.get("doen") == "overzicht":
        return redirect("portal-overview", slug=partnership.slug)
    if request.POST.get("doen", "").startswith("houd-"):
        messages.info(request, KEPT_THEIRS)
        return redirect("portal-step", slug=partnership.slug, step=step.slug)
    if following is None:
        return redirect("portal-hand-in", slug=partnership.slug)
    return redirect("portal-step", slug=partnership.slug, step=following.slug)


def saved_words(copy: drafts.WorkingCopy, given: dict, errors: dict, conflicts: list[str], left: str = "") -> dict:
    """What the script on the page is told after saving by itself. left: the name of a file that was refused;
    conflicts: in words, or by field."""
    saved = ALL_BUT.format(left) if left else f"Bewaard om {clock(timezone.now())} uur"
    return {
        "bewaard": waiting(errors, conflicts) or saved,
        "gezien": {name: drafts.fingerprint(copy.answers[name]) for name in given if name not in conflicts},
        "fouten": {name: [str(text) for text in texts] for name, texts in errors.items()},
        "botsing": [wording.FIELDS.get(name, name) for name in conflicts],
    }


@for_coordinators
def preview(request: HttpRequest, partnership: PartnershipPage) -> HttpResponse:
    """The real page, with what was written; nobody else sees it."""
    page = hand_in.as_page(partnership, drafts.working_copy(partnership).answers)
    context = {**page.get_context(request), "crumbs": [], "slug": partnership.slug}
    return render(request, "portal/preview.html", context)


@for_coordinators
def check_and_hand_in(request: HttpRequest, partnership: PartnershipPage) -> HttpResponse:
    """What will change, once more in words, and the button that puts it before the editors."""
    if request.method == "POST":
        try:
            handed_in = hand_in.hand_in(partnership, request.user, request.POST.get("gezien", ""))
        except hand_in.HandInRefusedError as refused:
            messages.warning(request, str(refused))
            return redirect("portal-hand-in", slug=partnership.slug)
        done = "Ingeleverd. De redactie leest het en je krijgt een mail." if handed_in else "Dit was al ingeleverd."
        messages.success(request, done)
        return redirect("portal-overview", slug=partnership.slug)
    copy = drafts.working_copy(partnership)
    page = hand_in.as_page(partnership, copy.answers)
    facts = {
        "partnership": partnership,
        "working_copy": copy,
        "draft": copy.draft,
        "changes": wording.changes(copy.live, copy.answers),
        "clashes": [wording.FIELDS[name] for name in copy.clashes()],
        "gaps": [(steps.STEP_OF[name], sentence) for name, sentence in gaps(copy.answers)],
        "problems": [
            (steps.STEP_OF[name], text)
            for name, texts in hand_in.problems(page).items()
            if name in steps.STEP_OF
            for text in texts
        ],
        "seen": drafts.fingerprint(copy.live),
    }
    return render(request, "portal/hand_in.html", facts)


@require_POST
@for_coordinators
def withdraw(request: HttpRequest, partnership: PartnershipPage) -> HttpResponse:
    if hand_in.withdraw(partnership, request.user):
        messages.success(request, "Teruggetrokken. Jullie tekst staat nog in het formulier.")
    else:
        messages.info(request, "Er lag niets meer bij de redactie. Kijk hieronder hoe het ervoor staat.")
    return redirect("portal-overview", slug=partnership.slug)


@require_POST
@for_coordinators
def discard(request: HttpRequest, partnership: PartnershipPage) -> HttpResponse:
    hand_in.discard(partnership, request.user)
    messages.success(request, "Jullie wijzigingen zijn weg. Het formulier laat weer zien wat op de site staat.")
    return redirect("portal-overview", slug=partnership.slug)


@require_POST
@for_coordinators
def still_right(request: HttpRequest, partnership: PartnershipPage) -> HttpResponse:
    checks.confirm(partnership)
    messages.success(request, "Dank je wel. Bij het profiel staat nu dat jullie het vandaag hebben gecontroleerd.")
    return redirect("portal-overview", slug=partnership.slug)


@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Where the mail leads. Looking changes nothing, so that programs that open every link in a mail confirm nothing."""
    page = checks.page_of(token)
    if page is None:
        return render(request, "portal/confirm.html", {"partnership": None, "done": False}, status=410)
    if request.method == "POST":
        checks.confirm(page)
    facts = {"partnership": page, "done": request.method == "POST", "live": drafts.answers_of(page)}
    return render(request, "portal/confirm.html", facts)


@never_cache
def guide(request: HttpRequest) -> HttpResponse:
    """What coordinators want to know, in one page."""
    return render(request, "portal/guide.html", {"text": guide_text()})


def step_of(slug: str) -> steps.FormStep:
    if slug not in steps.BY_SLUG:
        raise Http404
    return steps.BY_SLUG[slug]
