"""The pages of the rules: current, safe to show, and never in the way of a page written by hand."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from mtqa.cli.rules import rules_app
from mtqa.errors import InputError
from mtqa.rules.documentation import GENERATED, document, markdown, pages, what
from mtqa.rules.engine import Rules
from mtqa.rules.loader import BUILT_IN

DOCS = Path(__file__).parents[1] / "docs" / "rules"

RULE = """
category   = "style/unidiomatic"
severity   = "minor"
confidence = "low"
message    = 'write "use" for "{match}"'
why        = "The longer word | says *no* more than the <b>shorter</b>."
pairs      = { "<utilise>" = "<use>" }
place      = ["not_headline"]
source_languages = ["fr"]
source_boost = { fr = ["utilis*"] }
flags      = [{ text = "The firm [[utilised]] old pipes.", fixed = "The firm used old pipes." }]
silent     = ["1. The *use*  of old pipes"]
measured   = { lines = 3039, false_alarms = 2, true_finds = 1 }
"""

PAGE = rf"""{GENERATED}

# style

## house/style/utilise

write "use" for "utilised"

style/unidiomatic (grammatical, but not said so), minor, low confidence

The longer word \| says \*no\* more than the \<b\>shorter\</b\>.

### Wrong and right

- The firm <mark>utilised</mark> old pipes.
  - right: The firm used old pipes.

### Not flagged

- 1\. The \*use\* &nbsp;of old pipes

### Facts

- Source languages: fr
- Surer when the source has: fr: utilis\*
- Never in a headline or title
- Measured in 3,039 lines of native news: 2 false alarms, 1 true
"""


@pytest.fixture(scope="module")
def built_in():
    return Rules.load((), extra=(BUILT_IN,), low=True)


@pytest.fixture
def pack(tmp_path):
    path = tmp_path / "house" / "style" / "utilise.toml"
    path.parent.mkdir(parents=True)
    path.write_text(RULE, "utf-8")
    return tmp_path / "house"


def test_the_pages_are_current(built_in):
    made = pages(built_in)
    there = {path.name: path.read_text("utf-8") for path in DOCS.glob("*.md") if path.name != "writing.md"}
    stale = sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))
    assert stale == [], "run: mtqa rules docs docs/rules"


def test_every_rule_has_its_section_and_its_row(built_in):
    made = pages(built_in)
    index = made["README.md"]
    for rule in built_in.rules:
        page = f"{rule.id.split('/')[1]}.md"
        assert made[page].count(f"\n## {rule.id}\n") == 1
        assert index.count(f"| [{rule.id}]({page}#{rule.id.replace('/', '')}) |") == 1


def test_every_rule_says_what_it_means_by_its_first_example(built_in):
    assert [rule.id for rule in built_in.rules if what(rule, built_in).startswith("the text is ")] == []


def test_no_line_of_the_pages_holds_what_cannot_be_seen(built_in):
    for text in pages(built_in).values():
        assert all(line.isprintable() for line in text.split("\n"))


def test_a_page_says_all_there_is(pack):
    assert pages(Rules.load((pack,), low=True))["style.md"] == PAGE


def test_in_a_terminal_words_stand_as_they_are(pack):
    rules = Rules.load((pack,), low=True)
    text = document(rules.rules[0], rules)
    assert "\nThe longer word | says *no* more than the <b>shorter</b>.\n" in text
    assert "\n- The firm **utilised** old pipes.\n" in text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain, with commas", "plain, with commas"),
        ("a*b_c`d", r"a\*b\_c\`d"),
        ("<b>&amp;", r"\<b\>\&amp;"),
        ("[a](b) | c", r"\[a\](b) \| c"),
        ("- item", r"\- item"),
        ("12) item", r"12\) item"),
        ("version 2. Then", "version 2. Then"),
        ("a  b   c", "a &nbsp;b &nbsp;&nbsp;c"),
        ("5\u00a0%", "5<code>U+00A0</code>%"),
        ("a\nb\u200bc", "a<code>U+000A</code>b<code>U+200B</code>c"),
        ("\\", "\\\\"),
    ],
)
def test_markdown_shows_a_text_as_it_stands(text, written):
    assert markdown(text) == written


def run(folder, pack, monkeypatch, tmp_path):
    (tmp_path / "en").mkdir(exist_ok=True)
    monkeypatch.setattr("mtqa.rules.loader.BUILT_IN", tmp_path / "en")
    return CliRunner().invoke(rules_app, ["docs", str(folder), "--rules", str(pack)])


def test_the_command_writes_the_pages_and_takes_away_those_of_families_that_are_gone(pack, tmp_path, monkeypatch):
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "gone.md").write_text(f"{GENERATED}\n", "utf-8")
    (folder / "writing.md").write_text("by hand", "utf-8")
    for _ in range(2):
        assert run(folder, pack, monkeypatch, tmp_path).exit_code == 0
        assert sorted(path.name for path in folder.iterdir()) == ["README.md", "style.md", "writing.md"]
        assert (folder / "style.md").read_bytes() == PAGE.encode()


def test_a_page_written_by_hand_stays(pack, tmp_path, monkeypatch):
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "style.md").write_text("by hand", "utf-8")
    result = run(folder, pack, monkeypatch, tmp_path)
    assert isinstance(result.exception, InputError)
    assert [path.read_text("utf-8") for path in folder.iterdir()] == ["by hand"]
