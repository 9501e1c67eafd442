"""Nothing on a page bars a reader with a keyboard, a screen reader or weak sight, as far as axe-core can tell."""

import pytest
from views import CORPORA, barriers, pages_of


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", CORPORA)
def test_no_page_of_a_report_bars_anyone(name, theme, corpora, open_page, axe):
    page = open_page(corpora[name] / "index.html", theme=theme)
    found = []
    for path in pages_of(corpora[name])[:4]:
        page.goto(path.as_uri())
        found += [f"{path.name}: {barrier}" for barrier in barriers(page, axe)]
    assert found == []


def test_a_barrier_is_told(tmp_path, open_page, axe):
    path = tmp_path / "bad.html"
    path.write_text(
        "<!DOCTYPE html><html lang=en><title>bad</title><main><h1 style='color:#ccc;background:#fff'>pale</h1>"
        "<button></button></main>",
        encoding="utf-8",
    )
    told = barriers(open_page(path), axe)
    assert [line.split(": ")[1] for line in told] == ["button-name", "color-contrast"]
