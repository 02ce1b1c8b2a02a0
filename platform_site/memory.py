"""What a process remembers between requests. Every memory is known here by how it is emptied, so that all can be at once.

Content that is remembered belongs to one generation (generation.py): a value of an older one is made anew, never shown.
"""

from collections.abc import Callable
from functools import partial, wraps
from threading import RLock
from typing import Generic, TypeVar

from django.conf import settings

from platform_site.generation import current

T = TypeVar("T")
MOST_VALUES = 64  # of one function, unless it says otherwise

_emptying: list[Callable[[], None]] = []


def empties(empty: Callable[[], None]) -> None:
    """Makes a memory known by the function that empties it, such as the `cache_clear` of an `lru_cache`."""
    _emptying.append(empty)


def forget_all() -> None:
    """Empties all memories, for a database that starts counting anew."""
    for empty in _emptying:
        empty()


class Remembered(Generic[T]):
    """One value that is remembered; None when there is none. Whoever reads it decides whether it is still good."""

    def __init__(self):
        self.value: T | None = None
        empties(self.empty)

    def empty(self) -> None:
        self.value = None


class Lasting:
    """Something that may stay in memory for a generation, with what is made of it. made: None for what does not stay."""

    made: dict[str, object] | None = None

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What `make` makes of this alone, and so of nothing but content; of what stays in memory it is made once."""
        if self.made is None or settings.DEBUG:  # who changes templates wants to see them
            return make()
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]


def cached_until_change(make: Callable | None = None, *, most: int = MOST_VALUES) -> Callable:
    """Decorator: what `make` gives is remembered until something on the site changes. most: for so many different arguments.

    One thread makes it; who asks for the same meanwhile waits for that.
    """
    if make is None:
        return partial(cached_until_change, most=most)
    turn = RLock()
    remembered: Remembered[tuple[int, dict]] = Remembered()

    @wraps(make)
    def value(*arguments):
        number = current("site")
        last = remembered.value
        if last is None or last[0] != number:
            remembered.value = last = (number, {})
        values = last[1]
        if arguments not in values:
            with turn:
                if arguments not in values:
                    made = make(*arguments)
                    while len(values) >= most:
                        values.pop(next(iter(values)), None)
                    values[arguments] = made
        return values[arguments]

    value.forget = remembered.empty
    return value


def written_until_change(write: Callable) -> Callable:
    """Decorator: as `cached_until_change`, for what a template makes."""
    return write if settings.DEBUG else cached_until_change(write)
