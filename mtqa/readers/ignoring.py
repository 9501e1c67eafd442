"""Findings that the author of a file accepts, as comments in it say: `<!-- mtqa: ignore[en/agreement] a title -->`."""

import re
from typing import Final

from mtqa.errors import InputError
from mtqa.model import Ignore
from mtqa.readers.fields import shown
from mtqa.readers.files import InputFile

_ADDRESSED: Final = re.compile(r"\s*mtqa\s*:(.*)", re.DOTALL)
_DIRECTIVE: Final = re.compile(r"\s*ignore\s*\[([^\[\]]*)\](.*)", re.DOTALL)
_SELECTOR: Final = re.compile(r"[A-Za-z0-9][\w./-]*")


def ignores_in(file: InputFile, comment: str, line: int) -> tuple[Ignore, ...]:
    """What a comment accepts; nothing where it is not addressed to mtqa.

    Raises `InputError` where it is, and says something else.
    """
    addressed = _ADDRESSED.fullmatch(comment)
    if addressed is None:
        return ()
    directive = _DIRECTIVE.fullmatch(addressed[1])
    selectors = [selector.strip() for selector in directive[1].split(",")] if directive else []
    if directive is None or not all(map(_SELECTOR.fullmatch, selectors)):
        fault = f"not a comment that mtqa knows: {shown(comment.strip())}"
        raise InputError(f"{fault}; write mtqa: ignore[RULE] and a reason", file.name, line)
    reason = " ".join(directive[2].split())
    return tuple(Ignore(selector=selector, line=line, reason=reason) for selector in selectors)
