"""JSON texts to values, as strict as the standard: no duplicate keys, no NaN, no broken characters."""

import json
import re
from collections import Counter

_MAY_BE_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def parse(text: str) -> object:
    """The value of a JSON text.

    Raises `ValueError` whose message names the fault and, where it is known, the 1-based column.
    """
    try:
        value = _DECODER.decode(text)
        if _MAY_BE_HALF.search(text):
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON at column {error.pos + 1}: {error.msg}") from error
    except UnicodeEncodeError as error:
        half = f"\\u{ord(error.object[error.start]):04x}"
        raise ValueError(f"{half} is half of a surrogate pair, no character; write both or neither") from error
    except RecursionError as error:
        raise ValueError("lists or objects are nested too deeply") from error
    except _RefusedError as error:
        raise ValueError(str(error)) from error
    except ValueError as error:
        raise ValueError("a number has too many digits; write it as text, in quotes") from error
    return value


class _RefusedError(ValueError):
    """What the decoder would let pass; its text is the message."""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    keys = dict(pairs)
    if len(keys) != len(pairs):
        (twice, _), *_ = Counter(key for key, _ in pairs).most_common(1)
        raise _RefusedError(f"key {twice[:40]!r} stands twice in one object; leave one out")
    return keys


def _constant(name: str) -> object:
    raise _RefusedError(f"{name} is no JSON; write null, or a text in quotes")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)
