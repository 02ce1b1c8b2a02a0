"""Mail that did not arrive, for editors: to whom, about what, since when and why; never what it says."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from platform_site import post
from platform_site.dutch_dates import clock, day
from platform_site.editing.worklists import WorkItem, WorkList
from platform_site.letters import LIVES, Letter, not_arrived

AGAIN, LET_GO = "Verstuur opnieuw", "Laat rusten"


def found(user: AbstractBaseUser | None = None) -> QuerySet:
    return not_arrived()


def _rows(letters: list[Letter]) -> list[WorkItem]:
    return [
        WorkItem(
            f"{letter.subject}, aan {letter.address}",
            note=f"{letter.state}, in de rij sinds {_moment(letter.queued_at)}. {letter.why}",
            acts=(
                (reverse("send-again", args=[letter.pk]), AGAIN),
                (reverse("let-go", args=[letter.pk]), LET_GO),
            ),
        )
        for letter in letters
    ]


def _moment(moment) -> str:
    return f"{day(timezone.localdate(moment))}, {clock(moment)} uur"


NOT_DELIVERED = WorkList(
    slug="niet-bezorgd",
    title="Niet bezorgd",
    explanation=(
        "Deze mails kwamen niet aan. “Misschien bezorgd” betekent: de mailserver kreeg het bericht, maar zei niet dat het gelukt is. Vraag het na, "
        "of verstuur het opnieuw. Klopt het adres niet? Verbeter het waar het staat, nodig zo nodig opnieuw uit en laat deze mail rusten."
    ),
    done="Alle mail is bezorgd of nog onderweg.",
    order=15,
    entries=found,
    rows=_rows,
)


def urls() -> list[URLPattern]:
    return [
        path("werk/niet-bezorgd/<int:letter>/opnieuw/", send_again, name="send-again"),
        path("werk/niet-bezorgd/<int:letter>/laat-rusten/", let_go, name="let-go"),
    ]


@require_POST
def send_again(request: HttpRequest, letter: int) -> HttpResponse:
    """Puts it in the queue once more, for another day. Its id stays, by which a mailbox can tell a copy."""
    now, waiting = timezone.now(), Letter.State.WAITING
    anew = {
        "state": waiting,
        "queued_at": now,
        "next_try_at": now,
        "good_until": now + LIVES,
        "tries": 0,
        "ended_at": None,
    }
    if not_arrived().filter(pk=letter).update(**anew):
        post.deliver.enqueue()
        messages.success(request, "De mail gaat opnieuw op weg. Lukt het weer niet, dan komt hij hier terug.")
    else:
        _gone(request)
    return _onward(request)


@require_POST
def let_go(request: HttpRequest, letter: int) -> HttpResponse:
    """Throws it away, with its address."""
    if not_arrived().filter(pk=letter).delete()[0]:
        messages.success(request, "De mail staat niet meer op de lijst. Hij wordt niet verstuurd.")
    else:
        _gone(request)
    return _onward(request)


def _gone(request: HttpRequest) -> None:
    messages.info(request, "Deze mail staat niet meer op de lijst: iemand was je voor.")


def _onward(request: HttpRequest) -> HttpResponse:
    return redirect(get_valid_next_url_from_request(request) or reverse("werk", args=[NOT_DELIVERED.slug]))
