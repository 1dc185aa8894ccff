#!/usr/bin/env python3
"""Times homeostat against its peers on this machine, in one alternating series, and prints Markdown tables.

    run.py HOMEOSTAT             everything (HOMEOSTAT is the path of the release binary)
    run.py --peers-only          the peers alone, to see whether they are set up

Every program is one process that does the whole job from file to file and is timed from outside, on two cores, with
the input in the page cache: A B C D A B C D ... The outputs are compared before the clock is trusted: each number
of each program against the formula evaluated by Python, to a relative difference of 1e-12. Nothing is asserted about
the times themselves.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time

import make_input
import regression

HERE = pathlib.Path(__file__).resolve().parent
PEERS = HERE / "peers"
PYTHON = HERE / ".venv" / "bin" / "python"
IN_MEMORY = HERE / ".build" / "release" / "in-memory-indices"
INDICES = "homa_ir,quicki,tyg"
CORES = 2
IN_MEMORY_ROUNDS = 3


class Program:
    """A command that reads INPUT and writes OUTPUT, which may stand behind `>`; `note` goes below the table."""

    def __init__(self, name, command, note=""):
        self.name, self.command, self.note = name, [str(word) for word in command], note


def spawn(command, log):
    """Runs a command to its end. Returns seconds, CPU seconds, peak memory in MB and the exit status.

    The kernel counts the memory of this process, about 20 MB, as the least peak of its child: hence the comparison
    of outputs, which needs much memory, happens in another process.
    """
    output = os.devnull
    if len(command) > 2 and command[-2] == ">":
        command, output = command[:-2], command[-1]
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
        (os.POSIX_SPAWN_OPEN, 2, str(log), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
    ]
    start = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - start
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def measured(command, log):
    """As `spawn`, but a failing command ends the benchmark with its own words."""
    seconds, cpu, memory, status = spawn(command, log)
    if status != 0:
        words = pathlib.Path(log).read_text(errors="replace")[-2000:]
        sys.exit(f"error: exit status {status}: {' '.join(command)}\n{words}")
    return seconds, cpu, memory


def remove_output(path):
    """Takes away an output and the record beside it, so that its pages are not written to disk during a later run."""
    for name in (path, path.with_name(path.name + ".run.json")):
        name.unlink(missing_ok=True)


def series(programs, source, scratch, repeats, kind):
    """Checks the outputs of all programs, then times them in turn. Returns a list of results in the same order."""
    log = scratch / "stderr.txt"
    outputs = [scratch / f"{kind}_{number}.csv" for number in range(len(programs))]
    commands = [
        [{"INPUT": str(source), "OUTPUT": str(output)}.get(word, word) for word in program.command]
        for program, output in zip(programs, outputs)
    ]
    for command, output in zip(commands, outputs):
        remove_output(output)
        measured(command, log)
    check = subprocess.run(
        [sys.executable, HERE / "check_outputs.py", kind, source, *outputs], capture_output=True, text=True
    )
    if check.returncode != 0:
        sys.exit(f"error: the {kind} outputs do not agree\n{check.stdout}{check.stderr}")
    differences = json.loads(check.stdout)
    sizes = [output.stat().st_size for output in outputs]
    for output in outputs:
        remove_output(output)

    runs = [[] for _ in programs]
    for turn in range(repeats):
        for number, command in enumerate(commands):
            runs[number].append(measured(command, log))
            remove_output(outputs[number])
        print(f"{kind}: round {turn + 1} of {repeats}", file=sys.stderr)
    return [
        {
            "program": program.name,
            # Without the folders of this machine: results may be kept beside the code.
            "command": [pathlib.PurePath(word).name for word in program.command],
            "note": program.note,
            "seconds": [run[0] for run in taken],
            "cpu_seconds": [run[1] for run in taken],
            "peak_mb": max(run[2] for run in taken),
            "output_bytes": size,
            "largest_relative_difference": difference,
        }
        for program, taken, size, difference in zip(programs, runs, sizes, differences)
    ]


def print_series(title, results, reference):
    """A table of one series; the ratio is that of medians, to the first program when that is homeostat."""
    print(f"\n### {title}\n")
    print("| program | median ms | min | max | CPU ms | peak MB | output MB | homeostat is faster by |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for result in results:
        seconds = result["seconds"]
        median = statistics.median(seconds)
        ratio = f"{median / reference:.2f}" if reference else ""
        print(
            f"| {result['program']} | {median * 1e3:.0f} | {min(seconds) * 1e3:.0f} | {max(seconds) * 1e3:.0f} "
            f"| {statistics.median(result['cpu_seconds']) * 1e3:.0f} | {result['peak_mb']:.0f} "
            f"| {result['output_bytes'] / 1e6:.1f} | {ratio} |"
        )
    notes = [f"- {result['program']}: {result['note']}" for result in results if result["note"]]
    worst = max(result["largest_relative_difference"] for result in results)
    notes.append(f"- All outputs agree with the formulas; largest relative difference {worst:.1e}.")
    print("\n" + "\n".join(notes))


def row_programs(binary, without):
    """The programs of the main series, homeostat first."""
    rscript = shutil.which("Rscript")
    programs = []
    if binary:
        base = [binary, "indices", "INPUT", "--indices", INDICES, "--id", "id", "--threads", CORES]
        programs.append(Program("homeostat", [*base, ">", "OUTPUT"], "ids checked for repetition; to standard output"))
        programs.append(
            Program("homeostat -o", [*base, "-o", "OUTPUT"], "with the record of the run: SHA-256 of input and output")
        )
        programs.append(Program("homeostat, no id check", [*base, "--duplicates", "keep", ">", "OUTPUT"]))
    programs.append(Program("polars", [PYTHON, PEERS / "polars_rows.py", "INPUT", "OUTPUT"]))
    programs.append(Program("DuckDB", [PYTHON, PEERS / "duckdb_rows.py", "INPUT", "OUTPUT"]))
    if rscript:
        table = [rscript, "--vanilla", PEERS / "datatable_rows.R", "INPUT", "OUTPUT"]
        programs.append(
            Program(
                "data.table, fast",
                [*table, "fast"],
                "15 significant digits: nine in ten of its numbers do not read back exactly",
            )
        )
        programs.append(
            Program(
                "data.table, plain", [*table, "plain"], "as typed without settings: all columns, one thread; 15 digits"
            )
        )
        programs.append(
            Program(
                "data.table, exact",
                [*table, "exact"],
                "17 significant digits: of the three the only one whose numbers read back exactly",
            )
        )
    return [program for program in programs if program.name not in without]


def summary_programs(binary):
    """The programs of the summary series, homeostat first."""
    programs = []
    if binary:
        programs.append(
            Program(
                "homeostat --summary",
                [binary, "indices", "INPUT", "--indices", INDICES, "--summary", "--threads", CORES, ">", "OUTPUT"],
                "writes quartiles and causes too",
            )
        )
    programs.append(
        Program("polars", [PYTHON, PEERS / "polars_summary.py", "INPUT", "OUTPUT"], "n, mean, SD, min, max")
    )
    return programs


def start_up(binary, scratch, runs):
    """Times how long it takes to start and end. The peers' figures tell how much of their time is that."""
    log = scratch / "stderr.txt"
    candidates = [("true (the floor)", [shutil.which("true")], runs)]
    if binary:
        candidates.insert(0, ("homeostat --version", [str(binary), "--version"], runs))
    candidates.append(("python, import polars", [str(PYTHON), "-c", "import polars"], 7))
    candidates.append(("python, import duckdb", [str(PYTHON), "-c", "import duckdb"], 7))
    if shutil.which("Rscript"):
        code = "suppressPackageStartupMessages(library(data.table))"
        candidates.append(("Rscript, library(data.table)", [shutil.which("Rscript"), "--vanilla", "-e", code], 7))
    results = []
    for name, command, count in candidates:
        measured(command, log)
        results.append({"program": name, "seconds": [measured(command, log)[0] for _ in range(count)]})
    print("\n### Start-up\n")
    print("| program | runs | median ms | min | max |\n|---|--:|--:|--:|--:|")
    for result in results:
        seconds = result["seconds"]
        print(
            f"| {result['program']} | {len(seconds)} | {statistics.median(seconds) * 1e3:.2f} "
            f"| {min(seconds) * 1e3:.2f} | {max(seconds) * 1e3:.2f} |"
        )
    return results


def json_lines(command):
    """Runs a command and returns the JSON objects that it prints, one a line."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"error: exit status {done.returncode}: {command}\n{done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.strip()]


def in_memory(executable):
    """All default single-row indices on rows in memory, against the same formulas in numpy.

    The executable prints its ids with `--list`, and without it one JSON object per line: `index_values`, `seconds`
    (a median), optionally `threads`, and `means` by id when it works on the inputs that numpy_indices.py describes.
    """
    ids = []
    if executable:
        ids = subprocess.run([str(executable), "--list"], capture_output=True, text=True, check=True).stdout.split()
    numpy = [PYTHON, PEERS / "numpy_indices.py", *(["--ids", ",".join(ids)] if ids else [])]
    found = {}
    for _ in range(IN_MEMORY_ROUNDS):
        if executable:
            for answer in json_lines([executable]):
                threads = answer.get("threads")
                name = "homeostat" if threads is None else f"homeostat, {threads} thread{'s'[:threads != 1]}"
                found.setdefault(name, []).append(answer)
        for mode, name in (("whole", "numpy"), ("blocks", "numpy, by blocks of rows"), ("new", "numpy, new arrays")):
            found.setdefault(name, []).append(json_lines([*numpy, "--mode", mode, "--means"])[0])
    values = {name: answers[0]["index_values"] for name, answers in found.items()}
    if len(set(values.values())) != 1:
        sys.exit(f"error: the sides computed different numbers of values: {values}")
    truth = found["numpy"][0]["means"]
    for name, answers in found.items():
        for index, mean in answers[0].get("means", {}).items():
            if abs(mean - truth[index]) > 1e-9 * abs(truth[index]):
                sys.exit(f"error: mean of {index}: {name} {mean}, numpy {truth[index]}")

    medians = {name: statistics.median(answer["seconds"] for answer in answers) for name, answers in found.items()}
    base = medians["numpy"]
    count = len(ids) or len(truth)
    print(f"\n### In memory: {count} single-row indices, {values['numpy'] // count:,} rows\n")
    print("| program | median ms | million index values a second | times numpy |\n|---|--:|--:|--:|")
    for name, seconds in medians.items():
        print(f"| {name} | {seconds * 1e3:.0f} | {values[name] / seconds / 1e6:.0f} | {base / seconds:.2f} |")
    print(
        "\n- Inputs in the unit of each formula, conversions counted on neither side, results into arrays that exist"
        "\n  (except `new arrays`). numpy works on one thread."
    )
    return {"ids": ids or sorted(truth), "runs": found}


def versions(binary):
    """What ran, as text by name."""
    found = {"Python": platform.python_version()}
    code = "import importlib.metadata as m; print(*(m.version(p) for p in ('polars', 'duckdb', 'numpy', 'statsmodels')))"
    names = subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    found.update(zip(("polars", "DuckDB", "numpy", "statsmodels"), names))
    if shutil.which("Rscript"):
        code = 'cat(as.character(getRversion()), as.character(packageVersion("data.table")))'
        names = subprocess.run(["Rscript", "--vanilla", "-e", code], capture_output=True, text=True).stdout.split()
        found.update(zip(("R", "data.table"), names))
    if binary:
        found["homeostat"] = subprocess.run([binary, "--version"], capture_output=True, text=True).stdout.strip()
    return found


def processor():
    """The processor's name and how many cores this process may use."""
    name = platform.machine()
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            name = line.split(":", 1)[1].strip()
            break
    return f"{name}, {len(os.sched_getaffinity(0))} cores used of {os.cpu_count()}"


def save(results):
    """Writes results/<date>.json, with a number behind the date when that is taken."""
    folder = HERE / "results"
    folder.mkdir(exist_ok=True)
    day = datetime.date.today().isoformat()
    path, number = folder / f"{day}.json", 2
    while path.exists():
        path, number = folder / f"{day}-{number}.json", number + 1
    path.write_text(json.dumps(results, indent=1) + "\n")
    print(f"wrote {path}", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("homeostat", nargs="?", type=pathlib.Path, help="path of the binary")
    parser.add_argument("--peers-only", action="store_true")
    parser.add_argument("--rows", type=int, default=make_input.ROWS)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--startups", type=int, default=200)
    parser.add_argument("--scratch", type=pathlib.Path, default=make_input.default_directory())
    parser.add_argument("--in-memory", type=pathlib.Path, default=IN_MEMORY, help="the in-memory-indices executable")
    parser.add_argument("--parts", default="rows,summary,start,memory,regression", help="which of: %(default)s")
    parser.add_argument("--without", action="append", default=[], metavar="PROGRAM", help="leave out a row program")
    parser.add_argument("--save", action="store_true", help="write results/<date>.json")
    arguments = parser.parse_args()
    if bool(arguments.homeostat) == arguments.peers_only:
        parser.error("give the path of homeostat, or --peers-only")
    binary = arguments.homeostat.resolve() if arguments.homeostat else None
    if binary and not os.access(binary, os.X_OK):
        parser.error(f"{binary} is not a program")
    if not PYTHON.exists():
        sys.exit("error: the peers are missing: run setup_peers.sh")
    if not shutil.which("Rscript"):
        print("warning: no Rscript: data.table is left out (see setup_peers.sh)", file=sys.stderr)
    parts = arguments.parts.split(",")

    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    scratch = arguments.scratch
    scratch.mkdir(parents=True, exist_ok=True)
    source = scratch / f"cohort_{arguments.rows}.csv"
    needs_source = "rows" in parts or "summary" in parts
    if needs_source and not source.exists():
        subprocess.run(
            [sys.executable, HERE / "make_input.py", scratch, "--rows", str(arguments.rows)],
            check=True, stdout=subprocess.DEVNULL,
        )
    if needs_source:
        with open(source, "rb") as file:
            while file.read(1 << 20):  # brings the file into the page cache
                pass

    results = {
        "date": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        "processor": processor(),
        "system": platform.platform(),
        "load_before": os.getloadavg()[0],
        "versions": versions(binary),
        "rows": arguments.rows,
        "input_bytes": source.stat().st_size if needs_source else None,
    }
    print(f"{results['processor']}; {results['system']}; load before {results['load_before']:.2f}  ")
    print(", ".join(f"{name} {version}" for name, version in results["versions"].items()) + "  ")
    size = f"{arguments.rows:,} rows, {results['input_bytes'] / 1e6:.1f} MB; " if needs_source else ""
    print(f"{size}median of {arguments.repeats} alternating runs")

    if "rows" in parts:
        programs = row_programs(binary, arguments.without)
        results["row_series"] = series(programs, source, scratch, arguments.repeats, "rows")
        reference = statistics.median(results["row_series"][0]["seconds"]) if binary else None
        print_series("HOMA-IR, QUICKI and TyG, CSV to CSV", results["row_series"], reference)
    if "summary" in parts:
        results["summary_series"] = series(summary_programs(binary), source, scratch, arguments.repeats, "summary")
        reference = statistics.median(results["summary_series"][0]["seconds"]) if binary else None
        print_series("Summary of HOMA-IR, QUICKI and TyG", results["summary_series"], reference)
    if "start" in parts:
        results["start_up"] = start_up(binary, scratch, arguments.startups)
    if "memory" in parts:
        executable = arguments.in_memory.resolve() if arguments.in_memory.exists() and binary else None
        if binary and not executable:
            print(f"warning: {arguments.in_memory} is not built: numpy alone", file=sys.stderr)
        results["in_memory"] = in_memory(executable)
    if "regression" in parts:
        if binary:
            results["regression"] = regression.run(scratch, arguments.repeats)
        else:
            print("warning: no peers-only form of the regression part", file=sys.stderr)
    (scratch / "stderr.txt").unlink(missing_ok=True)
    if arguments.save:
        save(results)


if __name__ == "__main__":
    main()
