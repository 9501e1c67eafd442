"""Prints the command that stands in a README behind `<!-- command: NAME -->`, for a shell to run.

python3 .ci/readme_command.py README.md NAME
"""

import re
import sys
from pathlib import Path


def command(readme: str, name: str) -> str:
    """The text of the first fenced block behind the mark; raises `SystemExit` where there is none."""
    found = re.search(rf"<!-- command: {re.escape(name)} -->\s*```\w*\n(.*?)```", readme, re.DOTALL)
    if not found:
        raise SystemExit(f"no command {name!r} in the README")
    return found[1]


if __name__ == "__main__":
    sys.stdout.write(command(Path(sys.argv[1]).read_text("utf-8"), sys.argv[2]))
