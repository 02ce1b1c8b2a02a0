"""What is stored of a text of blocks (`get_prep_value()`), read without the blocks themselves."""

from collections.abc import Iterator


def leaves(stored, path: str = "") -> Iterator[tuple[str, object]]:
    """The values in it, however deep, each with its path: ("0.value.title", "Let op"). Numbers (`id`) of blocks are left out:
    they are nothing to read, and Wagtail gives new ones to a list that is sent again.
    """
    if isinstance(stored, dict):
        parts = ((name, stored[name]) for name in sorted(stored.keys() - {"id"}))
    elif isinstance(stored, list | tuple):
        parts = enumerate(stored)
    else:
        yield path, stored
        return
    for name, part in parts:
        yield from leaves(part, f"{path}.{name}" if path else str(name))


def texts(stored) -> Iterator[str]:
    """All strings in it."""
    return (value for _, value in leaves(stored) if isinstance(value, str))
