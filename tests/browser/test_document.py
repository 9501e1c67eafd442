"""The page of a document, read as an editor reads it: by mouse, by keyboard, by ear, on paper, on a telephone."""

import json
from random import Random
from typing import TYPE_CHECKING

import pytest
import samples
from views import NARROW, barriers

from mtqa.evaluation.fixing import corrected
from mtqa.report import build
from mtqa.writers import html
from mtqa.writers.folder import write_folder
from mtqa.writers.html.preview import followed

if TYPE_CHECKING:
    from playwright.sync_api import Page

MARKS = [
    [
        ("Are arrived", {"suggestions": ("have arrived",), "message": "“Arrive” takes no form of “be”."}),
        ("arrived from the coast", {"severity": "minor", "confidence": "low", "message": "Say where from last."}),
        (
            "two boats",
            {
                "rule": "accuracy/number/changed",
                "severity": "critical",
                "message": "The source has three.",
                "counterpart": samples.Span("source", 12, 15, "tre"),
            },
        ),
    ],
    [("Nessun ferito.", {"side": "source", "severity": "minor", "confidence": "medium", "rule": "omission"})],
    [],
]
TEXTS = [
    (
        "Arrivate le tre barche con pompe e coperte",
        "Are arrived from the coast two boats with pumps and blankets",
        "Three boats with pumps and blankets have come from the coast",
    ),
    ("Nessun ferito.", "", "Nobody was hurt."),
    ("Riaperte le strade.", "The roads are open again.", "The roads are open again."),
]


def boats():
    """An article with findings that overlap, on both sides, and where nothing stands; with one before and one after."""
    headers = [samples.header(name, source_path=f"news/{name}.it.txt") for name in ("first", "boats", "last")]
    documents = [
        samples.document(
            header,
            samples.scored(header, TEXTS, scores={"BLEU": 10.0, "chrF2": 20.0}),
            {"BLEU": samples.Score(10.0, 5.0, 15.0), "chrF2": samples.Score(float(place))},
        )
        for place, header in enumerate(headers)
    ]
    documents[1] = samples.with_marks(documents[1], MARKS)
    return samples.judged(samples.evaluation(documents))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("boats")
    write_folder(build(boats()), folder)
    return folder / "documents"


@pytest.fixture
def opened(folder, open_page):
    return open_page(folder / "boats.html")


def press(page: "Page", keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def dock(page: "Page") -> str:
    """What the dock says, empty where there is none."""
    return page.locator("#dock-text").inner_text() if page.locator("#dock").is_visible() else ""


def chosen(page: "Page") -> list[str]:
    return page.locator("mark.chosen").all_inner_texts()


def fragment(page: "Page") -> str:
    return page.evaluate("location.hash")


def test_n_and_p_walk_through_the_findings_and_round(opened):
    told = []
    for key in "n n n n n p p".split():
        press(opened, key)
        told.append((fragment(opened), opened.locator("#count").inner_text()))
    assert told == [
        ("#f1", "1 of 4"), ("#f2", "2 of 4"), ("#f3", "3 of 4"), ("#f4", "4 of 4"),
        ("#f1", "1 of 4"), ("#f4", "4 of 4"), ("#f3", "3 of 4"),
    ]  # fmt: skip
    assert chosen(opened) == ["tre", "two boats"]
    assert "The source has three." in dock(opened)
    assert "accuracy/number/changed, high confidence" in dock(opened)


def test_the_buttons_do_what_the_keys_do(opened):
    opened.click(".tools [data-key=n]")
    opened.click(".tools [data-key=n]")
    assert fragment(opened) == "#f2"
    opened.click("#dock [data-key=p]")
    assert fragment(opened) == "#f1"
    assert opened.evaluate("document.activeElement.dataset.key") == "p", "a button keeps the focus it was pressed with"
    opened.click("#dock [data-key=Escape]")
    assert dock(opened) == ""
    assert fragment(opened) == ""


def test_a_click_on_a_mark_tells_message_reason_suggestion_rule_and_confidence(opened):
    opened.click("td[data-label=Hypothesis] mark >> text=Are")
    for words in (
        "Major: “Arrive” takes no form of “be”.",
        "Better: have arrived",
        "en/auxiliary/be-unaccusative, high confidence",
        "fluency/grammar: against the grammar of the target language.",
    ):
        assert words in dock(opened)
    assert chosen(opened) == ["Are ", "arrived"]
    assert "Finding 1 of 4" in opened.locator("#dock").inner_text().replace("FINDING 1 OF 4", "Finding 1 of 4")


def test_another_click_where_findings_overlap_tells_the_other(opened):
    both = opened.locator("mark >> text=/^arrived$/")
    both.click()
    assert fragment(opened) == "#f1"
    both.click()
    assert fragment(opened) == "#f2"
    assert chosen(opened) == ["arrived", " from the coast"]
    both.click()
    assert fragment(opened) == "#f1"


def test_what_the_mouse_is_on_is_lit_on_both_sides(opened):
    opened.hover("td[data-label=Source] mark")
    assert opened.locator("mark.lit").all_inner_texts() == ["tre", "two boats"]
    assert opened.locator("li.lit").get_attribute("id") == "f3"
    opened.hover("h1")
    assert opened.locator(".lit").count() == 0
    opened.hover("#f3 .message")
    assert opened.locator("mark.lit").all_inner_texts() == ["tre", "two boats"]


def test_enter_on_a_mark_leads_into_the_dock_and_escape_back(opened):
    opened.locator("td[data-label=Source] mark a").first.focus()
    press(opened, "Enter")
    assert opened.evaluate("document.activeElement.id") == "dock-title"
    press(opened, "Tab")
    assert opened.evaluate("document.activeElement.dataset.key") == "p"
    press(opened, "Escape")
    assert dock(opened) == ""
    assert opened.evaluate("document.activeElement.textContent") == "tre"


def test_a_finding_where_no_text_stands_is_reached_too(opened):
    press(opened, "p")
    assert opened.evaluate("document.activeElement.textContent") == "Nessun ferito."
    assert "Minor in the source" in dock(opened)


def test_j_and_k_walk_through_the_documents_and_keep_the_view(opened):
    press(opened, "d j")
    opened.wait_for_url("**/last.html*")
    assert fragment(opened) == "#&view=differences"
    assert opened.locator("[data-view=differences]:is(button)").get_attribute("aria-pressed") == "true"
    press(opened, "j")
    assert "last.html" in opened.url, "after the last there is none"
    press(opened, "k")
    opened.wait_for_url("**/boats.html*")
    press(opened, "k")
    opened.wait_for_url("**/first.html*")


def test_the_link_to_the_next_document_keeps_the_view_as_the_key_does(opened):
    press(opened, "d")
    opened.click(".walk >> nth=0 >> a[rel=next]")
    opened.wait_for_url("**/last.html#&view=differences")


def lines_of(parts) -> set[str]:
    return set(parts.evaluate_all("all => all.map((each) => getComputedStyle(each).textDecorationLine)"))


def test_d_shows_what_differs_by_shape_and_not_by_colour_alone(opened):
    plain = opened.locator(".texts").inner_text()
    gone, put = opened.locator(".texts del"), opened.locator(".texts ins")
    assert gone.count() == put.count() == 0
    press(opened, "d")
    assert opened.locator(".texts").inner_text() == plain
    assert gone.all_inner_texts()[0] == "Are "
    assert put.all_inner_texts()[-1] == "Nobody was hurt."
    assert (lines_of(gone), lines_of(put)) == ({"line-through"}, {"underline"})
    assert opened.locator(".legend[data-of=differences]").is_visible()
    assert opened.locator("#s3 :is(del, ins)").count() == 0, "the third has no difference"
    press(opened, "d")
    assert gone.count() == put.count() == 0


def test_s_shows_the_hypothesis_with_the_suggestions(opened):
    preview = opened.locator(".preview")
    assert not preview.is_visible()
    press(opened, "s")
    assert preview.locator("del").all_inner_texts() == ["Are arrived"]
    assert preview.locator("ins").all_inner_texts() == ["have arrived"]
    assert not opened.locator(".hypothesis").first.is_visible()
    press(opened, "n")
    assert opened.evaluate("document.activeElement.textContent") == "Are arrivedhave arrived"
    press(opened, "s")
    assert opened.locator(".hypothesis").first.is_visible()


def test_one_view_takes_the_place_of_the_other(opened):
    press(opened, "d s")
    pressed = opened.locator(".tools [aria-pressed=true]").all_inner_texts()
    assert [text.split()[0] for text in pressed] == ["Suggestions"]
    assert fragment(opened) == "#&view=suggestions"


def test_the_suggestions_are_put_in_place_as_fixing_puts_them(tmp_path, open_page):
    """Findings lie over each other as they like; what is read without what is taken away is what `corrected` makes."""
    random = Random(12345)
    one = samples.header("many")
    plain = samples.document(one, samples.scored(one, [(None, PLAIN, PLAIN[::-1])] * 60))
    marks = []
    for _ in plain.segments:
        ends = [sorted(random.sample(range(len(PLAIN) + 1), 2)) for _ in range(random.randint(1, 8))]
        marks.append([(PLAIN[start:end], _some(random, start, end)) for start, end in ends])
    document = samples.with_marks(plain, marks)
    write_folder(build(samples.judged(samples.evaluation([document]))), tmp_path)
    page = open_page(tmp_path / "documents" / "many.html")
    press(page, "d s")
    read = page.evaluate(
        """[...document.querySelectorAll(".texts tbody")].map((body) => {
          const text = (body.querySelector(".preview") || body.querySelector(".hypothesis")).cloneNode(true);
          for (const gone of text.querySelectorAll("del, .severity")) gone.remove();
          return text.textContent;
        })"""
    )
    assert read == [corrected(PLAIN, followed(scored.findings)) for scored in document.segments]
    assert len(set(read)) > 30


PLAIN = "The 😀 council, the mayor said, votes on Monday on what the harbour costs."


def _some(random: Random, start: int, end: int) -> dict[str, object]:
    return {
        "start": start,
        "end": end,
        "severity": random.choice(["minor", "major", "critical"]),
        "confidence": random.choice(["low", "medium", "high"]),
        "suggestions": tuple(random.sample(["", " ", "<b>", "votes", "😀 & so"], random.randint(0, 2))),
    }


def test_a_finding_on_a_whole_text_is_chosen_as_others_are(tmp_path, open_page):
    one = samples.header("whole")
    plain = samples.document(one, samples.scored(one, [(None, PLAIN, PLAIN)]))
    marks = [[(PLAIN, {"suggestions": ("All of it anew.",)}), ("council", {"severity": "minor"})]]
    write_folder(build(samples.judged(samples.evaluation([samples.with_marks(plain, marks)]))), tmp_path)
    page = open_page(tmp_path / "documents" / "whole.html")
    text = page.locator(".hypothesis")
    press(page, "n")
    assert {"whole", "major", "chosen"} <= set(text.get_attribute("class").split())
    assert chosen(page) == []
    press(page, "n")
    assert text.get_attribute("class") == "hypothesis whole major"
    assert chosen(page) == ["council"]
    page.click(".filter summary")
    page.uncheck("input[value=major]")
    assert text.get_attribute("class") == "hypothesis whole off"
    page.check("input[value=major]")
    press(page, "s")
    assert page.locator(".preview ins").inner_text() == "All of it anew."
    assert page.locator(".preview del").inner_text() == PLAIN


def test_a_filter_that_takes_the_chosen_finding_closes_the_dock(opened):
    press(opened, "n")
    opened.click(".filter summary")
    opened.uncheck("input[value=major]")
    assert dock(opened) == ""
    assert opened.locator("#count").inner_text() == "3 of 4 findings"


def test_thirty_findings_in_one_segment_can_each_be_reached_and_read(tmp_path, open_page):
    one = samples.header("crowded")
    plain = samples.document(one, samples.scored(one, [(None, PLAIN, PLAIN)]))
    marks = [[(PLAIN, {"start": at, "end": at + 9, "severity": "minor", "message": f"No. {at}"}) for at in range(30)]]
    write_folder(build(samples.judged(samples.evaluation([samples.with_marks(plain, marks)]))), tmp_path)
    page = open_page(tmp_path / "documents" / "crowded.html", window=NARROW)
    for place in range(30):
        press(page, "n")
        assert f"No. {place}" in dock(page)
        assert "".join(chosen(page)) == PLAIN[place : place + 9]
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]


def test_no_hostile_text_runs_whatever_is_pressed(tmp_path, open_page):
    write_folder(build(samples.hostile()), tmp_path)
    pages = sorted((tmp_path / "documents").glob("*.html"))
    page = open_page(pages[0])
    for path in pages:
        page.goto(path.as_uri())
        press(page, "n c d s n p ? Escape Escape")
        assert page.locator("body > *:not(nav, header, main, footer, aside, dialog, script)").count() == 0


def test_c_copies_the_place_of_a_finding_for_a_ticket_and_says_so(opened):
    press(opened, "n c")
    ticket = (
        "news/boats.en.txt:1:1: Major: “Arrive” takes no form of “be”. Better: have arrived "
        "[en/auxiliary/be-unaccusative]"
    )
    opened.wait_for_selector("#said:not(:empty)", state="attached")
    assert opened.locator("#said").inner_text() == f"Copied: {ticket}"
    assert opened.evaluate("navigator.clipboard.readText()") == ticket
    press(opened, "p")
    opened.click("#dock [data-key=c]")
    opened.wait_for_selector("#said:not(:empty)", state="attached")
    assert "Copied: news/boats.it.txt:2: Minor in the source" in opened.locator("#said").inner_text()


@pytest.mark.parametrize(("works", "said"), [(True, "Copied: news/boats"), (False, "Press Ctrl+C")])
def test_without_a_clipboard_the_place_is_copied_or_can_be(works, said, opened):
    opened.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    opened.evaluate(f"document.execCommand = () => {json.dumps(works)}")
    press(opened, "n c")
    opened.wait_for_selector("#said:not(:empty)", state="attached")
    assert said in opened.locator("#said").inner_text()
    assert opened.locator("#dock-copy").is_visible() is not works
    if not works:
        selected = opened.evaluate("(f => f.value.slice(f.selectionStart, f.selectionEnd))(document.activeElement)")
        assert selected.startswith("news/boats.en.txt:1:1: Major")


def test_the_question_mark_lists_the_keys_and_escape_closes_them(opened):
    press(opened, "?")
    dialog = opened.locator("#keys")
    assert dialog.is_visible()
    assert dialog.locator("kbd").all_inner_texts()[:9] == ["n", "p", "j", "k", "d", "s", "c", "?", "Esc"]
    press(opened, "n")
    assert fragment(opened) == "", "a dialog takes the keys"
    press(opened, "Escape")
    assert not dialog.is_visible()
    opened.click(".tools [data-key='?']")
    assert dialog.is_visible()


@pytest.mark.parametrize(
    ("sample", "keys"), [("unscored", "? Esc"), ("unreferenced", "n p j s c ? Esc"), ("systems", "j d ? Esc")]
)
def test_keys_that_a_page_has_no_use_for_are_not_listed_and_do_nothing(sample, keys, tmp_path, open_page):
    report = build(getattr(samples, sample)())
    write_folder(report, tmp_path)
    page = open_page(tmp_path / "documents" / next(html.pages(report))[0].partition("/")[2])
    press(page, "n p d s c k ?")
    assert page.locator("#keys kbd:not([aria-hidden])").all_inner_texts() == keys.split()


def test_keys_can_be_switched_off_and_stay_so(opened):
    press(opened, "?")
    opened.uncheck("#keys-on")
    press(opened, "Escape n")
    assert fragment(opened) == ""
    opened.reload()
    press(opened, "n")
    assert fragment(opened) == ""
    opened.click(".tools [data-key=n]")
    assert fragment(opened) == "#f1", "buttons still work"


def test_keys_with_a_modifier_are_the_browsers(opened):
    press(opened, "Control+d Alt+n Meta+s")
    assert fragment(opened) == ""
    assert opened.locator("[aria-pressed=true]").count() == 0


def test_a_filter_takes_notes_and_marks_away_and_the_rest_step_in(opened):
    opened.click(".filter summary")
    opened.uncheck("input[value=major]")
    assert [note.get_attribute("id") for note in opened.locator(".findings > li:visible").all()] == ["f2", "f3", "f4"]
    assert fragment(opened) == "#&hide=major"
    assert opened.locator("mark.off").all_inner_texts() == ["Are "]
    overlap = opened.locator("mark >> text=/^arrived$/").locator("xpath=ancestor-or-self::mark")
    assert overlap.get_attribute("class") == "minor unsure", "of two findings the one that is shown"
    assert opened.locator("#count").inner_text() == "3 of 4 findings"
    press(opened, "Escape")
    assert not opened.locator(".filter > div").is_visible()
    press(opened, "n")
    assert fragment(opened) == "#f2&hide=major"
    opened.click(".filter summary")
    opened.check("input[value=major]")
    assert opened.locator("mark.off").count() == 0
    assert opened.locator("mark.major").all_inner_texts() == ["Are ", "arrived"]


def test_the_address_brings_the_view_and_the_finding_back(folder, open_page):
    page = open_page(folder / "boats.html", fragment="#f3&view=differences&hide=low,minor")
    assert chosen(page) == ["tre", "two boats"]
    assert page.locator("[data-view=differences]:is(button)").get_attribute("aria-pressed") == "true"
    assert page.locator(".findings > li:visible").count() == 2
    page.evaluate("location.hash = '#f2'")
    page.wait_for_selector("#f2.chosen")
    assert page.locator("#f2").is_visible(), "what a link leads to is shown, whatever was filtered"


def test_a_link_to_a_finding_leads_to_its_mark_however_far_below_the_note_stands(tmp_path, open_page):
    header = samples.header("long")
    told = " ".join(["The river rose over the road and the bridge stayed closed for two days."] * 60)
    plain = samples.document(header, samples.scored(header, [(None, f"Are arrived the boats. {told}")]))
    marked = samples.with_marks(plain, [[("Are arrived", {})]])
    write_folder(build(samples.judged(samples.evaluation([marked]))), tmp_path)
    page = open_page(tmp_path / "documents" / "long.html", fragment="#f1")
    page.wait_for_load_state("load")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    window = page.viewport_size["height"]
    mark, note = (page.locator(place).bounding_box()["y"] for place in ("mark a", "#f1"))
    assert 0 <= mark < window
    assert note > window, "the two do not fit into the window together"


@pytest.mark.parametrize(
    "wild", ["#f9999", "#&view=__proto__&hide=toString", "#f1&f1&=&==", '#"]<b>', "#%E0%A4%A", "#main"]
)
def test_a_wild_address_does_nothing(wild, folder, open_page):
    page = open_page(folder / "boats.html", fragment=wild)
    assert page.locator("#count").inner_text() in ("4 findings", "1 of 4")
    assert page.locator(".findings > li:visible").count() == 4


def test_what_is_unsure_is_marked_less(opened):
    grounds = opened.locator("mark").evaluate_all("all => all.map((each) => getComputedStyle(each).backgroundColor)")
    texts = opened.locator("mark").all_inner_texts()
    unsure = grounds[texts.index(" from the coast")]
    assert unsure == "rgba(0, 0, 0, 0)"
    assert grounds[texts.index("two boats")] != unsure


def test_without_script_marks_lead_to_notes_and_no_dead_button_stands(folder, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "boats.html").as_uri())
    assert page.locator("button:visible").count() == 0
    page.click("td[data-label=Hypothesis] mark >> text=two boats")
    assert page.url.endswith("#f3")
    page.click("#f3 .rule a")
    assert page.url.endswith("#r3") or page.url.endswith("#r2")
    context.close()


def test_on_paper_the_findings_stand_as_numbered_notes_without_controls(folder, open_page):
    page = open_page(folder / "boats.html")
    press(page, "n")
    page.emulate_media(media="print")
    for control in ("#tools", "#dock", ".walk", "dialog"):
        assert not page.locator(control).first.is_visible(), control
    notes = page.locator(".findings > li:visible")
    starts = page.locator(".findings").evaluate_all("all => all.map((each) => each.start)")
    assert starts == [1, 4]
    assert notes.evaluate_all("all => all.map((each) => each.id)") == ["f1", "f2", "f3", "f4"]
    assert (
        page.evaluate("getComputedStyle(document.querySelector('mark.major[data-notes]'), '::after').content") != "none"
    )
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.pdf().startswith(b"%PDF")


def test_on_a_telephone_texts_stand_below_each_other_and_the_dock_leaves_room(folder, open_page):
    page = open_page(folder / "boats.html", window=NARROW)
    tops = [
        page.locator(f"#s1 td[data-label={side}]").bounding_box()["y"] for side in ("Source", "Hypothesis", "Reference")
    ]
    assert tops == sorted(tops)
    assert len(set(tops)) == 3
    press(page, "n n n")
    box = page.locator("#dock").bounding_box()
    assert box["height"] <= 0.51 * NARROW[1]
    mark = page.locator("td[data-label=Hypothesis] mark.chosen").bounding_box()
    assert mark["y"] + mark["height"] <= box["y"], "the dock does not lie on what it tells of"
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("keys", ["n", "n n d", "s n", "?"])
def test_no_state_of_the_page_bars_anyone(keys, theme, folder, open_page, axe):
    page = open_page(folder / "boats.html", theme=theme)
    press(page, keys)
    if keys == "n":
        page.click(".filter summary")
    assert barriers(page, axe) == []


def test_a_document_of_400_segments_is_light_and_opens_at_once(tmp_path, open_page):
    write_folder(build(samples.long()), tmp_path)
    path = tmp_path / "documents" / "long.html"
    assert path.stat().st_size < 1_000_000
    page = open_page(tmp_path / "index.html")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(path.as_uri())
    assert page.locator("#count").inner_text() == "800 findings"
    opened = busy(session)
    assert opened < 1.5, "a second of the processor is promised; its other half is for those who share it"
    press(page, "d")
    assert page.locator(".texts del").count() > 400
    press(page, "s n")
    assert page.locator("li.chosen").get_attribute("id") == "f1"
    assert busy(session) - opened < 1.5


def busy(session) -> float:
    """The seconds of processor time that the page has taken."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(each["value"] for each in metrics if each["name"] == "ThreadTime")
