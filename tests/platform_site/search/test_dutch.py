"""A reader's word finds the texts an editor would expect, and no others.

The pairs stand in two tables beside this file: query, tab, a word or words of a text, tab, mark. Every third line was
marked `frozen` before the analyser existed and not looked at while tuning; lines marked `fresh` were written after the
frozen ones had been measured once, before the repairs that this led to. First measured: frozen 93.7 %, fresh 89.1 %.
"""

import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platform_site.search import dutch
from platform_site.search.dutch import STOPWORDS, Lexicon, Terms, Token, fold, lemma, tokens

HERE = Path(__file__).parent
DEMO = Path(dutch.__file__).parents[1] / "demo"
# As measured, rounded down; precision was 100 % of all. What is missed is nearly always a compound of which the example
# content does not use one part by itself.
RECALL = {"": 0.95, "frozen": 0.95, "fresh": 0.95}


def pairs(name: str) -> list[tuple[str, str, str]]:
    """Of a table: query, text and mark ("" for the pairs that served for tuning)."""
    lines = (HERE / f"dutch_pairs_{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple((*line.split("\t"), "")[:3]) for line in lines]


def words(text: str) -> list[str]:
    return [token.word for token in tokens(text)]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(word for path in DEMO.rglob("*.md") for word in words(path.read_text(encoding="utf-8")))


def meets(lexicon: Lexicon, query: str, text: str) -> bool:
    findable = frozenset().union(*(lexicon.terms(word).findable for word in words(text)))
    asked = [word for word in words(query) if word not in STOPWORDS] or words(query)
    return all(lexicon.terms(word).finds(findable) for word in asked)


@pytest.mark.parametrize("mark", RECALL, ids=lambda mark: mark or "tuned")
def test_words_meet_that_an_editor_would_let_meet_and_no_others(lexicon, mark):
    meet = [(query, text) for query, text, own in pairs("meet") if own == mark]
    apart = [(query, text) for query, text, own in pairs("apart") if own == mark]
    missed = [pair for pair in meet if not meets(lexicon, *pair)]
    wrong = [pair for pair in apart if meets(lexicon, *pair)]
    found = len(meet) - len(missed)
    print(f"{mark or 'tuned'}: recall {found / len(meet):.1%} of {len(meet)},", end=" ")
    print(f"precision {found / (found + len(wrong)):.1%}, {len(wrong)} of {len(apart)} wrong")
    assert found / len(meet) >= RECALL[mark], missed
    assert not wrong, "see [whole] in dutch_exceptions.toml"


def test_the_tables_are_large_and_do_not_contradict_each_other():
    meet, apart = pairs("meet"), pairs("apart")
    assert len(meet) >= 300
    assert len(apart) >= 100
    both = [(fold(query), fold(text)) for query, text, _ in meet + apart]
    assert len(set(both)) > len(both) - 10  # a few differ in capitals only
    assert not set(both[: len(meet)]) & set(both[len(meet) :])
    assert not [query for query, text, _ in meet + apart if query == text]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("meet", "4308266c9e6716fc"),
        ("apart", "e80fd5e4c7489fa7"),
    ],
)
def test_the_frozen_pairs_are_those_of_before_the_tuning(name, known):
    """Who changes one of these examines himself: write new pairs instead, and mark them."""
    first = [row for row in pairs(name) if row[2] != "fresh"]
    frozen = [row for row in first if row[2] == "frozen"]
    assert frozen == first[2::3]
    assert sha256(repr(frozen).encode()).hexdigest()[:16] == known


# --- text to words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Coördinator", "coordinator"),
        ("REÜNIE", "reunie"),
        ("één", "een"),
        ("e\u0301e\u0301n", "een"),
        ("foto’s", "foto's"),
        ("zij‑instromer", "zij-instromer"),
        ("zij\u00adinstromer", "zijinstromer"),
        ("Fryslân", "fryslan"),
        ("Ærø", "aero"),
    ],
)
def test_accents_capitals_and_typography_make_no_difference(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zij-instromers", ["zij-instromers"]),
        ("po/vo en po-vo", ["po", "vo", "en", "po", "vo"]),
        ("mbo-student", ["mbo-student"]),
        ("2024-2025", ["2024", "2025"]),
        ("student–school–instituut", ["student", "school", "instituut"]),
        ("'s-Gravenhage, ’s-Hertogenbosch", ["s-gravenhage", "s-hertogenbosch"]),
        ("de 'school' van \"toen\"", ["de", "school", "van", "toen"]),
        ("SO&P en Samen Opleiden & Professionaliseren", ["sop", "en", "samen", "opleiden", "en", "professionaliseren"]),
        ("school&begeleiders", ["school", "begeleiders"]),
        ("1.250 uur, 3,5 jaar om 13.30", ["1250", "uur", "3,5", "jaar", "om", "13.30"]),
        ("100%-ambitie", ["100", "procent", "ambitie"]),
        ("d.w.z. in het p.o.", ["dwz", "in", "het", "po"]),
        ("Klaar. De rest.", ["klaar", "de", "rest"]),
        ("info@samen-opleiden.nl", ["info", "samen-opleiden", "nl"]),
        ("https://www.platform.nl/over/", ["https", "www", "platform", "nl", "over"]),
        ("#samenopleiden @pabo snake_case", ["samenopleiden", "pabo", "snake", "case"]),
        ("begeleider(s)", ["begeleider", "s"]),
        ("school- en instituutsopleiders", ["school", "en", "instituutsopleiders"]),
        ("🎉 … — !? '\"", []),
        ("", []),
    ],
)
def test_a_text_falls_apart_into_the_words_a_reader_sees(text, expected):
    assert words(text) == expected


def test_a_word_knows_its_place_in_the_text_as_it_was_written():
    text = "Drie coördina\u00adtoren, po-vo: ’s-Gravenhage 100%"
    assert [text[token.start : token.end] for token in tokens(text)] == [
        "Drie", "coördina\u00adtoren", "po", "vo", "’s-Gravenhage", "100", "%",
    ]  # fmt: skip
    assert tokens("een foto’s") == [Token("een", 0, 3), Token("foto's", 4, 10)]


@given(st.text() | st.text(alphabet="aé1.,-’'&%­/ \u0301", max_size=40))
def test_whatever_the_text_words_stand_in_order_and_hold_something(text):
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert 0 < len(token.word) <= dutch.LONGEST
        assert not any(letter.isspace() or (letter.isupper() and letter.lower() != letter) for letter in token.word)
        end = token.end


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text() | st.lists(st.sampled_from(["'", "-", "school", "s", "ge", "leren", "é", "1", "en"])).map("".join))
def test_whatever_a_reader_types_can_be_looked_up(text):
    known = Lexicon(["school", "leren"])
    for word in words(text):
        terms = known.terms(word)
        assert terms.finds(terms.findable)
        assert terms.lemma


def test_a_word_without_end_is_cut_and_costs_nothing():
    long = "samen" * 10_000
    assert words(long) == [long[: dutch.LONGEST]]
    assert words("-".join(["samen"] * 100)) == ["samen"] * 100


# --- words to base forms -------------------------------------------------------------------------------------------


BASES = """
    leden lid, steden stad, huizen huis, initiatieven initiatief, foto's foto, fotos foto, criteria criterium,
    coordinatoren coordinator, werkplekbegeleiders werkplekbegeleider, schoolopleiders schoolopleider,
    bekwaamheidseisen bekwaamheidseis, zij-instromers zijinstromer, gesprekje gesprek, begeleidde begeleiden,
    opgeleid opleiden, 2024 2024, yuverta yuverta, eerste eerste, koks kok, merkte merk, duitse duits, deelnemers deelnemer, roosters rooster,
    helaas helaas, scholingsuren scholingsuur, feedbackwoorden feedbackwoord, bezet bezetten, organiseert organiseren, gaf geven,
    coaching coaching, coacht coach, geloofd geloof, items item, rubrics rubric, its its, vmbo-t vmbot
"""


@pytest.mark.parametrize(("word", "base"), [pair.split() for pair in BASES.split(",")])
def test_a_word_has_one_base_form(word, base):
    assert lemma(word) == base


@pytest.mark.parametrize(
    "forms",
    [
        "begeleiden begeleidt begeleid begeleidde begeleidden",
        "beoordelen beoordeelt beoordeeld beoordeelde",
        "toetsen toets toetst getoetst toetsten",
        "bespreken bespreekt besprak bespraken besproken",
        "werken werk werkt werkte gewerkt",
        "lezen leest las gelezen",
    ],
)
def test_all_forms_of_a_verb_meet(forms):
    assert len({lemma(form) for form in forms.split()}) == 1


def test_a_base_form_is_its_own_base_form(lexicon):
    """Parts of compounds are looked up by the base form, however they came about."""
    wrong = {word: lemma(word) for word in lexicon.words if lemma(lemma(word)) != lemma(word)}
    assert not wrong


@pytest.fixture
def without_exceptions(monkeypatch):
    """The analyser as if its list of base forms were empty."""
    remembering = (dutch._known, dutch._base, dutch.lemma)
    monkeypatch.setattr(dutch, "_LEMMAS", {})
    for function in remembering:
        function.cache_clear()
    yield
    for function in remembering:
        function.cache_clear()


EXCEPTIONS = dict(dutch._LEMMAS)


def test_every_exception_says_what_the_rules_do_not(without_exceptions):
    assert not [word for word, base in EXCEPTIONS.items() if lemma(word) == base]


def test_exceptions_hold():
    assert {word: lemma(word) for word in EXCEPTIONS} == EXCEPTIONS


# --- compounds -----------------------------------------------------------------------------------------------------

SITE = Lexicon(
    words(
        """Opleidingen, school, werk, plekken, werkplek, begeleiders, kwaliteit, kader, instituut, opleider, leraren, kind, opvang,
        opleiding, rekenen, les, toetsen, week, regio, onderwijs, beleid, in, net, bank, de, voor, beeld, recht, oor, deel, leiding"""
    )
)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("opleidingsscholen", ("opleiding", "school")),
        ("werkplekbegeleiders", ("werkplek", "werk", "plek", "begeleider")),
        ("kwaliteitskader", ("kwaliteit", "kader")),
        ("instituutsopleider", ("instituut", "opleider")),
        ("lerarenopleiding", ("leraar", "opleiding")),
        ("kinderopvang", ("kind", "opvang")),
        ("rekenles", ("rekenen", "les")),
        ("toetsweken", ("toets", "week")),
        ("onderwijsregio's", ("onderwijs", "regio")),
        ("zij-instroom", ("zij", "instroom")),
        ("netsamenopleiden", ("net", "samenopleiden", "samen", "opleiden")),
    ],
)
def test_a_compound_has_the_parts_an_editor_would_name(word, parts):
    assert SITE.parts(word) == parts


@pytest.mark.parametrize(
    "word",
    words(
        "school opleiding onderwijs inductie leraren voorbeeld begeleider begeleiding oordeel netwerk bestuur driehoek overleg"
        " utrecht schoolplein speelplaats"
    ),
)
def test_a_simple_word_or_one_of_unknown_parts_stays_whole(word):
    assert SITE.parts(word) == ()


def test_a_compound_has_as_few_parts_as_can_be():
    some = Lexicon(["basis", "school", "team", "dag", "teamdag"])
    assert some.parts("basisschoolteamdag") == ("basis", "school", "teamdag", "team", "dag")
    more = some.with_words(["basisschoolteam"])
    assert more.parts("basisschoolteamdag") == ("basisschoolteam", "basis", "school", "team", "dag")


def test_a_verb_with_a_particle_is_no_compound():
    assert Lexicon(["nam", "eten", "meten"]).parts("nagemeten") == ()


def test_only_words_of_the_site_are_parts_and_new_words_make_new_parts():
    small = Lexicon(["school"])
    grown = small.with_words(["pleinen"])
    assert small.parts("schoolplein") == ()
    assert grown.parts("schoolplein") == ("school", "plein")
    assert small.parts("schoolplein") == ()


def test_every_compound_of_the_example_content_is_made_of_words_of_that_content(lexicon):
    bases = {lemma(word) for word in lexicon.words} | {
        part for parts in dutch._DATA["split"].values() for part in parts
    }
    compounds = {word: lexicon.parts(word) for word in lexicon.words if "-" not in word and lexicon.parts(word)}
    assert len(compounds) > 300
    assert not {word: parts for word, parts in compounds.items() if len(parts) < 2 or not bases.issuperset(parts)}


# --- meeting -------------------------------------------------------------------------------------------------------


def test_a_part_finds_its_compound_and_a_compound_only_all_of_its_parts():
    compound, school, opleiding = (SITE.terms(word) for word in ("opleidingsscholen", "school", "opleiding"))
    assert school.finds(compound.findable)
    assert not compound.finds(school.findable)
    assert compound.finds(school.findable | opleiding.findable)


def test_a_noun_and_its_verb_meet_but_only_as_the_weakest_of_all():
    noun, verb = SITE.terms("begeleiding"), SITE.terms("begeleidt")
    assert noun == Terms("begeleiding", "begeleiding", (), "begeleiden")
    assert verb == Terms("begeleidt", "begeleiden")
    assert noun.finds(verb.findable)
    assert verb.finds(noun.findable)
    assert not SITE.terms("begeleider").finds(noun.findable)
    assert [SITE.terms(word).verb for word in ("leerling", "scholing", "ping")] == ["", "", ""]


def test_one_word_is_analysed_once():
    assert SITE.terms("werkplekbegeleiders") is SITE.terms("werkplekbegeleiders")


def test_function_words_are_written_as_the_analyser_gives_them():
    assert {"de", "het", "een", "en", "van", "in", "s"} <= STOPWORDS
    assert not [word for word in STOPWORDS if words(word) not in ([word], [word.lstrip("'")])]
    assert STOPWORDS.isdisjoint(words("school leraar samen onderzoek po vo"))


def test_analysing_needs_no_django():
    code = "import sys, platform_site.search.dutch; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=DEMO.parents[1], check=False).returncode == 0


def test_twenty_thousand_words_take_less_than_a_second(lexicon):
    """Of the processor, whoever else keeps it busy. Measured: twenty times as fast."""
    text = " ".join(path.read_text(encoding="utf-8") for path in sorted(DEMO.rglob("*.md")))
    words(text)
    begin = time.process_time()
    analysed = [lexicon.terms(word) for word in words(text)]
    assert len(analysed) / (time.process_time() - begin) > 20_000
