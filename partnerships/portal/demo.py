"""Coordinators' work as an example: one profile handed in, one returned with a remark."""

from django.contrib.auth import get_user_model

from partnerships.models import PartnershipPage
from partnerships.portal import drafts, hand_in
from partnerships.portal.answers import Answers
from partnerships.portal.invitations import invite
from platform_site import mail, rich_texts
from platform_site.accounts.invitations import accept

COORDINATOR, REVIEWER = "coordinator@voorbeeld.nl", "eindredacteur@voorbeeld.nl"
HANDED_IN = ("Opleidingsschool Rijnland", {"students": 112, "reference_year": 2026})
RETURNED = (
    "Opleidingsschool Haaglanden",
    {
        "pride": "Op het A4 staat sinds dit jaar een achtste afspraak, en die is van de studenten zelf: **elke student ziet voor "
        "de herfst minstens drie collega's lesgeven.** Dat lukte bij de meesten.",
    },
)
REMARK = "Mooi dat de studenten er zelf een afspraak bij zetten. Bij hoeveel van de 340 lukte het? Met een getal erbij kan een ander er meer mee."


@mail.unsent()
def set_to_work() -> str:
    """Lets the example coordinator write in two profiles. Gives the line to print; nothing happens without the accounts."""
    users = {user.email: user for user in get_user_model().objects.filter(email__in=[COORDINATOR, REVIEWER])}
    pages = {page.title: page for page in PartnershipPage.objects.filter(title__in=[HANDED_IN[0], RETURNED[0]])}
    if len(users) < 2 or len(pages) < 2:
        return "geen coördinator"
    writer, reviewer = users[COORDINATOR], users[REVIEWER]
    for title, answers in (HANDED_IN, RETURNED):
        _hand_in(pages[title], writer, answers)
    task = PartnershipPage.objects.get(pk=pages[RETURNED[0]].pk).current_workflow_task_state
    task.specific.reject(user=reviewer, comment=REMARK)
    for page in pages.values():
        accept(invite(writer.email, page, reviewer), writer)
    return f"een coördinator van {len(pages)} partnerschappen"


def _hand_in(page: PartnershipPage, user, answers: Answers) -> None:
    given = {name: rich_texts.from_plain(text) if name == "pride" else text for name, text in answers.items()}
    with drafts.locked(page) as copy:
        drafts.save(copy, user, given, {name: drafts.fingerprint(copy.answers[name]) for name in given})
    hand_in.hand_in(page, user, drafts.fingerprint(copy.live))
