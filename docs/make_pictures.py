"""Makes the pictures of the coordinators' guide from a running example site.

    .venv/bin/python docs/make_pictures.py http://127.0.0.1:8000

Uses the example coordinator, so run it on a site that was just filled. CHROMIUM says where Chromium is.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent / "images"
PORTAL = "/mijn-partnerschap/opleidingsschool-haaglanden/"
PICTURES = {
    "coordinatoren-overzicht": PORTAL,
    "coordinatoren-vraag": f"{PORTAL}stap/wie-wij-zijn/",
    "coordinatoren-inleveren": f"{PORTAL}inleveren/",
}


def main(address: str) -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(base_url=address, viewport={"width": 1100, "height": 820}, reduced_motion="reduce")
        page.goto(f"/inloggen/?next={PORTAL}")
        page.get_by_label("E-mailadres").nth(1).fill("coordinator@voorbeeld.nl")
        page.get_by_label("Wachtwoord", exact=True).fill(os.environ.get("DEMO_PASSWORD", "samen-opleiden"))
        page.get_by_role("button", name="Log in", exact=True).click()
        page.wait_for_url(f"**{PORTAL}")
        for name, where in PICTURES.items():
            page.goto(where)
            page.screenshot(path=HERE / f"{name}.png")
            print(f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
