"""What a process remembers between requests. Every memory is known here by how it is emptied, so that all can be at once.

Content that is remembered belongs to one generation (generation.py): a value of an older one is made anew, never shown.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial, wraps
from threading import Lock, RLock
from typing import Generic, TypeVar

from django.conf import settings

from platform_site.generation import current

T = TypeVar("T")
NOTHING = object()
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


@dataclass
class Values:
    """What a function gave in one generation, by its arguments; of no more than `most` of them."""

    number: int
    most: int
    made: dict[tuple, object] = field(default_factory=dict)
    turns: dict[tuple, RLock] = field(default_factory=dict)
    room: Lock = field(default_factory=Lock)

    def get(self, arguments: tuple, make: Callable) -> object:
        """One thread makes it; who asks for the same meanwhile waits for that, and who asks for another does not."""
        if (value := self.made.get(arguments, NOTHING)) is not NOTHING:
            return value
        with self.turns.setdefault(arguments, RLock()):
            if (value := self.made.get(arguments, NOTHING)) is not NOTHING:
                return value
            try:
                value = make(*arguments)
                with self.room:
                    while len(self.made) >= self.most:
                        del self.made[next(iter(self.made))]
                    self.made[arguments] = value
            finally:
                self.turns.pop(arguments, None)
        return value


def cached_until_change(make: Callable | None = None, *, most: int = MOST_VALUES) -> Callable:
    """Decorator: what `make` gives is remembered until something on the site changes. most: for so many different arguments."""
    if make is None:
        return partial(cached_until_change, most=most)
    remembered: Remembered[Values] = Remembered()

    @wraps(make)
    def value(*arguments):
        number = current("site")
        values = remembered.value
        if values is None or values.number != number:
            remembered.value = values = Values(number, most)
        return values.get(arguments, make)

    value.forget = remembered.empty
    return value


def written_until_change(write: Callable) -> Callable:
    """Decorator: as `cached_until_change`, for what a template makes."""
    return write if settings.DEBUG else cached_until_change(write)
