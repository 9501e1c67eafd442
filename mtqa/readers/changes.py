"""Which files have changed since a revision of their git repository."""

import subprocess
from pathlib import Path

from mtqa.errors import InputError


def changed_since(revision: str, folder: Path) -> frozenset[Path]:
    """The files of the repository around a folder that differ from a revision, new and unstaged ones too, resolved.

    Raises `InputError` where there is no git, no repository or no such revision.
    """
    top = Path(_git(folder, "no git repository is around it", "rev-parse", "--show-toplevel").removesuffix("\n"))
    unknown = f"the git repository has no revision {revision!r}; was it fetched?"
    commit = _git(top, unknown, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    failed = "git cannot tell what has changed"
    differing = _git(top, failed, "diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", commit.strip(), "--")
    new = _git(top, failed, "ls-files", "--others", "--exclude-standard", "-z")
    return frozenset((top / name).resolve() for name in f"{differing}{new}".split("\0") if name)


def _git(folder: Path, otherwise: str, *arguments: str) -> str:
    """What git prints; raises `InputError` that says `otherwise` where git fails."""
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="surrogateescape", check=False)
    except OSError as error:
        raise InputError(f"--changed-since needs git: {error.strerror}") from error
    if done.returncode:
        raise InputError(f"--changed-since: {otherwise}", str(folder))
    return done.stdout
