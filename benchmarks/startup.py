"""Prints what short commands cost, the whole process from start to end, as medians of runs taken in turns.

    python benchmarks/startup.py [--runs 9] [--against FOLDER]

Processor seconds and seconds by the clock, and how many times those of a Python that does nothing. `--against` is
another working copy of mtqa, measured in the same turns. The article is five paragraphs, Italian into English.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).parents[1]
MTQA = "from mtqa.cli import main; main()"
SOURCE = """Il sindaco ha annunciato martedì che la scuola sarà ricostruita entro tre anni.
Secondo i tecnici, i lavori costeranno 2,4 milioni di euro, il doppio di quanto previsto nel 2019.
«Non possiamo più aspettare», ha detto Maria Bellini, che insegna lì da vent'anni.
Finora nessuno ha risposto alle lettere dei genitori, e la Regione non ha stanziato i fondi promessi.
La commissione si riunirà di nuovo il 14 marzo a Foggia.
"""
HYPOTHESIS = """The mayor announced on Tuesday that the school will be rebuilt within three years.
According to the technicians, the works will cost 2.4 million euros, the double of what foreseen in 2019.
“We cannot wait any longer”, said Maria Bellini, which teaches there since twenty years.
Until now nobody answered to the letters of the parents, and the Region has not allocated the promised funds.
The commission will meet again on March 14 in Foggia.
"""
REFERENCE = """The mayor said on Tuesday that the school would be rebuilt within three years.
Engineers say the work will cost €2.4 million, twice what was planned in 2019.
“We cannot wait any longer,” said Maria Bellini, who has taught there for twenty years.
So far no one has answered the parents' letters, and the Region has not set aside the money it promised.
The commission will meet again in Foggia on 14 March.
"""
COMMANDS: Mapping[str, Sequence[str]] = {
    "--help": ("--help",),
    "check": ("check", "hyp.txt", "-l", "it-en"),
    "check, with source": ("check", "hyp.txt", "-s", "src.txt", "-l", "it-en"),
    "check, languages found out": ("check", "hyp.txt", "-s", "src.txt"),
    "score": ("score", "hyp.txt", "-s", "src.txt", "-r", "ref.txt", "-l", "it-en"),
    "score --no-checks": ("score", "hyp.txt", "-r", "ref.txt", "-l", "it-en", "--no-checks", "--no-report"),
}


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--against", type=Path, metavar="FOLDER", help="another working copy of mtqa")
    arguments = parser.parse_args()
    copies = {"": HERE} | ({" (against)": arguments.against.resolve()} if arguments.against else {})
    programs = {"python -c pass": (sys.executable, "-c", "pass")}
    homes = {"python -c pass": HERE}
    for name, command in COMMANDS.items():
        for mark, home in copies.items():
            programs[name + mark] = (sys.executable, "-c", MTQA, *command)
            homes[name + mark] = home
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        for file, text in (("src.txt", SOURCE), ("hyp.txt", HYPOTHESIS), ("ref.txt", REFERENCE)):
            (here / file).write_text(text, "utf-8")
        turns = [
            {name: cost(program, here, homes[name]) for name, program in programs.items()}
            for _ in range(arguments.runs + 1)
        ][1:]  # the first compiles what is not compiled yet
    least = statistics.median(turn["python -c pass"][0] for turn in turns)
    print(f"{'':38} processor     clock")
    for name in programs:
        processor, clock = (statistics.median(turn[name][which] for turn in turns) for which in (0, 1))
        print(f"{name:38} {1000 * processor:6.0f} ms {1000 * clock:6.0f} ms {processor / least:5.1f} x")


def cost(program: Sequence[str], folder: Path, home: Path) -> tuple[float, float]:
    """Processor seconds and seconds by the clock of a program run in a folder, with the mtqa of this home."""
    environment = {"PYTHONPATH": str(home), "PATH": ""}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(program, cwd=folder, env=environment, capture_output=True, check=False)
    clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock


if __name__ == "__main__":
    main()
