"""Mail that the site sends: plain text from a template, by the background worker, so that no visitor waits for a mail server."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.template import Context, engines

from platform_site.letters import Letter, written
from platform_site.post import deliver

_kept_silent: ContextVar[bool] = ContextVar("mail_kept_silent", default=False)


@contextmanager
def unsent() -> Iterator[None]:
    """Within this block nothing is sent: for filling a site with examples, of which nobody needs to hear."""
    token = _kept_silent.set(True)
    try:
        yield
    finally:
        _kept_silent.reset(token)


def send(template: str, to: Sequence[str], context: dict | None = None, *, code_lives: timedelta | None = None) -> None:
    """Queue one message for each address in `to`, once the current transaction is committed.

    `template` names `templates/mail/«template».txt`: its first line is "Onderwerp: …", then a blank line, then the text.
    `context` goes to the template, which is plain text: nothing is escaped. Nobody sees the other addresses.
    `code_lives`: the message holds a code, which is of use only so long.
    An empty address costs the same work and gets nothing: who asks a code for an address that is not known must not notice.
    """
    if _kept_silent.get():
        return
    engine = engines["django"].engine
    content = engine.get_template(f"mail/{template}.txt").render(Context(context, autoescape=False)).lstrip()
    Letter.objects.bulk_create([written(address, content, code_lives) for address in to])
    deliver.enqueue()
