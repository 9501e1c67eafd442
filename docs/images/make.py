"""Takes the pictures of the README: the main views of the reports on the bundled corpora, in Chromium.

    python docs/images/make.py [--only NAME ...]

Scores and compares the corpora into a folder of its own, which goes afterwards; the same pages give the same
pictures as far as the fonts of the machine are the same. Needs playwright and a Chromium on PATH.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
CORPORA = HERE.parents[1] / "corpora"
ITALIAN = ("it-en/hypothesis", "-s", "it-en/source", "-r", "it-en/reference", "-l", "it-en")
COMMANDS = {"it-en": ("score", *ITALIAN), "de-en": ("compare", "de-en.xml")}
"""What is written, by folder."""

MOST_BYTES = 250_000


def _nothing(page: Page) -> None:
    """Shows the page as it opens."""


def _worst(page: Page) -> None:
    """Shows a document as when the reader has chosen its first critical finding."""
    note = page.locator(".findings > li.critical").first.get_attribute("id")
    page.locator(f'.texts a[aria-describedby~="{note}"]').first.click()
    page.mouse.move(0, 0)


def _on_paper(page: Page) -> None:
    """Shows a page with the margins that a printer leaves."""
    page.evaluate("document.body.style.padding = '1.5cm'")


def _documents(page: Page) -> None:
    """Shows the table of an index, filtered."""
    page.select_option("#filter-severity", "major")
    page.locator("#documents").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('documents').scrollIntoView()")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture: its name, the page, the window in CSS pixels, and what is done on the page before."""

    name: str
    page: str
    width: int = 1180
    height: int = 1000
    theme: str = "light"
    media: Literal["screen", "print"] = "screen"
    prepare: Callable[[Page], None] = _nothing


DOCUMENT = "it-en/documents/02-river-flood.html"
PICTURES = (
    Picture(name="index", page="it-en/index.html", height=1240),
    Picture(name="index-dark", page="it-en/index.html", height=1240, theme="dark"),
    Picture(name="index-documents", page="it-en/index.html", height=900, prepare=_documents),
    Picture(name="index-narrow", page="it-en/index.html", width=390, height=1000),
    Picture(name="document", page=DOCUMENT, height=1000, prepare=_worst),
    Picture(name="document-dark", page=DOCUMENT, height=1000, theme="dark", prepare=_worst),
    Picture(name="document-narrow", page=DOCUMENT, width=390, height=1000),
    Picture(name="document-print", page=DOCUMENT, width=794, height=1123, media="print", prepare=_on_paper),
    Picture(name="compare-dark", page="de-en/compare.html", height=1240, theme="dark"),
    Picture(name="compare-narrow", page="de-en/compare.html", width=390, height=1000),
    Picture(name="compare", page="de-en/compare.html", height=1240),
)


def main() -> None:
    """Write the pages, take the pictures, say how large they are."""
    arguments = _arguments()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise SystemExit("there is no Chromium on PATH")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        _write(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        )
        for picture in PICTURES:
            if not arguments.only or picture.name in arguments.only:
                path = _take(browser, picture, Path(folder))
                print(f"{path.name:24} {path.stat().st_size / 1000:6.1f} kB")
        browser.close()
    heavy = [path.name for path in HERE.glob("*.png") if path.stat().st_size > MOST_BYTES]
    sys.exit(f"too heavy: {', '.join(heavy)}" if heavy else 0)


def _write(folder: Path) -> None:
    for name, arguments in COMMANDS.items():
        command = [
            sys.executable,
            "-c",
            "from mtqa.cli import main; main()",
            *arguments,
            "-o",
            str(folder / name),
            "-q",
        ]
        subprocess.run(command, cwd=CORPORA, check=True, stdout=subprocess.DEVNULL)


def _take(browser: Browser, picture: Picture, folder: Path) -> Path:
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page.emulate_media(media=picture.media)
    page.goto((folder / picture.page).as_uri())
    picture.prepare(page)
    page.wait_for_timeout(200)
    path = HERE / f"{picture.name}.png"
    page.screenshot(path=path)
    page.close()
    return path


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", choices=[picture.name for picture in PICTURES])
    return parser.parse_args()


if __name__ == "__main__":
    main()
