import hashlib
import os
import re
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path, PurePosixPath

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st

from mtqa.evaluation.fixing import corrected
from mtqa.model import Description, LanguagePair, Score
from mtqa.report import build, harm
from mtqa.text.differences import word_differences
from mtqa.writers import html
from mtqa.writers.html.marks import Note, annotated_text, pieces
from mtqa.writers.html.names import is_page_name, page_names
from mtqa.writers.html.preview import followed
from mtqa.writers.html.tags import direction, html_language, language_name

HOME = Path(html.__file__).parent
VOID = {"meta", "link", "br", "hr", "img", "input"}
SAMPLES = {
    sample.__name__: dict(html.pages(build(sample())))
    for sample in (samples.news, samples.systems, samples.unscored, samples.unreferenced, samples.hostile)
}
SAMPLES["selftest"] = dict(html.pages(build(samples.news()), selftest=True))
SAMPLES["selftest"]["selftest.html"] = html.selftest_page(samples.selftest(), index=True)
SAMPLES["hostile-selftest"] = {
    "selftest.html": html.selftest_page(samples.selftest('"><script>alert(1)</script>\x1b{{ 7 * 7 }}'))
}
PAGES = [(name, path) for name, pages in SAMPLES.items() for path in pages]


class Page(HTMLParser):
    """The elements of a page, in order, as pairs of tag and attributes; fails where tags do not match."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.texts = []
        self._open = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs)
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if self._open and self._open[-1] not in ("style", "script"):
            self.texts.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def test_the_pages_are_as_before(golden):
    golden("news-index.html", SAMPLES["news"]["index.html"])
    golden("news-harbour.html", SAMPLES["news"]["documents/harbour.html"])
    golden("news-flood.html", SAMPLES["news"]["documents/flood.html"])


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_every_page_is_sound(name, path):
    page = Page(SAMPLES[name][path])
    tags = Counter(tag for tag, _ in page.elements)
    assert tags["h1"] == tags["main"] == tags["title"] == tags["style"] == 1
    assert page.all("html") == [{"lang": "en"}]
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.elements:
        for relation in ("aria-labelledby", "aria-describedby"):
            assert set(ids) >= set(attributes.get(relation, "").split())
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert tags["table"] == tags["caption"]
    assert all(attributes.get("scope") in ("row", "col") for attributes in page.all("th"))


def page_style_and_script(path):
    """What a page may carry, from this project's own files."""
    kind = "document" if path.parent.name else path.stem
    own = {suffix: HOME / f"{kind}.{suffix}" for suffix in ("css", "js")}
    style, script = (file.read_text("utf-8") if file.exists() else "" for file in own.values())
    return {"style": (HOME / "style.css").read_text("utf-8") + style, "script": script}


def digest(text):
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_no_page_runs_or_loads_anything_but_its_own(name, path):
    page = Page(SAMPLES[name][path])
    assert {tag for tag, _ in page.elements}.isdisjoint(
        {
            "img",
            "link",
            "iframe",
            "object",
            "embed",
            "base",
            "form",
            "audio",
            "video",
            "foreignobject",
        }
    )
    for _, attributes in page.elements:
        assert not any(key.startswith("on") or key in ("style", "src", "srcset") for key in attributes)
    style = SAMPLES[name][path].partition("<style>")[2].partition("</style>")[0]
    (policy,) = [meta["content"] for meta in page.all("meta") if "http-equiv" in meta]
    ours = page_style_and_script(PurePosixPath(path))
    allowed = "".join(f"{kind}-src '{digest(text)}'; " for kind, text in ours.items() if text)
    assert policy == f"default-src 'none'; {allowed}base-uri 'none'; form-action 'none'"
    assert style == ours["style"]
    scripts = [attributes for attributes in page.all("script") if attributes.get("type") != "application/json"]
    assert scripts == [{}] * bool(ours["script"])
    assert SAMPLES[name][path].count(f"<script>{ours['script']}</script>") == len(scripts)
    assert "@import" not in style
    assert "url(" not in style


def target_of(path, href):
    """The page that a link on another page leads to, and the place in it."""
    target, _, place = href.partition("#")
    parts = []
    for part in (PurePosixPath(path).parent / target).parts if target else PurePosixPath(path).parts:
        parts.pop() if part == ".." else parts.append(part)
    return "/".join(parts), place


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_every_link_leads_to_a_page_or_a_place_in_it(name, path):
    for link in Page(SAMPLES[name][path]).all("a"):
        target, place = target_of(path, link["href"])
        assert target in SAMPLES[name]
        if place:
            assert f'id="{place}"' in SAMPLES[name][target]


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_pages_hold_no_character_that_html_forbids(name, path):
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", SAMPLES[name][path])


def test_the_page_of_a_self_test_is_as_before(golden):
    golden("selftest.html", SAMPLES["selftest"]["selftest.html"])


def test_the_page_of_a_self_test_says_what_was_caught_missed_and_alarmed():
    page = Page(SAMPLES["selftest"]["selftest.html"]).text
    for words in (
        "38 of 53 planted faults (72%), in 1,200 segments and 24,000 words of the reference.",
        "mtqa check would stop 28 of the 53 planted faults (53%), and 1 of the 1,200 segments that nobody touched.",
        "9 findings in 8 of 1,200 segments, 0.38 per 1,000 words: 2 of high confidence 7 of medium",
        "number-changed a digit of a number is another 40 92% 30 5 2 3 68% accuracy/number/changed 30",
        "agreement a verb does not agree with its pronoun 12 0% 0 0 0 12 0% nothing",
        "Not checked: address: English has one form of address.",
    ):
        assert words in page
    assert Page(SAMPLES["selftest"]["selftest.html"]).all("a")[0] == {"href": "index.html"}
    assert {"href": "selftest.html"} in Page(SAMPLES["selftest"]["index.html"]).all("a")


def test_a_self_test_that_planted_nothing_has_a_page_too():
    result = samples.selftest()
    none = replace(result, kinds=tuple(each for each in result.kinds if not each.planted), alarms={}, words=0)
    page = Page(html.selftest_page(none)).text
    assert "No fault could be planted in 1,200 segments and 0 words of the reference." in page
    assert "Alarms of the untouched text None." in page
    assert "Planted faults" not in page


def test_hostile_words_on_the_page_of_a_self_test_are_escaped():
    text = SAMPLES["hostile-selftest"]["selftest.html"]
    assert Page(text).text.count("<script>alert(1)</script>") >= 4
    assert "<script>" not in text
    assert "49" not in Page(text).text


def test_hostile_texts_are_shown_letter_by_letter():
    shown = " ".join(Page(text).text for text in SAMPLES["hostile"].values())
    for text in (
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ 7 * 7 }}{% raw %}",
        "a␀b",
    ):
        assert text in shown
    assert "49" not in Page(SAMPLES["hostile"]["index.html"]).text


def test_the_index_lists_documents_worst_first_and_links_them_in_that_order():
    pages = SAMPLES["news"]
    links = re.findall(r'<th scope="row"><a href="(documents/[^"#]*)">', pages["index.html"])
    assert links == ["documents/flood.html", "documents/council.html", "documents/harbour.html"]
    walk = {
        path: [(link["rel"], link["href"]) for link in Page(pages[path]).all("a") if "rel" in link][:2]
        for path in links
    }
    assert walk == {
        "documents/flood.html": [("next", "council.html"), ("next", "council.html")],
        "documents/council.html": [("prev", "flood.html"), ("next", "harbour.html")],
        "documents/harbour.html": [("prev", "council.html"), ("prev", "council.html")],
    }


def test_what_was_left_out_is_named_on_the_index_and_on_its_document():
    index, flood, harbour = (
        Page(SAMPLES["news"][path]).text for path in ("index.html", "documents/flood.html", "documents/harbour.html")
    )
    assert "1 segment: the reference is empty news/flood.ref.txt:1" in index
    assert "1 document: no segments strike" in index
    assert "1 hypothesis is empty." in index
    assert "Left out 1 segment: the reference is empty news/flood.ref.txt:1" in flood
    assert "Left out" not in harbour


def test_without_references_the_pages_say_so_and_show_no_number():
    for text in SAMPLES["unscored"].values():
        page = Page(text)
        assert "nothing to score against" in page.text
        assert "BLEU" not in page.text
        assert "Reference" not in page.text
        assert "Source language Unknown" in page.text or "Source" not in page.text


def test_texts_carry_their_language_and_direction():
    header = samples.header("mixed")
    segments = samples.scored(header, [("הנמל נפתח מחדש.", "港口重新开放。", "港口已重新开放。")])
    pair = LanguagePair("he", "zh-Hans")
    evaluation = samples.evaluation([samples.document(header, segments, {}, pair)], language_pair=pair)
    page = Page(dict(html.pages(build(evaluation)))["documents/mixed.html"])
    texts = [(p["lang"], p["dir"]) for p in page.all("p") if "lang" in p]
    assert texts == [("he", "rtl"), ("zh-Hans", "ltr"), ("zh-Hans", "ltr")]


def test_a_finding_is_marked_in_its_text_and_noted_below_it():
    flood = SAMPLES["news"]["documents/flood.html"]
    assert (
        'The river <mark class="major"><a href="#f1" aria-describedby="f1">is </a></mark>'
        '<mark class="major" data-notes="1"><a href="#f1" aria-describedby="f1 f2">overflowed</a></mark>'
        '<mark class="minor" data-notes="2"><a href="#f2" aria-describedby="f2"> in the night</a></mark>.</p>'
    ) in flood
    assert '<p lang="it" dir="ltr"><mark class="critical" data-notes="3">' in flood
    page = Page(flood)
    assert [item["id"] for item in page.all("li") if "id" in item] == ["f1", "f2", "f3"]
    assert [item["start"] for item in page.all("ol")] == ["1", "3"]
    for words in (
        "Major : “Overflow” takes no form of “be” here; Italian “è esondato” does.",
        "Better: has overflowed or overflowed en/auxiliary/be-unaccusative , high confidence",
        "Critical in the source: Nothing stands for this sentence. omission , high confidence",
    ):
        assert words in page.text


def test_a_page_says_once_why_each_rule_speaks():
    own = Description(
        id="house/colour", category="x", severity="minor", confidence="high", what="", why="We write <colour>.", help=""
    )
    one = samples.header("rain")
    plain = samples.document(one, samples.scored(one, [(None, "Rain.")] * 3))
    rules = ("en/auxiliary/be-unaccusative", "accuracy/number/changed", "house/colour", "lost/rule")
    marks = [[("Rain", {"rule": rule}) for rule in rules]] * 3
    evaluation = samples.evaluation([samples.with_marks(plain, marks)], own_rules=(own,))
    page = Page(dict(html.pages(build(samples.judged(evaluation))))["documents/rain.html"]).text
    told = page.partition("Why these are findings")[2]
    for words in (
        "en/auxiliary/be-unaccusative 3 findings Italian, French, German and Dutch build the perfect",
        "accuracy/number/changed 3 findings The translation has another number",
        "house/colour 3 findings We write <colour>.",
        "lost/rule 3 findings This version of mtqa does not know the rule. fluency/grammar: against the grammar",
    ):
        assert told.count(words) == 1


def test_a_headline_is_set_as_one_and_so_is_the_first_line_whose_source_is_one():
    one = samples.header("rain")
    texts = [
        ("Il porto riapre dopo tre giorni", "The port is open again after three days."),
        ("Il porto ha riaperto.", "The port opened on Monday, said the mayor of the town."),
        ("I Costi Della Riapertura", "What Reopening the Port Has Cost"),
    ]
    document = samples.document(one, samples.scored(one, texts))
    page = Page(dict(html.pages(build(samples.evaluation([document]))))["documents/rain.html"])
    assert [body.get("class") for body in page.all("tbody")] == ["headline", None, "headline"]


def test_a_suggestion_that_cannot_be_seen_is_named():
    one = samples.header("rain")
    plain = samples.document(one, samples.scored(one, [(None, "Rain.")]))
    marked = samples.with_marks(plain, [[("Rain", {"suggestions": ("", " ", "Snow")})]])
    pages = dict(html.pages(build(samples.judged(samples.evaluation([marked])))))
    assert "Better: nothing or a space or Snow" in Page(pages["documents/rain.html"]).text


def test_no_severity_is_told_by_colour_alone():
    style = SAMPLES["news"]["index.html"]
    shapes = dict(re.findall(r"^\.(\w+) \{ --severity: .*? --shape: (\w+); \}$", style, re.MULTILINE))
    assert shapes == {"neutral": "dashed", "minor": "dotted", "major": "solid", "critical": "double"}


def test_the_index_says_what_quality_is_what_was_found_and_what_was_not_checked():
    page = Page(SAMPLES["news"]["index.html"]).text
    for words in (
        "quality 0.00 95% interval 0.00 to 12.50. Higher is better. 100 less the points that the findings cost",
        "1 critical 1 major 2 minor 1 neutral",
        "1 of them of low confidence, not counted in quality.",
        "Not checked: rule left out: house/colour.toml: no message.",
    ):
        assert words in page
    assert "Not checked: rules: there are none for French." in Page(SAMPLES["systems"]["index.html"]).text
    assert "Findings" not in Page(SAMPLES["unscored"]["index.html"]).text


def test_the_ten_rules_that_fired_most_are_listed_the_most_frequent_first():
    one = samples.header("rain")
    marks = [("Rain", {"rule": f"en/x/rule-{number:02}"}) for number in range(12) for _ in range(1 + number % 3)]
    plain = samples.document(one, samples.scored(one, [(None, "Rain.")]))
    evaluation = samples.judged(samples.evaluation([samples.with_marks(plain, [marks])]))
    text = Page(dict(html.pages(build(evaluation)))["index.html"]).text
    order = [2, 5, 8, 11, 1, 4, 7, 10, 0, 3]
    assert re.findall(r"en/x/rule-(\d+) fluency/grammar: against the grammar of the target language (\d) 1", text) == [
        (f"{number:02}", str(1 + number % 3)) for number in order
    ]
    assert "The 10 that fired most, of 12" in text


def test_several_systems_have_a_sentence_on_quality_too():
    plain = samples.systems()
    page = Page(dict(html.pages(build(samples.judged(plain))))["index.html"]).text
    assert "Quality is 100 less the points" in page


def test_without_references_the_quality_still_stands():
    for path, text in SAMPLES["unreferenced"].items():
        page = Page(text).text
        assert "nothing to score against" in page, path
        assert "quality" in page, path


def test_hostile_words_in_findings_are_escaped():
    for path, text in SAMPLES["hostile"].items():
        for attributes in (attributes for _, attributes in Page(text).elements):
            assert attributes.keys().isdisjoint({"onerror", "src"}), path
    script = next(t for p, t in SAMPLES["hostile"].items() if p.startswith("documents/script"))
    assert script.count("&lt;script&gt;") >= 5


@st.composite
def noted(draw):
    """A text and notes on spans of it, some of them empty, some overlapping."""
    text = draw(st.text(max_size=20))
    place = st.integers(0, len(text))
    marks = draw(st.lists(st.tuples(place, place, st.sampled_from(["minor", "major"])), max_size=6))
    (segment,) = samples.scored(samples.FLOOD, [(None, text)])
    return text, [
        Note.of(number, samples.finding(segment, "", start=min(one, two), end=max(one, two), severity=severity))
        for number, (one, two, severity) in enumerate(marks, start=1)
    ]


@given(noted())
def test_pieces_are_the_whole_text_and_each_note_lies_on_its_very_words(given_notes):
    text, notes = given_notes
    cut = list(pieces(text, notes))
    assert "".join(piece.text for piece in cut) == text
    for note in notes:
        on = [piece for piece in cut if note in piece.notes]
        assert "".join(piece.text for piece in on) == text[note.finding.start : note.finding.end]
        assert [piece for piece in cut if note.number in piece.ending] == on[-1:] != []
    for piece in cut:
        assert piece.text or len(piece.notes) == 1
        severities = [note.finding.severity for note in piece.notes]
        assert severities == sorted(severities, key=["major", "minor"].index)


LONG = "The council of the town will meet on Monday to vote on the harbour."


@given(noted())
def test_notes_on_a_whole_text_stand_apart_and_all_others_on_its_pieces(given_notes):
    text, notes = given_notes
    for before, after in (("", ""), (LONG, ""), (" ", LONG + "\n")):
        longer = before + text + after
        moved = [replace(note, span=replace(note.span, start=0, end=len(longer))) for note in notes[:2]] + notes[2:]
        cut = annotated_text(longer, moved)
        assert "".join(piece.text for piece in cut.pieces) == longer
        on_pieces = {note for piece in cut.pieces for note in piece.notes}
        assert on_pieces.isdisjoint(cut.whole)
        assert on_pieces | set(cut.whole) == set(moved)
        if len(longer.strip()) >= len(LONG):
            assert set(moved[:2]) <= set(cut.whole)
        assert set(cut.whole).isdisjoint(moved[2:])


@given(noted(), st.data())
def test_differences_cut_pieces_once_more_and_lose_nothing(given_notes, data):
    text, notes = given_notes
    differences = word_differences(text, data.draw(st.text(max_size=20))).hypothesis
    cut = annotated_text(text, notes, differences)
    assert [piece.text for piece in cut.pieces] == ["".join(part.text for part in piece.parts) for piece in cut.pieces]
    signs = [part.only_here for piece in cut.pieces for part in piece.parts for _ in part.text]
    assert signs == [piece.only_here for piece in differences for _ in piece.text]


@given(noted(), st.data())
def test_suggestions_are_followed_where_none_stands_in_the_way(given_notes, data):
    text, notes = given_notes
    findings = [
        replace(
            note.finding,
            suggestions=data.draw(st.sampled_from([(), ("x",), ("",), ("a\nb",), (note.finding.text, "x")])),
            confidence=data.draw(st.sampled_from(["low", "medium", "high"])),
        )
        for note in notes
    ]
    chosen = followed(findings)
    in_order = sorted(chosen, key=lambda finding: (finding.start, finding.end))
    assert all(one.end <= other.start and one.start < other.start for one, other in pairwise(in_order))
    put = corrected(text, chosen)
    for finding in chosen:
        assert finding.confidence != "low"
        assert finding.suggestions[0] not in (finding.text, "a\nb")
    for finding in findings:
        may = finding.confidence != "low" and finding.suggestions and finding.suggestions[0] in ("x", "")
        if may and finding.suggestions[0] != finding.text and finding not in chosen:
            rivals = [other for other in chosen if meet(finding, other)]
            assert rivals
            assert any(harm(other) >= harm(finding) for other in rivals)
    if not chosen:
        assert put == text


def meet(one, other):
    return one.start == other.start or (one.start < other.end and other.start < one.end)


def quality_page(texts, marks):
    one = samples.header("council")
    plain = samples.document(one, samples.scored(one, texts))
    pages = dict(html.pages(build(samples.judged(samples.evaluation([samples.with_marks(plain, marks)])))))
    return pages["index.html"], pages["documents/council.html"]


CRITICAL = {"severity": "critical", "rule": "accuracy/wrong-language/segment"}


def test_a_finding_on_a_whole_text_leaves_those_within_to_be_seen():
    _, page = quality_page([(None, LONG)], [[(LONG, CRITICAL), ("Monday", {"severity": "minor"})]])
    assert (
        '<p class="hypothesis whole critical" lang="en" dir="ltr">The council of the town will meet on '
        '<mark class="minor" data-notes="2"><a href="#f2" aria-describedby="f2">Monday</a></mark> to vote on the '
        'harbour.<a class="severity critical" href="#f1" aria-describedby="f1" '
        'aria-label="finding 1, on the whole text">1</a></p>'
    ) in page


def test_the_pages_say_which_segments_have_quality_0_and_why():
    loop = {"severity": "critical", "rule": "fluency/repetition/loop", "confidence": "medium"}
    unsure = {"severity": "critical", "rule": "accuracy/number/changed", "confidence": "low"}
    marks = [[("council", CRITICAL), ("council", CRITICAL), ("town", loop)], [("town", loop)], [("town", unsure)]]
    index, document = (Page(page).text for page in quality_page([(None, LONG)] * 3, marks))
    assert (
        "Quality is 0 in 2 of 3 segments, by critical findings: repetition loop in 2, wrong language segment in 1."
        in index
    )
    assert "council quality 0 in 2 segments: repetition loop, wrong language segment" in index
    for words in (
        "by critical findings: wrong language segment in 1 ; repetition loop in 1 , 2 .",
        "quality 0: wrong language segment , repetition loop",
    ):
        assert words in document
    assert document.count("quality 0: ") == 2
    assert "number changed" not in index + document


def test_of_many_segments_with_quality_0_the_first_are_linked():
    _, document = quality_page([(None, LONG)] * 20, [[("council", CRITICAL)]] * 20)
    assert (
        "wrong language segment in 1 , 2 , 3 , 4 , 5 , 6 , 7 , 8 , 9 , 10 , 11 , 12 and 8 more." in Page(document).text
    )


def test_without_a_critical_finding_no_page_speaks_of_quality_0():
    for page in quality_page([(None, LONG)], [[("council", {})]]):
        assert "Quality is 0" not in Page(page).text
        assert "quality 0" not in Page(page).text


def test_bars_stay_on_their_scale():
    document = samples.document(samples.FLOOD, (), {"TER": Score(250.0, -1.0, 300.0)})
    text = dict(html.pages(build(samples.evaluation([document], metrics=("TER",)))))["index.html"]
    assert '<rect class="fill" width="100.0" height="6"/>' in text
    assert 'd="M0.0 3H100.0"' in text
    assert "250.00" in Page(text).text
    assert "Lower is better." in Page(text).text


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "ltr"), ("he", "rtl"), ("ar-EG", "rtl"), ("fa", "rtl"), ("ur", "rtl"), ("zh-Hant", "ltr"),
        ("az-Arab", "rtl"), ("ur-Latn", "ltr"), ("und", "auto"), ("mul", "auto"), ("und-Hebr", "rtl"),
    ],
)  # fmt: skip
def test_direction_follows_the_script_and_then_the_language(tag, expected):
    assert direction(tag) == expected


@pytest.mark.parametrize(
    ("tag", "name", "attribute"),
    [
        ("it", "Italian", "it"),
        ("pt-BR", "Portuguese (pt-BR)", "pt-BR"),
        ("tlh", "tlh", "tlh"),
        ("und", "an unknown language", ""),
        ("mul", "several languages", ""),
    ],
)
def test_languages_have_names_and_attributes(tag, name, attribute):
    assert language_name(tag) == name
    assert html_language(tag) == attribute


NAMES = [
    ("harbour", None, "harbour.html"),
    ("harbour_2.en-GB", None, "harbour_2.en-GB.html"),
    ("harbour", "online-b", "online-b--harbour.html"),
    ("citta", None, "citta.html"),
]


@pytest.mark.parametrize(("document", "system", "page"), NAMES)
def test_a_plain_name_is_the_name_of_its_page(document, system, page):
    assert page_names([samples.header(document, system=system)]) == (page,)


@pytest.mark.parametrize(
    ("document", "stem"),
    [
        ("città", "citta"),
        ("../../etc/passwd", "etc-passwd"),
        ("a b", "a-b"),
        ("CON", "document-CON"),
        ("con.txt", "document-con.txt"),
        ("trailing...", "trailing"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("新闻", "document"),
        ("", "document"),
        ("x" * 10_000, "x" * 60),
    ],
)
def test_any_other_name_is_cleaned_and_gets_a_digest(document, stem):
    (page,) = page_names([samples.header(document)])
    assert re.fullmatch(rf"{re.escape(stem)}-[0-9a-f]{{8}}\.html", page)


RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
headers = st.builds(
    samples.header,
    st.text(max_size=12) | st.sampled_from([*samples.HOSTILE_NAMES, "lpt1", "a--b", "NUL.html"]),
    system=st.none() | st.sampled_from(["", "a", "A", "a--b", "../x"]),
)


@given(st.lists(headers, max_size=30))
def test_page_names_are_safe_unique_and_always_the_same(given_headers):
    names = page_names(given_headers)
    assert names == page_names(given_headers)
    assert len({name.casefold() for name in names}) == len(given_headers)
    for name in names:
        assert is_page_name(name)
        assert len(name) <= 80
        assert name.split(".")[0].casefold() not in RESERVED
        assert not name.startswith((".", "-"))


def test_a_name_does_not_depend_on_the_other_documents_where_it_need_not():
    one, two, other = (samples.header(name) for name in ("News", "news", "other"))
    assert page_names([one, two, other]) == (*page_names([two, one])[::-1], "other.html")


def test_a_name_that_forges_the_digest_of_another_takes_no_page_from_it():
    (forged,) = page_names([samples.header("a b")])
    names = page_names([samples.header(forged.removesuffix(".html")), samples.header("a b")])
    assert names[0] == forged
    assert names[1] != forged


def contrast(first, second):
    """The contrast of two colours, 1 to 21 (WCAG 2.2)."""

    def luminance(colour):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_what_it_stands_on(scheme):
    style = SAMPLES["news"]["index.html"]
    both = re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", style)
    colours = {name: (light, dark)[scheme == "dark"] for name, light, dark in both}
    severities = ("neutral", "minor", "major", "critical")
    grounds = [f"{severity}-ground" for severity in severities]
    pairs = [
        *((text, ground) for text in ("ink", "soft", "accent", *severities) for ground in ("paper", "track")),
        *(("ink", ground) for ground in grounds),
        *zip(severities, grounds, strict=True),
        ("notice", "paper"),
    ]
    for text, ground in pairs:
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert contrast(colours["ink"], colours["bar"]) >= 3
    assert contrast(colours["chart"], colours["paper"]) >= 3
    assert contrast(colours["outcome"], colours["paper"]) >= 4.5


def test_pages_are_the_same_from_compiled_templates():
    code = "from mtqa.writers import html; from mtqa.report import build; import samples; "
    code += "print(dict(html.pages(build(samples.news())))['index.html'])"
    folders = [str(Path(__file__).parent), str(HOME.parents[2])]
    shared = {**os.environ, "PYTHONPATH": os.pathsep.join(folders), "PYTHONIOENCODING": "utf-8"}
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"):
        shared.pop(name, None)
    kept = HOME / "__pycache__"
    clean = not list(kept.glob("template-*"))
    first, second, without = (
        subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True).stdout
        for env in (shared, shared, {**shared, "PYTHONDONTWRITEBYTECODE": "1"})
    )
    assert list(kept.glob("template-*.cache"))
    if clean:
        for file in kept.glob("template-*"):
            file.unlink()
    assert first == second == without
