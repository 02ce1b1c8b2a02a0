"""An import changes what the file says and nothing else: by a stable key, once, and a school is never thrown away."""

from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection
from wagtail.search.backends import get_search_backend

from partnerships.duo.applying import LOCK, apply
from partnerships.duo.plan import CHANGED, CLOSED, NEW, REOPENED, Plan
from partnerships.duo.planning import make_plan, plan_for
from partnerships.duo.problems import FileRefusedError
from partnerships.duo.reading import read
from partnerships.duo.report import report
from partnerships.examples import a_partnership, an_organisation
from partnerships.models import Organisation, Partner
from partnerships.points import Point, centre
from platform_site import generation
from tests.duo_files import HO, PO, SO, VO, a_csv, a_row

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)
EXACT = Point(52.0907, 5.1214)


def planned(*rows: dict, columns=PO, coordinates=None, today=TODAY, **options) -> Plan:
    return make_plan(read(a_csv(rows, columns), **options), coordinates or {}, today)


def imported(*rows: dict, **options) -> Plan:
    plan = planned(*rows, **options)
    apply(plan)
    return plan


def codes(plan: Plan, what: str) -> list[str]:
    return [step.code for step in plan.of(what)]


def school(code: str = "01AB00") -> Organisation:
    return Organisation.objects.get(brin=code)


def everything() -> list[tuple]:
    return list(Organisation.objects.order_by("pk").values_list())


def test_a_new_school_is_stored_with_all_that_the_file_says():
    imported(
        a_row(PLAATSNAAM="S GRAVENHAGE", PROVINCIE="Zuid-Holland", POSTCODE="2516PV", INTERNETADRES="www.school.nl")
    )
    stored = school()
    assert (stored.name, stored.kind, stored.sector, stored.register) == ("School 01AB00", "school", "po", "po")
    assert (stored.street, stored.postcode, stored.place) == ("Oudegracht 1", "2516 PV", "Den Haag")
    assert (stored.province, stored.website) == ("Zuid-Holland", "https://www.school.nl")
    assert ((stored.lat, stored.lon), stored.exact) == (centre("2516"), False)
    assert stored.source == "DUO, vestigingen basisonderwijs"
    assert stored.closed_on is None
    stored.full_clean()


def test_planning_changes_nothing_and_a_plan_survives_being_kept():
    imported(a_row("01AB00"), a_row("01AB01"))
    before = everything()
    plan = planned(a_row("01AB00", VESTIGINGSNAAM="Anders", INTERNETADRES="0301234567"), a_row("01AB02"))
    assert everything() == before
    assert Plan.from_json(plan.as_json()) == plan
    assert plan.counts == {NEW: 1, CHANGED: 1, REOPENED: 0, CLOSED: 1, "ongewijzigd": 0}


def test_the_second_time_there_is_nothing_to_do():
    rows = [a_row(f"01AB0{n}", INTERNETADRES="www.school.nl/") for n in range(5)]
    imported(*rows)
    before, number = everything(), generation.current("site")
    plan = imported(*rows)
    assert (plan.steps, plan.unchanged) == ([], 5)
    assert everything() == before
    assert generation.current("site") == number


def test_a_name_is_made_readable_and_the_registers_own_is_kept_beside_it():
    registered = "Liemers College SGM voor LYC HAVO MAVO VBO LWOO"
    imported(a_row(VESTIGINGSNAAM=registered))
    assert (school().name, school().registered_name) == ("Liemers College", registered)
    assert imported(a_row(VESTIGINGSNAAM=registered)).steps == []
    assert [one.brin for one in get_search_backend().autocomplete("liemers sgm", Organisation)] == [school().brin]
    imported(a_row(VESTIGINGSNAAM="Liemers College"))
    assert (school().name, school().registered_name) == ("Liemers College", "")


def test_a_change_says_what_was_and_what_comes():
    imported(a_row())
    (step,) = imported(a_row(VESTIGINGSNAAM="De Brug", STRAATNAAM="Singel")).steps
    assert (step.before, step.after) == (
        {"name": "School 01AB00", "street": "Oudegracht 1"},
        {"name": "De Brug", "street": "Singel 1"},
    )
    assert (school().name, school().street) == ("De Brug", "Singel 1")


def test_what_the_file_leaves_empty_stays_as_it_is():
    imported(a_row(INTERNETADRES="www.school.nl"))
    Organisation.objects.update(source="de school zelf", website="http://www.School.nl")
    empty = {"STRAATNAAM": "", "HUISNUMMER-TOEVOEGING": "", "POSTCODE": "", "PROVINCIE": ""}
    assert planned(a_row(INTERNETADRES="www.school.nl/", **empty)).steps == []


def test_a_school_that_vanished_is_closed_and_kept_and_opens_when_it_returns():
    imported(a_row("01AB00"), a_row("01AB01"))
    page = a_partnership(partners=((school("01AB01"), "school"),))
    assert codes(imported(a_row("01AB00")), CLOSED) == ["01AB01"]
    assert school("01AB01").closed_on == TODAY
    assert page.partners.filter(organisation=school("01AB01")).exists()
    assert imported(a_row("01AB00"), today=TODAY + timedelta(days=30)).steps == []
    plan = imported(a_row("01AB00"), a_row("01AB01", VESTIGINGSNAAM="Opnieuw"), today=TODAY + timedelta(days=60))
    assert codes(plan, REOPENED) == ["01AB01"]
    assert (school("01AB01").closed_on, school("01AB01").name) == (None, "Opnieuw")


def test_a_closing_that_an_editor_announced_is_left_alone():
    imported(a_row("01AB00"), a_row("01AB01"))
    Organisation.objects.filter(brin="01AB01").update(closed_on=TODAY + timedelta(days=90))
    assert planned(a_row("01AB00"), a_row("01AB01")).steps == []
    assert codes(planned(a_row("01AB00")), CLOSED) == ["01AB01"]


def test_only_schools_of_the_same_file_are_closed():
    """so and sbo count as po, but stand in a file of their own."""
    imported(a_row("01AB00"), a_row("01AB01"))
    imported(a_row("02CD00", SOORT_PRIMAIR_ONDERWIJS="SBO"), columns=SO)
    imported(a_row("03EF00"), columns=VO)
    by_hand = an_organisation("Met de hand", sector="po", brin="04GH00")
    assert codes(planned(a_row("01AB00")), CLOSED) == ["01AB01"]
    by_hand.refresh_from_db()
    assert by_hand.closed_on is None


def test_a_school_that_an_editor_entered_is_recognised_by_its_code():
    by_hand = an_organisation("Brug", brin="01AB00", source="de school zelf")
    plan = imported(a_row())
    assert (codes(plan, NEW), codes(plan, CHANGED)) == ([], ["01AB00"])
    by_hand.refresh_from_db()
    assert (by_hand.name, by_hand.source, by_hand.register) == ("School 01AB00", "de school zelf", "po")


def test_the_sector_that_a_file_only_hints_at_gives_way_to_what_is_known():
    an_organisation("De Brug", brin="01AB00", sector="vo", register="so")
    imported(a_row("01AB00"), a_row("01AB01", VESTIGINGSNAAM="VSO De Dam"), register="so")
    assert (school("01AB00").sector, school("01AB01").sector) == ("vo", "vo")


def test_a_school_never_moves_from_an_exact_point_to_a_rough_one():
    imported(a_row(), coordinates={"01AB00": EXACT})
    assert ((school().lat, school().lon), school().exact) == (EXACT, True)
    assert planned(a_row()).steps == []
    plan = imported(a_row(POSTCODE="9711 AA", PLAATSNAAM="GRONINGEN", PROVINCIE="Groningen"))
    assert ((school().lat, school().lon), school().exact) == (EXACT, True)
    assert "verhuisd" in plan.problems[0].text


def test_a_rough_point_moves_with_the_postcode_and_becomes_exact():
    imported(a_row())
    imported(a_row(POSTCODE="9711 AA"))
    assert ((school().lat, school().lon), school().exact) == (centre("9711"), False)
    imported(a_row(POSTCODE="9711 AA"), coordinates={"01AB00": EXACT})
    assert ((school().lat, school().lon), school().exact) == (EXACT, True)


def test_a_postcode_without_a_known_place_is_told():
    plan = imported(a_row(POSTCODE="1999 ZZ"))
    assert not school().has_point
    assert [(problem.row, problem.column, problem.value) for problem in plan.problems] == [(2, "POSTCODE", "1999 ZZ")]
    assert planned(a_row(POSTCODE="1999 ZZ")).steps == []


def test_points_elsewhere_are_told_and_not_stored():
    coordinates = b"code;lat;lon\n01AB00;51.22;4.40\n"
    plan = plan_for(a_csv([a_row()]), TODAY, coordinates=coordinates)
    apply(plan)
    assert ((school().lat, school().lon), school().exact) == (centre("3511"), False)
    assert "buiten Europees Nederland" in plan.problems[0].text


def many(count: int) -> list[dict]:
    return [a_row(f"{number // 10:02}AB{number % 10:02}") for number in range(count)]


def test_half_a_file_sounds_the_alarm_and_closes_nothing_unless_somebody_insists():
    """Cut at the end of a row it looks whole; only what would close betrays it."""
    imported(*many(60))
    plan = planned(*many(30))
    assert "30" in plan.alarm
    with pytest.raises(FileRefusedError, match="compleet"):
        apply(plan)
    assert not Organisation.objects.exclude(closed_on=None).exists()
    apply(plan, accepted=True)
    assert Organisation.objects.filter(closed_on=TODAY).count() == 30


def test_a_few_schools_may_close():
    imported(*many(60))
    assert planned(*many(55)).alarm == ""


def test_a_file_of_another_kind_is_recognised_by_its_schools():
    rows = many(20)
    imported(*rows, register="so")
    with pytest.raises(FileRefusedError, match="Kies zelf"):
        planned(*rows)


def test_a_row_that_is_skipped_is_not_closed():
    an_organisation("Eiland", brin="30KR00", register="po")
    assert planned(a_row(), a_row("30KR00", PROVINCIE="Bonaire")).of(CLOSED) == []


def test_what_changed_since_the_plan_was_made_is_said_and_nothing_is_done():
    imported(a_row("01AB00"), a_row("01AB01"))
    plan = Plan.from_json(planned(a_row("01AB00", VESTIGINGSNAAM="Anders"), a_row("01AB02")).as_json())
    Organisation.objects.filter(brin="01AB00").update(name="Ondertussen")
    before = everything()
    with pytest.raises(FileRefusedError, match="bij: Anders"):
        apply(plan)
    assert everything() == before
    Organisation.objects.filter(brin="01AB00").update(name="School 01AB00")
    an_organisation("Al gemaakt", brin="01AB02")
    with pytest.raises(FileRefusedError, match="veranderd"):
        apply(plan)
    Organisation.objects.filter(brin="01AB02").delete()
    apply(plan)
    assert school("01AB00").name == "Anders"


def test_readers_and_editors_find_the_new_name(client):
    imported(a_row("01AB", SOORT_HO="hbo"), columns=HO)
    page = a_partnership("Samen", partners=((school("01AB"), "lerarenopleiding"),))
    number = generation.current("site")
    imported(a_row("01AB", SOORT_HO="hbo", INSTELLINGSNAAM="Hogeschool Zandvlakte"), columns=HO)
    assert generation.current("site") > number
    found = get_search_backend().search("Zandvlakte", Organisation)
    assert [organisation.brin for organisation in found] == ["01AB"]
    assert page.url in client.get("/zoeken/?q=zandvlakte").content.decode()


def test_the_report_names_every_row_column_and_value():
    imported(a_row("01AB00"), a_row("01AB09"))
    rows = (
        a_row("01AB00", INTERNETADRES="0301234567", STRAATNAAM="Singel"),
        a_row("30KR00", PROVINCIE="Bonaire"),
        a_row("01AB01", POSTCODE="elders"),
    )
    told = "\n".join(report(planned(*rows)))
    assert "01AB00 School 01AB00, Utrecht: straat en huisnummer: Oudegracht 1 → Singel 1" in told
    assert "rij 2, kolom INTERNETADRES, waarde “0301234567”" in told
    assert "rij 3, kolom PROVINCIE, waarde “Bonaire”" in told
    assert "rij 4, kolom POSTCODE, waarde “elders”" in told
    assert "Niet meer in het bestand: gaan op gesloten (1)" in told


def test_two_imports_do_not_write_at_once():
    plan, address = planned(a_row()), connection.get_connection_params()
    with psycopg.connect(**{**address, "cursor_factory": psycopg.Cursor}) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        with pytest.raises(FileRefusedError, match="andere import"):
            apply(plan)
    apply(plan)
    assert school().name == "School 01AB00"


def test_members_are_untouched():
    imported(a_row())
    a_partnership(partners=((school(), "school"),))
    before = list(Partner.objects.values_list())
    imported(a_row(VESTIGINGSNAAM="Anders"))
    assert list(Partner.objects.values_list()) == before
