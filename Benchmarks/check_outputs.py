#!/usr/bin/env python3
"""Compares outputs of the benchmark programs with the formulas evaluated here, to a relative difference of 1e-12.

    check_outputs.py rows|summary INPUT OUTPUT...

Prints the largest relative difference of each output as a JSON list; ends with status 1 and the place at the first
number that is off, missing or too much.
"""

import json
import math
import sys
from array import array

TOLERANCE = 1e-12
INDICES = ("homa_ir", "quicki", "tyg")


def reference(source):
    """The ids and the three indices of every row of the input."""
    ids, values = [], {index: array("d") for index in INDICES}
    with open(source) as file:
        names = file.readline().rstrip("\n").split(",")
        columns = [names.index(name) for name in ("id", "glucose_mg_dl", "insulin_uu_ml", "tg_mg_dl")]
        for line in file:
            cells = line.rstrip("\n").split(",")
            identifier, glucose, insulin, triglycerides = (cells[column] for column in columns)
            glucose, insulin, triglycerides = float(glucose), float(insulin), float(triglycerides)
            ids.append(identifier)
            values["homa_ir"].append(glucose / 18 * insulin / 22.5)
            values["quicki"].append(1 / (math.log10(insulin) + math.log10(glucose)))
            values["tyg"].append(math.log(triglycerides * glucose / 2))
    return ids, values


def difference(text, truth, place):
    """The relative difference of a printed number from its true value; ends the program when it is too large."""
    try:
        found = abs(float(text) - truth) / abs(truth)
    except ValueError:
        sys.exit(f"{place}: {text!r} is not a number, expected {truth!r}")
    if not found <= TOLERANCE:
        sys.exit(f"{place}: {text} differs from {truth!r} by {found:.2e}")
    return found


def check_rows(output, ids, values):
    """The largest difference in an output of one row per input row, in the same order."""
    worst = 0.0
    with open(output) as file:
        names = file.readline().rstrip("\r\n").split(",")
        missing = [name for name in ("id", *INDICES) if name not in names]
        if missing:
            sys.exit(f"{output}: no column {', '.join(missing)} in {names}")
        position = names.index("id")
        columns = [(names.index(index), values[index], index) for index in INDICES]
        number = 0
        for number, line in enumerate(file, 1):
            if number > len(ids):
                sys.exit(f"{output}: more rows than the input")
            cells = line.rstrip("\r\n").split(",")
            if cells[position] != ids[number - 1]:
                sys.exit(f"{output}:{number + 1}: id {cells[position]}, expected {ids[number - 1]}")
            for column, truth, index in columns:
                # The text comparison spares two conversions where the shortest form was printed.
                if cells[column] != repr(truth[number - 1]):
                    found = difference(cells[column], truth[number - 1], f"{output}:{number + 1} {index}")
                    if found > worst:
                        worst = found
    if number != len(ids):
        sys.exit(f"{output}: {number} rows, expected {len(ids)}")
    return worst


def check_summary(output, values):
    """The largest difference in a table with one line per index."""
    with open(output) as file:
        lines = [line.rstrip("\r\n").split(",") for line in file]
    names, found = lines[0], {cells[0]: cells for cells in lines[1:]}
    worst = 0.0
    for index in INDICES:
        if index not in found:
            sys.exit(f"{output}: no line for {index}")
        data = values[index]
        mean = math.fsum(data) / len(data)
        truth = {
            "n": len(data),
            "mean": mean,
            "sd": math.sqrt(math.fsum((value - mean) ** 2 for value in data) / (len(data) - 1)),
            "min": min(data),
            "max": max(data),
        }
        for name, value in truth.items():
            if name in names:
                worst = max(worst, difference(found[index][names.index(name)], value, f"{output} {index} {name}"))
            elif name in ("n", "mean", "sd"):
                sys.exit(f"{output}: no column {name} in {names}")
    return worst


def main():
    kind, source, *outputs = sys.argv[1:]
    ids, values = reference(source)
    if kind == "rows":
        print(json.dumps([check_rows(output, ids, values) for output in outputs]))
    else:
        print(json.dumps([check_summary(output, values) for output in outputs]))


if __name__ == "__main__":
    main()
