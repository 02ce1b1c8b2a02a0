"""Pictures of pages beyond the page itself: on cards, in what is shared, and made before a visitor asks for them."""

from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django_tasks import task
from wagtail.images import get_image_model
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import AbstractImage, Filter, Picture, SourceImageIOError
from wagtail.images.shortcuts import get_renditions_or_not_found
from wagtail.models import Page
from willow.plugins.pillow import PillowImage
from willow.registry import registry

from platform_site.addresses import absolute
from platform_site.memory import cached_until_change

# What pages and their cards ask for.
AT_HEAD = "width-{480,960}|format-{avif,webp}"
ON_CARD = "fill-320x200|format-{avif,webp}"
# What other sites show of a link. Not all of them know newer formats; what is see-through becomes white.
SHARED = "fill-1200x630|format-jpeg|bgcolor-ffffff"
LARGE = (600, 315)
KEPT_FACTS = ("icc_profile", "transparency")
KEPT = 1000  # pictures that are remembered in one generation
MOST = 3  # pictures on the cards of one page: eight requests are for everything together


@dataclass(frozen=True)
class SharedPicture:
    """The picture that goes with a shared link: a full address, and what it shows in words."""

    url: str
    width: int
    height: int
    alt: str
    credit: str = ""

    @property
    def is_large(self) -> bool:
        """Whether other sites show it above the link, and not small beside it or not at all."""
        return self.width >= LARGE[0] and self.height >= LARGE[1]


@cached_until_change(most=KEPT)
def picture(pk: int) -> AbstractImage | None:
    """The picture with this id."""
    return get_image_model().objects.filter(pk=pk).first()


def on_card(request: HttpRequest | None, pk: int | None, most: int) -> AbstractImage | None:
    """The picture for a card, as long as this page has shown fewer than `most` on cards; counts it."""
    shown = getattr(request, "pictures_on_cards", 0)
    found = picture(pk) if pk and shown < most else None
    if found and request:
        request.pictures_on_cards = shown + 1
    return found


@cached_until_change(most=KEPT)
def drawn(image: AbstractImage, specs: str, *attributes: tuple[str, str]) -> SafeString:
    """The HTML of a picture in the sizes and formats of `specs`, of which a browser takes the best it knows."""
    found = get_renditions_or_not_found(image, [Filter(spec) for spec in Filter.expand_spec(specs)])
    return Picture(found, dict(attributes)).__html__()


@cached_until_change(most=KEPT)
def shared(image: AbstractImage | None) -> SharedPicture | None:
    """A picture as other sites show it beside a link; None without one, or when its file is gone."""
    if image is None:
        return None
    try:
        made = image.get_rendition(SHARED)
    except (SourceImageIOError, InvalidFilterSpecError):
        return None
    return SharedPicture(absolute(made.url), made.width, made.height, image.description, image.credit)


def own_picture() -> SharedPicture:
    """What goes with a link to a page without a picture: the logo of the site."""
    alt = "Cirkel, vierkant en driehoek: het teken van Samen Opleiden & Professionaliseren, voor po, vo en mbo."
    return SharedPicture(absolute(static("img/deel.png")), 1200, 630, alt)


def follow_change(page: Page | None, leaving: bool) -> None:
    """The generation's listener: has the sizes of a page's picture made once the change is certain."""
    pk = getattr(page, "image_id", None)
    if pk and not leaving:
        transaction.on_commit(partial(make.enqueue, pk))


@task(backend="achtergrond")
def make(pk: int) -> None:
    """Makes the sizes of a picture that are not there yet: an AVIF takes up to a second."""
    image = get_image_model().objects.filter(pk=pk).first()
    if image:
        image.get_renditions(*(spec for wanted in (ON_CARD, AT_HEAD, SHARED) for spec in Filter.expand_spec(wanted)))


_upright = PillowImage.auto_orient


def bare(image: PillowImage) -> PillowImage:
    """The first step of every size: upright, and without what a camera noted (where, when, whose, which telephone)."""
    drawn = _upright(image).image.copy()
    drawn.info = {name: drawn.info[name] for name in KEPT_FACTS if name in drawn.info}
    drawn.getexif().clear()
    return PillowImage(drawn)


def frames(image: PillowImage) -> int:
    """How many pictures there are in a file that moves: they all count for how large it may be."""
    return getattr(image.image, "n_frames", 1)


registry.register_operation(PillowImage, "auto_orient", bare)
registry.register_operation(PillowImage, "get_frame_count", frames)
