"""Mail that the site sends: plain text from a template, by the background worker, so that no visitor waits for a mail server."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.mail import EmailMessage
from django.template import Context, engines
from django_tasks import task

SUBJECT = "Onderwerp: "
_kept_silent: ContextVar[bool] = ContextVar("mail_kept_silent", default=False)


@contextmanager
def unsent() -> Iterator[None]:
    """Within this block nothing is sent: for filling a site with examples, of which nobody needs to hear."""
    token = _kept_silent.set(True)
    try:
        yield
    finally:
        _kept_silent.reset(token)


def send(template: str, to: Sequence[str], context: dict | None = None) -> None:
    """Queue one message for each address in `to`, once the current transaction is committed.

    `template` names `templates/mail/«template».txt`: its first line is "Onderwerp: …", then a blank line, then the text.
    `context` goes to the template, which is plain text: nothing is escaped. Nobody sees the other addresses.
    """
    if _kept_silent.get():
        return
    rendered = engines["django"].engine.get_template(f"mail/{template}.txt").render(Context(context, autoescape=False))
    head, _, text = rendered.lstrip().partition("\n")
    subject = head.removeprefix(SUBJECT).strip()
    for address in to:
        deliver.enqueue(address, subject, text.strip() + "\n")


@task(backend="achtergrond")
def deliver(address: str, subject: str, text: str) -> None:
    """Hand one message to the mail server. Raises what the server answers, so that it shows in the list of tasks.

    Without an address nothing is sent: who asks a code for an address that is not known must not notice.
    """
    if address:
        EmailMessage(subject, text, to=[address]).send()
