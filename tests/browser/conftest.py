"""Pages in a real browser: Chromium, driven by Playwright; whatever a page complains of or asks for fails its test."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from views import CORPORA, REPOSITORY, WIDE, listen, mtqa

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EXECUTABLES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="package")
def browser() -> "Iterator[Browser]":
    """The Chromium of this machine. Ends with these tests, since its event loop would be in the way of others."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    executable = next(filter(None, map(shutil.which, EXECUTABLES)), None)
    if executable is None:
        pytest.skip(f"needs one of {', '.join(EXECUTABLES)} on PATH")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=executable, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: "Browser") -> "Iterator[Callable[..., Page]]":
    """Opens pages: `open_page(path)`, and `theme`, `window`, `media` as a reader may have them.

    The test fails at its end where a page reported an error or a breach of its policy, opened a dialog or a
    window, or asked for anything that is not a file.
    """
    complaints: list[str] = []
    contexts = []

    def open_it(
        path: Path,
        *,
        theme: str = "light",
        window: tuple[int, int] = WIDE,
        media: str = "screen",
        fragment: str = "",
    ) -> "Page":
        width, height = window
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        listen(page, complaints)
        page.emulate_media(media=media, color_scheme=theme)
        page.goto(path.resolve().as_uri() + fragment)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page: "Callable[..., Page]", tmp_path: Path) -> "Page":
    """An empty page, watched as by `open_page`; go where you like with `page.goto(path.as_uri())`."""
    blank = tmp_path / "blank.html"
    blank.write_text("<!DOCTYPE html><html lang=en><title>blank</title>", encoding="utf-8")
    return open_page(blank)


@pytest.fixture(scope="session")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folders of the reports on the bundled corpora, by name; not to be changed."""
    folder = tmp_path_factory.mktemp("reports")
    for name, arguments in CORPORA.items():
        done = mtqa("score", *arguments, "-o", folder / name, "-q", cwd=REPOSITORY / "corpora")
        assert done.returncode == 0, done.stderr.decode()
    return {name: folder / name for name in CORPORA}


@pytest.fixture(scope="session")
def single_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages that are written by themselves, by the command that writes them; not to be changed."""
    folder = tmp_path_factory.mktemp("single")
    commands = {
        "compare.html": ("compare", "de-en.xml"),
        "selftest.html": ("selftest", "zh-en.tsv", "--faults", "3"),
    }
    for arguments in commands.values():
        done = mtqa(*arguments, "-o", folder, "-q", cwd=REPOSITORY / "corpora")
        assert done.returncode == 0, done.stderr.decode()
    return {arguments[0]: folder / name for name, arguments in commands.items()}


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core, where `MTQA_AXE` names its `axe.min.js`."""
    path = Path(os.environ.get("MTQA_AXE", ""))
    if not path.is_file():
        pytest.skip("needs axe-core: npm install axe-core, and its axe.min.js in MTQA_AXE")
    return path.read_text(encoding="utf-8")
