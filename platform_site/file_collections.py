"""The collections in which the site itself puts what people send in."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from wagtail.models import Collection, CollectionViewRestriction


def collection(name: str, only_for: Iterable[str] | None = None) -> Collection:
    """The collection with this name, made when there is none; then only these groups may see what is in it (None: everybody)."""
    root = Collection.get_first_root_node()
    existing = root.get_children().filter(name=name).first()
    if existing is not None:
        return existing
    made = root.add_child(name=name)
    if only_for is not None:
        closed = CollectionViewRestriction.objects.create(collection=made, restriction_type="groups")
        closed.groups.set(Group.objects.filter(name__in=only_for))
    return made
