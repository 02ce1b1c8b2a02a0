"""The one exception of the embedded database."""


class EmbeddedPostgresError(Exception):
    """The embedded database cannot do what was asked; the message is one Dutch line for the person at the keyboard."""
