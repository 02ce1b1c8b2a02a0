"""Fields for what people type: short texts without what cannot be seen."""

import re

from django import forms

from platform_site.parameters import clean_text

UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")


def without_control(text: str) -> str:
    """`text` without control characters, lone surrogates and direction marks; line ends are kept."""
    return UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class LinesField(forms.CharField):
    """A short text of a few lines, without control characters."""

    def to_python(self, value):
        return " ".join(without_control(super().to_python(value)).split())


class WordsField(forms.CharField):
    """A few words on one line."""

    def to_python(self, value):
        return clean_text(super().to_python(value))
