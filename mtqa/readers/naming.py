"""What the documents and the system of one file are called."""

from dataclasses import dataclass

from mtqa.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Names for what a file does not name itself, and how those that it names are kept apart.

    `document` names a document without a name; those with one get it, or the `prefix` where there is one, before their
    name where `nested` is true, since other files may use the same names. `system` names the system where the file
    names none; where `sole_system` is true the file stands for one system, which is called so whatever the file says.
    """

    document: str
    nested: bool = False
    prefix: str | None = None
    system: str | None = None
    sole_system: bool = False

    def document_of(self, named: str | None) -> str:
        """The name of a document that the file calls `named`."""
        if named is None:
            return self.document
        return f"{self.prefix or self.document}/{named}" if self.nested else named

    def system_of(self, named: str | None) -> str | None:
        """The name of a system that the file calls `named`."""
        return self.system if self.sole_system or named is None else named

    def several_systems(self, first: str | None, second: str | None, path: str, line: int | None) -> InputError:
        """The error that the file holds two systems where it may hold one."""
        there = f"holds the systems {first or 'without a name'} and {second or 'without a name'}"
        if self.sole_system:
            remedy = "files taken as systems hold one each: name this one alone"
        else:
            remedy = "several can be read from a file, not from standard input"
        return InputError(f"{there}; {remedy}", path, line)
