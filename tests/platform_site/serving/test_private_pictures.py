"""Pictures that no public page shows are for who works on them; everybody else does not even learn that they are there."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page, PageViewRestriction

from news.examples import a_news_item
from news.models import NewsPage
from partnerships.examples import a_coordinator, a_partnership
from platform_site.accounts import roles
from platform_site.examples import a_page, a_user, an_image
from platform_site.models import SiteImage
from tests.editor import Editor
from tests.logging_in import log_in
from tests.partnerships.test_portal_refusals import a_picture
from tests.portal_visit import Coordinator, review

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
SIZES = ("max-165x165", "max-320x120", "width-480|format-avif", "original")
FOR_A_YEAR, FOR_ONE = "public, max-age=31536000, immutable", "private, no-cache"


def addresses(image: SiteImage) -> list[str]:
    return [image.get_rendition(size).url for size in SIZES]


def answers(image: SiteImage, user=None) -> set[int]:
    """The statuses that somebody gets for all addresses of a picture."""
    client = Client()
    if user:
        log_in(client, user)
    return {client.get(address).status_code for address in addresses(image)}


def test_a_picture_is_public_as_long_as_a_public_page_shows_it():
    image = an_image()
    assert answers(image) == {404}
    page = a_news_item(image=image)
    page.unpublish()
    assert answers(image) == {404}
    page.save_revision().publish()
    assert answers(image) == {200}
    NewsPage.objects.get(pk=page.pk).unpublish()
    assert answers(image) == {404}


def test_a_picture_within_a_text_counts_and_one_in_a_draft_does_not():
    image, other = an_image(), an_image()
    page = a_page()
    page.body = [("picture", {"image": image, "alt": "", "caption": ""})]
    page.save_revision()
    assert answers(image) == {404}
    page.save_revision().publish()
    page.image = other
    page.save_revision()
    assert (answers(image), answers(other)) == ({200}, {404})


def test_a_page_that_moves_behind_a_door_takes_its_pictures_along():
    image = an_image()
    above = a_page()
    below = a_page(parent=above, image=image)
    restriction = PageViewRestriction.objects.create(page=above, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.create(name="Stuurgroep"))
    member, stranger = a_user(), a_user()
    member.groups.add(Group.objects.get(name="Stuurgroep"))
    assert [answers(image, who) for who in (None, stranger, member)] == [{404}, {404}, {200}]
    below.unpublish()
    assert answers(image, member) == {404}


def test_caches_keep_what_is_public_only(client, django_assert_num_queries):
    image = an_image()
    address = addresses(image)[0]
    client.get(address)  # the kinds of content are looked up once in a process
    refused = client.get(address)
    assert refused.status_code == 404
    assert "Location" not in refused
    assert "max-age" not in refused.get("Cache-Control", "")
    a_news_item(image=image)
    with django_assert_num_queries(1):
        shown = client.get(address)
    assert (shown.status_code, shown["Cache-Control"]) == (200, FOR_A_YEAR)
    assert "Cookie" not in shown.get("Vary", "")
    log_in(client, a_user(role=roles.WRITER))
    hidden = client.get(addresses(an_image())[0])
    assert (hidden.status_code, hidden["Cache-Control"]) == (200, FOR_ONE)
    assert "Cookie" in hidden["Vary"]


def test_the_tag_of_a_hidden_picture_opens_nothing(client):
    address = addresses(an_image())[0]
    log_in(client, a_user(role=roles.WRITER))
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    for headers in ({"if-none-match": tag}, {"if-none-match": "*"}, {"range": "bytes=0-9"}):
        assert Client().get(address, headers=headers).status_code == 404


def test_who_may_enter_the_admin_sees_all_and_only_with_the_second_factor(settings):
    image = an_image()
    seen = {role: answers(image, a_user(role=role)) for role in (roles.WRITER, roles.EDITOR)}
    assert seen == {roles.WRITER: {200}, roles.EDITOR: {200}}
    assert answers(image, a_user()) == answers(image, a_coordinator(a_partnership())) == {404}
    half_in = Client()
    half_in.force_login(a_user(role=roles.EDITOR))
    settings.SECOND_FACTOR_REQUIRED = True
    assert {half_in.get(address).status_code for address in addresses(image)} == {404}


def test_a_logo_is_of_its_partnership_until_it_is_approved():
    mine, other = a_partnership("De Brug"), a_partnership("De Linde")
    coordinator, colleague, stranger = Coordinator(mine), a_coordinator(mine), a_coordinator(other)
    upload = SimpleUploadedFile("logo.png", a_picture(400, 200), "image/png")
    assert coordinator.send("contact", files={"logo_file": upload}).status_code == 302
    logo = SiteImage.objects.latest("pk")
    everybody = (None, stranger, colleague, coordinator.user, a_user(role=roles.EDITOR))
    for act in (lambda: None, coordinator.hand_in):
        act()
        assert [answers(logo, who) for who in everybody] == [{404}, {404}, {200}, {200}, {200}]
    review(Editor(a_user(role=roles.EDITOR)), mine)
    assert [answers(logo, who) for who in everybody] == [{200}] * 5


def test_what_a_coordinator_previews_of_a_page_that_is_not_there_yet_has_its_pictures():
    image = an_image()
    partnership = a_partnership(image=image)
    partnership.unpublish()
    assert answers(image, a_coordinator(partnership)) == {200}
    assert answers(image) == {404}


def blocks_in(block: Block):
    yield block
    if isinstance(block, StructBlock | StreamBlock):
        for child in block.child_blocks.values():
            yield from blocks_in(child)
    elif isinstance(block, ListBlock):
        yield from blocks_in(block.child_block)


def test_only_pages_show_pictures():
    """Whether a picture is public is asked of pages; a list or a setting that shows one must be asked too."""
    showing = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.many_to_one and field.related_model is SiteImage:
                showing.add(model)
            if isinstance(field, StreamField):
                kinds = {type(block) for block in blocks_in(field.stream_block)}
                showing |= {model} if kinds & {ImageBlock, ImageChooserBlock} else set()
    showing.discard(apps.get_model("platform_site.SiteRendition"))
    assert showing
    assert all(issubclass(model, Page) for model in showing), showing
