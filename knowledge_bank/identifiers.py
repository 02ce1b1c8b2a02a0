"""DOI and ISBN as people paste them, made fit to store; and what to say when they cannot be right."""

import re

DOI = re.compile(r"10\.\d{4,9}/\S+")
BEFORE_DOI = re.compile(r"(?:https?://)?(?:www\.)?(?:dx\.)?doi\.org/+|doi\s*[:=]?\s*", re.IGNORECASE)
BEFORE_ISBN = re.compile(r"ISBN(?:-?1[03])?\s*[:=]?\s*", re.IGNORECASE)
WRONG_DOI = "Dit is geen DOI. Een DOI begint met 10. en heeft een schuine streep, bijvoorbeeld 10.1234/abc. Plak het adres van doi.org of alleen de DOI."
WRONG_ISBN = "Dit ISBN klopt niet: het heeft 10 of 13 cijfers, en het laatste cijfer controleert de rest. Kijk het na in het boek."


def doi(text: str) -> str:
    """A DOI without what stands before it: "https://doi.org/10.1234/abc" → "10.1234/abc"; repeated addresses go too."""
    bare = text.strip()
    while match := BEFORE_DOI.match(bare):
        bare = bare[match.end() :]
    return bare.rstrip(" .,;").replace("%2F", "/").replace("%2f", "/")


def doi_address(text: str) -> str:
    """Where a DOI leads, empty for none."""
    return f"https://doi.org/{doi(text)}" if text.strip() else ""


def isbn(text: str) -> str:
    """An ISBN without the word before it, with plain hyphens: "ISBN 978–90–123" → "978-90-123"."""
    bare = re.sub(r"[\u2010-\u2015\u2212]", "-", BEFORE_ISBN.sub("", text.strip(), count=1))
    return re.sub(r"\s+", "-", bare).strip("-.,;").upper()


def is_doi(text: str) -> bool:
    return bool(DOI.fullmatch(text))


def is_isbn(text: str) -> bool:
    """Whether the number of digits is right, and the last one checks the others."""
    digits = text.replace("-", "").replace(" ", "")
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if sign == "X" else int(sign) for sign in digits]
        return sum(value * (10 - place) for place, value in enumerate(values)) % 11 == 0
    if re.fullmatch(r"97[89]\d{10}", digits):
        return sum(int(sign) * (3 if place % 2 else 1) for place, sign in enumerate(digits)) % 10 == 0
    return False
