"""Every text answer travels compressed: brotli where the browser takes it, else gzip."""

import gzip
import re
from collections.abc import Callable
from functools import lru_cache

import brotli
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

TEXT = re.compile(
    r"^(text/|application/(javascript|json|xml|manifest|[a-z.+-]*\+(json|xml)|x-bibtex|x-research)|image/svg)"
)
SMALLEST = 400  # bytes; below this the header costs more than it saves
ENCODERS = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
# For an answer that is sent once: half the time for a twentieth more bytes.
AT_ONCE = {
    "br": lambda body: brotli.compress(body, quality=4),
    "gzip": lambda body: gzip.compress(body, compresslevel=4, mtime=0),
}


@lru_cache(maxsize=500)  # browsers say the same
def accepted_encoding(header: str) -> str | None:
    """The best encoding of ours that an Accept-Encoding header takes: "br", "gzip" or None."""
    accepted = set()
    for part in header.lower().split(","):
        name, _, weight = part.strip().partition(";")
        if weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            accepted.add(name.strip())
    return next((name for name in ENCODERS if name in accepted), None)


class CompressionMiddleware:
    """Compresses finished text answers. Streams are joined first: of those only small static texts come by here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if tags := request.META.get("HTTP_IF_NONE_MATCH"):  # WhiteNoise only knows the tag it gave, without our W/
            request.META["HTTP_IF_NONE_MATCH"] = tags.replace('W/"', '"')
        response = self.get_response(request)
        if not TEXT.match(response.get("Content-Type", "")) or response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        encoding = accepted_encoding(request.headers.get("Accept-Encoding", ""))
        if not encoding or response.status_code in (204, 206, 304) or request.method == "HEAD":
            return response
        if response.streaming:
            if int(response.get("Content-Length") or 0) < SMALLEST:
                return response
            body = AT_ONCE[encoding](b"".join(response.streaming_content))
            response.streaming_content = [body]
        else:
            if len(response.content) < SMALLEST:
                return response
            body = response.content = AT_ONCE[encoding](response.content)
        response["Content-Encoding"] = encoding
        response["Content-Length"] = str(len(body))
        if response.has_header("ETag") and not response["ETag"].startswith("W/"):
            response["ETag"] = f"W/{response['ETag']}"
        return response
