"""Whatever stands in names and texts, nothing of it runs, nothing leaves the folder, and it can be read."""

import html
import json

import pytest
from views import NARROW, mtqa, pages_of

MARK = "window.ran = true"
HOSTILE = (
    f"<script>{MARK}</script>",
    f'"onmouseover="{MARK}" x="',
    f"'><img src=x onerror='{MARK}'>",
    f"</style><script>{MARK}</script>",
    f"</script><script>{MARK}</script>",
    f"</title></textarea><svg/onload={MARK}>",
    f"<!--<script>{MARK}</script>",
    f"javascript:{MARK}",
    "{{ 7 * 7 }}{% for x in y %}",
    "${7 * 7}`",
    "]]>&lt;&#60;&amp",
    "line\u2028and\u2029paragraph",
    "nothing\x00and escape\x1b[31m and bell\x07",
    "\u202egnp.tropper\u202c and \u2066isolated",
    "wide " + "m" * 10_000,
    "../../../outside",
    "..\\..\\outside",
    "/etc/outside",
    "a/b",
    "a?b#c",
    "a b",
    "a-b",
    "a_b",
    "A-B",
    "con",
    ".",
    "..",
    "🙂👩‍👩‍👧",
    "=cmd|'/c calc'!A1",
)
"""Names that have broken reports somewhere, and such as collide once they are cleaned."""

INJECTED = """
() => {
  const attributes = [...document.querySelectorAll('*')].flatMap(element => [...element.attributes]);
  const scripts = [...document.scripts].filter(script => script.textContent.includes('window.ran')
    && script.type !== 'application/json');
  return {
    ran: window.ran === undefined ? 0 : 1,
    scripts: scripts.length,
    handlers: attributes.filter(attribute => attribute.name.startsWith('on')).length,
    links: [...document.links].filter(link => link.protocol !== 'file:').length,
    foreign: document.querySelectorAll('img, iframe, object, embed, base, link, meta[http-equiv=refresh]').length,
  };
}
"""
TAILS = (
    "#<script>window.ran=true</script>",
    "#q=%3Cimg%20src=x%20onerror=window.ran=true%3E&sort=__proto__&page=-1&rule=constructor",
    "?q=%22%3E%3Cimg%20src=x%20onerror=window.ran=true%3E#%ZZ&text=%",
)
"""What may stand behind an address, which scripts read."""

NOTHING = dict.fromkeys(("ran", "scripts", "handlers", "links", "foreign"), 0)


def records(system, texts=HOSTILE):
    """A document for each hostile text, which also stands in every field; a fault beside it makes findings."""
    for text in texts:
        yield {
            "system": system,
            "document": text,
            "segment": f"1{text}",
            "source": f"Sono arrivati 300 profughi. {text}",
            "hypothesis": f"Refugees are arrived, 3,000 of them. {text}",
            "reference": f"300 refugees have arrived. {text}",
            "domain": text,
            "language_pair": "it-en",
        }


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The report on hostile input, in a folder of a folder, where it would be seen if anything climbed out."""
    folder = tmp_path_factory.mktemp("hostile")
    few = HOSTILE[:3]
    all_of_them = [*records(HOSTILE[0]), *records(HOSTILE[6], few), *records("../" * 9 + "system", few)]
    lines = [json.dumps(record) + "\n" for record in all_of_them]
    news = folder / f"<img src=x onerror={MARK.replace(' ', '')}>.jsonl"
    news.write_text("".join(lines), encoding="utf-8")
    inner = folder / "a" / "b" / "c"
    inner.mkdir(parents=True)
    before = set(folder.rglob("*"))
    done = mtqa("score", news, "-o", inner / "report", "-j", "1", "-q", cwd=inner)
    assert done.returncode == 0, done.stderr.decode()
    assert b"\x1b" not in done.stdout
    new = set(folder.rglob("*")) - before
    assert all(path == inner / "report" or path.is_relative_to(inner / "report") for path in new)
    return inner / "report"


@pytest.fixture(scope="module")
def comparison(report):
    """The comparison of two of these systems, beside the report."""
    news = next(report.parents[3].glob("*.jsonl"))
    chosen = ("--system", HOSTILE[6], "--system", "../" * 9 + "system")
    done = mtqa("compare", news, *chosen, "-o", report.parent / "compared", "-j", "1", "-q", cwd=report.parent)
    assert done.returncode == 0, done.stderr.decode()
    return report.parent / "compared" / "compare.html"


def test_nothing_runs_on_a_comparison(comparison, open_page):
    page = open_page(comparison)
    assert page.evaluate(INJECTED) == NOTHING
    press_everything(page, comparison)
    assert page.evaluate(INJECTED) == NOTHING
    assert HOSTILE[6] in page.locator("body").text_content()


def test_every_document_has_a_page_of_its_own(report):
    pages = pages_of(report)
    assert len(pages) == 1 + len(HOSTILE) + 2 * 3
    assert len({page.name.casefold() for page in pages}) == len(pages)
    assert all(path.parent in (report, report / "documents") for path in report.rglob("*") if path.is_file())


@pytest.mark.parametrize("window", [None, NARROW], ids=["wide", "narrow"])
def test_nothing_runs_and_every_page_can_be_read(report, window, open_page):
    page = open_page(report / "index.html", **({"window": window} if window else {}))
    assert page.evaluate(INJECTED) == NOTHING
    for path in pages_of(report)[1 :: 1 if window is None else 7]:
        page.goto(path.as_uri())
        assert page.evaluate(INJECTED) == NOTHING, path.name
        assert "Refugees are arrived" in page.locator("main").inner_text(), path.name
        width, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert width <= room + 1, path.name


def test_hostile_texts_are_shown_as_they_are(report, open_page):
    page = open_page(report / "index.html")
    for path in pages_of(report)[1:]:
        page.goto(path.as_uri())
        text = page.locator("main").text_content()
        if "<script>" in text:
            break
    else:
        pytest.fail("no page shows the text")
    assert f"<script>{MARK}</script>" in text


@pytest.mark.parametrize("place", ["index", "document"])
def test_nothing_runs_when_everything_is_pressed(report, place, open_page):
    """Scripts build parts of pages anew: these are as harmless."""
    path = pages_of(report)[0 if place == "index" else 1]
    page = open_page(path)
    press_everything(page, path)
    assert page.evaluate(INJECTED) == NOTHING


def press_everything(page, path):
    """Press every button and key, and type into every field."""
    for number in range(min(page.locator("button").count(), 60)):
        button = page.locator("button").nth(number)
        if button.is_visible() and button.is_enabled() and not page.locator("dialog[open]").count():
            button.click()
            page.keyboard.press("Escape")
        if page.url.split("#")[0].split("?")[0] != path.as_uri():
            page.goto(path.as_uri())
    for key in "njksdp?":
        page.keyboard.press(key)
    for box in page.locator("input[type=search], input[type=text]").all():
        if box.is_visible():
            box.fill("<script>window.ran = true</script>")
    page.wait_for_timeout(100)


def test_a_hostile_address_runs_nothing(report, open_page):
    for path in pages_of(report)[:2]:
        for tail in TAILS:
            page = open_page(path, fragment=tail)
            page.wait_for_timeout(50)
            assert page.evaluate(INJECTED) == NOTHING


def test_the_policy_allows_nothing_written_inline(report):
    for path in pages_of(report):
        text = path.read_text(encoding="utf-8")
        policy = html.unescape(text.partition('http-equiv="Content-Security-Policy" content="')[2].partition('"')[0])
        assert policy.startswith("default-src 'none'; "), path.name
        assert "unsafe" not in policy
        assert "*" not in policy
        assert text.index("Content-Security-Policy") < text.index("<style>")


def test_the_same_input_gives_the_same_bytes_and_less_leaves_no_page(report, tmp_path):
    news = next(report.parents[3].glob("*.jsonl"))
    again = tmp_path / "report"
    assert mtqa("score", news, "-o", again, "-j", "2", "-q", cwd=tmp_path).returncode == 0
    assert contents(again) == contents(report)
    one = tmp_path / "one.jsonl"
    one.write_text(json.dumps(next(records("system"))) + "\n", encoding="utf-8")
    assert mtqa("score", one, "-o", again, "-q").returncode == 0
    assert len(pages_of(again)) == 2
    fresh = tmp_path / "fresh"
    assert mtqa("score", one, "-o", fresh, "-q").returncode == 0
    assert contents(again) == contents(fresh)


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
