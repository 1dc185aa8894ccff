#!/usr/bin/env python3
"""Writes the input of the row and summary benchmarks: a virtual fasting cohort of 2,000,000 people.

The values are printed as laboratories print them: glucose and BMI with one decimal, insulin with two,
triglycerides and HDL as integers. Each row belongs to one of 64 levels of adiposity, which moves BMI, insulin
and triglycerides up and HDL down; within a level every quantity is log-normal. The rows are drawn from
tables of ready-made text, so that two million of them take seconds, and from a generator written out here, so
that the bytes are the same on every machine and with every version of Python.
"""

import argparse
import hashlib
import math
import os
import pathlib
import statistics
import sys

ROWS = 2_000_000
HEADER = "id,age_y,sex,bmi,glucose_mg_dl,insulin_uu_ml,tg_mg_dl,hdl_mg_dl\n"
SHA256_OF_DEFAULT = "b6f7753652eef161e6d3d52c0de0688075444d2bd43c9fdc89b5cd59f694bbc5"

LEVELS = 64
DRAWS = 1024
CHUNK = 20_000
MASK = (1 << 64) - 1

# name: (median, spread of the logarithm within a level, shift of the logarithm per unit of adiposity,
#        lowest, highest, decimals). The limits keep every value inside its plausible range.
QUANTITIES = {
    "bmi": (27.2, 0.09, 0.18, 13.0, 75.0, 1),
    "glucose": (98.0, 0.14, 0.05, 45.0, 480.0, 1),
    "insulin": (9.3, 0.50, 0.42, 0.60, 240.0, 2),
    "triglycerides": (108.0, 0.46, 0.20, 20.0, 1900.0, 0),
    "hdl": (52.0, 0.22, -0.12, 12.0, 140.0, 0),
}


def default_directory():
    """The scratch directory when none is given: below $TMPDIR, or /tmp."""
    return pathlib.Path(os.environ.get("TMPDIR") or "/tmp") / "homeostat-bench"


def table(quantity):
    """Text for level * DRAWS + draw: the quantiles of the quantity's distribution in each level."""
    median, spread, shift, low, high, decimals = QUANTITIES[quantity]
    normal = statistics.NormalDist()
    inner = [normal.inv_cdf((draw + 0.5) / DRAWS) for draw in range(DRAWS)]
    cells = []
    for level in range(LEVELS):
        adiposity = normal.inv_cdf((level + 0.5) / LEVELS)
        centre = math.log(median) + shift * adiposity
        for z in inner:
            value = min(max(math.exp(centre + spread * z), low), high)
            cells.append(f"{value:.{decimals}f}")
    return cells


def write(path, rows):
    """Writes `rows` rows to `path` and returns the SHA-256 of what was written."""
    bmi, glucose, insulin, triglycerides, hdl = (table(quantity) for quantity in QUANTITIES)
    state = 0x9E3779B97F4A7C15
    digest = hashlib.sha256()
    partial = path.with_name(path.name + ".partial")
    with open(partial, "wb") as out:
        block = [HEADER]
        for identifier in range(1, rows + 1):
            # SplitMix64: 64 random bits give level (6), sex (1), age (7) and five draws of 10 bits.
            state = (state + 0x9E3779B97F4A7C15) & MASK
            bits = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
            bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & MASK
            bits ^= bits >> 31
            row = (bits & 63) * DRAWS
            block.append(
                f"{identifier},{18 + (((bits >> 7) & 127) * 68 >> 7)},{'M' if bits & 64 else 'F'},"
                f"{bmi[row + ((bits >> 14) & 1023)]},{glucose[row + ((bits >> 24) & 1023)]},"
                f"{insulin[row + ((bits >> 34) & 1023)]},{triglycerides[row + ((bits >> 44) & 1023)]},"
                f"{hdl[row + (bits >> 54)]}\n"
            )
            if len(block) >= CHUNK:
                data = "".join(block).encode("ascii")
                digest.update(data)
                out.write(data)
                block = []
        data = "".join(block).encode("ascii")
        digest.update(data)
        out.write(data)
    partial.rename(path)
    return digest.hexdigest()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", nargs="?", type=pathlib.Path, default=default_directory())
    parser.add_argument("--rows", type=int, default=ROWS)
    arguments = parser.parse_args()
    arguments.directory.mkdir(parents=True, exist_ok=True)
    path = arguments.directory / f"cohort_{arguments.rows}.csv"
    digest = write(path, arguments.rows)
    if arguments.rows == ROWS and digest != SHA256_OF_DEFAULT:
        sys.exit(f"error: {path} has SHA-256 {digest}, expected {SHA256_OF_DEFAULT}: ratios would not be comparable")
    print(path)


if __name__ == "__main__":
    main()
