"""Quality checker for machine-translated news.

`read` files, `evaluate` them (or texts in memory), look at the `Run`; `compare` several. All is loaded when it is first
used.
"""

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["InputError", "MtqaError", "Run", "__version__", "compare", "evaluate", "read"]

if TYPE_CHECKING:
    from mtqa.api import Run, compare, evaluate, read
    from mtqa.errors import InputError, MtqaError

_HOMES = dict.fromkeys(("Run", "compare", "evaluate", "read"), "mtqa.api") | dict.fromkeys(
    ("InputError", "MtqaError"), "mtqa.errors"
)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'mtqa' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(_HOMES[name]), name)
