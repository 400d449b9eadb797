#!/usr/bin/env python3
"""Opens HTML files in headless Chromium, light and dark: no error in the console, no violation that axe finds.

Each page is also opened without JavaScript, in both languages where it has a choice, and at the width of a telephone,
where nothing may stand out to the right. `--shots FOLDER` keeps pictures of them.
"""
import argparse
import pathlib
import sys

import axe_playwright_python
from playwright.sync_api import sync_playwright

AXE = pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js"


def check(page, axe, problems, where):
    """Runs axe and looks for what stands out to the right."""
    page.evaluate(axe)
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    for violation in found:
        targets = ", ".join(str(node["target"]) for node in violation["nodes"][:3])
        problems.append(f"{where}: {violation['id']}: {violation['help']} at {targets}")
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        problems.append(f"{where}: the page is wider than the window")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--shots", type=pathlib.Path)
    parser.add_argument("--height", type=int, default=1000, help="of the pictures; 0 for the whole page")
    options = parser.parse_args()
    axe = AXE.read_text(encoding="utf-8")
    problems = []
    count = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.browser, args=["--no-sandbox"])
        for path in options.pages:
            for scheme in ["light", "dark"]:
                for width in [1100, 390]:
                    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": options.height or 1000})
                    where = f"{path.name}, {scheme}, {width} px"
                    page.on("console", lambda message, where=where: message.type in ("error", "warning")
                            and problems.append(f"{where}: console: {message.text}"))
                    page.on("pageerror", lambda error, where=where: problems.append(f"{where}: {error}"))
                    page.on("request", lambda request, where=where: request.url.startswith("file:")
                            or problems.append(f"{where}: asks for {request.url}"))
                    page.goto(path.resolve().as_uri())
                    choices = page.locator("input[name=language]")
                    for choice in range(max(1, choices.count())):
                        language = choices.nth(choice).get_attribute("id") if choices.count() else ""
                        if language:
                            choices.nth(choice).check()
                        check(page, axe, problems, f"{where} {language}".strip())
                        count += 1
                        if options.shots:
                            options.shots.mkdir(parents=True, exist_ok=True)
                            name = "-".join(filter(None, [path.stem, scheme, str(width), language]))
                            page.screenshot(path=options.shots / f"{name}.png", full_page=options.height == 0)
                    page.close()
            context = browser.new_context(java_script_enabled=False)
            page = context.new_page()
            page.goto(path.resolve().as_uri())
            if not page.locator("h1").first.is_visible():
                problems.append(f"{path.name}: nothing is shown without JavaScript")
            context.close()
        browser.close()
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{count} views of {len(options.pages)} pages, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
