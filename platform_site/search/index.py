"""The full-text index: one row for each public page, updated by a listener of generation.py.

What the tsvector of a row contains: see lexemes.py.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models, transaction
from wagtail.models import Page

from platform_site.generation import current, raise_numbers
from platform_site.memory import Remembered
from platform_site.querysets import visible_pages
from platform_site.search.dutch import STOPWORDS, Lexicon, fold
from platform_site.search.lexemes import LONGEST_WORD, SIGNS, inside, lexemes, lexicon_of, words_of, written
from platform_site.texts import Texts

CHUNK = 500
WORDS = "words"  # the generation that is incremented when the table of words gains or loses one


class SearchEntry(models.Model):
    """The index row of one page. kind: its page type, as given to `index_as`."""

    page = models.OneToOneField(
        Page, verbose_name="pagina", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField("soort", max_length=40)
    title = models.CharField("titel", max_length=255)  # folded, to find a page by its exact title
    plain = models.TextField("tekst")
    whole = SearchVectorField("alles")

    class Meta:
        verbose_name = "zoekregel"
        verbose_name_plural = "zoekregels"
        indexes = [
            GinIndex(fields=["whole"], name="search_whole", fastupdate=False),
            models.Index(fields=["kind", "title"]),
        ]

    def __str__(self):
        return self.title


class Word(models.Model):
    """A word that occurs on the site: compounds are split into these, and spelling corrections are chosen from these."""

    word = models.CharField("woord", max_length=LONGEST_WORD, primary_key=True)
    lemma = models.CharField("grondvorm", max_length=LONGEST_WORD)
    parts = ArrayField(models.CharField(max_length=LONGEST_WORD), verbose_name="delen", default=list)
    documents = models.PositiveIntegerField("pagina's", default=0)

    class Meta:
        verbose_name = "woord"
        verbose_name_plural = "woorden"

    def __str__(self):
        return self.word


_kinds: dict[type[Page], str] = {}


def index_as(page_type: type[Page], kind: str) -> None:
    """Puts pages of `page_type` in the index under the name `kind`. Called from AppConfig.ready()."""
    _kinds[page_type] = kind


def kind_of(page: Page) -> str | None:
    return next((kind for page_type, kind in _kinds.items() if isinstance(page, page_type)), None)


def _row(page_id: int, kind: str, texts: Texts, lexicon: Lexicon) -> tuple:
    whole = written(lexemes(texts, lexicon))
    return page_id, kind, fold(texts.title)[:255], texts.plain, whole


def _write(rows: list[tuple]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into platform_site_searchentry (page_id, kind, title, plain, whole)"
            " values (%s, %s, %s, %s, %s::tsvector) on conflict (page_id) do update set"
            " kind = excluded.kind, title = excluded.title, plain = excluded.plain, whole = excluded.whole",
            rows,
        )


def texts_of(page: Page) -> Texts:
    return page.search_texts()


def indexed_pages(ids: Iterable[int] | None = None) -> Iterator[Page]:
    """The pages that belong in the index, of all types; only those of `ids` when given."""
    for page_type in _kinds:
        pages = page_type.objects.visible().order_by("pk")
        yield from (pages if ids is None else pages.filter(pk__in=list(ids))).iterator(CHUNK)


def _words_by_page(ids: Iterable[int]) -> Counter[str]:
    """In how many of these pages each word occurs, read from the index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select word, count(*) from platform_site_searchentry, unnest(tsvector_to_array(whole)) word"
            " where page_id = any(%s) and position(left(word, 1) in %s) = 0 group by word",
            [list(ids), SIGNS],
        )
        return Counter({word: count for word, count in cursor.fetchall() if not word.isdigit()})


def _count(more: Counter[str], lexicon: Lexicon) -> None:
    """Adds these (also negative) numbers to the counts of pages per word, and deletes words that no page has any more."""
    words = sorted(word for word, count in more.items() if count)
    terms = [lexicon.terms(word) for word in words]
    with connection.cursor() as cursor:
        cursor.execute(
            "merge into platform_site_word held using (select word, lemma, string_to_array(parts, ' ') as parts, number"
            "  from unnest(cast(%s as text[]), cast(%s as text[]), cast(%s as text[]), cast(%s as int[]))"
            "  as given (word, lemma, parts, number)) as given on held.word = given.word"
            " when matched then update set lemma = given.lemma, parts = given.parts,"
            "  documents = greatest(held.documents + given.number, 0)"
            " when not matched and given.number > 0 then"
            "  insert (word, lemma, parts, documents) values (given.word, given.lemma, given.parts, given.number)",
            [
                words,
                [each.lemma for each in terms],
                [" ".join(inside(each)) for each in terms],
                [more[w] for w in words],
            ],
        )
    if Word.objects.filter(documents=0).delete()[0]:
        raise_numbers({WORDS})


_lexicon: Remembered[tuple[int, Lexicon]] = Remembered()  # and the number of the generation WORDS that it was made for


def lexicon_now(more: Iterable[str] = ()) -> Lexicon:
    """The lexicon of all words on the site, and `more`."""
    number = current(WORDS)
    last = _lexicon.value
    if last is None or last[0] != number:
        _lexicon.value = last = (number, lexicon_of(Word.objects.values_list("word", flat=True)))
    return lexicon_of([*last[1].words, *more]) if more else last[1]


@transaction.atomic
def update(ids: Iterable[int], leaving: Iterable[int] = ()) -> None:
    """Updates the rows of these pages: upserted if the page is public, else deleted.

    leaving: pages that are being unpublished or deleted, although their rows may still say `live`.
    New words can change how compounds on other pages are split; those pages are indexed again too.
    """
    ids = set(ids)
    before = _words_by_page(ids)
    fresh = {page.pk: (kind_of(page), texts_of(page)) for page in indexed_pages(ids - set(leaving))}
    SearchEntry.objects.filter(pk__in=ids - fresh.keys()).delete()
    after = Counter(word for _, texts in fresh.values() for word in words_of(texts))
    new = after.keys() - set(Word.objects.filter(pk__in=list(after)).values_list("word", flat=True))
    lexicon = lexicon_now(new)
    _write([_row(pk, kind, texts, lexicon) for pk, (kind, texts) in fresh.items()])
    if new:
        raise_numbers({WORDS})
    after.subtract(before)
    _count(after, lexicon)
    _split_again(new, lexicon, ids)


def _split_again(new: set[str], lexicon: Lexicon, done: set[int]) -> None:
    """Indexes pages again that contain a compound which is now split differently, because of the words `new`."""
    longer = [word for word in new if len(word) > 2 and word not in STOPWORDS]
    if not longer:
        return
    condition = " or ".join("position(%s in word) > 0" for _ in longer)
    with connection.cursor() as cursor:
        cursor.execute(f"select word, parts from platform_site_word where {condition}", longer)
        changed = [word for word, parts in cursor.fetchall() if parts != inside(lexicon.terms(word))]
        if not changed:
            return
        cursor.execute(
            "select page_id from platform_site_searchentry where whole @@ any(select cast(quote_literal(word) as tsquery)"
            " from unnest(cast(%s as text[])) word) and page_id <> all(%s)",
            [changed, list(done)],
        )
        ids = [page_id for (page_id,) in cursor.fetchall()]
    _write([_row(page.pk, kind_of(page), texts_of(page), lexicon) for page in indexed_pages(ids)])
    with connection.cursor() as cursor:
        cursor.executemany(
            "update platform_site_word set parts = %s where word = %s",
            [(inside(lexicon.terms(word)), word) for word in changed],
        )


@transaction.atomic
def rebuild() -> int:
    """Builds the whole index again; returns the number of rows. Two passes: compounds can be split only once all words are known."""
    words: set[str] = set()
    for page in indexed_pages():
        words |= words_of(texts_of(page))
    lexicon = lexicon_of(words)
    SearchEntry.objects.all().delete()
    Word.objects.all().delete()
    rows, counts, count = [], Counter(), 0
    for page in indexed_pages():
        texts = texts_of(page)
        rows.append(_row(page.pk, kind_of(page), texts, lexicon))
        counts.update(words_of(texts))
        if len(rows) == CHUNK:
            _write(rows)
            count, rows = count + len(rows), []
    _write(rows)
    _count(counts, lexicon)
    raise_numbers({WORDS})
    return count + len(rows)


@contextmanager
def filling() -> Iterator[Callable[[list[tuple[int, str, Texts]]], None]]:
    """Bulk loading: yields a function that adds rows of new pages, (page id, kind, texts). They bring no new words into the lexicon.

    Uses COPY, and drops the GIN index until the end. That locks the table: searches wait until the surrounding transaction ends.
    """
    lexicon, counts = lexicon_now(), Counter()
    indexes = [index for index in SearchEntry._meta.indexes if isinstance(index, GinIndex)]

    def add(pages: list[tuple[int, str, Texts]]) -> None:
        into = "copy platform_site_searchentry (page_id, kind, title, plain, whole) from stdin"
        with connection.cursor() as cursor, cursor.copy(into) as copy:
            for page_id, kind, texts in pages:
                whole = lexemes(texts, lexicon)
                counts.update(lexeme for lexeme in whole if lexeme[0] not in SIGNS and not lexeme.isdigit())
                copy.write_row((page_id, kind, fold(texts.title)[:255], texts.plain, written(whole)))

    with connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_index(SearchEntry, index)
    yield add
    with connection.schema_editor() as editor:
        editor.execute("set local maintenance_work_mem = '256MB'")
        for index in indexes:
            editor.add_index(SearchEntry, index)
    _count(counts, lexicon)


def reconcile() -> None:
    """After a change that may concern any page (a view restriction, a move, a term): adds pages that became public and deletes others.

    Pages whose index row contains words of one of those (`search_dependents`) are indexed again.
    """
    held = set(SearchEntry.objects.values_list("pk", flat=True))
    types = [page_type.__name__.lower() for page_type in _kinds]
    wanted = set(visible_pages().filter(content_type__model__in=types).values_list("pk", flat=True))
    if changed := held ^ wanted:
        pages = Page.objects.filter(pk__in=changed).specific(defer=True)
        update(changed.union(*(page.search_dependents() for page in pages)))


def follow_change(page: Page | None, leaving: bool) -> None:
    """The listener of generation.py: updates the index for one page, or for all."""
    if page is None:
        reconcile()
    elif kind_of(page):
        update({page.pk, *page.search_dependents()}, leaving={page.pk} if leaving else ())
    elif leaving:
        update({page.pk}, leaving={page.pk})
