"""Made-up knowledge items in bulk: `manage.py demo --items 100000` shows what a very full site is like.

Their texts are mixed from the sentences of the example content; sentences, kinds, themes and so on are drawn Zipf-like:
few of them often, most of them seldom. Item n is the same on every site with the same example content. Pages cannot be
made by `bulk_create`: everything goes by COPY into the tables, the text index included.
"""

import json
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape, unescape
from itertools import accumulate
from random import Random
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F, Model
from django.utils.html import strip_tags
from django.utils.text import slugify
from wagtail.models import Page

from knowledge_bank.models import Download, KnowledgeBankPage, KnowledgeItem
from knowledge_bank.timed_text import parse
from knowledge_bank.vocabulary import Evidence, Kind, Licence
from partnerships.models import PartnershipPage
from platform_site.generation import everything_changed
from platform_site.pages import sort_key
from platform_site.search import index
from platform_site.search.dutch import Lexicon
from platform_site.search.lexemes import words_in
from platform_site.taxonomy import Audience, QualityStandard, Sector, Theme
from platform_site.texts import Texts

SEED = 20_251
CHUNK = 2_000
MADE = r"-voorbeeld-([0-9]+)$"  # how the slug of a made-up item ends
COMMON = "school"  # in nearly every text of some length, as itself or in a compound
CLEAR = 0.5  # so many of the items keep clear of it: searching for it then finds the other half
# From common to rare; a podcast has a transcript.
KINDS = (Kind.PRACTICE, Kind.TOOL, Kind.INTERVIEW, Kind.PUBLICATION, Kind.REPORT, Kind.LOG, Kind.VIDEO, Kind.PODCAST)
YEARS = 18
# What an item has in common with an example of its kind: a video its address, a podcast its sound.
LIKE_EXAMPLE = (
    "publisher", "council_id", "external_url", "audio_id", "duration", "guests", "chapters", "tool_form", "time_needed",
    "group_size",
)  # fmt: skip
JOINED = ("themes", "audiences", "standards", "partnerships")
SENTENCE = re.compile(r"(?<=[.?!”])\s+(?=[A-Z“‘0-9])")
PARAGRAPH = re.compile(r"<(p|h2)[^>]*>(.*?)</\1>", re.DOTALL)
TITLE = re.compile(r"(.*?[:?]) (.+)")


class Pool:
    """Things to draw from, the first most often: of rank r with weight 1 / (r + `flat`)."""

    def __init__(self, things: Iterable, flat: int = 1):
        self.things = list(things)
        self.cumulative = list(accumulate(1 / (rank + flat) for rank in range(len(self.things))))

    def draw(self, chance: Random, count: int = 1) -> list:
        return chance.choices(self.things, cum_weights=self.cumulative, k=count) if self.things and count else []

    def few(self, chance: Random, most: int, least: int = 0) -> list:
        """From `least` to `most` different things, fewer rather than more."""
        count = min(chance.randint(least, most), chance.randint(least, most))
        return list(dict.fromkeys(self.draw(chance, count)))


@dataclass
class Sayings:
    """What texts are mixed from. titles: whole, or up to a sign (: or ?) after which one of its `tails` comes."""

    titles: Pool
    tails: dict[str, Pool]
    summaries: Pool
    sentences: Pool
    headings: Pool
    authors: Pool
    partnerships: Pool


@dataclass
class Item:
    """One made-up item: its number and key, the values of its columns, its lists, and its words for the index."""

    number: int
    title: str
    published: datetime
    key: UUID
    columns: dict
    joined: dict[str, list[int]]
    texts: Texts
    documents: list[int]
    pk: int = 0

    @property
    def slug(self) -> str:
        return f"{slugify(self.title.rpartition(' (')[0])[:80].strip('-')}-voorbeeld-{self.number}"


class Mill:
    """Makes items of the example content on this site."""

    def __init__(self):
        self.examples = list(KnowledgeItem.objects.listed().exclude(slug__regex=MADE).order_by("slug"))
        if not self.examples:
            raise LookupError("Er zijn nog geen voorbeelden om kennisitems van te maken: draai eerst `manage.py demo`.")
        self.latest = max(item.first_published_at for item in self.examples)
        self.by_kind = {kind: [item for item in self.examples if item.kind == kind] or self.examples for kind in KINDS}
        self.kinds, self.sectors, self.years = Pool(KINDS), Pool(Sector.values), Pool(range(YEARS))
        self.evidence, self.licences = Pool([*Evidence.values, ""]), Pool([*Licence.values, ""])
        self.terms = {
            name: Pool(model.objects.order_by("order", "slug").values_list("pk", flat=True))
            for name, model in (("themes", Theme), ("audiences", Audience), ("standards", QualityStandard))
        }
        self.documents = sorted({download.document_id for download in Download.objects.filter(item__in=self.examples)})
        lexicon = index.lexicon_now()
        self.any, self.clear = self._sayings(bool), self._sayings(lambda text: _is_clear(text, lexicon))

    def _sayings(self, wanted: Callable[[str], bool]) -> Sayings:
        """The example content's sentences that are wanted, in an order of chance."""
        pieces = [match for item in self.examples for block in item.body if block.block_type == "text"
                  for match in PARAGRAPH.findall(block.value.source)]  # fmt: skip
        plain = [(tag, " ".join(unescape(strip_tags(html)).split())) for tag, html in pieces]
        titles = [item.title for item in self.examples]
        split = [match.groups() for title in titles if (match := TITLE.fullmatch(title))]
        partnerships = PartnershipPage.objects.visible().order_by("slug").values_list("pk", "title")

        def pool(texts: Iterable[str], flat: int = 50) -> Pool:
            kept = [text for text in dict.fromkeys(map(_even, texts)) if text and wanted(text)]
            Random(SEED).shuffle(kept)
            return Pool(kept, flat)

        return Sayings(
            titles=pool([title for title in titles if not TITLE.fullmatch(title)] + [head for head, _ in split]),
            tails={sign: pool(tail for head, tail in split if head[-1] == sign) for sign in ":?"},
            summaries=pool(sentence for item in self.examples for sentence in SENTENCE.split(item.summary)),
            sentences=pool(sentence for tag, text in plain if tag == "p" for sentence in SENTENCE.split(text)),
            headings=pool(text for tag, text in plain if tag == "h2"),
            authors=pool((item.authors for item in self.examples), flat=5),
            partnerships=Pool([pair for pair in partnerships if wanted(pair[1])]),
        )

    def item(self, number: int) -> Item:
        """Item `number`, always the same."""
        chance = Random(SEED * 10_000_000 + number)
        say = self.clear if chance.random() < CLEAR else self.any
        (kind,), (licence,), (evidence,), (authors,) = (
            pool.draw(chance) for pool in (self.kinds, self.licences, self.evidence, say.authors)
        )
        like = chance.choice(self.by_kind[kind])
        published = self._moment(chance)
        partnerships = say.partnerships.few(chance, most=2)
        title, summary = self._title(chance, say, number), " ".join(say.summaries.draw(chance, 2))[:300]
        body, plain = self._body(chance, say)
        transcript = self._transcript(chance, say, like) if kind == Kind.PODCAST else ""
        columns = {
            **{name: getattr(like, name) for name in LIKE_EXAMPLE},
            "kind": kind, "sectors": sorted(self.sectors.few(chance, 3, least=1), key=Sector.values.index),
            "year": published.year, "summary": summary, "body": body, "authors": authors, "evidence": evidence,
            "licence": licence, "sort_key": sort_key(title), "transcript": transcript, "archived": chance.random() < 0.03,
        }  # fmt: skip
        joined = {name: pool.few(chance, 3, least=int(name == "themes")) for name, pool in self.terms.items()}
        joined["partnerships"] = [pk for pk, _ in partnerships]
        credits = " ".join([*authors.splitlines(), *(name for _, name in partnerships), ""])
        spoken = " ".join(passage.text for passage in parse(transcript))
        documents = [chance.choice(self.documents)] if self.documents and chance.random() < 0.05 else []
        texts = Texts(title, summary, body=plain, transcript=spoken, credits=credits)
        return Item(number, title, published, _uuid(chance), columns, joined, texts, documents)

    def _moment(self, chance: Random) -> datetime:
        """Some time up to the newest example, recent years most often."""
        (back,) = self.years.draw(chance)
        moment = self.latest.replace(year=self.latest.year - back, month=1, day=1)
        days = (self.latest - moment).days if not back else 365
        return moment + timedelta(days=chance.randrange(days or 1), minutes=chance.randrange(480))

    def _title(self, chance: Random, say: Sayings, number: int) -> str:
        (title,) = say.titles.draw(chance)
        tail = say.tails[title[-1]].draw(chance) if title[-1] in say.tails else []
        return f"{' '.join([title, *tail]).rstrip(':')} (voorbeeld {number})"

    def _body(self, chance: Random, say: Sayings) -> tuple[str, str]:
        """150 to 300 words as a stored stream, and the same as plain words."""
        left, html, plain = chance.randint(150, 290), [], []
        while left > 0:
            if html and chance.random() < 0.4:
                (heading,) = say.headings.draw(chance)
                html.append(f"<h2>{escape(heading, quote=False)}</h2>")
                plain.append(heading)
            text = " ".join(say.sentences.draw(chance, min(chance.randint(3, 6), -(-left // 10))))
            html.append(f"<p>{escape(text, quote=False)}</p>")
            plain.append(text)
            left -= len(text.split())
        stream = [{"type": "text", "value": "".join(html), "id": str(_uuid(chance))}]
        return json.dumps(stream, ensure_ascii=False), " ".join(plain)

    def _transcript(self, chance: Random, say: Sayings, like: KnowledgeItem) -> str:
        """A conversation as long as the sound."""
        turns = []
        for place, second in enumerate(range(0, like.duration or 60, 9)):
            text = " ".join(say.sentences.draw(chance, 2))
            turns.append(f"[{second // 60}:{second % 60:02d}] {('Presentator', 'Gast')[place % 2]}: {text}")
        return "\n\n".join(turns)


def _even(text: str) -> str:
    """A sentence from the middle of a quotation loses its lonely quotation mark."""
    return text if text.count("“") == text.count("”") else text.strip("“”")


def _is_clear(text: str, lexicon: Lexicon) -> bool:
    """Whether the common word is nowhere in a text."""
    terms = [lexicon.terms(word) for word in words_in(text)]
    return not any(term.lemma == COMMON or COMMON in term.parts for term in terms)


def _uuid(chance: Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def _copy(model: type[Model], rows: Iterable[dict]) -> None:
    """Rows into the table of `model`; a column that they do not name gets its default."""
    fields = [field for field in model._meta.local_concrete_fields if field.column != "id" or model is Page]
    defaults = {field.column: field.get_db_prep_save(field.get_default(), connection) for field in fields}
    into = f"copy {model._meta.db_table} ({', '.join(defaults)}) from stdin"
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(list({**defaults, **row}.values()))


class Shelf:
    """The place in the tree where the items are put."""

    def __init__(self):
        bank = KnowledgeBankPage.objects.get()
        self.bank = Page.objects.select_for_update().get(pk=bank.pk)
        last = self.bank.get_last_child()
        self.step = Page._str2int(last.path[-Page.steplen :]) if last else 0
        self.content_type = ContentType.objects.get_for_model(KnowledgeItem).pk

    def put(self, items: Sequence[Item]) -> None:
        """Writes the items with all that belongs to them, and gives them their keys."""
        with connection.cursor() as cursor:
            key = "nextval(pg_get_serial_sequence('wagtailcore_page', 'id'))"
            cursor.execute(f"select {key} from generate_series(1, %s)", [len(items)])
            for item, (pk,) in zip(items, cursor.fetchall(), strict=True):
                item.pk = pk
        _copy(Page, map(self._page, items))
        _copy(KnowledgeItem, ({"page_ptr_id": item.pk, **item.columns} for item in items))
        for name in JOINED:
            relation = KnowledgeItem._meta.get_field(name)
            columns = relation.m2m_column_name(), relation.m2m_reverse_name()
            pairs = [(item.pk, pk) for item in items for pk in item.joined[name]]
            _copy(relation.remote_field.through, (dict(zip(columns, pair, strict=True)) for pair in pairs))
        _copy(Download, ({"item_id": item.pk, "document_id": pk} for item in items for pk in item.documents))
        Page.objects.filter(pk=self.bank.pk).update(numchild=F("numchild") + len(items))

    def _page(self, item: Item) -> dict:
        self.step += 1
        slug, depth = item.slug, self.bank.depth + 1
        return {
            "id": item.pk, "path": Page._get_path(self.bank.path, depth, self.step), "depth": depth, "numchild": 0,
            "title": item.title, "draft_title": item.title, "slug": slug, "url_path": f"{self.bank.url_path}{slug}/",
            "content_type_id": self.content_type, "locale_id": self.bank.locale_id, "translation_key": item.key,
            "first_published_at": item.published, "last_published_at": item.published,
            "latest_revision_created_at": item.published,
        }  # fmt: skip


@transaction.atomic
def fill(count: int, tell: Callable[[str], None]) -> int:
    """Brings the number of made-up items up to `count`; gives how many were added. All or nothing."""
    shelf, made = Shelf(), KnowledgeItem.objects.filter(slug__regex=MADE)
    missing = count - made.count()
    if missing <= 0:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 0; set constraints all immediate")
    first = max((int(re.search(MADE, slug)[1]) for slug in made.values_list("slug", flat=True)), default=0) + 1
    mill, kind = Mill(), KnowledgeItem._meta.model_name
    begun = told = time.monotonic()
    with index.filling() as add:
        for done in range(0, missing, CHUNK):
            items = [mill.item(first + place) for place in range(done, min(done + CHUNK, missing))]
            shelf.put(items)
            add([(item.pk, kind, item.texts) for item in items])
            if time.monotonic() - told > 1:
                told, ready = time.monotonic(), done + len(items)
                tell(f"{ready} van {missing} kennisitems ({ready / (told - begun):.0f} per seconde)")
        tell("nu de indexen …")
    with connection.cursor() as cursor:
        joining = [getattr(KnowledgeItem, name).through for name in JOINED]
        for model in (Page, KnowledgeItem, index.SearchEntry, *joining):
            cursor.execute(f"analyze {model._meta.db_table}")
    everything_changed()
    return missing
