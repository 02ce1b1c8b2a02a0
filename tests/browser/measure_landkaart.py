"""How quickly the landkaart draws all schools, beside Leaflet's own canvas markers: figures, no test. Run it by hand on a running site:

python -m tests.browser.measure_landkaart http://127.0.0.1:8000
"""

import statistics
import sys

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, find_chromium

ROUNDS = 5
SET_UP = """async (script) => {
  const { L } = window;
  const feed = await (await fetch('/landkaart/scholen.json')).json();
  const { decode, load } = await import(script);
  const ready = await load({ L, colours: { po: '#b8470b', vo: '#1c5596', mbo: '#7a2f86' } });
  const frame = document.createElement('div');
  frame.style.width = '640px'; frame.style.height = '720px'; frame.style.position = 'fixed'; frame.style.top = 0; frame.style.zIndex = 5000;
  document.body.append(frame);
  const map = L.map(frame, { preferCanvas: true, zoomAnimation: false, fadeAnimation: false }).setView([52.15, 5.3], 7.5);
  const schools = decode(feed);
  const frameAfter = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  window.measured = {
    count: schools.count,
    own: async () => { ready.layer.show(() => 1); ready.layer.addTo(map); return () => ready.layer.remove(); },
    circles: async () => {
      const group = L.layerGroup();
      for (let place = 0; place < schools.count; place += 1) {
        L.circleMarker([schools.lat[place], schools.lon[place]], { radius: 3, stroke: false, fillOpacity: 1 }).addTo(group);
      }
      group.addTo(map);
      return () => group.remove();
    },
    run: async (name) => {
      map.setView([52.15, 5.3], 7.5, { animate: false });
      await frameAfter();
      const start = performance.now();
      const away = await window.measured[name]();
      await frameAfter();
      const paint = performance.now() - start;
      const gaps = [];
      let before = performance.now();
      for (let step = 0; step < 90; step += 1) {
        map.panBy([Math.round(9 * Math.cos(step / 14)), Math.round(9 * Math.sin(step / 14))], { animate: false });
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        gaps.push(now - before);
        before = now;
      }
      away();
      await frameAfter();
      return { paint, worst: Math.max(...gaps), mean: gaps.reduce((a, b) => a + b) / gaps.length };
    },
  };
}"""


def measured(page: Page, name: str) -> dict[str, float]:
    return page.evaluate("name => window.measured.run(name)", name)


def main(site: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{site}/landkaart/")
        script = page.get_attribute("#kaart", "data-schools")
        page.evaluate(SET_UP, script)
        print(page.evaluate("window.measured.count"), "schools; median of", ROUNDS, "rounds, taken in turn")
        rounds = [{name: measured(page, name) for name in ("own", "circles")} for _ in range(ROUNDS)]
        for name in ("own", "circles"):
            figures = {key: statistics.median(one[name][key] for one in rounds) for key in ("paint", "worst", "mean")}
            print(f"{name:8}", *(f"{key} {value:.0f} ms" for key, value in figures.items()))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
