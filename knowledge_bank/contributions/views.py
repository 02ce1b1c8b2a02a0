"""/delen/: somebody shares a practice example; visitors show that their address is their own, coordinators are known."""

import secrets
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from knowledge_bank.contributions import intake
from knowledge_bank.contributions.forms import CodeForm, ContributionForm
from knowledge_bank.models import Contribution
from partnerships.portal.permissions import for_user
from platform_site import limits
from platform_site.file_storage import FULL, all_or_nothing, is_full

TRAP = "achternaam"  # a field that people do not see; programs fill it in


@never_cache
def share(request: HttpRequest) -> HttpResponse:
    visitor = request.user.is_anonymous
    mine = list(for_user(request.user))
    chosen = next(
        (page for page in mine if page.slug == request.GET.get("partnerschap")), mine[0] if len(mine) == 1 else None
    )
    # Whose address was mistyped comes back to what was filled in; only this browser has the token.
    former = intake.to_be_confirmed(request.GET.get("verbeter", "")) if visitor else None
    sent = [file.name for file in former.files.all()] if former else []
    facts = {"problem": "", "trap": TRAP, "former": former, "sent": sent}
    if request.method != "POST":
        filled = {**former.answers, "email": former.email, "licence": True} if former else {"partnership": chosen}
        form = ContributionForm(partnerships=mine, visitor=visitor, initial=filled)
        return render(request, "contributions/share.html", {**facts, "form": form})
    form = ContributionForm(request.POST, request.FILES, partnerships=mine, visitor=visitor)
    problem = ""
    if form.is_valid():
        if request.POST.get(TRAP):
            return redirect("share-code", token=secrets.token_urlsafe(24))
        problem = _too_many(request, form)
    if problem or form.errors:
        return render(request, "contributions/share.html", {**facts, "form": form, "problem": problem})
    try:
        with all_or_nothing(), transaction.atomic():
            return _store(request, form, former)
    except OSError as no_room:
        if not is_full(no_room):
            raise
    form.add_error("files", FULL)
    return render(request, "contributions/share.html", {**facts, "form": form})


def _store(request: HttpRequest, form: ContributionForm, former: Contribution | None) -> HttpResponse:
    """Keeps what is right, and goes on to where more is asked or nothing is."""
    data = form.cleaned_data
    if request.user.is_authenticated:
        contribution = intake.keep(form.answers(), data["files"], by=request.user, partnership=data.get("partnership"))
        intake.receive(contribution)
        messages.info(request, files_along([file.name for file in data["files"]]))
        return redirect("share-done")
    return _ask_code(form, former)


def files_along(names: list[str]) -> str:
    """Which files came in, so that whoever had one refused sees that it is not among them."""
    return (
        f"Met {'dit bestand' if len(names) == 1 else 'deze bestanden'}: {', '.join(names)}."
        if names
        else "Zonder bestand."
    )


def _ask_code(form: ContributionForm, former: Contribution | None) -> HttpResponse:
    """Keeps what a visitor sent in, or sent in better, and mails a code to the address."""
    data = form.cleaned_data
    if former:
        intake.correct(former, form.answers(), data["files"], data["email"])
    contribution = former or intake.keep(form.answers(), data["files"], email=data["email"])
    intake.send_code(contribution)
    return redirect("share-code", token=contribution.token)


def _too_many(request: HttpRequest, form: ContributionForm) -> str:
    who = form.cleaned_data.get("email", "").lower() or f"account {request.user.pk}"
    if not limits.within("delen-netwerk", limits.address_of(request), 20, limits.HOUR):
        return "Vanaf deze plek komt nu wel heel veel binnen. Probeer het over een uur nog eens; je tekst staat er nog."
    if not limits.within("delen-afzender", who, 5, limits.DAY):
        return "Je stuurde vandaag al vijf voorbeelden in. Morgen kan het weer; je tekst staat er nog."
    return ""


@never_cache
def code(request: HttpRequest, token: str) -> HttpResponse:
    """The code from the mail. An address that never was looks the same as one whose code was never right."""
    form = CodeForm(request.POST or None)
    problem = said = ""
    if request.method == "POST" and request.POST.get("doen") == "nieuw":
        form, waiting = CodeForm(), Contribution.objects.filter(token=token, by=None, confirmed_at=None).first()
        again = limits.within("delen-opnieuw", limits.address_of(request), 20, limits.HOUR)
        if waiting and again and not intake.send_code(waiting):
            problem = "We stuurden al drie codes. Vul het formulier morgen opnieuw in."
        else:
            said = "Er is een nieuwe code onderweg. De oude werkt niet meer."
    elif request.method == "POST" and form.is_valid():
        problem = "Er waren te veel pogingen. Probeer het over een uur nog eens."
        if limits.within("delen-code", limits.address_of(request), 60, limits.HOUR):
            contribution, problem = intake.confirm(token, form.cleaned_data["code"])
            if contribution and contribution.confirmed_at:
                return redirect("share-done")
            problem = problem or intake.WRONG_CODE
    sent = Contribution.objects.filter(token=token, by=None, confirmed_at=None).first()
    facts = {
        "files": files_along([file.name for file in sent.files.all()] if sent else []),
        "form": form,
        "problem": problem,
        "said": said,
        "minutes": intake.MINUTES,
        "again": f"{reverse('share')}?{urlencode({'verbeter': token})}",
    }
    return render(request, "contributions/code.html", facts)


@never_cache
def done(request: HttpRequest) -> HttpResponse:
    return render(request, "contributions/done.html")
