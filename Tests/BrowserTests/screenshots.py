"""Pictures of every page in every size, mode and language; and those of the README.

    .venv/bin/python Tests/BrowserTests/screenshots.py            all pages, into ./screenshots
    .venv/bin/python Tests/BrowserTests/screenshots.py raise      only pages whose names begin so
    .venv/bin/python Tests/BrowserTests/screenshots.py --readme   those of README.md, into Documentation/images

`screenshots/index.html` shows them all; `screenshots/sheets/NAME.png` shows one page in all its forms.
"""

import argparse
import html
import os
import shutil
import time

from playwright.sync_api import sync_playwright

from house import LANGUAGES, ROOT, House
from pages import DESKTOP, DISPATCHER, PAGES, PHONE, TABLET, Visitors, build_town, sign_in
from visitor import Visitor

FOLDER = ROOT / "screenshots"
README = ROOT / "Documentation/images"
MOST_BYTES = 200_000
SIZES = {"phone": PHONE, "tablet": TABLET, "desktop": DESKTOP}
SCHEMES = ("light", "dark")
# A page longer than this is cut: nobody looks at more on a sheet.
LONGEST = 2600
TEXTS = {
    "zh": {
        "text": "小区东门的路灯三天没亮，老人晚上不敢出门。", "place": "和平路 3 号",
        "first": "已更换灯泡，今晚会亮。", "why": "晚上去看，还是不亮。",
    },
    "en": {
        "text": "The street lamp at the gate is dark. Old people dare not go out at night.",
        "place": "3 Heping Road", "first": "The bulb was changed. It will be lit tonight.",
        "why": "I went to look at night. It is still dark.",
    },
}


def launch(playwright):
    return playwright.chromium.launch(
        executable_path=os.environ.get("LIANXIN_CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"])


def height(page):
    return page.evaluate("Math.min(document.documentElement.scrollHeight, %d)" % LONGEST)


def take_all(beginning):
    chosen = [shown for shown in PAGES if shown.name.startswith(beginning)]
    assert chosen, f"no page begins with {beginning}"
    if not beginning:
        shutil.rmtree(FOLDER, ignore_errors=True)
    (FOLDER / "sheets").mkdir(parents=True, exist_ok=True)
    began, failed, house = time.monotonic(), [], House()
    try:
        house.run("demo", "--matters", "400")
        house.start()
        town = build_town(house)
        with sync_playwright() as playwright:
            chromium = launch(playwright)
            visitors = Visitors(house, chromium)
            for language in LANGUAGES:
                for shown in chosen:
                    try:
                        take_page(visitors, town, shown, language)
                    except Exception as error:
                        failed.append(f"{shown.name} ({language}): {str(error).splitlines()[0]}")
            visitors.close()
            sheets(chromium, chosen)
            chromium.close()
    finally:
        house.stop()
    count = sum(1 for _ in FOLDER.glob("*/*/*.png"))
    print(f"{count} pictures of {len(chosen)} pages in {time.monotonic() - began:.0f} s: {FOLDER}/index.html")
    for line in failed:
        print("not taken:", line)
    return not failed


# Rows that the browser does not draw before they come into sight.
DRAW_ALL = """() => { const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { content-visibility: visible !important }');
    document.adoptedStyleSheets = [sheet]; }"""


def take_page(visitors, town, shown, language):
    page = visitors.show(town, shown, language)
    page.evaluate(DRAW_ALL)
    folder = FOLDER / "pages" / shown.name
    folder.mkdir(parents=True, exist_ok=True)
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.screenshot(
                path=folder / f"{size}-{scheme}-{language}.png", full_page=True,
                clip={"x": 0, "y": 0, "width": viewport["width"], "height": max(height(page), 200)})


def sheets(chromium, chosen):
    """One picture for every page with all its forms, and a page with all the pictures."""
    context = chromium.new_context(viewport={"width": 1800, "height": 1000})
    page = context.new_page()
    for shown in chosen:
        pictures = sorted((FOLDER / "pages" / shown.name).glob("*.png"))
        if not pictures:
            continue
        images = "".join(
            f'<figure style="margin:0;width:{dict(phone=150, tablet=280, desktop=440)[each.stem.split("-")[0]]}px">'
            f'<img src="{each.name}" style="width:100%"><figcaption>{each.stem}</figcaption></figure>'
            for each in pictures)
        sheet = FOLDER / "pages" / shown.name / "sheet.html"
        sheet.write_text(
            f'<meta charset="utf-8"><body style="font:12px sans-serif;background:#888;margin:8px">'
            f'<div style="display:flex;flex-wrap:wrap;gap:8px;align-items:flex-start">{images}</div>',
            encoding="utf-8")
        page.goto(sheet.as_uri())
        page.screenshot(path=FOLDER / "sheets" / f"{shown.name}.png", full_page=True)
    context.close()
    names = [shown.name for shown in PAGES if (FOLDER / "sheets" / f"{shown.name}.png").exists()]
    lines = "".join(
        f'<h2>{html.escape(name)}</h2><a href="pages/{name}/sheet.html"><img src="sheets/{name}.png" width="900"></a>'
        for name in names)
    (FOLDER / "index.html").write_text(
        f'<meta charset="utf-8"><title>Screenshots</title><body style="font:14px sans-serif">{lines}', encoding="utf-8")


def shoot(page, name, size):
    page.set_viewport_size(size)
    path = README / f"{name}.png"
    page.screenshot(path=path)
    weight = path.stat().st_size
    assert weight < MOST_BYTES, f"{path.name} has {weight} bytes"
    print(f"{path.relative_to(ROOT)}: {weight // 1000} KB")


def take_readme():
    README.mkdir(parents=True, exist_ok=True)
    house = House()
    try:
        house.run("demo", "--matters", "1000")
        house.start()
        with sync_playwright() as playwright:
            chromium = launch(playwright)
            for language, words in TEXTS.items():
                take(house, chromium, language, words)
            chromium.close()
    finally:
        house.stop()


def take(house, chromium, language, words):
    def visitor(scheme="light"):
        context = chromium.new_context(
            locale={"zh": "zh-CN", "en": "en-GB"}[language], viewport={"width": 1100, "height": 800},
            reduced_motion="reduce", color_scheme=scheme)
        return Visitor(context.new_page(), house, language).in_language()

    resident = visitor()
    resident.open("/")
    resident.field("matters.raise.text").fill(words["text"])
    shoot(resident.page, f"raise.{language}", {"width": 1100, "height": 700})
    matter = house.raise_matter(words["text"], place=words["place"], area="980101001001")
    matter.registered()
    house.move("hu.lingjun", matter.number, "dispatch", unit="URBAN")
    house.move("lyu.linchun", matter.number, "accept")
    house.move("lyu.linchun", matter.number, "answer", answer=words["first"])
    matter.rated("no", "no", why=words["why"])
    resident.open(matter.path)
    shoot(resident.page, f"track.{language}", {"width": 1100, "height": 980})
    officer = sign_in(visitor(), DISPATCHER)
    shoot(officer.page, f"workbench.{language}", {"width": 1280, "height": 800})
    waiting = house.raise_matter(words["text"], place=words["place"], area="980101001001").registered()
    officer.opens(waiting.number)
    shoot(officer.page, f"matter.{language}", {"width": 1280, "height": 860})


if __name__ == "__main__":
    reader = argparse.ArgumentParser()
    reader.add_argument("beginning", nargs="?", default="")
    reader.add_argument("--readme", action="store_true")
    asked = reader.parse_args()
    if asked.readme:
        take_readme()
    else:
        raise SystemExit(0 if take_all(asked.beginning) else 1)
