"""Every page of every bundled corpus opens as an editor would open it: no error, no request, nothing cut off."""

import pytest
from views import CORPORA, NARROW, WIDE, listen, pages_of

VIEWS = {
    "light": {"theme": "light", "window": WIDE},
    "dark": {"theme": "dark", "window": WIDE},
    "narrow": {"theme": "light", "window": NARROW},
    "print": {"theme": "light", "window": WIDE, "media": "print"},
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", CORPORA)
def test_every_page_opens_without_a_complaint(name, view, corpora, open_page):
    page = None
    for path in pages_of(corpora[name]):
        if page is None:
            page = open_page(path, **VIEWS[view])
        else:
            page.goto(path.as_uri())
        assert page.locator("h1").is_visible(), path.name
        assert overhang(page) <= 1, f"{path.name} is wider than its window"


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("command", ["compare", "selftest"])
def test_so_does_a_page_that_is_written_by_itself(command, view, single_pages, open_page):
    page = open_page(single_pages[command], **VIEWS[view])
    assert page.locator("h1").is_visible()
    assert overhang(page) <= 1


def overhang(page):
    """How many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("name", CORPORA)
def test_every_link_leads_to_a_page_or_a_place_that_is_there(name, corpora, open_page):
    page = open_page(corpora[name] / "index.html")
    for path in pages_of(corpora[name]):
        page.goto(path.as_uri())
        for href in page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))"):
            target, _, fragment = href.partition("#")
            other = (path.parent / target.partition("?")[0]).resolve() if target else path
            assert other.is_file(), f"{path.name}: {href}"
            assert other.is_relative_to(corpora[name]), f"{path.name}: {href}"
            if fragment and other == path:
                assert page.locator(f"[id='{fragment}']").count() == 1, f"{path.name}: {href}"


def test_the_harness_tells_what_no_page_may_do(tmp_path, browser):
    """A page that errs, asks, warns and runs is complained of; else the tests above would say nothing."""
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<!DOCTYPE html><title>bad</title><meta http-equiv=Content-Security-Policy content=\"img-src 'none'\">"
        "<img src=data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAAC>"
        "<script>console.error('said'); fetch('http://localhost:9/').catch(() => {}); alert('here'); lost()</script>",
        encoding="utf-8",
    )
    complaints = []
    context = browser.new_context()
    page = context.new_page()
    listen(page, complaints)
    page.goto(bad.as_uri())
    page.wait_for_timeout(200)
    context.close()
    told = "\n".join(complaints)
    for part in ("error: said", "request: http://localhost:9/", "dialog: here", "lost is not defined", "violates"):
        assert part in told, told
