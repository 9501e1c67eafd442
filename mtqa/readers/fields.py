"""Column names to fields: which column of a table, or key of an object, holds the hypothesis and the rest."""

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from mtqa.errors import InputError

ALIASES: Mapping[str, tuple[str, ...]] = {
    "source": ("src",),
    "hypothesis": ("mt", "hyp", "translation", "target"),
    "reference": ("ref",),
    "references": ("refs",),
    "document": ("doc", "doc_id", "document_id"),
    "segment": ("seg", "seg_id", "segment_id"),
    "system": ("system_id", "system_name"),
    "language_pair": ("lp", "langs", "lang_pair"),
    "domain": (),
}
"""The column names known for a field besides its own; references may be numbered: `reference_2`, `refB`."""

_SHOWN_NAMES = 10
_SHOWN_CHARACTERS = 40
_BETWEEN_WORDS = re.compile(r"[\s_-]+")
_NUMBERED = re.compile(r"ref(?:erence)?(?:([0-9]{1,6})|([a-z]))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The position of each field among the columns, None where no column holds it.

    `references` are the columns of the references in order. `listed` says that the only one of them holds
    a list of references.
    """

    hypothesis: int | None = None
    source: int | None = None
    references: tuple[int, ...] = ()
    listed: bool = False
    document: int | None = None
    segment: int | None = None
    system: int | None = None
    language_pair: int | None = None
    domain: int | None = None

    def positions(self) -> list[int]:
        """The columns that hold a field, in order."""
        single = (self.hypothesis, self.source, self.document, self.segment, self.system)
        labels = (self.language_pair, self.domain)
        return sorted({*self.references, *(at for at in (*single, *labels) if at is not None)})


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What the user said with `--column`, by field as `field_of` names it; an empty column leaves it out.

    `replaces_references` says that the references named are all there are, whatever other columns are called.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    replaces_references: bool = False

    def settles(self, name: str) -> bool:
        """Whether the field `name` is not to be looked for among the column names."""
        return name in self.columns or (self.replaces_references and name.startswith("reference"))


def field_of(column: str) -> str | None:
    """The field that a column name stands for, None for a name that is not known.

    Case, blanks, hyphens and underscores make no difference. A reference has its number: `reference_1` for
    `reference`, `ref`, `ref1` and `refA`, `reference_2` for `Reference 2` and `refB`.
    """
    key = _key(column)
    if key in _FIELD_BY_KEY:
        return _FIELD_BY_KEY[key]
    if match := _NUMBERED.fullmatch(key):
        number, letter = match.groups()
        return f"reference_{ord(letter) - ord('a') + 1 if letter else int(number or 1)}"
    return None


def parse_mapping(columns: Mapping[str, str]) -> ColumnMapping:
    """The mapping that `--column FIELD=NAME` options ask for.

    `reference=one,two` names several columns. Raises `InputError` at a field that does not exist.
    """
    mapped: dict[str, str] = {}
    for name, column in columns.items():
        found = field_of(name)
        if found is None or _key(name) in _ALIAS_KEYS:
            raise _no_field(name, column, found)
        if found == "reference_1" and _key(name) == "reference":
            parts = [part.strip() for part in column.split(",")]
            mapped |= {f"reference_{k}": part for k, part in enumerate(parts, start=1)}
        else:
            mapped[found] = column.strip()
    return ColumnMapping(mapped, any(_key(name) in {"reference", "references"} for name in columns))


def locate(names: Sequence[str], mapping: ColumnMapping, path: str, line: int) -> Columns:
    """Where the fields stand among `names`; a mapped column that is not among them is left out.

    Raises `InputError` where two columns claim one field.
    """
    mapped = {name: _position(names, column, path, line) for name, column in mapping.columns.items() if column}
    taken = set(mapped.values())
    claims: dict[str, list[int]] = {name: [at] for name, at in mapped.items() if at is not None}
    for at, column in enumerate(names):
        name = field_of(column)
        if name is not None and at not in taken and not mapping.settles(name):
            claims.setdefault(name, []).append(at)
    for name, positions in claims.items():
        if len(positions) > 1:
            raise _rivals(name, [names[at] for at in positions], path, line)
    return _columns({name: at for name, (at,) in claims.items()}, names, path, line)


def locate_all(names: Sequence[str], mapping: ColumnMapping, path: str, line: int, example: str) -> Columns:
    """Where the fields stand among the column names of a table, the hypothesis for certain.

    Raises `InputError` where a mapped column is missing, no column holds the hypothesis, or the names look
    like data; `example` is the header line to show then.
    """
    for name in missing_fields(names, mapping):
        raise no_column(name, names, mapping, path, line)
    columns = locate(names, mapping, path, line)
    if not columns.positions():
        remedy = f"such as {example}, or be mapped with --column hypothesis=NAME"
        message = f"no known column name in {listing(names)}; the first line must name the columns, {remedy}"
        raise InputError(message, path, line)
    if columns.hypothesis is None:
        raise no_hypothesis(names, columns, path, line)
    return columns


def missing_fields(names: Sequence[str], mapping: ColumnMapping) -> list[str]:
    """The fields whose mapped column is not among `names`."""
    keys = {_key(name) for name in names}
    return [name for name, column in mapping.columns.items() if column and _key(column) not in keys]


def no_column(
    name: str, names: Sequence[str], mapping: ColumnMapping, path: str, line: int | None = None
) -> InputError:
    """The error for a field whose mapped column is not among `names`."""
    column = mapping.columns[name]
    near = difflib.get_close_matches(column, names[:1000], 1)
    meant = f"; did you mean {shown(near[0])}?" if near else ""
    there = f"the columns are {listing(names)}"
    return InputError(f"no column {shown(column)} for the {_title(name)}; {there}{meant}", path, line)


def no_hypothesis(names: Sequence[str], columns: Columns, path: str, line: int | None = None) -> InputError:
    """The error for columns of which none holds the hypothesis, with the likeliest `--column` option."""
    taken = columns.positions()
    free = [name for at, name in enumerate(names) if at not in taken]
    akin = [name for name in free if any(alias in _key(name) for alias in ALIASES["hypothesis"])]
    likeliest = akin or free
    name = shown(likeliest[0]) if len(likeliest) == 1 else "NAME"
    remedy = f"say which one holds it: --column hypothesis={name}"
    return InputError(f"no column for the hypothesis among {listing(names)}; {remedy}", path, line)


def shown(text: str) -> str:
    """The text as messages quote it: shortened, with escapes for what cannot be printed."""
    short = text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"
    return short if short.isprintable() and short.strip() else repr(short)


def listing(names: Collection[str]) -> str:
    """The names as messages list them, at most ten."""
    first = ", ".join(shown(name) for name in list(names)[:_SHOWN_NAMES])
    more = len(names) - _SHOWN_NAMES
    return f"{first} and {more:,} more" if more > 0 else first


def _key(name: str) -> str:
    return _BETWEEN_WORDS.sub("", name).casefold()


_ALIAS_KEYS = {_key(alias) for aliases in ALIASES.values() for alias in aliases}
_FIELD_BY_KEY = {
    _key(name): field_name
    for field_name, aliases in ALIASES.items()
    if field_name != "reference"
    for name in (field_name, *aliases)
}


def _columns(found: Mapping[str, int], names: Sequence[str], path: str, line: int) -> Columns:
    numbered = [found[name] for name in sorted(filter(_is_numbered, found), key=_number)]
    listed = found.get("references")
    if listed is not None and numbered:
        rivals = [names[at] for at in (listed, *numbered)]
        raise _rivals("references", rivals, path, line)
    return Columns(
        hypothesis=found.get("hypothesis"),
        source=found.get("source"),
        references=tuple(numbered) if listed is None else (listed,),
        listed=listed is not None,
        document=found.get("document"),
        segment=found.get("segment"),
        system=found.get("system"),
        language_pair=found.get("language_pair"),
        domain=found.get("domain"),
    )


def _is_numbered(name: str) -> bool:
    return name.startswith("reference_")


def _number(name: str) -> int:
    return int(name.removeprefix("reference_"))


def _position(names: Sequence[str], column: str, path: str, line: int) -> int | None:
    """The position of a column that the user named: by its very name, else by its name in other letters."""
    same = [at for at, name in enumerate(names) if name == column]
    like = same or [at for at, name in enumerate(names) if _key(name) == _key(column)]
    if len(like) > 1:
        fault = f"{len(like)} columns are named {shown(column)}"
        raise InputError(f"{fault}; give them different names", path, line)
    return like[0] if like else None


def _title(name: str) -> str:
    return name.replace("_", " ").removesuffix(" 1")


def _no_field(name: str, column: str, found: str | None) -> InputError:
    near = [found.removesuffix("_1")] if found else difflib.get_close_matches(name, ALIASES, 1)
    meant = next(iter(near), None)
    remedy = f"did you mean {meant}?" if meant else f"the fields are {', '.join(ALIASES)}"
    return InputError(f"no field {shown(name)} (--column {shown(name)}={shown(column)}); {remedy}")


def _rivals(name: str, columns: Sequence[str], path: str, line: int) -> InputError:
    stand_for = "references" if name == "references" else f"the {_title(name)}"
    if len(set(columns)) == 1:
        return InputError(f"{len(columns)} columns are named {shown(columns[0])}; rename one", path, line)
    fault = f"columns {listing(columns)} {'both' if len(columns) == 2 else 'all'} stand for {stand_for}"
    remedy = f"choose one: --column {name.removesuffix('_1')}={shown(columns[0])}"
    return InputError(f"{fault}; {remedy}", path, line)
