"""`python -m mtqa`: the command line, where its script is not on the path."""

from mtqa.cli import main

main()
