"""Uploads are served whole or in part, to whom they are meant for, under their own name and no other."""

from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Collection, CollectionViewRestriction

from platform_site.examples import a_page, a_user, an_image
from platform_site.models import SiteDocument
from platform_site.serving.media import CHUNK, wanted_range

SOUND = b"ID3\x04" + bytes(range(256)) * 1024  # a quarter of a megabyte: several chunks
SIZE = len(SOUND)


# --- which part is asked for -----------------------------------------------------------------------------------------


@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 60))
def test_from_one_byte_to_another(first, last, size):
    header = f"bytes={first}-{last}"
    if last < first:
        assert wanted_range(header, size) is None  # makes no sense: the whole file
    elif first >= size:
        with pytest.raises(ValueError, match=header):
            wanted_range(header, size)
    else:
        assert wanted_range(header, size) == (first, min(last, size - 1))


@given(st.integers(0, 80), st.integers(1, 60))
def test_the_last_so_many_bytes(count, size):
    if count == 0:
        with pytest.raises(ValueError, match="bytes=-0"):
            wanted_range("bytes=-0", size)
    else:
        assert wanted_range(f"bytes=-{count}", size) == (max(0, size - count), size - 1)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "items=0-5",
        "bytes=0-5,10-15",
        "bytes=5",
        "0-5",
        "bytes=--5",
        "bytes=1-" + "9" * 30,
    ],
)
def test_what_is_not_understood_gets_the_whole_file(header):
    assert wanted_range(header, 100) is None


@given(st.text(max_size=20), st.integers(0, 10))
def test_any_header_gets_an_answer_inside_the_file(text, size):
    try:
        part = wanted_range(f"bytes={text}", size)
    except ValueError:
        return
    assert part is None or 0 <= part[0] <= part[1] < size


def test_nothing_of_an_empty_file_can_be_had():
    with pytest.raises(ValueError, match="bytes=0-"):
        wanted_range("bytes=0-", 0)


# --- over the wire ---------------------------------------------------------------------------------------------------


@pytest.fixture
def sound(db) -> SiteDocument:
    return SiteDocument.objects.create(title="Aflevering", file=ContentFile(SOUND, "aflevering.mp3"))


@pytest.fixture
def address(sound) -> str:
    return sound.url


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_document_comes_whole_and_says_that_parts_can_be_had(client, sound, address):
    response = client.get(address)
    assert (response.status_code, body(response)) == (200, SOUND)
    assert response["Content-Length"] == str(SIZE)
    assert response["Content-Type"] == "audio/mpeg"
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Disposition"] == f"inline; filename*=UTF-8''{sound.filename}"
    assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0), ("bytes=0-99", 0, 99), ("bytes=100-", 100, SIZE - 1), ("bytes=-5", SIZE - 5, SIZE - 1),
        (f"bytes=-{SIZE * 2}", 0, SIZE - 1), (f"bytes=10-{SIZE * 9}", 10, SIZE - 1), ("bytes=0-", 0, SIZE - 1),
        (f"bytes={CHUNK - 1}-{CHUNK}", CHUNK - 1, CHUNK), (f"bytes=1-{CHUNK * 3}", 1, CHUNK * 3),
    ],
)  # fmt: skip
def test_a_part_is_exactly_what_was_asked_for(client, address, asked, first, last):
    response = client.get(address, headers={"range": asked})
    assert (response.status_code, body(response)) == (206, SOUND[first : last + 1])
    assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert response["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 5}", "bytes=-0", f"bytes={10**17}-"])
def test_a_part_beyond_the_end_is_refused_with_the_size(client, address, asked):
    response = client.get(address, headers={"range": asked})
    assert (response.status_code, response.content) == (416, b"")
    assert response["Content-Range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize("asked", ["bytes=0-5,10-15", "bytes=9-3", "nonsense", "items=0-5"])
def test_a_part_that_makes_no_sense_is_the_whole(client, address, asked):
    response = client.get(address, headers={"range": asked})
    assert (response.status_code, body(response)) == (200, SOUND)
    assert "Content-Range" not in response.headers


def test_a_part_is_only_given_of_the_file_the_player_already_has(client, address):
    whole = client.get(address)
    for mark in (whole["ETag"], whole["Last-Modified"]):
        assert client.get(address, headers={"range": "bytes=0-9", "if-range": mark}).status_code == 206
    for mark in ('"other"', f"W/{whole['ETag']}", formatdate(0, usegmt=True)):
        changed = client.get(address, headers={"range": "bytes=0-9", "if-range": mark})
        assert (changed.status_code, body(changed)) == (200, SOUND)


def test_head_tells_the_same_without_a_body(client, address):
    for headers in ({}, {"range": "bytes=0-99"}, {"range": f"bytes={SIZE}-"}):
        got, head = client.get(address, headers=headers), client.head(address, headers=headers)
        assert head.status_code == got.status_code
        assert not body(head)
        for name in ("Content-Length", "Content-Type", "Content-Range", "ETag", "Last-Modified", "Accept-Ranges"):
            assert head.headers.get(name) == got.headers.get(name), name


def test_what_the_browser_has_already_is_not_sent_again(client, address):
    tag, changed = (client.get(address)[name] for name in ("ETag", "Last-Modified"))
    later = formatdate(parsedate_to_datetime(changed).timestamp() + 60, usegmt=True)
    for headers in (
        {"if-none-match": tag},
        {"if-none-match": f"W/{tag}"},
        {"if-none-match": f'"a", {tag}'},
        {"if-none-match": "*"},
        {"if-modified-since": changed},
        {"if-modified-since": later},
        {"if-none-match": tag, "range": "bytes=0-9"},
    ):
        response = client.get(address, headers=headers)
        assert (response.status_code, response.content) == (304, b""), headers
        assert response["ETag"] == tag


def test_what_has_changed_is_sent_again(client, address):
    changed = client.get(address)["Last-Modified"]
    earlier = formatdate(parsedate_to_datetime(changed).timestamp() - 1, usegmt=True)
    for headers in ({"if-none-match": '"other"'}, {"if-modified-since": earlier}, {"if-modified-since": "nonsense"}):
        assert client.get(address, headers=headers).status_code == 200
    # a tag says more than a date
    assert client.get(address, headers={"if-none-match": '"other"', "if-modified-since": changed}).status_code == 200


def test_another_file_has_another_tag(client, db):
    tags = set()
    for content in (b"ID3a", b"ID3bb"):
        document = SiteDocument.objects.create(title="Stuk", file=ContentFile(content, "stuk.mp3"))
        tags.add(client.get(document.url)["ETag"])
    assert len(tags) == 2


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_document_can_only_be_read(client, address, method):
    assert getattr(client, method)(address).status_code == 405


# --- which name ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind", "how"),
    [
        ("stuk.pdf", "application/pdf", "inline"),
        ("stuk.m4a", "audio/mp4", "inline"),
        ("stuk.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "attachment"),
        ("stuk.html", "text/html", "attachment"),
        ("stuk.svg", "image/svg+xml", "attachment"),
        ("stuk.vreemd", "application/octet-stream", "attachment"),
    ],
)
def test_only_what_can_do_no_harm_opens_in_the_browser(client, db, name, kind, how):
    document = SiteDocument.objects.create(title="Stuk", file=ContentFile(b"<script>alert(1)</script>", name))
    response = client.get(document.url)
    assert response["Content-Type"].partition(";")[0] == kind
    assert response["Content-Disposition"].startswith(f"{how};")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


def test_a_name_with_other_signs_stays_one_header(client, db):
    document = SiteDocument.objects.create(title="Stuk", file=ContentFile(b"%PDF-1.7", "één “stuk”; naam=x.pdf"))
    header = client.get(document.url)["Content-Disposition"]
    assert header.isascii()
    assert header.count(";") == 1


@pytest.mark.parametrize(
    "wrong", ["anders.mp3", "aflevering.pdf", "AFLEVERING.mp3", "aflevering", "aflevering.mp3.exe"]
)
def test_a_wrong_name_is_not_found(client, sound, wrong):
    address = reverse("wagtaildocs_serve", args=[sound.pk, wrong])
    assert client.get(address).status_code == 404


def test_what_is_not_there_is_not_found(client, sound):
    assert client.get(reverse("wagtaildocs_serve", args=[sound.pk + 1, sound.filename])).status_code == 404
    assert client.get(reverse("wagtaildocs_serve", args=[2**70, sound.filename])).status_code == 404
    default_storage.delete(sound.file.name)
    assert client.get(sound.url).status_code == 404
    assert client.get(sound.url, headers={"range": "bytes=0-1"}).status_code == 404


# --- for whom --------------------------------------------------------------------------------------------------------


@pytest.fixture
def private_sound(sound) -> SiteDocument:
    """In a collection that one group may see."""
    collection = Collection.get_first_root_node().add_child(name="Besloten")
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type="groups")
    restriction.groups.add(Group.objects.create(name="Stuurgroep"))
    sound.collection = collection
    sound.save()
    return sound


@pytest.mark.parametrize("headers", [{}, {"range": "bytes=0-9"}])
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_private_document_sends_a_visitor_to_the_log_in(client, private_sound, method, headers):
    response = getattr(client, method)(private_sound.url, headers=headers)
    assert response.status_code == 302
    assert response["Location"].startswith("/inloggen/?next=")
    assert SOUND[:8] not in response.content


def test_the_tag_of_a_private_document_opens_nothing(client, private_sound):
    stored = f'"{int(default_storage.get_modified_time(private_sound.file.name).timestamp()):x}-{SIZE:x}"'
    assert client.get(private_sound.url, headers={"if-none-match": stored}).status_code == 302


def test_any_log_in_is_not_enough_for_a_private_document(client, private_sound):
    client.force_login(a_user())
    assert client.get(private_sound.url).status_code == 302


def test_a_member_of_the_group_gets_it_and_no_shared_cache_keeps_it(client, private_sound):
    member = a_user()
    member.groups.add(Group.objects.get(name="Stuurgroep"))
    client.force_login(member)
    response = client.get(private_sound.url)
    assert (response.status_code, body(response)) == (200, SOUND)
    assert response["Cache-Control"] == "private, no-store"


def test_a_document_below_a_private_collection_is_private_too(client, private_sound):
    below = private_sound.collection.add_child(name="Dieper")
    SiteDocument.objects.filter(pk=private_sound.pk).update(collection=below)
    member = a_user()
    member.groups.add(Group.objects.get(name="Stuurgroep"))
    assert client.get(private_sound.url).status_code == 302
    client.force_login(member)
    assert client.get(private_sound.url)["Cache-Control"] == "private, no-store"


def test_a_public_document_may_be_kept_by_caches(client, address):
    assert client.get(address)["Cache-Control"] == "public, max-age=3600"


# --- pictures --------------------------------------------------------------------------------------------------------


@pytest.fixture
def stored():
    """What must not be reached: an original, a document, a file outside the media, and one among the sizes that is none."""
    names = [
        default_storage.save(name, ContentFile(b"GIF89a" + bytes(50)))
        for name in ("images/klein.gif", "original_images/groot.gif")
    ]
    names.append(default_storage.save("documents/geheim.pdf", ContentFile(b"%PDF-geheim")))
    outside = Path(settings.MEDIA_ROOT).parent / "buiten.gif"
    outside.write_bytes(b"GIF89a-buiten")
    yield
    outside.unlink()
    for name in names:
        default_storage.delete(name)


def test_a_picture_of_a_page_is_served_to_everybody_and_kept_for_a_year(client, db):
    image = an_image()
    a_page(image=image)
    address = image.get_rendition("width-32").url
    response = client.get(address)
    assert (response.status_code, body(response)[1:4]) == (200, b"PNG")
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(address, headers={"range": "bytes=0-2"}).status_code == 206


@pytest.mark.parametrize(
    "path",
    [
        "images/../original_images/groot.gif", "images/%2e%2e/original_images/groot.gif", "images/..%2foriginal_images/groot.gif",
        "images/..%5coriginal_images%5cgroot.gif", "images/../../buiten.gif", "images/..%2f..%2fbuiten.gif", "images//etc/passwd",
        "images/%2fetc%2fpasswd", "images/....//documents/geheim.pdf", "images/%00", "images/klein.gif%00.png", "images/",
        "images/.", "images/" + "x" * 5000, "images/klein.gif/", "documents/geheim.pdf", "original_images/groot.gif", "", "images",
        "images/%ED%A0%80", "images/%252e%252e/documents/geheim.pdf", "images/x/../klein.gif", "images/klein.gif",
    ],
)  # fmt: skip
def test_nothing_but_renditions_is_reached_by_the_address_of_pictures(client, db, stored, path):
    response = client.get(f"/media/{path}", follow=True)
    assert response.status_code == 404
    assert b"geheim" not in response.content
