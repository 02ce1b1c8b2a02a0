"""The acts of the editors' desk, as somebody does them: type, wait for the automatic save, click. Nothing refused, nothing lost."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.admin_desk import (
    choose_action,
    decide,
    differing,
    new_page,
    number_of,
    open_page,
    opened_only,
    plan,
    saved_by_itself,
    stays,
    told,
    type_into,
    write,
)
from tests.browser.people import log_in_as_editor
from tests.browser.reading import broken_words
from tests.browser.test_pages import too_wide

expect.set_options(timeout=20_000)
NEWS, EVENT = "news/newspage", "Peer review: hoe bereid je je voor?"


def an_editor(person, who: str = "eindredacteur") -> Page:
    page = person()
    log_in_as_editor(page, who)
    return page


def address_of(page: Page) -> str:
    """Where the news page that is open in the editor is on the site."""
    return f"/nieuws/{page.locator('#id_slug').input_value()}/"


def on_the_site(visitor: Page, address: str, text: str) -> bool:
    """Whether a visitor reads this there."""
    return visitor.goto(address).ok and text in visitor.get_by_role("main").inner_text()


def test_a_new_page_saves_itself_is_refused_mended_published_and_taken_off(person):
    els, visitor = an_editor(person), person()
    new_page(els, number_of(els, "Nieuws"), NEWS)
    type_into(els, "title", "Een vers bericht")
    assert els.url.endswith("/edit/")
    edit, address = els.url, address_of(els)
    els.locator("#id_date").fill("31-02-2026")  # a day that does not exist, so this cannot be saved either
    choose_action(els, "Publiceren")
    told(els, "Ga naar eerste fout")
    assert not on_the_site(visitor, address, "Een vers bericht")
    els.locator("#id_date").fill("1-12-2026")
    type_into(els, "title", "Een vers bericht, nagelezen")  # it goes on saving
    told(els, "Je tekst is wel als concept bewaard")
    type_into(els, "summary", "Kort gezegd.")
    choose_action(els, "Publiceren")
    told(els, re.compile("Een vers bericht, nagelezen.* gepubliceerd"))
    assert on_the_site(visitor, address, "Kort gezegd.")

    els.go_back()  # over the refusal, which is not sent again
    type_into(els, "summary", "Na de knop Terug.")
    choose_action(els, "Publiceren")
    told(els, "gepubliceerd")
    assert on_the_site(visitor, address, "Na de knop Terug.")

    els.goto(edit)
    choose_action(els, "Publicatie intrekken")
    els.locator("form[action*='/unpublish/'] [type=submit]").click()
    told(els, "ingetrokken")
    assert not on_the_site(visitor, address, "Een vers bericht")
    assert [line for line in els.said if "Failed to load" not in line] == []


def test_a_click_while_a_save_is_under_way_waits_for_it(person):
    """Two saves done, a third under way, and a page that is being made: each goes on the site as typed last."""
    els, visitor = an_editor(person), person()
    slow = lambda route: (els.wait_for_timeout(1500), route.continue_())  # noqa: E731
    els.route(
        "**/beheer/pages/**",
        lambda route: slow(route) if "json" in route.request.headers["accept"] else route.continue_(),
    )
    open_page(els, number_of(els, EVENT))
    type_into(els, "title", "Peer review: een")
    type_into(els, "title", "Peer review: twee")
    els.locator("#id_title").fill("Peer review: drie")
    expect(els.locator("#w-autosave-indicator")).to_have_attribute("data-w-autosave-state-value", "saving")
    choose_action(els, "Publiceren")
    told(els, re.compile("Peer review: drie.* gepubliceerd"))

    new_page(els, number_of(els, "Nieuws"), NEWS)
    els.locator("#id_summary").fill("Snel.")
    els.locator("#id_title").fill("Haastig bericht")
    expect(els.locator("#w-autosave-indicator")).to_have_attribute("data-w-autosave-state-value", "saving")
    choose_action(els, "Publiceren")
    told(els, re.compile("Haastig bericht.* gepubliceerd"))
    assert on_the_site(visitor, "/nieuws/haastig-bericht/", "Snel.")
    visitor.goto("/nieuws/")
    expect(visitor.get_by_role("main").get_by_text("Haastig bericht")).to_have_count(1)


def compare(page: Page, title: str) -> None:
    """Opens what is different in what was handed in: its labels stand whole, beside the text or above it."""
    page.goto("/beheer/werk/beoordelen/")
    page.locator("li, tr", has_text=title).last.get_by_role("link", name="Bekijk het verschil").click()
    label, text = (page.locator("tr", has_text="Verantwoordelijke raad").locator("td").nth(place) for place in (0, 1))
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert broken_words(page, longest=25) == []
        assert too_wide(page) == 0
        beside, above = text.bounding_box(), label.bounding_box()
        assert (beside["y"] > above["y"]) == (width == 390)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_from_hand_in_to_live_with_a_remark_and_a_correction(person):
    jan, els, visitor = an_editor(person, "redacteur"), an_editor(person), person()
    new_page(jan, number_of(jan, "Nieuws"), NEWS)
    type_into(jan, "title", "Voorgelegd bericht")
    type_into(jan, "summary", "Zoals Jan het schreef.")
    jan.locator("#id_title").press("Enter")
    told(jan, "gewijzigd")
    expect(jan.locator("footer").get_by_role("button").first).to_have_text("Lever in")
    number = int(re.search(r"/pages/(\d+)/edit/", jan.url)[1])
    address = address_of(jan)
    choose_action(jan, "Lever in")
    told(jan, "ingeleverd")

    compare(els, "Voorgelegd bericht")
    open_page(els, number)
    first, second = els.locator("footer").get_by_role("button").all()[:2]
    expect(first).to_have_text("Keur goed")  # and no menu opened
    expect(second).to_have_text("Stuur terug")
    els.locator("#id_title").press("Enter")  # saves, whichever button comes first
    told(els, "gewijzigd")
    assert not on_the_site(visitor, address, "Voorgelegd bericht")
    open_page(els, number)
    els.locator("footer").get_by_role("button", name="Stuur terug").click()
    dialog = els.locator(".modal form")
    dialog.get_by_role("button").last.click()
    expect(dialog.locator(".error-message")).to_have_text("Schrijf wat er anders moet.")
    dialog.get_by_role("textbox").fill("Van wanneer is dit?")
    dialog.get_by_role("button").last.click()
    told(els, "Voorgelegd bericht")
    jan.goto("/beheer/")
    expect(jan.get_by_text("Van wanneer is dit?")).to_be_visible()
    open_page(jan, number)
    type_into(jan, "summary", "Van gisteren, schreef Jan.")
    choose_action(jan, re.compile("Lever (opnieuw )?in"))
    told(jan, "ingeleverd")

    open_page(els, number)
    type_into(els, "summary", "Van gisteren, schreef Jan, en Els las het na.")
    choose_action(els, "Publiceren")  # what one changed oneself is published, not approved
    els.get_by_role("dialog").get_by_role("button", name="Publiceren").click()
    told(els, "gepubliceerd")
    assert on_the_site(visitor, address, "en Els las het na.")

    open_page(jan, number)
    type_into(jan, "summary", "Jan weet meer.")
    choose_action(jan, "Lever in")
    told(jan, "ingeleverd")
    opened_only(els, number)
    decide(els, "approve", "Mooi.")
    told(els, "goedgekeurd")
    assert on_the_site(visitor, address, "Jan weet meer.")


def test_what_is_planned_waits_and_goes_on_the_site_later(person):
    els, visitor = an_editor(person), person()
    new_page(els, number_of(els, "Nieuws"), NEWS)
    type_into(els, "title", "Bericht voor later")
    type_into(els, "summary", "Nog even geduld.")
    address = address_of(els)
    plan(els, f"{timezone.localtime() + timedelta(days=3):%Y-%m-%d} 09:00")
    told(els, re.compile("Bericht voor later.*ingepland"))
    expect(els.locator(".messages")).not_to_contain_text("geldt nog niet")  # by now it does
    assert not on_the_site(visitor, address, "Nog even geduld.")
    els.goto("/beheer/")
    mine = els.locator("li", has_text="Bericht voor later")
    expect(mine.filter(has_text="komt op de site op").first).to_be_visible()
    mine.get_by_role("link", name="Bericht voor later").first.click()
    els.goto(els.url.replace("/edit/", "/history/"))
    els.locator("main tbody tr").first.get_by_role("button", name="Acties").click()
    els.get_by_role("link", name="Annuleer de geplande publicatie").click()
    els.locator("main form [type=submit]").click()
    told(els, "Bericht voor later")
    els.goto("/beheer/")
    expect(mine).to_have_count(1)  # in progress, and no longer among what is planned
    expect(mine).to_contain_text("concept")
    mine.get_by_role("link", name="Bericht voor later").first.click()
    expect(els.locator("[data-side-panel=status]")).to_contain_text("Geen schema voor publicatie vastgesteld")


MENU = "#wagtail-sidebar a[href='/beheer/images/']"


def test_a_draft_needs_a_title_and_what_is_not_saved_is_not_left_behind(person):
    els = an_editor(person)
    opened_only(els, number_of(els, "Kwaliteitskader Samen Opleiden"))  # with a picture in its text
    els.goto("/beheer/")
    expect(els.locator("main")).not_to_contain_text("Kwaliteitskader Samen Opleiden")
    new_page(els, number_of(els, "Agenda"), "news/eventpage")
    type_into(els, "title", "Een middag zonder dag")
    choose_action(els, "Publiceren")
    told(els, "Ga naar eerste fout")
    expect(els.locator("#inline_child_sessions-0 .error-message")).to_have_count(2)
    els.locator("#id_sessions-0-start").fill("1-12-2027 10:00")
    els.locator("#id_sessions-0-end").fill("volgende week")
    paused = els.locator(".footer__save-warning")
    expect(paused).to_contain_text("gepauzeerd")
    els.locator("#id_summary").press_sequentially("Dit staat alleen hier.")
    stays(els, els.locator(MENU))
    expect(els.locator("#id_summary")).to_have_value("Dit staat alleen hier.")
    els.locator("#id_sessions-0-end").fill("1-12-2027 12:00")
    saved_by_itself(els)
    expect(paused).to_be_empty()
    els.locator(MENU).click()  # and no question
    els.wait_for_url("**/beheer/images/")


def test_two_people_and_two_tabs_see_both_texts(person):
    els, jan = an_editor(person), an_editor(person, "beheerder")
    number = number_of(els, "Gezocht: voorbeelden van begeleiding in het tweede jaar")
    open_page(els, number)
    open_page(jan, number)
    type_into(els, "title", "De titel van Els")
    jan.locator("#id_title").fill("De titel van Jan")
    expect(jan.locator(".footer__save-warning")).to_contain_text("intussen bewaard")
    choose_action(jan, "Bewaar concept")
    differing(jan)
    expect(jan.locator(".stale__versions")).to_contain_text("De titel van Els", use_inner_text=True)
    expect(jan.locator(".stale__versions")).to_contain_text("De titel van Jan", use_inner_text=True)
    jan.get_by_role("button", name="Bewaar mijn versie toch").click()
    told(jan, "De titel van Jan")

    write(els, "En Els typte door.")  # and clicks at once
    choose_action(els, "Publiceren")
    differing(els)
    expect(els.locator(".stale__versions")).to_contain_text("En Els typte door.")

    other = jan.context.new_page()
    open_page(jan, number)
    open_page(other, number)
    type_into(other, "title", "Uit het tweede tabblad")
    jan.locator("#id_title").fill("Uit het eerste tabblad")
    choose_action(jan, "Publiceren")
    differing(jan)
    expect(jan.get_by_text("in een ander venster bewaard")).to_be_visible()
    type_into(other, "title", "Uit het tweede tabblad, nog eens")
    choose_action(other, "Publiceren")
    told(other, re.compile("Uit het tweede tabblad, nog eens.* gepubliceerd"))


def save_item(page: Page, title: str) -> None:
    """Types over the title of the theme that is open and saves it."""
    page.locator("#id_title").fill(title)
    page.locator("footer").get_by_role("button", name="Opslaan").click()


def test_two_people_in_one_theme_and_back_over_what_a_colleague_saved(person):
    els, jan = an_editor(person), an_editor(person, "beheerder")
    els.goto("/beheer/snippets/platform_site/theme/")
    els.locator("table a[href*='/edit/']").first.click()
    theme = els.url
    jan.goto(theme)
    save_item(els, "Thema van Els")
    told(els, "Thema van Els")
    save_item(jan, "Thema van Jan")
    differing(jan)
    versions = jan.locator(".stale__versions")
    expect(versions).to_contain_text("Thema van Els", use_inner_text=True)
    expect(versions).to_contain_text("Thema van Jan", use_inner_text=True)
    jan.get_by_role("button", name="Bewaar mijn versie toch").click()
    told(jan, "Thema van Jan")
    els.go_back()  # her browser puts her old text in the form
    expect(els.locator("#id_title")).to_have_value("Thema van Els")
    save_item(els, "Thema van Els, nog eens")
    differing(els)
    expect(els.locator(".stale__versions")).to_contain_text("Thema van Jan", use_inner_text=True)

    number = number_of(els, "Studiedag: begeleiden op afstand op kleine scholen")
    open_page(els, number)
    type_into(els, "title", "Van Els")
    choose_action(els, "Publiceren")
    told(els, "gepubliceerd")
    open_page(jan, number)
    type_into(jan, "title", "Van Jan")
    choose_action(jan, "Publiceren")
    told(jan, "gepubliceerd")
    els.go_back()
    expect(els.locator("#id_title")).to_have_value("Van Jan")
