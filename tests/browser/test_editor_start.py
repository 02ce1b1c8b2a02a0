"""An editor's day from the start page: out of date to right in one click, something new, what leaves the site; and no English."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from platform_site.pages import sort_key
from tests.browser.people import log_in_as_editor
from tests.browser.test_pages import axe, too_wide

# Words that no Dutch sentence has and that Wagtail, Django or Python would say.
ENGLISH = re.compile(
    r"\b(the|and|your|from|with|have|been|ago|minutes?|hours?|saved?|deleted?|edit|published|page|pages|root|none|true|false"
    r"|bold|italic|heading|success(fully)?|error|unknown|add|remove|select|choose|search|user|username|name|title|locked"
    r"|settings|history|usage|required|default|submit|rejected|approved|cancel|close|toggle|created|updated|latest|previous"
    r"|undo|redo|insert|caption|move|duplicate|password|empty|can|not|is not|actions|port|group|task|redirect|users|app)\b",
    re.IGNORECASE,
)
# Names and Dutch words that look like it.
NOT_ENGLISH = re.compile(
    r"School of Education|Samen Opleiden & Professionaliseren|\b(de default|een app|Site)\b", re.IGNORECASE
)
CAPITAL = re.compile(r"\bVoeg [A-Z][a-z]+ toe")
SEEN = """() => {
  const said = [document.title, ...[...document.querySelectorAll("input[type=submit]")].map((button) => button.value)];
  for (const one of document.body.querySelectorAll("*")) {
    if (!one.checkVisibility() || one.closest("main [class*=title-ellipsis]")) continue;
    for (const node of one.childNodes) if (node.nodeType === Node.TEXT_NODE) said.push(node.textContent.trim());
    for (const name of ["title", "aria-label", "placeholder"]) said.push(one.getAttribute(name) ?? "");
  }
  return said.filter(Boolean);
}"""
SCREENS = [
    "/beheer/snippets/platform_site/theme/edit/1/", "/beheer/snippets/platform_site/theme/usage/1/", "/beheer/images/add/",
    "/beheer/documents/multiple/add/", "/beheer/werk/verouderd/", "/beheer/werk/niet-bezorgd/", "/beheer/bestaat-niet/",
]  # fmt: skip
# Where the links of a page lead; bulk actions begin with a choice, and a file is no screen.
LINKS = """() => [...document.querySelectorAll("header a[href], main a[href]")].map((link) => link.getAttribute("href").split("#")[0])
  .filter((to) => to.startsWith("/beheer/") && !/\\/bulk\\/|export=|\\/logout\\//.test(to))"""
MENU = """() => [...document.querySelector("#wagtail-sidebar-props").textContent.matchAll(/"url": *"(\\/beheer\\/[^"]*)"/g)].map((found) => found[1])"""


@pytest.fixture
def editor(person) -> Page:
    page = person()
    log_in_as_editor(page)
    return page


def test_an_out_of_date_page_is_right_in_one_click(person):
    page = person()
    log_in_as_editor(page, "redacteur")
    board = page.locator(".work__list").filter(has=page.get_by_role("link", name="Aan herziening toe", exact=True))
    total = int(board.locator(".work__number").inner_text())
    row = board.locator("li").first
    title = row.get_by_role("link").first.inner_text()
    row.get_by_role("button", name="Klopt nog").click()
    expect(page.locator(".messages")).to_contain_text(f"“{title}” is vandaag nagelezen en klopt nog.")
    expect(board.locator(".work__number")).to_have_text(str(total - 1))
    expect(board.get_by_role("link", name=title, exact=True)).to_have_count(0)
    page.get_by_role("button", name="Maak ongedaan").click()
    expect(page.locator(".messages")).to_contain_text("staat weer in de lijst")
    expect(board.locator(".work__number")).to_have_text(str(total))
    board.get_by_role("link", name=re.compile("Toon alle")).click()
    page.locator("li").filter(has_text=title).get_by_role("button", name="Klopt nog").click()
    expect(page).to_have_url(re.compile("/werk/verouderd/"))
    expect(page.get_by_text(f"{total - 1} in totaal")).to_be_visible()


def test_something_new_is_one_click_away_and_asks_only_what_belongs_to_it(person):
    page = person()
    log_in_as_editor(page, "redacteur")
    new = page.get_by_role("navigation", name="Nieuw")
    expect(new.get_by_role("link")).to_have_text(
        ["Nieuw: nieuwsbericht", "Nieuw: agenda-item", "Nieuw: kennisitem", "Nieuw: dossier"]
    )
    new.get_by_role("link", name="kennisitem").click()
    page.wait_for_load_state()
    expect(page.locator("input[name=council]")).not_to_have_value("")
    partnerships = page.locator("select[name=partnerships] option").all_inner_texts()
    assert len(partnerships) == 51
    assert partnerships == sorted(partnerships, key=sort_key)
    kind, guests = page.locator("select[name=kind]"), page.locator("input[name=guests]")
    belongs = {"podcast": ["guests", "transcript"], "tool": ["tool_form", "time_needed"], "publicatie": ["doi", "isbn"]}
    for chosen in ("", *belongs):
        kind.select_option(chosen)
        for of, names in belongs.items():
            for name in names:
                expect(page.locator(f"[name={name}]")).to_be_visible(visible=of == chosen)
    kind.select_option("podcast")
    guests.fill("een schoolopleider")
    kind.select_option("tool")
    expect(guests).to_be_hidden()
    kind.select_option("podcast")
    expect(guests).to_have_value("een schoolopleider")
    assert not [line for line in page.said if "Error" in line]


def test_what_leaves_the_site_tells_where_it_was_used_and_leaves_no_dead_link(editor):
    editor.goto("/privacy/")
    expect(editor.get_by_role("contentinfo").get_by_role("link", name=re.compile("Privacy"))).to_be_visible()
    editor.goto("/beheer/pages/search/?q=Privacy")
    number = re.search(
        r"/pages/(\d+)/", editor.get_by_role("link", name="Privacy", exact=True).first.get_attribute("href")
    )[1]
    editor.goto(f"/beheer/pages/{number}/unpublish/")
    expect(editor.get_by_role("link", name="Wordt op 1 plek gebruikt")).to_be_visible()
    editor.get_by_role("button", name="Ja, trek de publicatie in").click()
    expect(editor.locator(".messages")).to_contain_text("Privacy")
    for address in ("/", "/delen/", "/inloggen/mijn-gegevens/"):
        editor.goto(address)
        expect(editor.locator('a[href="/privacy/"]')).to_have_count(0)


def test_a_theme_says_how_often_it_is_used_and_what_deleting_does(person):
    page = person()
    log_in_as_editor(page, "beheerder")
    page.goto("/beheer/snippets/platform_site/theme/delete/1/")
    used = page.get_by_role("link", name=re.compile(r"Wordt op [1-9]\d* plekken gebruikt"))
    expect(page.get_by_text("verdwijnt de link of keuze daar vanzelf")).to_be_visible()
    count = re.search(r"\d+", used.inner_text())[0]
    used.click()
    expect(page.get_by_text(f"{count} items")).to_be_visible()


def test_chapters_are_listed_in_their_order_and_can_be_dragged(editor):
    editor.goto("/beheer/pages/search/?q=katern&content_type=knowledge_bank.bookletpage")
    editor.goto("/beheer/pages/usage/knowledge_bank/bookletpage/")
    editor.locator("main td a[href*='/pages/']").first.click()
    number = re.search(r"/pages/(\d+)/", editor.url)[1]
    editor.goto(f"/beheer/pages/{number}/")
    expect(editor.locator(".handle, [data-w-orderable-target=handle]").first).to_be_attached()
    editor.goto(f"/beheer/pages/{number}/edit/")


def its_kind(address: str) -> str:
    """What screens that differ in a number only have in common."""
    return re.sub(r"\d+", "1", address.partition("?")[0])


def screens_of(page: Page) -> Iterator[str]:
    """Opens what the menu leads to, and one of each kind of screen behind that; gives the address of what is open."""
    menu = page.evaluate(MENU)
    assert len(menu) > 20
    seen, further = {its_kind(address) for address in menu}, []
    for address in menu:
        page.goto(address)
        yield address
        new = {its_kind(link): link for link in page.evaluate(LINKS)}
        further += [link for kind, link in new.items() if kind not in seen]
        seen |= set(new)
    for address in [*further, *SCREENS]:
        page.goto(address)
        yield address


def test_no_screen_speaks_english_or_complains_on_the_console(person):
    page, found = person(), {}
    log_in_as_editor(page, "beheerder")
    for address in screens_of(page):
        for text in page.evaluate(SEEN):
            if word := ENGLISH.search(NOT_ENGLISH.sub("", text)) or CAPITAL.search(text):
                found[text[:100]] = f"{word[0]} {address}"
        if address != "/beheer/bestaat-niet/":
            found |= dict.fromkeys(page.said, address)
        page.said.clear()
    assert not found


def test_who_is_invited_gives_a_name(person, postman):
    chief, newcomer = person(), person()
    log_in_as_editor(chief, "beheerder")
    chief.goto("/beheer/uitnodigingen/")
    chief.get_by_label("E-mailadres").fill("nieuw@raad.nl")
    chief.get_by_label("Raad").select_option(label="PO-Raad")
    chief.locator("main").get_by_role("button", name=re.compile("Nodig uit|Verstuur|Stuur")).click()
    expect(chief.locator(".messages")).to_contain_text("nieuw@raad.nl krijgt een mail")
    link = re.search(r"/inloggen/uitnodiging/\S+", postman.letter("nieuw@raad.nl", ""))[0]
    newcomer.goto(link)
    newcomer.get_by_role("button", name="Mail mij de code").click()
    newcomer.get_by_label(re.compile("code", re.IGNORECASE)).first.fill(
        re.search(r"Je code is (\S+)", postman.letter("nieuw@raad.nl", ""))[1]
    )
    newcomer.locator("main").get_by_role("button").first.click()
    newcomer.get_by_label("Voornaam").fill("Noor")
    newcomer.get_by_label("Achternaam").fill("de Wit")
    newcomer.get_by_role("button", name="Neem de uitnodiging aan").click()
    expect(newcomer.get_by_role("button", name="Neem de uitnodiging aan")).to_have_count(0)
    chief.goto("/beheer/users/")
    expect(chief.get_by_text("Noor de Wit").first).to_be_visible()  # so colleagues know whom they see


def listed(page: Page, address: str) -> Locator:
    """The entry of a mail to this address in the list of what did not arrive, once the worker has tried."""
    row, until = page.locator(".work__rows li").filter(has_text=address), time.monotonic() + 60
    while time.monotonic() < until:
        page.goto("/beheer/werk/niet-bezorgd/")
        if row.count():
            break
    expect(row).to_have_count(1)
    return row


def test_mail_that_did_not_arrive_comes_back_and_is_sent_again_or_let_go(person, postman):
    page, wrong, full = person(), "verkeerd@raad.nl", "vol@raad.nl"
    postman.unknown |= {wrong, full}
    log_in_as_editor(page, "beheerder")
    for address in (full, wrong):
        page.goto("/beheer/uitnodigingen/")
        page.get_by_label("E-mailadres").fill(address)
        page.get_by_label("Raad").select_option(label="PO-Raad")
        page.locator("main").get_by_role("button", name=re.compile("Nodig uit|Verstuur|Stuur")).click()
        expect(page.locator(".messages")).to_contain_text(f"{address} krijgt een mail")
        expect(listed(page, address)).to_contain_text("550 5.1.1 Onbekend adres")
    expect(page.get_by_text("/inloggen/uitnodiging/")).to_have_count(
        0
    )  # whoever sees the list cannot take the invitation
    assert not axe(page)
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert too_wide(page) == 0
    page.set_viewport_size({"width": 1280, "height": 900})
    postman.unknown.remove(full)
    listed(page, full).get_by_role("button", name="Verstuur opnieuw").click()
    expect(page.locator(".messages")).to_contain_text("De mail gaat opnieuw op weg.")
    assert "/inloggen/uitnodiging/" in postman.letter(full, "")
    page.goto("/beheer/")
    board = page.locator(".work__list").filter(has=page.get_by_role("link", name="Niet bezorgd", exact=True))
    expect(board.locator(".work__number")).to_have_text("1")
    board.get_by_role("button", name="Laat rusten").click()
    expect(page.locator(".messages")).to_contain_text("De mail staat niet meer op de lijst.")
    expect(page.get_by_text("Alle mail is bezorgd of nog onderweg.")).to_be_visible()
    expect(board).to_have_count(0)
