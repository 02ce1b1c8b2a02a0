"""Finding what the site has at addresses of its own (own_places.py): by a few words, in every form."""

from collections.abc import Callable

from platform_site.own_places import OwnPlace, places
from platform_site.search.dutch import STOPWORDS
from platform_site.search.lexemes import words_in
from platform_site.search.words import vocabulary


def _meant(typed: list[str], answers: Callable[[str, list[str]], bool]) -> list[OwnPlace]:
    """The places of which every word typed is one, and one of them a word for which somebody wants that place."""
    return [
        place
        for place in places()
        if any(answers(word, words_in(place.found_by)) for word in typed)
        and all(answers(word, words_in(f"{place.title} {place.summary} {place.found_by}")) for word in typed)
    ]


def places_for(text: str) -> list[OwnPlace]:
    """The places that a search is for."""
    lexicon = vocabulary().lexicon

    def same(word: str, among: list[str]) -> bool:
        return word in among or lexicon.terms(word).lemma in {lexicon.terms(one).lemma for one in among}

    return _meant([word for word in words_in(text) if word not in STOPWORDS], same)


def places_beginning_with(words: list[str]) -> list[OwnPlace]:
    """The places that these words may become a search for, as they are typed."""
    return _meant(words, lambda word, among: any(one.startswith(word) for one in among))
