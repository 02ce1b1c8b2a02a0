"""Links to other sites: whether they still answer. Asked politely, in the background, and only where LINK_CHECKS is on.

Of each host one address a minute at most, each address once a month, by a name that says who asks. Nothing is fetched but the
head of the answer. Addresses inside a network of our own are never asked for, whatever a page or a redirect says.
"""

import http.client
import ipaddress
import logging
import socket
import ssl
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Func, QuerySet
from django.urls import reverse
from django.utils import timezone

from platform_site.dutch_dates import day
from platform_site.editing.links import LONGEST, PageLinks
from platform_site.editing.worklists import WorkItem, WorkList

log = logging.getLogger(__name__)
AT_ONCE = 10
SECONDS = 8
REDIRECTS = 5
AGAIN = timedelta(days=30)
AGAIN_AFTER_FAILURE = timedelta(days=1)
FAILURES = 3  # a host may have a bad day; "not found" is sure at once
GONE = (404, 410)
CLOSED = (401, 403, 405, 429, 999)  # the host answers, but not to a program


class OutsideAddress(models.Model):
    """An address on another site that a page of ours links to, and how it answered."""

    url = models.CharField("adres", max_length=LONGEST, unique=True)
    due_at = models.DateTimeField("weer te proberen op", default=timezone.now, db_index=True)
    checked_at = models.DateTimeField("geprobeerd op", null=True)
    problem = models.CharField("wat er mis is", max_length=120, blank=True)
    failures = models.PositiveSmallIntegerField("keer mislukt", default=0)
    broken = models.BooleanField("werkt niet", default=False, db_index=True)

    class Meta:
        verbose_name = "adres op een andere site"
        verbose_name_plural = "adressen op andere sites"

    def __str__(self):
        return self.url


class AddressRefusedError(Exception):
    """An address that we do not ask for; the message says why, in Dutch."""


def run() -> None:
    """For the clock: notes new addresses, drops what no page links to, and asks some that are due, of one host only one."""
    if not settings.LINK_CHECKS:
        return
    linked = PageLinks.objects.filter(page__live=True).annotate(url=Func("addresses", function="unnest"))
    urls = set(linked.values_list("url", flat=True).distinct())
    known = set(OutsideAddress.objects.values_list("url", flat=True))
    OutsideAddress.objects.bulk_create([OutsideAddress(url=url) for url in urls - known], ignore_conflicts=True)
    OutsideAddress.objects.filter(url__in=known - urls).delete()
    hosts = set()
    for address in OutsideAddress.objects.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")[: AT_ONCE * 20]:
        host = urlsplit(address.url).hostname
        if host not in hosts and len(hosts) < AT_ONCE:
            hosts.add(host)
            note(address, *ask(address.url))


def note(address: OutsideAddress, status: int, problem: str, now: datetime | None = None) -> None:
    """Stores how an address answered; status 0: not at all."""
    now = now or timezone.now()
    works = 200 <= status < 400 or status in CLOSED
    address.failures = 0 if works else address.failures + 1
    address.broken = not works and (status in GONE or address.failures >= FAILURES)
    address.problem = "" if works else problem[:120]
    address.checked_at = now
    address.due_at = now + (AGAIN if works or address.broken else AGAIN_AFTER_FAILURE)
    address.save()


def ask(url: str) -> tuple[int, str]:
    """How an address answers, redirects followed: (status, Dutch words); status 0 when there was no answer."""
    try:
        for _ in range(REDIRECTS):
            status, onward = _head(url)
            if status in (400, 403, 404, 405, 501):  # some hosts know only GET
                status, onward = _head(url, "GET")
            if not (300 <= status < 400 and onward):
                return status, f"antwoordt met “{http.client.responses.get(status, status)}” ({status})"
            url = urljoin(url, onward)
        return 0, "verwijst steeds verder door"
    except AddressRefusedError as refused:
        return 0, str(refused)
    except TimeoutError:
        return 0, "antwoordt niet op tijd"
    except socket.gaierror:
        return 0, "deze site bestaat niet (meer)"
    except ssl.SSLError:
        return 0, "de beveiligde verbinding klopt niet"
    except (OSError, http.client.HTTPException, ValueError):
        return 0, "is niet te bereiken"


def _head(url: str, method: str = "HEAD") -> tuple[int, str]:
    """The status of the answer and where it sends us. The body is left alone."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise AddressRefusedError("is geen gewoon webadres")
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    sock = socket.create_connection((public_address(parts.hostname, port), port), timeout=SECONDS)
    connection = http.client.HTTPConnection(parts.hostname, port, timeout=SECONDS)
    try:
        connection.sock = (
            ssl.create_default_context().wrap_socket(sock, server_hostname=parts.hostname) if secure else sock
        )
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        headers = {"User-Agent": f"SamenOpleiden-linkcontrole (+{settings.SITE_URL}/over/)", "Accept": "*/*"}
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
    finally:
        sock.close()
        connection.close()


def public_address(host: str, port: int) -> str:
    """The address to connect to. It is looked up once and used as it is, so that nobody can change it in between."""
    found = [info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for address in found:
        if not ipaddress.ip_address(address.partition("%")[0]).is_global:
            raise AddressRefusedError("wijst naar een besloten netwerk")
    return found[0]


def broken(user: AbstractBaseUser | None = None) -> QuerySet:
    return OutsideAddress.objects.filter(broken=True).order_by("checked_at", "pk")


def _rows(addresses: list[OutsideAddress]) -> list[WorkItem]:
    """Each address with a page it stands on."""
    urls = [address.url for address in addresses]
    places: dict[str, list[PageLinks]] = {}
    linking = PageLinks.objects.filter(addresses__overlap=urls, page__live=True).select_related("page")
    for links in linking.order_by("page__title", "pk"):
        for url in set(links.addresses) & set(urls):
            places.setdefault(url, []).append(links)
    rows = []
    for address in addresses:
        for links in places.get(address.url, [])[:1]:
            more = len(places[address.url]) - 1
            also = f" en op nog {more} andere {'plek' if more == 1 else 'plekken'}" if more else ""
            rows.append(
                WorkItem(
                    links.page.title,
                    reverse("wagtailadmin_pages:edit", args=[links.page_id]),
                    f"{address.problem}{also}; geprobeerd op {day(timezone.localdate(address.checked_at))}",
                    extra=(address.url, address.url),
                )
            )
    return rows


BROKEN = WorkList(
    slug="links-naar-buiten",
    title="Links naar andere sites die niet werken",
    explanation="Probeer de link zelf. Werkt hij echt niet? Zoek het nieuwe adres of haal de link weg. Elk adres wordt één keer per maand geprobeerd.",
    done="Alle links naar andere sites die zijn geprobeerd, werken.",
    order=70,
    entries=broken,
    rows=_rows,
)
