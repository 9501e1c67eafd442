"""The errors that mtqa raises on purpose: each says where, what, and what to do about it.

Every command turns a `MtqaError` into one line on standard error and exit code 2.
"""


class MtqaError(Exception):
    """The base of all errors that a user can cause and mend."""


class InputError(MtqaError):
    """A file, a folder or an option that cannot be read or judged.

    `message` names the fault and its remedy; `path` and `line` (1-based) say where it stands, as far as
    that is known, and come first in the text: `news.tsv:41: 3 columns, expected 4`.
    """

    def __init__(self, message: str, path: str | None = None, line: int | None = None) -> None:
        super().__init__(message, path, line)
        self.message = message
        self.path = path
        self.line = line

    def __str__(self) -> str:
        place = [str(part) for part in (self.path, self.line) if part is not None]
        return ":".join([*place, f" {self.message}"]) if place else self.message


class ConfigError(MtqaError):
    """A configuration that cannot be used; `key` is the dotted key, `path` the file that holds it."""

    def __init__(self, message: str, path: str | None = None, key: str | None = None) -> None:
        super().__init__(message, path, key)
        self.message = message
        self.path = path
        self.key = key

    def __str__(self) -> str:
        place = [part for part in (self.path, self.key) if part is not None]
        return ": ".join([*place, self.message])


class RuleError(MtqaError):
    """A rule file that breaks a promise of the format; `key` is the dotted key in it, `path` the file."""

    def __init__(self, message: str, path: str | None = None, key: str | None = None) -> None:
        super().__init__(message, path, key)
        self.message = message
        self.path = path
        self.key = key

    def __str__(self) -> str:
        place = [part for part in (self.path, self.key) if part is not None]
        return ": ".join([*place, self.message])


class MissingExtraError(MtqaError):
    """A feature whose optional packages are not installed; the text is the command that installs them."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(feature, extra)
        self.feature = feature
        self.extra = extra

    def __str__(self) -> str:
        return f"{self.feature} needs optional packages: pip install 'mtqa[{self.extra}]'"
