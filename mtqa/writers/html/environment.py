"""Templates made into pages: escaping, the filters they use, and the policy of each page.

Every text in a page is untrusted: Jinja escapes it, unseen characters are shown, and the page's own policy
forbids whatever is not the one style sheet and the one script it carries, which are named by their hashes.
"""

import hashlib
import os
import sys
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

import mtqa
from mtqa.report import QUALITY
from mtqa.taxonomy import WEIGHTS
from mtqa.text.languages import is_undetermined
from mtqa.writers.html.names import FOLDER, INDEX, SELFTEST, shown_name
from mtqa.writers.html.tags import direction, html_language, language_name
from mtqa.writers.wording import (
    ORIGINS,
    counted,
    fault,
    legible,
    omissions,
    percent,
    resampling,
    shown_documents,
    two_decimals,
    unchecked,
)

if TYPE_CHECKING:
    from jinja2 import Environment, FileSystemBytecodeCache

_MOST_PLACES = 12

_SHOWN_CONTROLS = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
}
"""Characters that HTML forbids or that nobody sees, and the pictures that stand for them."""


@dataclass(frozen=True, slots=True)
class Assets:
    """The style sheet and the script of a page, this project's own files; `policy` allows these and nothing else."""

    style: Markup
    script: Markup
    policy: str

    @classmethod
    def of(cls, page: str) -> "Assets":
        """Of `style.css` and, where there are such files, `PAGE.css` and `PAGE.js`."""
        style = _file("style.css") + _file(f"{page}.css")
        script = _file(f"{page}.js")
        sources = {"style-src": style, "script-src": script}
        allowed = (f"{source} {_digest(text)}; " for source, text in sources.items() if text)
        policy = f"default-src 'none'; {''.join(allowed)}base-uri 'none'; form-action 'none'"
        return cls(Markup(style), Markup(script), policy)


def render(page: str, **values: object) -> str:
    """The page made from its template, `PAGE.html.j2`, with its assets."""
    return _environment().get_template(f"{page}.html.j2").render(assets=_assets(page), **values)


@cache
def _assets(page: str) -> Assets:
    return Assets.of(page)


def _file(name: str) -> str:
    """The text of a file beside this one; nothing where there is none."""
    file = files("mtqa.writers") / "html" / name
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _environment() -> "Environment":
    """The templates with what they may use."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 (for reports only)

    environment = Environment(
        loader=PackageLoader("mtqa.writers", "html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
        bytecode_cache=_compiled(),
    )
    environment.filters.update(
        capitalised=_capitalised,
        counted=counted,
        fault=fault,
        heading=_heading,
        legible=legible,
        unchecked=unchecked,
        name=shown_name,
        on_scale=_on_scale,
        one_decimal="{:,.1f}".format,
        percent=percent,
        plain_number="{:,g}".format,
        thousands="{:,}".format,
        two_decimals=two_decimals,
    )
    environment.globals.update(
        version=mtqa.__version__,
        folder=FOLDER,
        index=INDEX,
        selftest_name=SELFTEST,
        most_places=_MOST_PLACES,
        quality=QUALITY,
        weights=WEIGHTS,
        origins=ORIGINS,
        direction=direction,
        html_language=html_language,
        is_undetermined=is_undetermined,
        language_name=language_name,
        omissions=omissions,
        resampling=resampling,
        shown_documents=shown_documents,
    )
    return environment


def _compiled() -> "FileSystemBytecodeCache | None":
    """Where compiled templates are kept from run to run: with Python's own compiled files; None where it keeps none.

    Compiling takes a tenth of a short run. A template that has changed is compiled again, and where this module has,
    all are.
    """
    folder = Path(__file__).with_name("__pycache__")
    if sys.dont_write_bytecode or not os.access(folder, os.W_OK):
        return None
    from jinja2 import FileSystemBytecodeCache  # noqa: PLC0415 (for reports only)

    ours = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    return FileSystemBytecodeCache(str(folder), f"template-{ours}-%s.cache")


def _shown(value: object) -> object:
    """The value as a page shows it: every text with its unseen characters made visible."""
    if not isinstance(value, str) or isinstance(value, Markup) or value.isprintable():
        return value
    return value.translate(_SHOWN_CONTROLS)


def _capitalised(text: str) -> str:
    """The text with its first letter in upper case, the others as they are."""
    return text[:1].upper() + text[1:]


def _heading(metric: str) -> str:
    """The name of a metric where a heading begins with it: `Quality`, but `chrF2`."""
    return metric.capitalize() if metric == QUALITY else metric


def _on_scale(score: float) -> str:
    """The place of the score on a bar from 0 to 100; what lies beyond stands at its end."""
    return f"{min(max(score, 0.0), 100.0):.1f}"
