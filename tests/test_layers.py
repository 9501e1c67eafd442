"""Imports go one way: a room may import only what stands before it, never a sibling."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "mtqa"

# Each row may import from the rows above it, and from itself where it is one room.
ROWS = (
    ("model", "errors", "late"),
    ("taxonomy", "thresholds"),
    ("text", "selection"),
    ("overrides",),
    ("config",),
    ("readers", "metrics", "rules", "checks"),
    ("statistics",),
    ("evaluation",),
    ("gate",),
    ("calibration", "comparison"),
    ("report", "selftest"),
    ("writers", "frames"),
    ("scale",),
    ("api",),
    ("cli",),
    ("__main__",),
)
LEVEL = {room: level for level, rooms in enumerate(ROWS) for room in rooms}

# One door per third-party package.
DOORS = {
    "sacrebleu": {"metrics"},
    "rapidfuzz": {"metrics", "readers", "text"},
    "langdetect": {"text"},
    "typer": {"cli"},
    "pandas": {"readers", "frames"},
    "pyarrow": {"readers", "writers"},
    "lxml": {"readers"},
    "jinja2": {"writers"},
    "rich": {"writers", "cli"},
    "lemminflect": {"text"},
    "distributed": {"scale"},
    "xlsxwriter": {"writers"},
    "fsspec": {"readers"},
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and name of every module that a file imports, wherever the import stands.

    What is imported for type checkers only is not loaded, so it passes no door; but it has a layer.
    """
    tree = ast.parse(path.read_text("utf-8"))
    for_types = {id(node) for guard in ast.walk(tree) if is_for_types(guard) for node in ast.walk(guard)}
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            module = node.module or ""
            names = [f"mtqa.{alias.name}" for alias in node.names] if module == "mtqa" else [module]
        yield from ((node.lineno, name) for name in names if id(node) not in for_types or name.startswith("mtqa"))


def is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def faults(room: str, imports: Iterator[tuple[int, str]]) -> list[str]:
    found = []
    for line, name in imports:
        package, _, rest = name.partition(".")
        if package in DOORS and room not in DOORS[package]:
            found.append(f"line {line}: {room} imports {package}, whose door is {sorted(DOORS[package])}")
        other = rest.partition(".")[0]
        if package == "mtqa" and other in LEVEL and room != other and LEVEL[other] >= LEVEL[room]:
            found.append(f"line {line}: {room} imports {other}, which does not stand before it")
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path):
    room = room_of(path)
    if room == "__init__":
        pytest.skip("the package itself re-exports the Python interface")
    assert room in LEVEL, f"{room} has no place in the layers; give it one"
    assert faults(room, imported(path)) == []


@pytest.mark.parametrize(
    ("room", "name"),
    [
        ("metrics", "mtqa.readers.text"),
        ("model", "mtqa.text"),
        ("evaluation", "mtqa.writers"),
        ("cli", "sacrebleu"),
    ],
)
def test_a_wrong_import_is_found(room, name):
    assert len(faults(room, iter([(1, name)]))) == 1
