"""What all tests share: golden files, rewritten by `pytest --update-golden`."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import mtqa

GOLDEN = Path(__file__).parent / "golden"

_SCRUBBED = (
    (re.compile(rf'"(version|semanticVersion)": "{re.escape(mtqa.__version__)}"'), r'"\1": "VERSION"'),
    (re.compile(rf"\bmtqa {re.escape(mtqa.__version__)}"), "mtqa VERSION"),
    (re.compile(rf"(\|confidence:[a-z+]+\|version:){re.escape(mtqa.__version__)}"), r"\1VERSION"),
    (re.compile(r"<style>.*?</style>", re.DOTALL), "<style>STYLE</style>"),
    (re.compile(r"<script>.*?</script>", re.DOTALL), "<script>SCRIPT</script>"),
    (re.compile(r"sha256-[A-Za-z0-9+/=]+"), "sha256-HASH"),
)
"""What may change without any golden file changing."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what is, as what ought to be")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the golden file of that name, or writes the file when asked to."""

    def compare(name: str, text: str) -> None:
        for pattern, substitute in _SCRUBBED:
            text = pattern.sub(substitute, text)
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        expected = path.read_bytes().decode()
        assert text == expected, f"{name} changed; if that is right, run pytest --update-golden"

    return compare
