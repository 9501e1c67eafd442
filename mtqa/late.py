"""Regular expressions that are compiled when a text first asks for them.

For those that most runs can do without, or that take long: a class of letters of many scripts takes a millisecond.
"""

import re
from typing import cast


def late(expression: str, flags: int = 0) -> re.Pattern[str]:
    """What may be used as the compiled expression."""
    return cast("re.Pattern[str]", _Late(expression, flags))


class _Late:
    def __init__(self, expression: str, flags: int) -> None:
        self._expression = expression
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        """What the compiled expression has under this name; asked once, for it is kept."""
        found: object = getattr(re.compile(self._expression, self._flags), name)
        setattr(self, name, found)
        return found
