"""Nothing on a page bars a reader with a keyboard, a screen reader or weak sight, as far as axe-core can tell."""

import pytest
from views import CORPORA, barriers, mtqa, pages_of


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", CORPORA)
def test_no_page_of_a_report_bars_anyone(name, theme, corpora, open_page, axe):
    page = open_page(corpora[name] / "index.html", theme=theme)
    found = []
    for path in pages_of(corpora[name])[:4]:
        page.goto(path.as_uri())
        found += [f"{path.name}: {barrier}" for barrier in barriers(page, axe)]
    assert found == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("command", ["compare", "selftest"])
def test_nor_does_a_page_that_is_written_by_itself(command, theme, single_pages, open_page, axe):
    assert barriers(open_page(single_pages[command], theme=theme), axe) == []


@pytest.mark.parametrize("asked", ["light", "dark"])
def test_a_theme_that_was_asked_for_holds_whatever_the_system_has(asked, corpora, tmp_path, open_page, axe):
    done = mtqa("report", corpora["de-en"], "--theme", asked, "--severity", "major", "-o", tmp_path / "report", "-q")
    assert done.returncode == 0, done.stderr.decode()
    for path in pages_of(tmp_path / "report")[:2]:
        for theme in ("light", "dark"):
            page = open_page(path, theme=theme)
            assert "A part of the run" in page.locator(".part").inner_text()
            assert barriers(page, axe) == []
            ground = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).map(Number)")
            assert ("light" if sum(ground[:3]) > 3 * 128 else "dark") == asked


def test_a_barrier_is_told(tmp_path, open_page, axe):
    path = tmp_path / "bad.html"
    path.write_text(
        "<!DOCTYPE html><html lang=en><title>bad</title><main><h1 style='color:#ccc;background:#fff'>pale</h1>"
        "<button></button></main>",
        encoding="utf-8",
    )
    told = barriers(open_page(path), axe)
    assert [line.split(": ")[1] for line in told] == ["button-name", "color-contrast"]
