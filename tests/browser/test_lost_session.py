"""A session that ends, or a second log-in in another tab, takes nothing away from who was typing."""

from playwright.sync_api import Page, expect

from platform_site.demo.accounts import default_password
from tests.browser.admin_desk import choose_action, end_session, number_of, open_page, told, type_into
from tests.browser.people import log_in_as_editor, tidy

expect.set_options(timeout=20_000)
TITLE = "Loop een dag mee voordat je zelf peer reviewer wordt"
REVIEWED = "Alle partnerschappen op één kaart, met de lijst ernaast"
OTHER = "Gezocht: voorbeelden van begeleiding in het tweede jaar"


def log_in_here(page: Page) -> None:
    """Fills in the log-in form that stands there."""
    page.get_by_label("E-mailadres").last.fill("eindredacteur@voorbeeld.nl")
    page.get_by_label("Wachtwoord", exact=True).fill(default_password())
    page.get_by_role("button", name="Log in", exact=True).click()


def test_logged_out_while_typing_the_text_is_saved_after_the_log_in(person):
    els = person()
    log_in_as_editor(els)
    number = number_of(els, TITLE)
    open_page(els, number)
    type_into(els, "title", "Loop een dag mee, een")
    end_session(els)
    els.locator("#id_title").fill("Loop een dag mee, twee")
    expect(els.locator(".footer__save-warning")).to_contain_text("Je bent uitgelogd")
    choose_action(els, "Publiceren")
    expect(els.get_by_role("heading", name="Je bent uitgelogd")).to_be_visible()
    tidy(els)
    with els.context.expect_page() as opened:
        els.get_by_role("link", name="Log opnieuw in").click()
    log_in_here(opened.value)
    expect(opened.value.get_by_role("heading", name="Je bent weer ingelogd")).to_be_visible()
    tidy(opened.value)
    opened.value.close()
    els.get_by_role("button", name="Ga verder").click()
    expect(els.get_by_role("heading", name="Nog één klik")).to_be_visible()
    expect(els.get_by_text("eindredacteur@voorbeeld.nl")).to_be_visible()
    tidy(els)
    els.get_by_role("button", name="Ga verder").click()
    told(els, "Loop een dag mee, twee")
    open_page(els, number)
    expect(els.locator("#id_title")).to_have_value("Loop een dag mee, twee")


def test_logged_out_while_a_button_asks_the_server(person):
    els = person()
    log_in_as_editor(els)
    number = number_of(els, REVIEWED)
    open_page(els, number)
    type_into(els, "title", "Ingeleverd en dan uitgelogd")
    choose_action(els, "Lever in")
    told(els, "ingeleverd")
    open_page(els, number)
    edit = els.url
    end_session(els)
    choose_action(els, "Stuur terug")  # nothing typed: one logs in and is back
    els.wait_for_url("**/inloggen/**")
    log_in_here(els)
    els.wait_for_url(edit)
    end_session(els)
    choose_action(els, "Publiceren")
    expect(els.get_by_role("heading", name="Je bent uitgelogd")).to_be_visible()
    expect(els.get_by_text("Je koos Publiceren.")).to_be_visible()


def test_logged_out_who_would_rather_not_publish_keeps_a_draft(person):
    els = person()
    log_in_as_editor(els)
    number = number_of(els, OTHER)
    open_page(els, number)
    end_session(els)
    log_in_as_editor(els.context.new_page())
    els.locator("#id_title").fill("Nog niet voor lezers")
    choose_action(els, "Publiceren")
    expect(els.get_by_role("heading", name="Nog één klik")).to_be_visible()
    expect(els.get_by_text("Je koos Publiceren. Dat gebeurt als je verdergaat.")).to_be_visible()
    tidy(els)
    els.get_by_role("button", name="Bewaar alleen als concept").click()
    told(els, "Nog niet voor lezers")
    expect(els.locator(".messages")).not_to_contain_text("gepubliceerd")
    open_page(els, number)
    expect(els.locator("#id_title")).to_have_value("Nog niet voor lezers")
    els.goto("/nieuws/")
    expect(els.get_by_text(OTHER).first).to_be_visible()
    expect(els.get_by_text("Nog niet voor lezers")).to_have_count(0)


def test_a_second_log_in_in_another_tab_asks_one_click_more(person):
    els = person()
    log_in_as_editor(els)
    els.goto("/beheer/snippets/platform_site/theme/")
    els.locator("table a[href*='/edit/']").first.click()
    title = els.locator("#id_title").input_value()
    end_session(els)
    other = els.context.new_page()
    log_in_as_editor(other)
    els.locator("#id_title").fill(f"{title} (nagelezen)")
    els.locator("footer button[type=submit]").first.click()
    expect(els.get_by_role("heading", name="Nog één klik")).to_be_visible()
    els.get_by_role("button", name="Ga verder").click()
    told(els, "(nagelezen)")


def test_a_log_in_form_from_before_another_log_in_comes_back_filled(person):
    els = person()
    els.goto("/inloggen/")
    els.context.clear_cookies()
    log_in_here(els)
    expect(els.get_by_role("heading", name="Dit formulier was verlopen")).to_be_visible()
    tidy(els)
    expect(els.get_by_label("E-mailadres")).to_have_value("eindredacteur@voorbeeld.nl")
    assert default_password() not in els.content()
    els.get_by_label("Wachtwoord", exact=True).fill(default_password())
    els.get_by_role("button", name="Ga verder").click()
    els.wait_for_url("**/beheer/")
