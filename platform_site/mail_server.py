"""The conversation with the mail server: Django's, except that it tells when a message is about to be the server's.

Until the last bytes went out, the dot on a line of its own, the server throws away what it got when the connection breaks. After
that only its answer tells, and for that a slow server gets longer than for the rest.
"""

import smtplib
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.core.mail.backends import smtp

THE_END = b".\r\n"


class Telling:
    """Put before a connection of smtplib: asks `backend.hand_over` before the end of each message."""

    def __init__(self, backend: "EmailBackend", *arguments, **options):
        self.backend = backend
        super().__init__(*arguments, **options)

    def send(self, s: bytes | str) -> None:
        if not (isinstance(s, bytes) and s.endswith(b"\r\n" + THE_END)):  # a command, or an answer while logging in
            super().send(s)
            return
        super().send(s.removesuffix(THE_END))
        try:
            self.backend.hand_over()
        except BaseException:
            self.close()  # without its end the server forgets it
            raise
        self.sock.settimeout(settings.EMAIL_ANSWER_TIMEOUT)
        super().send(THE_END)

    def data(self, msg: bytes | str) -> tuple[int, bytes]:
        answer = super().data(msg)
        self.sock.settimeout(self.timeout)
        return answer


class Plain(Telling, smtplib.SMTP):
    pass


class Secure(Telling, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """hand_over: what to do before the end of each message; what it raises keeps the message from the server."""

    hand_over: Callable[[], None] = staticmethod(lambda: None)

    @property
    def connection_class(self) -> Callable:
        return partial(Secure if self.use_ssl else Plain, self)
