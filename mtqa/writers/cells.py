"""Cells of a spreadsheet: text on one line that no spreadsheet takes for a formula."""

from mtqa.writers.wording import legible

COMMANDS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, the wide forms where it is set to Chinese or Japanese."""


def cell(text: str | None) -> str:
    """A cell of text on one line, an apostrophe before it where a spreadsheet would run it; empty for None."""
    if text is None:
        return ""
    shown = legible(text)
    return f"'{shown}" if text.startswith(COMMANDS) or shown.lstrip().startswith(COMMANDS) else shown
