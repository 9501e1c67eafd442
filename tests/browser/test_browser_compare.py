"""The page of a comparison in a browser: the two questions it is for, in under three clicks; nobody is barred."""

import pytest
from views import NARROW, REPOSITORY, WIDE, barriers, mtqa

VIEWS = {
    "light": {"theme": "light", "window": WIDE},
    "dark": {"theme": "dark", "window": WIDE},
    "narrow": {"theme": "light", "window": NARROW},
    "print": {"theme": "light", "window": WIDE, "media": "print"},
}
NAMES = ("Harbour", "<script>alert(1)</script>", '"><img src=x onerror=alert(2)>', "Lantern", "\u202eover", "x" * 5000)


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """The page of the two systems of a bundled corpus."""
    folder = tmp_path_factory.mktemp("compared")
    done = mtqa("compare", "de-en.xml", "-o", folder, "-q", cwd=REPOSITORY / "corpora")
    assert done.returncode == 0, done.stderr.decode()
    return folder / "compare.html"


@pytest.fixture(scope="module")
def six(tmp_path_factory):
    """The page of six systems, some of them with hostile names and texts, over six documents."""
    folder = tmp_path_factory.mktemp("six")
    arguments = []
    for number, name in enumerate(NAMES):
        path = folder / f"{number}.en"
        lines = [
            f"The port opens {'again' if (number + line) % 3 else 'anew'} in {line} days{name[:9]}."
            for line in range(6)
        ]
        path.write_text("\n".join([*lines, ""]), "utf-8")
        arguments += [path, "--label", name]
    (folder / "reference.en").write_text(
        "".join(f"The port opens again in {line} days.\n" for line in range(6)), "utf-8"
    )
    (folder / "docs").write_text("".join(f"news d{line}\n" for line in range(6)), "utf-8")
    done = mtqa(
        "compare", *arguments, "-r", folder / "reference.en", "--docs", folder / "docs", "-l", "it-en",
        "-o", folder / "report", "-q",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return folder / "report" / "compare.html"


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("which", ["two", "six"])
def test_the_page_opens_without_a_complaint(which, view, request, open_page):
    page = open_page(request.getfixturevalue(which), **VIEWS[view])
    assert page.locator("h1").is_visible()
    overhang = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overhang <= 1


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("which", ["two", "six"])
def test_nobody_is_barred(which, theme, request, open_page, axe):
    page = open_page(request.getfixturevalue(which), theme=theme)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert barriers(page, axe) == []


def test_is_b_better_and_where_not_without_a_click(two, open_page):
    page = open_page(two)
    assert page.locator("h1").inner_text() == (
        "Lantern is better than Harbour, but has 2 critical findings that Harbour does not have."
    )
    worse = page.get_by_role("heading", name="Where Lantern is worse")
    assert worse.is_visible()
    assert page.get_by_text("accuracy/number/changed").first.is_visible()
    article = page.locator("article.different", has_text="leipzig-tram-depot, segment 2")
    assert "240" in article.locator(".ours mark.only", has_text="240").inner_text()
    assert article.get_by_text("Critical").is_visible()


def test_a_finding_that_only_one_has_is_one_click_away(two, open_page):
    page = open_page(two)
    place = page.locator("ul.new li", has_text="420")
    assert not place.is_visible()
    page.get_by_text("3 findings that only Lantern has").click()
    assert place.is_visible()


def test_one_of_many_is_opened_by_its_link_and_by_its_address(six, open_page):
    page = open_page(six)
    pairs = page.locator("details.pair")
    assert pairs.count() == len(NAMES) - 1
    last = page.locator("#pair-5")
    assert last.get_attribute("open") is None
    page.locator('a[href="#pair-5"]').first.click()
    last.locator("h3").first.wait_for(state="visible")
    last.locator("summary").first.click()
    page.evaluate("scrollTo(0, 0)")
    page.locator('a[href="#pair-5"]').first.click()  # the same address once more
    last.locator("h3").first.wait_for(state="visible")
    sent = open_page(six, fragment="#pair-4")
    sent.locator("#pair-4 h3").first.wait_for(state="visible")


def test_the_differences_can_be_reached_by_keyboard(six, open_page):
    page = open_page(six)
    second = page.locator("details.metric").nth(1)
    second.locator("summary").focus()
    page.keyboard.press("Enter")
    assert second.locator("table").is_visible()
