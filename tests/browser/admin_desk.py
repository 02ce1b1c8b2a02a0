"""The editors' desk: what somebody does with her hands in the admin. Helpers type, wait and click; none of them posts a form."""

import re

from playwright.sync_api import Locator, Page, expect

PATIENCE = 60_000  # two cores may be busy with other tests


def number_of(page: Page, title: str) -> int:
    """The id of a page, by its title in the search of the admin."""
    page.goto(f"/beheer/pages/search/?q={title}")
    link = page.locator("a[href*='/edit/']", has_text=title).first
    return int(re.search(r"/pages/(\d+)/", link.get_attribute("href"))[1])


def open_page(page: Page, number: int) -> None:
    """Opens the edit form and waits until it looks at what is typed (it does not, in its first two seconds)."""
    page.goto(f"/beheer/pages/{number}/edit/")
    watched(page)


def new_page(page: Page, parent: int, kind: str) -> None:
    """Opens an empty form. kind: app/model, as in news/newspage."""
    page.goto(f"/beheer/pages/add/{kind}/{parent}/")
    watched(page)


def watched(page: Page) -> None:
    """Until Wagtail has seen what the form holds: what is typed before that it takes for what was there."""
    page.wait_for_function(
        "() => window.wagtail?.app?.getControllerForElementAndIdentifier("
        "document.querySelector('[data-edit-form]'), 'w-unsaved')?.initialFormData"
    )


def saved_by_itself(page: Page) -> None:
    """Until an automatic save is done."""
    expect(page.locator("#w-autosave-indicator").get_by_text("Concept bewaard")).to_be_visible(timeout=PATIENCE)


def type_into(page: Page, field: str, text: str) -> None:
    """Types over what a plain field holds, and waits for the automatic save of it."""
    with page.expect_response(
        lambda answer: answer.request.method == "POST" and re.search(r"/(edit|add/.*)/$", answer.url)
    ):
        box = page.locator(f"#id_{field}")
        box.click()
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
    saved_by_itself(page)


def write(page: Page, text: str, place: Locator | None = None) -> None:
    """Types at the end of a text with layout (Draftail)."""
    box = (place or page).locator("[contenteditable=true]").first
    box.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def choose_action(page: Page, name: str) -> None:
    """Presses a button of the bar below the form, in its menu when it is there."""
    button = page.locator("footer").get_by_role("button", name=name).first
    if not button.is_visible():
        page.locator("footer").get_by_role("button", name="Meer acties").click()
    button.click()


def told(page: Page, words: str | re.Pattern) -> None:
    """What the bar at the top of the admin says."""
    expect(page.locator(".messages")).to_contain_text(words, timeout=PATIENCE)


def decide(page: Page, action: str, comment: str = "") -> None:
    """Approves or returns the page that is open, in the dialog that comes up. action: as its button is called."""
    choose_action(page, action)
    dialog = page.locator(".modal.in, .modal.fade.in, [role=dialog]:visible").last
    expect(dialog).to_be_visible()
    if comment:
        dialog.get_by_role("textbox").fill(comment)
    dialog.get_by_role("button").last.click()
