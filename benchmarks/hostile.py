"""Prints what hostile text costs beside prose of the same length: rules alone, each check alone, all together.

    python benchmarks/hostile.py [--length 100000] [--only NAMES] [--pieces "a |b "] [--limit 1.0] [--growth]

Every text is one segment, its source and reference the same text. A figure is processor time over that of prose, both
the best of a few runs one after the other; those above the limit are marked. Prose is one paragraph of news repeated,
a segment per paragraph: what a file of the same size costs. `--growth` prints the time of a text over that of half of
it instead: 2 is linear.
"""

import argparse
import time
from collections.abc import Sequence

from mtqa.checks import Context, all_checks
from mtqa.evaluation.checking import Checking, CheckSettings
from mtqa.model import DocumentHeader, LanguagePair, Segment
from mtqa.text.place import place_of

PROSE = """
The council approved the new budget on Tuesday after a debate of almost six hours, and the mayor said that work on
the two bridges over the Lee would begin in March. Residents of the old harbour, who had asked for a third bridge
since 2019, called the decision a disappointment.

Shares of the shipping company fell by 4.5 percent to $31.20 in early trading, its lowest price since last June.
Analysts had expected a profit of $220 million for the quarter; the company reported $187 million and blamed higher
fuel costs and a strike that closed three ports for nine days.

"We were not told anything until the water had reached the second floor," said Maria Keller, a teacher who lives
near the river with her husband and two children. The fire service rescued 48 people from the street, none of whom
was seriously hurt, and took them to a school in the next town.

Scientists at the university have counted the birds on the island every spring for forty years. They found that the
number of pairs has fallen from about 12,000 to fewer than 7,500, while the water around it has become warmer by
more than one degree. If nothing changes, they say, the colony will be gone by 2050.
"""
"""Written for this benchmark."""
PARAGRAPHS = tuple(" ".join(paragraph.split()) for paragraph in PROSE.split("\n\n"))

PIECES = (
    "that ", "the ", "a ", "if ", "is ", "of the ", "(", ")", '"', '" ', "'", "!", "1 ", "<", "<b>", ",", ". ", "- ",
    "А ", "x", "Mr. ", "7", "1,", "1:", "北", "Paris ", "not ", "don't ", "{0} ", "&amp;", "“a ", "\u200b", "? ",
    "www.", "may ", "she ",
)  # fmt: skip

Texts = tuple[str, ...]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--length", type=int, default=100_000)
    parser.add_argument("--only", type=lambda names: tuple(names.split(",")), metavar="NAMES")
    parser.add_argument("--pieces", type=lambda pieces: tuple(pieces.split("|")), metavar="PIECES", default=PIECES)
    parser.add_argument("--pair", default="ru-en", help="the languages said")
    parser.add_argument("--limit", type=float, default=1.0)
    parser.add_argument("--growth", action="store_true")
    arguments = parser.parse_args()
    names = arguments.only or ("rules", *(check.name for check in all_checks()), "all")
    header = DocumentHeader(document="", path="")
    sample = (Segment(header=header, segment="1", hypothesis="a", source="a", references=("a",)),)
    context = Context(language_pair=LanguagePair(*arguments.pair.split("-")), sample=sample)
    checkings = {name: Checking(CheckSettings(select=selection(name)), context) for name in names}
    for reason in sorted({reason for each in checkings.values() for reason in each.checks.skipped}):
        print(f"skipped {reason}")
    texts = {piece: hostile(piece, arguments.length) for piece in arguments.pieces}
    base = {} if arguments.growth else {name: seconds(checkings[name], prose(arguments.length)) for name in names}
    print("milliseconds", *(f"{name} {1000 * base[name]:.0f}" for name in base), sep="  ", flush=True)
    print(f"{'':9}", *(name[:7].rjust(7) for name in names), flush=True)
    for piece, text in texts.items():
        print(f"{piece!r:9}", end="", flush=True)
        for name in names:
            took = seconds(checkings[name], (text,))
            half = base[name] if base else seconds(checkings[name], (text[: len(text) // 2],))
            ratio = took / half
            print(f"{ratio:7.2f}{'*' if ratio > arguments.limit else ' '}", end="", flush=True)
        print()


def selection(name: str) -> tuple[str, ...] | None:
    """The ids that select the rules, a check, or everything."""
    selections = {check.name: tuple(fault.id for fault in check.faults) for check in all_checks()}
    return None if name == "all" else ("en",) if name == "rules" else selections[name]


def hostile(piece: str, length: int) -> str:
    """One line of nothing but a piece."""
    return (piece * (length // len(piece) + 1))[:length]


def prose(length: int) -> Texts:
    """Segments of ordinary news, of this length together."""
    segments: list[str] = []
    while length > 0:
        segments.append(PARAGRAPHS[len(segments) % len(PARAGRAPHS)][:length])
        length -= len(segments[-1])
    return tuple(segments)


def seconds(checking: Checking, texts: Sequence[str], runs: int = 2) -> float:
    """The least processor time it takes to check the texts, each a document of its own."""
    best = float("inf")
    places = [place_of(text) for text in texts]
    for _ in range(runs):
        begin = time.process_time()
        for text, place in zip(texts, places, strict=True):
            checking.find([text], [text], [(text,)], [place])
        best = min(best, time.process_time() - begin)
        if best > 5:
            break
    return best


if __name__ == "__main__":
    main()
