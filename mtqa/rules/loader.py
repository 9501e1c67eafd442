"""Rule files to rules: every promise of the format that can be seen without running a rule is checked here.

A pack is a folder of TOML files, one fault each, and `lists/*.txt`. The id of a rule is its path: the file
`house-rules/style/very.toml` in the pack `house-rules` is the rule `house-rules/style/very`.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from collections.abc import Sequence as Many
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeVar, overload

from mtqa.errors import RuleError
from mtqa.model import Confidence, Severity
from mtqa.rules.grammar import Capture, Edge, Part, PatternError, Sequence, Test, parse, walk
from mtqa.rules.index import Index, IndexedRule, read_index
from mtqa.rules.regexes import fault_of_regex, groups_of
from mtqa.rules.rule import PLACES, Alternative, Example, Guard, Measured, PlaceCondition, Rule, Where
from mtqa.rules.source import SourceWordsError, check_source_words
from mtqa.rules.templates import Template, TemplateError, parse_template
from mtqa.rules.words import WordList
from mtqa.taxonomy import CATEGORIES, CONFIDENCES, SEVERITIES

BUILT_IN: Final = Path(__file__).parent / "en"
"""The pack that comes with mtqa."""

LISTS: Final = "lists"
"""The folder of the word lists in a pack."""

MATCHERS: Final = ("tokens", "pattern", "pairs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The rules of a folder in the order of their ids, its word lists, and what was refused."""

    rules: tuple[Rule, ...]
    lists: Mapping[str, WordList]
    errors: tuple[RuleError, ...] = ()
    index: Index | None = None
    """What was worked out of the rules beforehand."""


def read_built_in() -> Pack:
    """The rules that come with mtqa: from their index, or where that is not of today's files, from the files."""
    index = read_index(BUILT_IN)
    if index is None:
        return read_pack(BUILT_IN)
    rules = tuple([_proven(identifier, indexed, index.lists) for identifier, indexed in index.rules.items()])
    return Pack(rules=rules, lists=index.lists, index=index)


def _proven(identifier: str, indexed: IndexedRule, lists: Mapping[str, WordList]) -> Rule:
    """A rule of the index, which has passed all that `_RuleFile.rule` asks: what takes long is read when asked for."""
    table = indexed.table
    file = _RuleFile(Path(_RULES, f"{identifier}.toml"), table, lists, proven=True)
    return Rule(
        id=identifier,
        path=file.path,
        category=table["category"],
        severity=table["severity"],
        confidence=table["confidence"],
        message=parse_template(table["message"].strip(), _EVERY_NAME),
        why=table["why"].strip(),
        alternatives=_WhenAsked(file.alternatives),
        guards=_WhenAsked(file.guards),
        place=tuple(file.places("place", table["place"])) if "place" in table else (),
        source_languages=tuple(file.languages()) if "source_languages" in table else (),
        needs_source=file.source_words("needs_source") if "needs_source" in table else {},
        source_boost=file.source_words("source_boost") if "source_boost" in table else {},
        flags=_WhenAsked(lambda: file.whole().flags()),
        silent=_WhenAsked(lambda: file.whole().silent()),
        measured=Measured(**table["measured"]),
        paired="pairs" in table,
        safe="fix" in table,
        fingerprint=indexed.fingerprint,
    )


def read_pack(folder: Path, lists: Mapping[str, WordList] | None = None) -> Pack:
    """The rules of a pack; those that break a promise are left out and told of in `errors`.

    The pack may use the word lists it is given; its own go first. Raises `RuleError` where there is no folder.
    """
    if not folder.is_dir():
        raise RuleError("is no folder of rules", str(folder))
    errors: list[RuleError] = []
    lists = dict(lists or {})
    for path in sorted((folder / LISTS).glob("*.txt")):
        try:
            lists[path.stem] = read_list(path)
        except RuleError as error:
            errors.append(error)
    rules: list[Rule] = []
    for path in sorted(folder.rglob("*.toml")):
        try:
            rules.append(read_rule(path, folder, lists))
        except RuleError as error:
            errors.append(error)
    return Pack(rules=tuple(sorted(rules, key=lambda rule: rule.id)), lists=lists, errors=tuple(errors))


def read_path(path: Path) -> Pack:
    """The rules in a file or folder, which may lie inside a pack, with the word lists of the pack and of mtqa.

    The pack is the nearest folder that holds `lists`, or else the one above the families.
    """
    path = path.resolve()
    folder = _pack_folder(path)
    lists = {} if folder == BUILT_IN else read_built_in().lists
    pack = read_pack(folder, lists)
    return Pack(
        rules=tuple(rule for rule in pack.rules if rule.path.is_relative_to(path)),
        lists=pack.lists,
        errors=tuple(error for error in pack.errors if Path(error.path or "").is_relative_to(path)),
    )


def _pack_folder(path: Path) -> Path:
    if not path.exists():
        raise RuleError("is neither a rule file nor a folder of rules", str(path))
    above = [path, *path.parents] if path.is_dir() else [*path.parents]
    with_lists = next((folder for folder in above[:4] if (folder / LISTS).is_dir()), None)
    if with_lists is not None:
        return with_lists
    if path.is_file():
        return path.parents[1]
    return path.parent if any(path.glob("*.toml")) else path


def read_list(path: Path) -> WordList:
    """The words of a list. Raises `RuleError` when its first line does not say what they are."""
    heading, _, rest = _text(path).partition("\n")
    kind = re.match(r"#\s*(words|lemmas):\s*\S", heading)
    if not kind:
        raise RuleError(
            f'begins with {heading[:40]!r}; a list begins "# words: what they are" or "# lemmas: ..."',
            str(path),
        )
    words = frozenset(word for line in rest.split("\n") for word in line.partition("#")[0].lower().split())
    if not words:
        raise RuleError("holds no words", str(path))
    return WordList(words, kind[1] == "lemmas")


def read_rule(path: Path, folder: Path, lists: Mapping[str, WordList]) -> Rule:
    """The rule in a file of a pack. Raises `RuleError` with file and key."""
    return _RuleFile(path, _table(path, _text(path)), lists).rule(_identifier(path, folder))


def identifiers(folder: Path) -> tuple[str, ...]:
    """The ids of the rules in a pack, by their files alone. Raises `RuleError` where there is no folder."""
    if not folder.is_dir():
        raise RuleError("is no folder of rules", str(folder))
    return tuple(sorted(_identifier(path, folder) for path in folder.rglob("*.toml")))


def _identifier(path: Path, folder: Path) -> str:
    pack = folder.name if folder.name not in ("", "..") else folder.resolve().name
    return "/".join((pack, *path.relative_to(folder).with_suffix("").parts))


def _table(path: Path, text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"is not TOML: {error}", str(path)) from error


_Value = TypeVar("_Value")


class _WhenAsked(Many[_Value]):
    """Values that are read when first asked for."""

    def __init__(self, read: Callable[[], Iterable[_Value]]) -> None:
        self._read = read

    @cached_property
    def _values(self) -> tuple[_Value, ...]:
        return tuple(self._read())

    @overload
    def __getitem__(self, index: int) -> _Value: ...
    @overload
    def __getitem__(self, index: slice) -> Many[_Value]: ...
    def __getitem__(self, index: int | slice) -> _Value | Many[_Value]:
        return self._values[index]

    def __len__(self) -> int:
        return len(self._values)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise RuleError(f"cannot be read: {error.strerror}", str(path)) from error
    except UnicodeDecodeError as error:
        raise RuleError(f"is not UTF-8: {error.reason} at byte {error.start}", str(path)) from error


_KEYS: Final = frozenset({
    "category", "severity", "confidence", "source_languages", "message", "why", *MATCHERS, "unless", "place",
    "needs_source", "source_boost", "suggest", "fix", "flags", "silent", "measured",
})  # fmt: skip
_GUARDS: Final[Mapping[str, Where]] = {
    "before": "before",
    "after": "after",
    "around": "around",
    "sentence": "sentence",
}
_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9][\w.-]*(?:/[a-z0-9][a-z0-9-]*)+")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_FIRST_FORM: Final = "form"
"""The name of the first <lemma> of a pair, for the other side to agree with."""


class _RuleFile:
    """A rule file while it is read: what stands under each key, and where it is wrong.

    What is in the index is `proven`: nothing of it is asked a second time whether it may be so.
    """

    def __init__(
        self, path: Path, table: Mapping[str, Any], lists: Mapping[str, WordList], *, proven: bool = False
    ) -> None:
        self.path = path
        self.table = table
        self.lists = lists
        self.proven = proven

    def error(self, key: str | None, message: str) -> RuleError:
        return RuleError(message, str(self.path), key)

    def rule(self, identifier: str) -> Rule:
        """The rule. Keys are read in the order in which a reader of the file would look for faults."""
        self.check_keys("", self.table, _KEYS)
        if not _IDENTIFIER.fullmatch(identifier):
            raise self.error(
                None, f"{identifier!r} cannot be an id: a pack, a family and a fault, lower case and hyphens"
            )
        alternatives = self.alternatives()
        names = frozenset({"match"}).union(*map(_names_in, alternatives))
        return Rule(
            id=identifier,
            path=self.path,
            category=self.one_of("category", CATEGORIES),
            severity=self.severity(),
            confidence=self.confidence(),
            message=self.template("message", self.string("message"), names),
            why=self.string("why"),
            alternatives=alternatives,
            guards=tuple(self.guards()),
            place=tuple(self.places("place", self.table.get("place", []))),
            source_languages=tuple(self.languages()),
            needs_source=self.source_words("needs_source"),
            source_boost=self.source_words("source_boost"),
            flags=tuple(self.flags()),
            silent=tuple(self.silent()),
            measured=self.measured(),
            paired="pairs" in self.table,
            safe=self.safe(alternatives),
            fingerprint=_fingerprint(self.table),
        )

    def whole(self) -> "_RuleFile":
        """The file with its examples, which the index leaves out."""
        return _RuleFile(self.path, _table(self.path, _text(self.path)), self.lists)

    # -- values -------------------------------------------------------------------------------------------------

    def check_keys(self, prefix: str, table: Mapping[str, Any], known: Collection[str]) -> None:
        for key in table:
            if key not in known:
                meant = get_close_matches(key, sorted(known), 1)
                hint = f"did you mean {meant[0]}?" if meant else f"the keys are {', '.join(sorted(known))}"
                raise self.error(prefix + key, f"unknown key; {hint}")

    def needed(self, key: str) -> Any:
        if key not in self.table:
            raise self.error(key, f"is missing: {_MISSING[key]}")
        return self.table[key]

    def string(self, key: str) -> str:
        value = self.needed(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, f"{_short(value)} is no text: {_MISSING[key]}")
        return value.strip()

    def one_of(self, key: str, allowed: Collection[str]) -> str:
        value = self.string(key)
        if value not in allowed:
            meant = get_close_matches(value, sorted(allowed), 1)
            hint = f"did you mean {meant[0]}? There are" if meant else "there are"
            raise self.error(key, f"{value!r} is none; {hint} {', '.join(allowed)}")
        return value

    def severity(self) -> Severity:
        value = self.one_of("severity", SEVERITIES)
        return next(severity for severity in SEVERITIES if severity == value)

    def confidence(self) -> Confidence:
        value = self.one_of("confidence", CONFIDENCES)
        return next(confidence for confidence in CONFIDENCES if confidence == value)

    def strings(self, key: str, value: Any) -> list[str]:
        """The texts of a list; one text alone is a list of one."""
        texts = [value] if isinstance(value, str) else value
        if not isinstance(texts, list) or not texts or not all(isinstance(text, str) and text for text in texts):
            raise self.error(key, f"{_short(value)} is neither a text nor a list of texts")
        return texts

    def template(self, key: str, text: str, names: frozenset[str]) -> Template:
        try:
            return parse_template(text, names)
        except TemplateError as error:
            raise self.error(key, str(error)) from error

    # -- matchers -----------------------------------------------------------------------------------------------

    def alternatives(self) -> tuple[Alternative, ...]:
        given = [key for key in MATCHERS if key in self.table]
        if len(given) != 1:
            there = f"there are {' and '.join(given)}" if given else "there is none"
            raise self.error(None, f"a rule has one matcher, tokens, pattern or pairs; {there}")
        if given == ["pairs"]:
            if "suggest" in self.table:
                raise self.error("suggest", "pairs say on their right what to write; put it there")
            return tuple(self.pairs())
        (key,) = given
        read = self.tokens if key == "tokens" else self.regex
        texts = self.strings(key, self.table[key])
        found = [read(f"{key}[{index}]", text) for index, text in enumerate(texts)]
        suggestions = self.strings("suggest", self.table["suggest"]) if "suggest" in self.table else []
        every_name = frozenset({"match"}).union(*map(_names_in, found))
        templates = [self.template(f"suggest[{index}]", text, every_name) for index, text in enumerate(suggestions)]
        return tuple(_with_suggestions(alternative, templates) for alternative in found)

    def tokens(self, key: str, text: str) -> Alternative:
        return Alternative(written=text, sequence=self.sequence(key, text))

    def sequence(self, key: str, text: str) -> Sequence:
        try:
            sequence = parse(text, proven=self.proven)
        except PatternError as error:
            raise self.error(key, str(error)) from error
        for name in _lists_in(sequence):
            if name not in self.lists:
                meant = get_close_matches(name, sorted(self.lists), 1)
                hint = f"did you mean @{meant[0]}?" if meant else f"there is no {LISTS}/{name}.txt"
                raise self.error(key, f"{text!r}: no list @{name}; {hint}")
        return sequence

    def regex(self, key: str, text: str) -> Alternative:
        if not self.proven and (fault := fault_of_regex(text)):
            raise self.error(key, f"{text}: {fault}")
        return Alternative(written=text, regex=text)

    def pairs(self) -> Iterator[Alternative]:
        pairs = self.table["pairs"]
        if not isinstance(pairs, dict) or not pairs:
            raise self.error("pairs", 'is no table of wrong = right, such as { "<depend> from" = "<depend> on" }')
        for wrong, right in pairs.items():
            key = f'pairs."{wrong}"'
            sequence = _with_first_form_named(self.sequence(key, wrong))
            for part in walk(sequence):
                if not isinstance(part, Test | Capture):
                    raise self.error(key, "a pair is made of words and <lemmas>; use tokens for more")
            names = _names_in(Alternative(written=wrong, sequence=sequence)) | {"match"}
            texts = [re.sub(r"<([a-z'-]+)>", r"{form->\1}", text) for text in self.strings(key, right)]
            suggest = tuple(self.template(key, text, names) for text in texts)
            yield Alternative(written=wrong, sequence=sequence, suggest=suggest)

    # -- conditions ---------------------------------------------------------------------------------------------

    def guards(self) -> Iterator[Guard]:
        unless = self.table.get("unless", {})
        if not isinstance(unless, dict):
            raise self.error(
                "unless", 'says where to look: unless = { after = ["by"] }; before, after, around, sentence'
            )
        self.check_keys("unless.", unless, _GUARDS)
        for key, where in _GUARDS.items():
            for index, text in enumerate(self.strings(f"unless.{key}", unless[key]) if key in unless else []):
                place = f"unless.{key}[{index}]"
                sequence = self.sequence(place, text)
                if any(isinstance(part, Edge) and part.sign in ("[[", "]]") for part in sequence):
                    raise self.error(place, "a guard flags nothing: leave out [[ and ]]")
                yield Guard(where, text, sequence)

    def places(self, key: str, value: Any) -> Iterator[PlaceCondition]:
        for text in self.strings(key, value) if value else []:
            place = text.removeprefix("not_")
            if place not in PLACES:
                known = [f"{prefix}{name}" for name in PLACES for prefix in ("", "not_")]
                meant = get_close_matches(text, known, 1)
                hint = f"did you mean {meant[0]}?" if meant else f"there are {', '.join(known)}"
                raise self.error(key, f"{text!r} is no place; {hint}")
            yield PlaceCondition(place, wanted=place == text)

    def languages(self) -> Iterator[str]:
        for language in self.strings("source_languages", self.table.get("source_languages") or ["und"]):
            if not _LANGUAGE.fullmatch(language):
                raise self.error("source_languages", f"{language!r} is no language code such as it or zh")
            if language != "und":
                yield language

    def source_words(self, key: str) -> Mapping[str, tuple[str, ...]]:
        value = self.table.get(key, {})
        if not isinstance(value, dict) or (key in self.table and not value):
            raise self.error(key, f'gives words by language: {key} = {{ it = ["da", "mancat*"], fr = ["depuis"] }}')
        found = {}
        for language, texts in value.items():
            if language != "any" and not _LANGUAGE.fullmatch(language):
                raise self.error(f"{key}.{language}", "is no language code such as it or zh, and not any")
            found[language] = tuple(self.strings(f"{key}.{language}", texts))
            if self.proven:
                continue
            try:
                check_source_words(found[language])
            except SourceWordsError as error:
                raise self.error(f"{key}.{language}", str(error)) from error
        return found

    def safe(self, alternatives: Many[Alternative]) -> bool:
        """Whether the first suggestion may be put in place unseen."""
        if "fix" not in self.table:
            return False
        self.one_of("fix", ("safe",))
        if self.confidence() != "high":
            raise self.error("fix", "only what is of high confidence may be put right unseen; leave it out")
        if not any(alternative.suggest for alternative in alternatives):
            raise self.error("fix", "there is no suggestion to put in place; add one, or leave it out")
        return True

    # -- proof --------------------------------------------------------------------------------------------------

    def flags(self) -> Iterator[Example]:
        for key, text, table in self.examples("flags"):
            if text.count("[[") != 1 or text.count("]]") != 1 or not text.index("[[") < text.index("]]") - 2:
                raise self.error(key, f"{_short(text)}: mark what is flagged, once, with [[ and ]]")
            start = text.index("[[")
            end = text.index("]]") - 2
            yield self.example(key, text.replace("[[", "").replace("]]", ""), table, (start, end))

    def silent(self) -> Iterator[Example]:
        for key, text, table in self.examples("silent"):
            if "[[" in text or "]]" in text:
                raise self.error(key, f"{_short(text)}: nothing is flagged here; leave out [[ and ]]")
            if "fixed" in table:
                raise self.error(f"{key}.fixed", "there is nothing to put right in a near miss")
            yield self.example(key, text, table, None)

    def examples(self, key: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Place, text and further keys of every example."""
        values = self.needed(key)
        if not isinstance(values, list) or not values:
            raise self.error(key, f"{_short(values)} is no list of examples: {_MISSING[key]}")
        for index, value in enumerate(values):
            table = {"text": value} if isinstance(value, str) else value
            place = f"{key}[{index}]"
            if not isinstance(table, dict):
                raise self.error(place, f'{_short(value)} is neither a text nor {{ text = "...", fixed = "..." }}')
            self.check_keys(f"{place}.", table, ("text", "fixed", "source", "place"))
            if not isinstance(table.get("text"), str) or not table["text"].strip():
                raise self.error(place, "has no text")
            yield place, table["text"], table

    def example(self, key: str, text: str, table: Mapping[str, Any], marked: tuple[int, int] | None) -> Example:
        fixed = table.get("fixed")
        if fixed is not None and (not isinstance(fixed, str) or "[[" in fixed):
            raise self.error(f"{key}.fixed", f"{_short(fixed)} is no text put right; it carries no marks")
        source = table.get("source", {})
        if not isinstance(source, dict) or len(source) > 1 or not all(isinstance(one, str) for one in source.values()):
            raise self.error(f"{key}.source", 'gives the source by its language: source = { it = "..." }')
        language, words = next(iter(source.items()), (None, None))
        places = tuple(map(str, self.places(f"{key}.place", table.get("place", []))))
        return Example(text=text, marked=marked, fixed=fixed, source=words, source_language=language, place=places)

    def measured(self) -> Measured:
        value = self.needed("measured")
        if not isinstance(value, dict):
            raise self.error("measured", f"{_short(value)} is no table: {_MISSING['measured']}")
        self.check_keys("measured.", value, ("lines", "false_alarms", "true_finds"))
        counts = [value.get("lines"), value.get("false_alarms"), value.get("true_finds", 0)]
        if not all(isinstance(count, int) and not isinstance(count, bool) and count >= 0 for count in counts):
            raise self.error("measured", f"{_short(value)} is not: {_MISSING['measured']}")
        measured = Measured(*counts)
        confidence = self.confidence()
        allowed = _FALSE_ALARMS.get(confidence)
        if allowed is not None and measured.false_alarms * 10_000 > allowed * measured.lines:
            raise self.error(
                "measured",
                f"{confidence} confidence allows at most {allowed} in 10,000 lines; guard it, or lower it",
            )
        return measured


_FALSE_ALARMS: Final[Mapping[Confidence, int]] = {"high": 1, "medium": 10}
"""How many false alarms in 10,000 lines of native news a rule may give."""

_MISSING: Final = {
    "category": "what kind of error it is, such as fluency/grammar",
    "severity": f"one of {', '.join(SEVERITIES)}",
    "confidence": f"one of {', '.join(CONFIDENCES)}",
    "message": "what is wrong, to an editor, quoting the words as {match}",
    "why": "why it is wrong and where it comes from, in a sentence or two",
    "flags": 'wrong sentences with the fault marked: flags = ["Refugees [[are arrived]]."]',
    "silent": "near misses, right sentences that look alike: a rule without them is not proven",
    "measured": "the count on native text: measured = { lines = 3039, false_alarms = 0 }, from mtqa rules measure",
}


PROOF: Final = ("flags", "silent", "measured")
"""The keys that a rule is proven by: what it finds and says does not hang on them."""


def _fingerprint(table: Mapping[str, Any]) -> str:
    said = {key: value for key, value in table.items() if key not in PROOF}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:12]


class _EveryName(frozenset[str]):
    """The names that a proven template may use: none of its fields is without its part."""

    def __contains__(self, _: object) -> bool:
        return True


_EVERY_NAME: Final = _EveryName()
_RULES: Final = str(BUILT_IN.parent)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _names_in(alternative: Alternative) -> frozenset[str]:
    if alternative.regex is not None:
        return groups_of(alternative.regex)
    return frozenset(part.name for part in walk(alternative.sequence) if isinstance(part, Capture))


def _lists_in(sequence: Sequence) -> Iterator[str]:
    tests = (part for part in walk(sequence) if isinstance(part, Test))
    return (atom.value for test in tests for choice in test.choices for atom in choice if atom.kind == "list")


def _with_suggestions(alternative: Alternative, suggestions: Iterable[Template]) -> Alternative:
    """The alternative with those suggestions that its named parts can fill."""
    names = _names_in(alternative) | {"match"}
    return replace(alternative, suggest=tuple(template for template in suggestions if template.names <= names))


def _with_first_form_named(sequence: Sequence) -> Sequence:
    """The words of a pair, the first that has a lemma named, for the other side to take its form."""
    index = next((index for index, part in enumerate(sequence) if _asks_for_lemma(part)), None)
    if index is None:
        return sequence
    return (*sequence[:index], Capture(_FIRST_FORM, sequence[index]), *sequence[index + 1 :])


def _asks_for_lemma(part: Part) -> bool:
    return isinstance(part, Test) and any(atom.kind == "lemma" for choice in part.choices for atom in choice)
