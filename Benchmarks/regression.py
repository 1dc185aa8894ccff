"""The regression part of run.py: numbers in memory, the same for all programs, read from a file before the clock.

`make` writes the files that are missing: two 64-bit integers (rows, columns), the columns of the design with one of
ones in front, the response, as little-endian doubles.
"""

import json
import pathlib
import shutil
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
PEERS = HERE / "peers"
PYTHON = HERE / ".venv" / "bin" / "python"
EXECUTABLE = HERE / ".build" / "release" / "in-memory-regression"

# name: rows, columns with the intercept
FILES = {
    "ols": (1_000_000, 11),
    "ten": (10_000_000, 11),
    "pairs": (5_000_000, 2),
    "four": (5_000_000, 4),
    "boot": (2000, 6),
}

MAKE = """
import sys, numpy as np
path, rows, columns = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
random = np.random.default_rng(1979)
with open(path, "wb") as file:
    np.array([rows, columns], dtype="<i8").tofile(file)
    np.ones(rows).tofile(file)
    response = random.standard_normal(rows)
    for column in range(1, columns):
        numbers = 100 * column + 10 * random.standard_normal(rows)
        response += numbers / column
        numbers.tofile(file)
    response.tofile(file)
"""


def make(scratch, names):
    """The files of these names, made where they are missing."""
    paths = {}
    for name in names:
        rows, columns = FILES[name]
        path = scratch / f"regression_{name}_{rows}x{columns}.bin"
        if not path.exists():
            subprocess.run([PYTHON, "-c", MAKE, str(path), str(rows), str(columns)], check=True)
        paths[name] = path
    return paths


class Side:
    """A program of a series: its name, its command before FILE and ROUNDS, the rounds of one start."""

    def __init__(self, name, command, rounds, after=()):
        self.name, self.command, self.rounds, self.after = name, command, rounds, after


def ours(executable, task, name="homeostat", rounds=5, threads=2):
    return Side(name, [executable, task], rounds, [threads])


def python(program, task, rounds=1):
    name = "DuckDB" if program == "duckdb" else program
    return Side(name, [PYTHON, PEERS / "python_regression.py", program, task], rounds)


def r(name, task, rounds=1):
    return Side(name, [shutil.which("Rscript"), "--vanilla", PEERS / "regression.R", task], rounds)


def run_side(side, path):
    command = [*side.command, path, side.rounds, *side.after]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"error: exit status {done.returncode}: {command}\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def compare(title, sides, answers, tolerance):
    """Ends the run where results differ from those of the first side by more than the tolerance, relatively."""
    truth = answers[0]["results"]
    for side, answer in zip(sides, answers):
        for place, (a, b) in enumerate(zip(truth, answer["results"])):
            if abs(a - b) > tolerance * max(abs(a), abs(b)):
                sys.exit(f"error: {title}: result {place} of {side.name} is {b}, of {sides[0].name} {a}")


def series(title, path, sides, turns, tolerance):
    """Times the sides in turn; the median is over all rounds of all turns."""
    found = {side.name: [] for side in sides}
    for turn in range(turns):
        answers = [run_side(side, path) for side in sides]
        for side, answer in zip(sides, answers):
            found[side.name] += answer["seconds"]
        if turn == 0 and tolerance is not None:
            compare(title, sides, answers, tolerance)
        print(f"{title}: round {turn + 1} of {turns}", file=sys.stderr)
    medians = {name: statistics.median(seconds) for name, seconds in found.items()}
    print(f"\n### {title}\n\n| program | median ms | min | homeostat's share |\n|---|--:|--:|--:|")
    own = medians[sides[0].name]
    for name, seconds in medians.items():
        print(f"| {name} | {seconds * 1e3:.2f} | {min(found[name]) * 1e3:.2f} | {own / seconds:.4f} |")
    return {"title": title, "seconds": found}


def run(scratch, turns, executable=EXECUTABLE):
    """All series. Returns what is saved."""
    if not executable.exists():
        sys.exit(f"error: {executable} is not built: swift build -c release --package-path Benchmarks")
    paths = make(scratch, FILES)
    has_r = shutil.which("Rscript") is not None
    results = [
        series(
            "Least squares, 1,000,000 rows, 11 columns", paths["ols"],
            [ours(executable, "ols"), ours(executable, "ols", "homeostat, 1 thread", threads=1), python("numpy", "ols"),
             *([r("R lm", "ols"), r("R .lm.fit", "fit")] if has_r else [])],
            turns, 1e-9),
        series(
            "Reading these 12 columns once", paths["ols"],
            [ours(executable, "read"), ours(executable, "read", "homeostat, 1 thread", threads=1)], turns, 1e-9),
        series(
            "Least squares, 10,000,000 rows, 11 columns", paths["ten"], [ours(executable, "ols")], min(turns, 3), None),
        series(
            "Least squares with HC3, 1,000,000 rows, 11 columns", paths["ols"],
            [ours(executable, "hc3"), python("statsmodels", "hc3")], turns, 1e-9),
        series(
            "100,000 regressions of 50 rows, 2 coefficients", paths["pairs"],
            [ours(executable, "small"), python("duckdb", "small", 3), *([r("R .lm.fit", "small")] if has_r else [])],
            turns, 1e-9),
        series(
            "100,000 regressions of 50 rows, 4 coefficients", paths["four"],
            [ours(executable, "small"), *([r("R .lm.fit", "small")] if has_r else [])], turns, 1e-9),
        series(
            "Bootstrap, 1000 replicates of 2000 rows, 6 columns", paths["boot"],
            # The draws differ: the means of the replicates agree as far as 1000 replicates do.
            [ours(executable, "bootstrap"), python("numpy", "bootstrap")], turns, 0.02),
    ]
    print(
        "\n- Numbers in memory; reading the file is counted on no side. Results are compared before the table is"
        "\n  printed, to a relative difference of 1e-9 (bootstrap: 0.02, the draws differ)."
    )
    return results
