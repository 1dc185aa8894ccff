"""Copies the single-row cases of the reference set into single_row.csv.

Usage: single_row.py REFERENCE_FOLDER (the folder that holds catalogue.csv and golden.csv).
"""
import csv
import sys
from pathlib import Path

SOURCES = {
    "PUBLISHED_VALUE": "the inputs and the value stand in print; full digits by the formula",
    "PEER_AGREES": "another program, run on these values, agrees",
    "PEER_DIFFERS_ONLY": "the formula of the paper; every other program that was run differs",
    "REF_ONLY": "a second implementation of the formula",
}
FAMILIES = {"fasting", "lipid", "anthropometric", "adipose", "t1d", "secretion", "disposition", "clearance"}
SAMPLING = {"0", "-", "0 (or 30)", "0 or areas"}
EXTRA = {"bennett_ln", "bennett_log10", "aigr", "vancauter_k12", "vancauter_k21", "vancauter_k10", "unit_conversion"}

folder = Path(sys.argv[1])
with (folder / "catalogue.csv").open(newline="") as file:
    wanted = EXTRA | {
        row["id"] for row in csv.DictReader(file) if row["family"] in FAMILIES and row["sampling"] in SAMPLING}
with (folder / "golden.csv").open(newline="") as file:
    cases = [row for row in csv.DictReader(file) if row["index_id"] in wanted]
with Path(__file__).with_suffix(".csv").open("w", newline="") as file:
    columns = ["case_id", "index_id", "inputs_json", "expected", "unit", "rel_tol", "evidence", "source"]
    writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for case in cases:
        writer.writerow({**case, "source": SOURCES[case["evidence"]]})
print(len(cases), "cases")
