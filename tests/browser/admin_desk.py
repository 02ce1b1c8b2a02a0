"""The editors' desk: what somebody does with her hands in the admin. Helpers type, wait and click; none of them posts a form."""

import re

from playwright.sync_api import Locator, Page, expect

PATIENCE = 60_000  # two cores may be busy with other tests

LOOKED = """document.addEventListener("w-unsaved:watch-edits", () => {
  setTimeout(() => document.documentElement.setAttribute("data-looked", ""), 1500);
});"""


def number_of(page: Page, title: str) -> int:
    """The id of a page, by its title in the search of the admin."""
    page.goto(f"/beheer/pages/search/?q={title}")
    link = page.locator("a[href*='/edit/']", has_text=title).first
    return int(re.search(r"/pages/(\d+)/", link.get_attribute("href"))[1])


def open_page(page: Page, number: int | str) -> None:
    """Opens the edit form."""
    page.goto(f"/beheer/pages/{number}/edit/")


def new_page(page: Page, parent: int, kind: str) -> None:
    """Opens an empty form. kind: app/model, as in news/newspage."""
    page.goto(f"/beheer/pages/add/{kind}/{parent}/")


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
        expect(box).to_have_value(text)
    saved_by_itself(page)


def write(page: Page, text: str, place: Locator | None = None) -> None:
    """Types at the end of a text with layout (Draftail)."""
    box = (place or page).locator("[contenteditable=true]").first
    box.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def opened_only(page: Page, number: int | str) -> None:
    """Opens the edit form and touches nothing, until well after Wagtail began to look for changes; nothing may have been saved."""
    page.add_init_script(LOOKED)
    open_page(page, number)
    expect(page.locator("html[data-looked]")).to_have_count(1, timeout=PATIENCE)
    expect(page.locator("#w-autosave-indicator")).not_to_have_attribute(
        "data-w-autosave-state-value", re.compile("sav")
    )


def stays(page: Page, link: Locator) -> None:
    """Clicks a link away from the form; the browser asks, and one stays."""
    with page.expect_event("dialog") as asked:
        page.once("dialog", lambda dialog: dialog.dismiss())
        link.click()
    assert asked.value.type == "beforeunload"


def choose_action(page: Page, name: str) -> None:
    """Presses a button of the bar below the form, in its menu when it is there."""
    bar = page.locator("footer")
    button = bar.get_by_role("button", name=name).or_(bar.get_by_role("link", name=name)).first
    if not button.is_visible():
        page.locator("footer").get_by_role("button", name="Meer acties").click()
    button.click()


def told(page: Page, words: str | re.Pattern) -> None:
    """What the bar at the top of the admin says."""
    expect(page.locator(".messages")).to_contain_text(words, timeout=PATIENCE)


def decide(page: Page, action: str, comment: str = "") -> None:
    """Approves or returns the page that is open; with a comment in the dialog that comes up. action: approve or reject."""
    dialog = "[data-workflow-action-modal-url]" if comment else ":not([data-workflow-action-modal-url])"
    button = page.locator(f"footer [data-workflow-action-name={action}]{dialog}")
    if not button.is_visible():
        page.locator("footer").get_by_role("button", name="Meer acties").click()
    button.click()
    if comment:
        form = page.locator(".modal form")
        form.get_by_role("textbox").fill(comment)
        form.get_by_role("button").last.click()


def plan(page: Page, when: str) -> None:
    """Sets when the page that is open goes on the site, and says so. when: as one types it."""
    dialog = page.locator("#schedule-publishing-dialog")
    opener = page.get_by_role("button", name="Stel schema in")
    if not opener.is_visible():
        page.locator("[data-side-panel-toggle=status]").click()
    opener.click()
    dialog.locator("[name=go_live_at]").fill(when)
    dialog.get_by_role("button", name="Schema opslaan").click()
    told(
        page,
        "De planning is ingevuld, maar geldt nog niet. Kies onderaan “Publicatie inplannen”, of lever de pagina in.",
    )
    button = page.locator("footer [name=action-publish]")  # it is called otherwise now
    if not button.is_visible():
        page.locator("footer").get_by_role("button", name="Meer acties").click()
    button.click()


def tick(page: Page, *titles: str) -> None:
    """Ticks pages in the list that is open."""
    for title in titles:
        page.locator("main tbody tr").filter(has_text=title).get_by_role("checkbox").check()


def all_at_once(page: Page, action: str) -> None:
    """Opens the question about the pages that are ticked. action: what the button says."""
    page.locator("a[href*='/bulk/']", has_text=action).first.click()
    page.wait_for_url("**/bulk/**")


def differing(page: Page) -> None:
    """The page with two texts beside each other, instead of a save; the editor's own warning may come first."""
    held = page.get_by_role("heading", name="Nog niet bewaard")
    warning = page.get_by_role("dialog")
    expect(held.or_(warning)).to_be_visible(timeout=PATIENCE)
    if warning.is_visible():
        warning.get_by_role("button").last.click()
    expect(held).to_be_visible(timeout=PATIENCE)


def end_session(page: Page) -> None:
    """What happens overnight: the browser forgets who this is."""
    page.context.clear_cookies(name=re.compile("session"))
