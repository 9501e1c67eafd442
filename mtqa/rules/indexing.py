"""Makes the index of the rules that come with mtqa. Run as `python -m mtqa.rules.indexing` when a rule has changed."""

import tomllib

from mtqa.rules.engine import Rules
from mtqa.rules.index import as_text, digest_of, write_index
from mtqa.rules.loader import BUILT_IN, read_pack


def main() -> None:
    """Writes the index of the rules as they are."""
    write_index(current_index())


def current_index() -> str:
    """The text of the index of the rules as they are. Raises `RuleError` for a broken rule."""
    pack = read_pack(BUILT_IN)
    if pack.errors:
        raise pack.errors[0]
    rules = Rules(pack.rules, pack.lists)
    tables = {rule.id: tomllib.loads(rule.path.read_text("utf-8")) for rule in rules.rules}
    for table in tables.values():
        del table["flags"], table["silent"]
    return as_text(rules.index(tables), digest_of(BUILT_IN))


if __name__ == "__main__":
    main()
