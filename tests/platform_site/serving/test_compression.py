"""Every text travels as small as the browser takes it, and says the same when unpacked."""

import gzip

import brotli
import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from knowledge_bank.examples import a_knowledge_item
from partnerships.examples import a_partnership, the_map
from platform_site.models import SiteDocument
from platform_site.serving.compression import SMALLEST, CompressionMiddleware, accepted_encoding

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"), ("gzip, deflate", "gzip"), ("br", "br"), ("BR;q=0.5", "br"), ("gzip;q=1.0, br;q=0.2", "br"),
        ("br;q=0, gzip", "gzip"), ("br; q=0.000,gzip;q=0.1", "gzip"), ("br;q=0, gzip;q=0", None), ("identity", None), ("", None),
        ("deflate, zstd", None), ("brotli, x-gzip", None), (",,;;", None),
    ],
)  # fmt: skip
def test_the_best_encoding_is_taken_that_the_browser_takes(header, encoding):
    assert accepted_encoding(header) == encoding


@given(st.text(max_size=60))
def test_any_header_gets_an_answer(header):
    assert accepted_encoding(header) in ("br", "gzip", None)


def passed_on(answer: HttpResponse, method: str = "get", encoding: str = "br", **headers: str) -> HttpResponse:
    """What becomes of an answer on its way out."""
    request = getattr(RequestFactory(), method)("/", headers={"accept-encoding": encoding, **headers})
    return CompressionMiddleware(lambda _: answer)(request)


def words(length: int) -> bytes:
    return (b"samen opleiden " * length)[:length]


@pytest.mark.parametrize("encoding", UNPACK)
@pytest.mark.parametrize(
    "kind",
    ["text/html; charset=utf-8", "text/css", "text/javascript", "application/json", "application/geo+json", "application/ld+json",
     "application/xml", "application/rss+xml", "image/svg+xml", "text/calendar", "text/csv", "application/x-bibtex",
     "application/x-research-info-systems"],
)  # fmt: skip
def test_every_kind_of_text_becomes_smaller_and_unpacks_to_the_same(kind, encoding):
    response = passed_on(HttpResponse(words(5000), content_type=kind), encoding=encoding)
    assert response["Content-Encoding"] == encoding
    assert response["Content-Length"] == str(len(response.content))
    assert len(response.content) < 500
    assert UNPACK[encoding](response.content) == words(5000)
    assert response["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "kind", ["image/png", "image/avif", "application/pdf", "audio/mpeg", "application/octet-stream", "application/zip"]
)
def test_what_is_compressed_already_is_left_alone(kind):
    response = passed_on(HttpResponse(words(5000), content_type=kind))
    assert response.content == words(5000)
    assert "Content-Encoding" not in response.headers
    assert "Vary" not in response.headers


@pytest.mark.parametrize("status", [200, 404, 410, 500, 503])
def test_pages_that_bring_bad_news_are_small_too(status):
    assert passed_on(HttpResponse(words(5000), status=status))["Content-Encoding"] == "br"


@pytest.mark.parametrize("status", [204, 206, 304])
def test_answers_without_a_whole_body_are_left_alone(status):
    assert "Content-Encoding" not in passed_on(HttpResponse(words(5000), status=status)).headers


def test_a_few_bytes_are_not_worth_it_but_caches_are_told_that_it_could_differ():
    assert "Content-Encoding" not in passed_on(HttpResponse(words(SMALLEST - 1))).headers
    assert "Content-Encoding" in passed_on(HttpResponse(words(SMALLEST))).headers
    assert passed_on(HttpResponse(b"kort"))["Vary"] == passed_on(HttpResponse(words(5000)), encoding="")["Vary"]


def test_a_browser_that_takes_nothing_gets_it_as_it_is():
    response = passed_on(HttpResponse(words(5000)), encoding="identity")
    assert response.content == words(5000)
    assert "Content-Encoding" not in response.headers


def test_what_has_an_encoding_is_not_packed_twice():
    packed = HttpResponse(gzip.compress(words(5000)), headers={"Content-Encoding": "gzip"})
    assert gzip.decompress(passed_on(packed).content) == words(5000)


def test_a_stream_of_text_is_packed_as_a_whole():
    pieces = StreamingHttpResponse(
        iter([words(600), words(700)]), content_type="text/css", headers={"Content-Length": "1300"}
    )
    response = passed_on(pieces)
    body = b"".join(response.streaming_content)
    assert brotli.decompress(body) == words(600) + words(700)
    assert response["Content-Length"] == str(len(body))


def test_a_packed_answer_has_a_weak_tag_that_is_known_again():
    seen = []

    def answer(request):
        seen.append(request.headers.get("If-None-Match"))
        return HttpResponse(words(5000), headers={"ETag": '"abc"'})

    middleware = CompressionMiddleware(answer)
    ask = RequestFactory(headers={"accept-encoding": "br"}).get
    tag = middleware(ask("/"))["ETag"]
    assert tag == 'W/"abc"'
    middleware(ask("/", headers={"if-none-match": tag}))
    assert seen == [None, '"abc"']


# --- the real answers of the site ------------------------------------------------------------------------------------


@pytest.fixture
def site(db):
    the_map()
    a_partnership(), a_partnership(), a_partnership()
    a_knowledge_item()


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


ADDRESSES = [
    "/kennisbank/", "/landkaart/", "/landkaart/partnerschappen.geojson", "/sitemap.xml", "/static/css/components.css", "/static/js/landkaart.js",
    "/static/js_lib_leaflet/leaflet.js", "/bestaat-niet/", "/zoeken/",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_data_and_static_files_travel_packed(site, client, address):
    plain = body(client.get(address))
    for encoding, unpack in UNPACK.items():
        response = client.get(address, headers={"accept-encoding": encoding})
        packed = body(response)
        assert response["Content-Encoding"] == encoding
        assert "Accept-Encoding" in response["Vary"]
        assert len(packed) == int(response["Content-Length"]) < len(plain)
        assert unpack(packed) == plain


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_has_no_body_whatever_the_browser_takes(site, client, address):
    response = client.head(address, headers={"accept-encoding": "br, gzip"})
    assert response.status_code == client.get(address).status_code
    assert not body(response)
    assert "Accept-Encoding" in response["Vary"]


def test_a_static_file_the_browser_has_is_not_sent_again(site, client):
    address = "/static/css/components.css"
    for encoding in ("br", "gzip", "identity"):
        headers = {"accept-encoding": encoding}
        first = client.get(address, headers=headers)
        again = client.get(address, headers={**headers, "if-none-match": first["ETag"]})
        assert (again.status_code, body(again)) == (304, b"")
        assert client.get(address, headers={**headers, "if-none-match": '"other"'}).status_code == 200


def test_a_part_of_a_sound_is_never_packed(site, client):

    sound = SiteDocument.objects.create(title="Geluid", file=ContentFile(b"ID3" + bytes(9000), "geluid.mp3"))
    response = client.get(sound.url, headers={"range": "bytes=0-4999", "accept-encoding": "br, gzip"})
    assert (response.status_code, len(body(response))) == (206, 5000)
    assert "Content-Encoding" not in response.headers
