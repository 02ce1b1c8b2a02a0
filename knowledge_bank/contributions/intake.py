"""From what somebody sent in to a draft that editors read. Nothing here makes anything public."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from itertools import chain, count

from allauth.account.adapter import get_adapter
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Collection, WorkflowState

from knowledge_bank.models import Contribution, ContributionFile, Download, KnowledgeBankPage, KnowledgeItem
from knowledge_bank.vocabulary import Evidence, Kind
from platform_site import limits, mail, own_pages, rich_texts
from platform_site.accounts.roles import GROUPS
from platform_site.addresses import absolute
from platform_site.editing import reviews
from platform_site.file_collections import collection
from platform_site.models import SiteDocument, Theme
from platform_site.pages import RESERVED_SLUGS
from platform_site.transactions import lock_page

COLLECTION = "Ingezonden praktijkvoorbeelden"
MINUTES, TRIES, CODES = 15, 3, 3
KEEP_UNCONFIRMED, KEEP_ADDRESS = timedelta(days=1), timedelta(days=365)
WRONG_CODE = "Deze code klopt niet. Kijk nog eens in de mail: het zijn acht tekens, zoals ABCD-EFGH."
QUESTIONS = (("what", "Wat deden jullie?"), ("for_whom", "Voor wie is het?"), ("result", "Wat leverde het op?"))


@transaction.atomic
def keep(answers: dict, files: list, *, email: str = "", by=None, partnership=None) -> Contribution:
    """Stores what was sent in, with its files. The same once more within the hour is a second click: that gives the first."""
    who = {"email": email, "by": by, "answers": answers, "created_at__gt": timezone.now() - timedelta(hours=1)}
    if there := Contribution.objects.filter(**who).order_by("pk").first():
        return there
    contribution = Contribution.objects.create(
        token=secrets.token_urlsafe(24), answers=answers, email=email, by=by, partnership=partnership
    )
    for file in files:
        ContributionFile.objects.create(contribution=contribution, name=file.name[-200:], file=file)
    return contribution


def to_be_confirmed(token: str) -> Contribution | None:
    """What a visitor sent in under this token, while its code was not given yet."""
    return Contribution.objects.filter(token=token, by=None, confirmed_at=None).first()


@transaction.atomic
def correct(contribution: Contribution, answers: dict, files: list, email: str) -> None:
    """Puts other answers, or another address, in the place of what was not confirmed yet. Files stay unless others are chosen."""
    contribution.answers, contribution.email = answers, email
    contribution.save(update_fields=["answers", "email"])
    if files:
        former = list(contribution.files.order_by("pk"))
        for file in files:
            ContributionFile.objects.create(contribution=contribution, name=file.name[-200:], file=file)
        _throw_away_files(former)


def send_code(contribution: Contribution) -> bool:
    """Mails a fresh code. False when there were too many for this one already, or it needs none any more."""
    if contribution.confirmed_at:
        return False
    if not limits.within("delen-codes", contribution.token, CODES, limits.DAY):
        return False
    code = get_adapter().generate_login_code()  # the one kind of code on this site
    contribution.code_hash, contribution.tries = _fingerprint(contribution, code), 0
    contribution.code_sent_at = timezone.now()
    contribution.save(update_fields=["code_hash", "tries", "code_sent_at"])
    # Nothing that was typed goes along: whoever typed it need not be who gets the mail.
    facts = {"code": code, "minutes": MINUTES}
    mail.send("contribution_code", [contribution.email], facts, code_lives=timedelta(minutes=MINUTES))
    return True


def _fingerprint(contribution: Contribution, code: str) -> str:
    """With or without a dash, in capitals or not: it is the same code."""
    bare = "".join(sign for sign in code.casefold() if sign.isalnum())
    return hashlib.sha256(f"{contribution.token} {bare}".encode()).hexdigest()


@transaction.atomic
def confirm(token: str, code: str) -> tuple[Contribution | None, str]:
    """Whether `code` shows that the address is theirs. Gives the contribution, and in Dutch what is wrong if something is."""
    contribution = Contribution.objects.select_for_update().filter(token=token, by=None).first()
    if contribution is None or contribution.confirmed_at:
        return contribution, ""
    sent = contribution.code_sent_at
    if sent is None or sent < timezone.now() - timedelta(minutes=MINUTES):
        return contribution, f"Deze code is ouder dan {MINUTES} minuten. Vraag een nieuwe."
    if contribution.tries >= TRIES:
        return contribution, "Dat was drie keer een verkeerde code. Vraag een nieuwe."
    contribution.tries += 1
    if not secrets.compare_digest(_fingerprint(contribution, code), contribution.code_hash):
        contribution.save(update_fields=["tries"])
        return contribution, WRONG_CODE
    receive(contribution)
    return contribution, ""


@transaction.atomic
def receive(contribution: Contribution) -> KnowledgeItem:
    """Makes a draft of it and puts that before the editors; once."""
    if contribution.item_id:
        return contribution.item
    answers, parent = contribution.answers, KnowledgeBankPage.objects.get()
    lock_page(parent.pk)
    parent.refresh_from_db()
    text = "".join(f"<h2>{title}</h2>{rich_texts.from_plain(answers[name])}" for name, title in QUESTIONS)
    item = KnowledgeItem(
        title=answers["title"],
        summary=answers["summary"],
        kind=Kind.PRACTICE,
        evidence=Evidence.EXPERIENCE,
        sectors=answers["sectors"],
        authors=answers["makers"],
        licence=answers["licence"],
        body=[("text", text)],
        live=False,
        owner=contribution.by,
    )
    item.themes = Theme.objects.filter(pk__in=answers["themes"]).order_by("order", "title")
    if contribution.partnership_id:
        item.partnerships = [contribution.partnership]
    item.downloads = [
        Download(document=document, sort_order=place) for place, document in enumerate(_documents(contribution))
    ]
    item.slug = _free_slug(item.title, parent)
    parent.add_child(instance=item)
    item.save_revision(user=contribution.by, log_action=True)
    contribution.item, contribution.confirmed_at, contribution.code_hash = item, timezone.now(), ""
    contribution.save()
    item.get_workflow().start(item, contribution.by)
    return item


def _free_slug(title: str, parent: KnowledgeBankPage) -> str:
    """An address below the kennisbank that nothing else has."""
    plain = slugify(title)[:100].rstrip("-") or "praktijkvoorbeeld"
    taken = RESERVED_SLUGS | set(parent.get_children().filter(slug__startswith=plain).values_list("slug", flat=True))
    return next(name for name in chain([plain], (f"{plain}-{n}" for n in count(2))) if name not in taken)


def _documents(contribution: Contribution) -> list[SiteDocument]:
    """The files as documents that only editors can open, until the item is approved."""
    made, closed = [], collection(COLLECTION, only_for=GROUPS.values())
    for sent in contribution.files.order_by("pk"):
        document = SiteDocument(title=sent.name.rpartition(".")[0] or sent.name, collection=closed)
        with sent.file.open("rb") as content:
            document.file.save(sent.name, File(content), save=False)
        document._set_document_file_metadata()
        document.save()
        made.append(document)
    _throw_away_files(contribution.files.order_by("pk"))
    return made


def _throw_away_files(files: Iterable[ContributionFile]) -> None:
    for sent in files:
        sent.file.delete(save=False)
        sent.delete()


def on_outcome(state: WorkflowState, outcome: str, user) -> None:
    """Hears what editors decided (platform_site.editing.reviews): what is public gets public files, and who sent it in a mail."""
    contribution = Contribution.objects.filter(item_id=_page_id(state)).select_related("item", "by").first()
    if contribution is None:
        return
    item = KnowledgeItem.objects.get(pk=contribution.item_id)
    to = [address for address in [contribution.email or (contribution.by.email if contribution.by else "")] if address]
    facts = {
        "title": item.title,
        "link": absolute(item.url),
        "remark": reviews.remark(state),
        "contact": absolute(own_pages.paths()["contact"] or "/"),
    }
    if item.live:
        closed = SiteDocument.objects.filter(pk__in=item.downloads.values("document"), collection__name=COLLECTION)
        for document in closed.order_by("pk"):
            document.collection = Collection.get_first_root_node()
            document.save()
        mail.send("contribution_published", to, facts)
    elif outcome == reviews.RETURNED:
        mail.send("contribution_returned", to, facts)


def _page_id(state: WorkflowState) -> int | None:
    return int(state.object_id) if state.object_id.isdigit() else None


def tidy() -> None:
    """Forgets what was never confirmed, and the addresses of long ago. A job on the clock."""
    now = timezone.now()
    for contribution in Contribution.objects.filter(confirmed_at=None, created_at__lt=now - KEEP_UNCONFIRMED).order_by(
        "pk"
    ):
        _throw_away_files(contribution.files.order_by("pk"))
        contribution.delete()
    Contribution.objects.filter(confirmed_at__lt=now - KEEP_ADDRESS).exclude(email="").update(email="")
