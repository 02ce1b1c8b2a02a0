"""How two versions of a page are compared in the admin: in Dutch words, and of a list only what came (+), went (−) or changed (~).

Wagtail's own comparison prints values as Python does: None, True, 2026-08-01, ['po'].
"""

from collections.abc import Iterable
from datetime import date, datetime, time

from bs4 import BeautifulSoup
from django.db import models
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.admin import compare
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from platform_site.dutch_dates import clock, day
from platform_site.stored_blocks import leaves
from platform_site.taxonomy import ChoiceArrayField

# After these a reader sees a new line, and without tags no word may stick to the next.
LINES = ["p", "li", "h2", "h3", "h4", "br", "td", "th", "tr", "blockquote", "figcaption"]
PLAIN = (models.CharField, models.TextField)


def plain_text(html: str) -> str:
    """The words of an HTML text, those of two lines apart."""
    soup = BeautifulSoup(str(html), "html.parser")
    for line in soup.find_all(LINES):
        line.insert_after(" ")
    return " ".join(soup.get_text().split())


def in_words(value) -> str:
    """Any value as a reader would write it; nothing for no value."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return f"{day(timezone.localdate(value))}, {clock(value)} uur"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, time):
        return f"{clock(value)} uur"
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return str(value)


def answer_in_words(field: models.Field, value) -> str:
    """What a field of a page or of something in it holds, by the labels of its choices."""
    if isinstance(field, ChoiceArrayField):
        return ", ".join(str(dict(field.options)[one]) for one in field.in_order(value))
    if field.many_to_many:
        return ", ".join(sorted(map(str, value or ())))
    if field.choices:
        return in_words(dict(field.flatchoices).get(value, value))
    if isinstance(field, RichTextField):
        return plain_text(value or "")
    if isinstance(field, models.BooleanField):
        return in_words(bool(value))
    if isinstance(field, models.ForeignKey):
        return in_words(field.related_model._default_manager.filter(pk=value).first()) if value else ""
    return in_words(value)


class WordsComparison(compare.FieldComparison):
    """A field whose value is short: the old words, then the new ones."""

    def __init__(self, field, obj_a, obj_b):
        super().__init__(field, obj_a, obj_b)
        self.val_a, self.val_b = answer_in_words(field, self.val_a), answer_in_words(field, self.val_b)

    def htmldiff(self) -> SafeString:
        if self.val_a == self.val_b:
            return format_html("{}", self.val_a)
        return _differ(self.val_a, self.val_b)


def _differ(was: str, now: str) -> SafeString:
    parts = [(kind, words) for kind, words in (("deletion", was), ("addition", now)) if words]
    return compare.TextDiff(parts, separator=" ").to_html()


class OneComparison(compare.ForeignObjectComparison):
    """Something that was chosen: what it was, then what it is."""

    def htmldiff(self) -> SafeString:
        was, now = map(in_words, self.get_objects())
        return _differ(was, now) if was != now else format_html("{}", was)


class ManyComparison(WordsComparison):
    """Several terms: those that went and came, in the order of the list."""

    def htmldiff(self) -> SafeString:
        was, now = self.val_a.split(", "), self.val_b.split(", ")
        present = [("equal" if one in was else "addition", one) for one in now]
        parts = [*(("deletion", one) for one in was if one not in now), *present]
        return compare.TextDiff([part for part in parts if part[1]], separator=", ").to_html()


class StreamComparison(compare.StreamFieldComparison):
    """A text of blocks. That a list in it got new numbers is no difference."""

    def has_changed(self) -> bool:
        return [*leaves(self.val_a.get_prep_value())] != [*leaves(self.val_b.get_prep_value())]


class ChildrenComparison(compare.ChildRelationComparison):
    """What is listed in a page (downloads, sessions, statuses): a line for each that came, went or changed."""

    is_field, is_child_relation = True, False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.children = [child for child in super().get_child_comparisons() if _differs(child)]
        self.val_a = "\n".join(_all_of(child) for child in self.children if not child.is_addition())
        self.val_b = "\n".join(_all_of(child, 1) for child in self.children if not child.is_deletion())

    def get_child_comparisons(self) -> list:
        return self.children

    def has_changed(self) -> bool:
        return bool(self.children)

    def htmldiff(self) -> SafeString:
        return format_html_join("", "{}", ((_child_line(child),) for child in self.children))


def _differs(child) -> bool:
    return bool(child.is_addition() or child.is_deletion() or child.has_changed())


def _said(comparison, side: int = 0) -> str:
    value = comparison.val_b if side else comparison.val_a
    return value if isinstance(comparison, WordsComparison) else answer_in_words(comparison.field, value)


def _all_of(child, side: int = 0) -> str:
    """One entry in full: "Begin: 4 maart 2026, 13.30 uur; Einde: …"; what is not filled in is left out, and so is "nee"."""
    fields = child.get_field_comparisons()
    said = [(field.field_label(), _said(field, side)) for field in fields]
    said = [(label, words) for label, words in said if words and words != "nee"]
    return said[0][1] if len(fields) == 1 and said else "; ".join(f"{label}: {words}" for label, words in said)


def _child_line(child) -> SafeString:
    if child.is_addition() or child.is_deletion():
        sign, css = ("+", "addition") if child.is_addition() else ("−", "deletion")
        return format_html('<div class="difference {}"><b>{}</b> {}</div>', css, sign, _all_of(child))
    fields = child.get_field_comparisons()
    same = "; ".join(_said(field) for field in fields if not field.has_changed() and _said(field) not in ("", "nee"))
    changed = [
        (capfirst(field.field_label()), _differ(_said(field), _said(field, 1)))
        for field in fields
        if field.has_changed()
    ]
    around = f"{same}: " if same else ""
    return format_html('<div class="difference"><b>~</b> {}{}</div>', around, format_html_join("; ", "{}: {}", changed))


class BlockWords(compare.BlockComparison):
    """One field of a block of text."""

    def said(self, value) -> str:
        if isinstance(value, bool | date | time) or value in (None, ""):
            return in_words(value)
        if isinstance(self.block, blocks.ChoiceBlock):
            return dict(self.block.field.choices).get(value, str(value))
        if isinstance(self.block, blocks.CharBlock | blocks.TextBlock):
            return str(value)
        if isinstance(self.block, TableBlock):
            rows = (" | ".join(map(in_words, row)) for row in value["data"])
            return " / ".join(filter(None, [value.get("table_caption"), *rows]))
        return plain_text(self.block.render_basic(value))

    def htmlvalue(self, value) -> SafeString:
        return format_html("{}", self.said(value))

    def htmldiff(self) -> SafeString:
        return compare.diff_text(self.said(self.val_a), self.said(self.val_b)).to_html()


def _of_block(block: blocks.FieldBlock) -> type:
    return compare.RichTextBlockComparison if isinstance(block, blocks.RichTextBlock) else BlockWords


def install() -> None:
    """Puts these in the place of Wagtail's, for every panel of every page. Called from AppConfig.ready()."""
    compare.text_from_html = plain_text  # Wagtail's own glues the lines of a text together
    compare.ChoiceFieldComparison, compare.ForeignObjectComparison = WordsComparison, OneComparison
    compare.M2MFieldComparison, compare.ChildRelationComparison = ManyComparison, ChildrenComparison
    compare.register_comparison_class(models.Field, comparison_class=WordsComparison)
    compare.register_comparison_class(ChoiceArrayField, comparison_class=ManyComparison)
    compare.register_comparison_class(models.ManyToManyField, comparison_class=ManyComparison)
    compare.register_comparison_class(StreamField, comparison_class=StreamComparison)
    blocks.FieldBlock.get_comparison_class = _of_block


def nothing_of(page: Page) -> Page:
    """A page of the same type in which nothing is filled in: what a page that never was on the site is compared with."""
    empty = type(page)()
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField) or field.is_relation or field.primary_key:
            continue
        setattr(empty, field.attname, "" if isinstance(field, PLAIN) else None)
    return empty


def changed_fields(before: Page, after: Page, leaving_out: Iterable[type] = ()) -> list[str]:
    """The labels of what differs, in the order of the form."""
    bound = after.get_edit_handler().get_bound_panel(instance=after, request=None, form=None)
    compared = [one(before, after) for one in bound.get_comparison() if one not in leaving_out]
    return [str(one.field_label()) for one in compared if one.has_changed()]
