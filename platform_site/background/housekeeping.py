"""What the clock does for the site as a whole: publish what was planned, and throw away what is no longer needed."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import UploadedFile

from platform_site import limits, post
from platform_site.accounts import audit, deletions
from platform_site.accounts.invitations import Invitation
from platform_site.background import clock
from platform_site.letters import Letter

LOST_AFTER = timedelta(minutes=15)  # no task takes this long: its worker is gone
TRIES = 3
DONE_IS_KEPT = timedelta(hours=1)  # a mail holds an address
FAILED_IS_KEPT = timedelta(days=14)
UNFINISHED_UPLOADS_ARE_KEPT = timedelta(days=1)
CLOSED_INVITATIONS_ARE_KEPT = timedelta(days=365)


def publish_planned() -> None:
    """Pages whose moment has come go live; those whose time is over leave."""
    call_command("publish_scheduled")


def take_up_lost_tasks() -> None:
    """A task whose worker died in the midst of it starts anew, a few times at most."""
    lost = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - LOST_AFTER)
    for task in lost:
        again = len(task.worker_ids) < TRIES
        ending = {} if again else {"finished_at": timezone.now(), "traceback": "De worker viel weg."}
        status = TaskResultStatus.READY if again else TaskResultStatus.FAILED
        DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING).update(status=status, **ending)


def throw_away_what_is_done() -> None:
    """Tasks and mail that are over, sessions that ended, counts, invitations and notes of long ago."""
    now, states = timezone.now(), Letter.State
    over = Letter.objects.filter(Q(state__in=[states.DELIVERED, states.EXPIRED]) | Q(code=True))
    over.filter(ended_at__lt=now - DONE_IS_KEPT).delete()
    Letter.objects.filter(ended_at__lt=now - FAILED_IS_KEPT).delete()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - DONE_IS_KEPT).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - FAILED_IS_KEPT).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    limits.forget()
    Invitation.objects.filter(expires_at__lt=now - CLOSED_INVITATIONS_ARE_KEPT).delete()
    audit.forget_old()
    deletions.forget_old()


def throw_away_unfinished_uploads() -> None:
    """Files that were chosen for the library, but of which nobody wrote what they show."""
    for upload in UploadedFile.objects.order_by("pk"):
        try:
            chosen_at = upload.file.storage.get_modified_time(upload.file.name)
        except FileNotFoundError:
            chosen_at = None
        if chosen_at is None or chosen_at < timezone.now() - UNFINISHED_UPLOADS_ARE_KEPT:
            upload.file.delete(save=False)
            upload.delete()


def register() -> None:
    """Puts these jobs on the clock."""
    clock.register("mail", post.wake)
    clock.register("geplande pagina's", publish_planned)
    clock.register("blijven liggen", take_up_lost_tasks)
    clock.register("opruimen", throw_away_what_is_done)
    clock.register("niet afgemaakte uploads", throw_away_unfinished_uploads)
