"""DUO's names are made readable, and no school loses what it is called by."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from partnerships.duo.problems import clean
from partnerships.school_names import readable, unlike_readable
from platform_site import demo

REAL = Path(demo.__file__).parent / "gegevens" / "scholen.csv"
# All that is ever left out: what is taught, of which signature, and that it is a school.
TAUGHT = """lyceum lyc gymnasium gym gymn atheneum atheum ath vath vwo havo mavo vmbo vmbotl vbo lwoo iwoo pro praktijkonderwijs lhno
lto leao tl t bk basis kader theoretische leerweg loot tto eoa voorbereidend beroeps onderwijs voor v en afd voorvwo"""
SIGNED = """christelijke christelijk chr openbare openbaar openb opb katholieke katholiek rk rooms roomskatholiek pc bijzonder bijz
algemeen reformatorisch interconfessionele evangelische gemeentelijke stedelijke regionale brede"""
SCHOOL = """school scholengemeenschap scholengemeensch scholengem scholengroep scholengr sgm ssm ksg sg s g ontmoetingsschool
loc locactie vest vst coll"""
LEFT_OUT = {*TAUGHT.split(), *SIGNED.split(), *SCHOOL.split()}
WRITTEN_OUT = {"locatie", "vestiging", "scholengemeenschap", "scholengroep", "college", "openbare"}


@pytest.mark.parametrize(
    ("registered", "said"),
    [
        ("Liemers College SGM voor LYC HAVO MAVO VBO LWOO", "Liemers College"),
        ("Pax Christi College - scholengemeenschap voor vwo havo vmbo lwoo", "Pax Christi College"),
        ("Visser t Hooft Lyceum Lyceum Havo Mavo Vbo Lwoo", "Visser t Hooft Lyceum"),
        ("Thorbecke SGM voor Ath Havo Mavo Vbo Lwoo", "Thorbecke Scholengemeenschap"),
        ("Openb. SGM. Arnhem Noordvoor lyceum, havo, mavo en vbo", "Openbare Scholengemeenschap Arnhem Noord"),
        ("Scholengemeenschap voor Vwo Havo Mavo Het Hervormd Lyceum", "Scholengemeenschap Het Hervormd Lyceum"),
        ("Comenius College Chr. SGM voor vwo havo vmbo lwoo, loc. Krimpen", "Comenius College, locatie Krimpen"),
        ("Esloo VO voor bijzonder vwo, havo, mavo, vmbo, pro  - St. Paul", "Esloo VO - St. Paul"),
        ("NEHALENNIA Stedelijke Scholengemeenschap voor LYC HAVO MAVO VBO LWOO", "Nehalennia Stedelijke Scholengemeenschap"),
        ("EYE College(VWO,HAVO,MAVO,VMBO,PRO)", "EYE College"),
        # what tells one from another stays
        ("Over Betuwe College voor VMBO-t", "Over Betuwe College voor VMBO-t"),
        ("Roncalli MAVO", "Roncalli MAVO"),
        ("Openbare Scholengroep voor VMBO, Havo, Atheneum en Gymnasium", "Openbare Scholengroep voor VMBO, Havo, Atheneum en Gymnasium"),
        ("School voor Havo Mavo V H Bernardinuscollege", "School voor Havo Mavo V H Bernardinuscollege"),
        ("Lyceum Ypenburg", "Lyceum Ypenburg"),
        ("Basisschool `t Carillon", "Basisschool 't Carillon"),
        ("o.b.s. De Meander", "o.b.s. De Meander"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_school_is_called_as_people_call_it(registered, said):
    assert readable(registered) == said


@pytest.fixture(scope="module")
def real() -> dict[str, tuple[str, str]]:
    """Every real school site by its code: where it lies, and what DUO calls it."""
    with REAL.open(encoding="utf-8", newline="") as file:
        return {row["vestigingscode"]: (row["plaats"], row["naam"]) for row in csv.DictReader(file)}


def words(name: str) -> Counter:
    return Counter(re.findall(r"\w+", name.lower()))


def test_no_real_school_loses_a_word_of_its_own(real):
    assert len(real) == 8622
    lost = {
        name: words(name) - words(readable(name))
        for _, name in real.values()
        if not set(words(name) - words(readable(name))) <= LEFT_OUT
    }
    glued = {name for name in lost if re.search(r"(Noord|Groenewoud)voor\b", name)}
    assert set(lost) == glued
    assert len(glued) == 2
    added = {word for _, name in real.values() for word in words(readable(name)) - words(name)}
    assert added <= WRITTEN_OUT | {"noord", "groenewoud"}


def test_few_real_names_change_beyond_their_spaces_and_no_list_of_levels_is_left(real):
    changed = [name for _, name in real.values() if readable(name) != clean(name)]
    assert 1_000 < len(changed) < 1_150
    lists = re.compile(r"(?:\b(?:lyc|ath|havo|mavo|vbo|vwo|lwoo)\b\W+){3}", re.IGNORECASE)
    # there is nothing else to call it by
    left = {"Christelijk Scholengemeenschap voor Atheneum Havo Mavo Vbo Lwoo"}
    assert {clean(name) for _, name in real.values() if lists.search(readable(name))} == left
    untidy = re.compile(r"\bsgm\b|^[ ,–-]|[ ,–-]$| ,|  ", re.IGNORECASE)
    assert [name for _, name in real.values() if untidy.search(readable(name))] == []


def test_schools_that_come_to_share_a_name_had_the_same_one_but_for_what_is_taught(real):
    sharing: dict[tuple[str, str], set[str]] = {}
    for place, name in real.values():
        sharing.setdefault((place, readable(name)), set()).add(name)
    assert sum(len(names) > 1 for names in sharing.values()) <= 40


def test_the_registers_own_name_is_kept_where_it_differs():
    assert unlike_readable("Liemers College SGM voor LYC HAVO MAVO") == "Liemers College SGM voor LYC HAVO MAVO"
    assert unlike_readable("De Brug") == ""
