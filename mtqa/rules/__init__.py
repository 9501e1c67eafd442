"""Rules as data: the engine that runs them, the loader that refuses them, and the rules themselves.

`Rules.load()` compiles the rules that come with mtqa; `rules.find(text)` yields what they flag.
"""

from mtqa.rules.engine import Rules, settled
from mtqa.rules.loader import BUILT_IN, read_pack
from mtqa.rules.rule import Rule

__all__ = ["BUILT_IN", "Rule", "Rules", "read_pack", "settled"]
