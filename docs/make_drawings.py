"""Makes the drawings of the example content from their sources (SVG is no upload: it could carry a script).

    .venv/bin/python docs/make_drawings.py [name …]

CHROMIUM says where Chromium is.
"""

import io
import os
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

PLACE = Path(__file__).parents[1] / "platform_site/demo/afbeeldingen"
SIZE = {"width": 1200, "height": 750}
COLOURS = 28  # flat colour and its edges
PAGE = "<style>body{{margin:0}}svg{{display:block;width:1200px;height:750px}}</style>{}"


def main(names: list[str]) -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)
        for source in sorted((PLACE / "tekeningen").glob("*.svg")):
            if not names or source.stem in names:
                page.set_content(PAGE.format(source.read_text(encoding="utf-8")))
                drawn = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
                made = PLACE / f"{source.stem}.png"
                drawn.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(made, optimize=True)
                print(f"{made.name} {made.stat().st_size / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
