"""numpy: every single-row index on rows that are in memory.

Both sides of the comparison work on the same inputs, made before the clock starts: row k of column c (k and c
counted from 0) is low + (high - low) * u, where u = ((k + 1) * (c + 1) * 0x9E3779B97F4A7C15 mod 2^64 >> 11) * 2^-53.
`COLUMNS` gives the order, unit and range of the columns. Every formula finds each input in the unit that it is
published in; conversions are counted on neither side.

Each formula is written as a numpy user would write it: whole arrays, one expression, no loops, no compiler. An index
that is a function of another one (TyG-BMI of TyG) takes the array that is there. A pass computes every index once,
into result arrays that exist already, as on the other side; the time is the median of several passes, one process,
one thread (numpy's arithmetic has no more). Beside the usual whole arrays (`--mode whole`) there is a pass by blocks
of rows that fit the cache (`blocks`, the best that numpy can do) and one that makes new result arrays (`new`, slower:
the system has to provide fresh memory).
"""

import argparse
import json
import statistics
import sys
import time

import numpy as np

# name, lowest, highest, in the order that the generator counts. A range of None is a 0/1 column (u >= 0.5).
COLUMNS = [
    ("glucose_mg_dl", 70.0, 180.0),
    ("insulin_uu_ml", 2.0, 60.0),
    ("c_peptide_nmol_l", 0.3, 2.0),
    ("proinsulin_pmol_l", 3.0, 40.0),
    ("hba1c_pct", 4.5, 11.0),
    ("triglycerides_mg_dl", 40.0, 400.0),
    ("hdl_mg_dl", 25.0, 95.0),
    ("total_cholesterol_mg_dl", 120.0, 300.0),
    ("ffa_mmol_l", 0.15, 1.2),
    ("adiponectin_ug_ml", 2.0, 20.0),
    ("bmi_kg_m2", 18.0, 45.0),
    ("weight_kg", 45.0, 140.0),
    ("height_cm", 145.0, 200.0),
    ("waist_cm", 66.0, 130.0),
    ("hip_cm", 80.0, 140.0),
    ("age_y", 18.0, 85.0),
    ("male", None, None),
    ("hypertension", None, None),
    ("dbp_mmhg", 55.0, 100.0),
    ("insulin_dose_u_kg", 0.1, 0.95),
    ("insulin_dose_u", 10.0, 150.0),
    ("bsa_m2", 1.4, 2.5),
]


class Inputs:
    """The columns in every unit that some formula wants."""

    def __init__(self, rows):
        column = {}
        k = np.arange(1, rows + 1, dtype=np.uint64)
        for number, (name, low, high) in enumerate(COLUMNS):
            step = np.uint64((number + 1) * 0x9E3779B97F4A7C15 % 2**64)
            u = ((k * step) >> np.uint64(11)).astype(np.float64) * 2.0**-53
            column[name] = low + (high - low) * u if low is not None else (u >= 0.5).astype(np.float64)
        self.g_mg = column["glucose_mg_dl"]
        self.g = self.g_mg / 18.0
        self.i = column["insulin_uu_ml"]
        self.i_pmol = self.i * 6.0
        self.cp = column["c_peptide_nmol_l"]
        self.cp_pmol = self.cp * 1000.0
        self.cp_ng = self.cp / 0.33109403
        self.pi_pmol = column["proinsulin_pmol_l"]
        self.a1c = column["hba1c_pct"]
        self.tg_mg = column["triglycerides_mg_dl"]
        self.tg = self.tg_mg / 88.57
        self.hdl_mg = column["hdl_mg_dl"]
        self.hdl = self.hdl_mg / 38.67
        self.tc = column["total_cholesterol_mg_dl"] / 38.67
        self.ffa = column["ffa_mmol_l"]
        self.adiponectin = column["adiponectin_ug_ml"]
        self.bmi = column["bmi_kg_m2"]
        self.weight = column["weight_kg"]
        self.height = column["height_cm"]
        self.height_m = self.height / 100.0
        self.waist = column["waist_cm"]
        self.waist_m = self.waist / 100.0
        self.hip = column["hip_cm"]
        self.age = column["age_y"]
        self.male = column["male"]
        self.is_male = self.male == 1.0
        self.htn = column["hypertension"]
        self.dbp = column["dbp_mmhg"]
        self.dose_kg = column["insulin_dose_u_kg"]
        self.dose = column["insulin_dose_u"]
        self.bsa = column["bsa_m2"]


def cube(x):
    """x**3 by products: numpy's power takes twenty times as long, because some x are negative."""
    return x * x * x


def spina_gr(d, _):
    i, g = d.i_pmol * 1e-12, d.g * 1e-3
    return np.maximum(0.11 * 150e-6 * (1.6e-9 + i) / (7.1e-4 * 50 * i * g) - 1.6e-9 / (50 * i) - 1 / 50, 0.0)


def vai(d, _):
    men = d.waist / (39.68 + 1.88 * d.bmi) * (d.tg / 1.03) * (1.31 / d.hdl)
    women = d.waist / (36.58 + 1.89 * d.bmi) * (d.tg / 0.81) * (1.52 / d.hdl)
    return np.where(d.is_male, men, women)


def dai(d, _):
    men = d.waist / (22.79 + 2.68 * d.bmi) * (d.tg / 1.37) * (1.19 / d.hdl)
    women = d.waist / (24.02 + 2.37 * d.bmi) * (d.tg / 1.32) * (1.43 / d.hdl)
    return np.where(d.is_male, men, women)


def cvai(d, _):
    log_tg = np.log10(d.tg)
    men = -267.93 + 0.68 * d.age + 0.03 * d.bmi + 4.00 * d.waist + 22.00 * log_tg - 16.32 * d.hdl
    women = -187.32 + 1.71 * d.age + 4.23 * d.bmi + 1.12 * d.waist + 39.76 * log_tg - 11.66 * d.hdl
    return np.where(d.is_male, men, women)


def isr_basal(d, _):
    """Van Cauter's population parameters, normal subjects."""
    a, b = np.log(2) / 4.95, np.log(2) / (0.14 * d.age + 29.16)
    k21 = 0.76 * b + 0.24 * a
    volume = np.where(d.is_male, 1.92 * d.bsa + 0.64, 1.11 * d.bsa + 2.04)
    return a * b / k21 * volume * d.cp_pmol


# Indices that others are made of: their arrays are kept until the pass ends.
SHARED = {"homa_ir", "homa_b", "spina_gbeta", "spina_gr", "tyg", "mets_ir", "spise", "whtr", "whr"}

# Every index: a function of the inputs `d` and of `of`, which gives another index by its id.
FORMULAS = {
    # fasting glucose and insulin
    "fasting_insulin": lambda d, of: d.i.copy(),
    "inv_fasting_insulin": lambda d, of: 1 / d.i,
    "raynaud": lambda d, of: 40 / d.i,
    "homa_ir": lambda d, of: d.g * d.i / 22.5,
    "log_homa_ir": lambda d, of: np.log(of("homa_ir")),
    "homa_s": lambda d, of: 100 / of("homa_ir"),
    "homa_b": lambda d, of: 20 * d.i / (d.g - 3.5),
    "homa_di": lambda d, of: of("homa_b") / of("homa_ir"),
    "quicki": lambda d, of: 1 / (np.log10(d.i) + np.log10(d.g_mg)),
    "quicki_revised": lambda d, of: 1 / (np.log10(d.i) + np.log10(d.g_mg) + np.log10(d.ffa)),
    "firi": lambda d, of: d.g * d.i / 25,
    "fgir": lambda d, of: d.g_mg / d.i,
    "igr": lambda d, of: d.i / d.g,
    "isi_basal": lambda d, of: 1e4 / (d.g_mg * d.i),
    "bennett": lambda d, of: 1 / (np.log(d.i) * np.log(d.g_mg)),
    "bennett_ln": lambda d, of: 1 / (np.log(d.i) * np.log(d.g_mg)),
    "bennett_log10": lambda d, of: 1 / (np.log10(d.i) * np.log10(d.g_mg)),
    "homa_ad": lambda d, of: d.g * d.i / (22.5 * d.adiponectin),
    "turner_aigr": lambda d, of: 100 * d.i / (d.g_mg - 30),
    "aigr": lambda d, of: d.i_pmol / (d.g - 1.7),
    "spina_gbeta": lambda d, of: 0.017 * d.i_pmol * (7 + d.g) / d.g,
    "spina_gr": spina_gr,
    "spina_di": lambda d, of: of("spina_gbeta") * of("spina_gr"),
    # C-peptide, proinsulin, HbA1c
    "homa_cpr20": lambda d, of: 20 / (d.cp * d.g),
    "homa_ir_cp": lambda d, of: 1.5 + d.g * d.cp_pmol / 2800,
    "cpi_fasting": lambda d, of: 100 * d.cp_ng / d.g_mg,
    "suit": lambda d, of: 250 * d.cp / (d.g - 3.43),
    "beta2": lambda d, of: np.sqrt(d.cp) * (1 - d.dose_kg) / (d.g * d.a1c) * 1000,
    "proinsulin_ratio": lambda d, of: d.pi_pmol / d.i_pmol,
    "cp_ins_fasting": lambda d, of: d.cp_pmol / d.i_pmol,
    "isr_basal": isr_basal,
    "eag": lambda d, of: 28.7 * d.a1c - 46.7,
    "a1c_ifcc": lambda d, of: (d.a1c - 2.152) / 0.09148,
    "adipo_ir": lambda d, of: d.ffa * d.i_pmol,
    # lipids
    "mcauley": lambda d, of: np.exp(2.63 - 0.28 * np.log(d.i) - 0.31 * np.log(d.tg)),
    "mcauley_bmi": lambda d, of: np.exp(3.29 - 0.25 * np.log(d.i) - 0.22 * np.log(d.bmi) - 0.28 * np.log(d.tg)),
    "disse": lambda d, of: 12 * (2.5 * (d.hdl / d.tc) - d.ffa) - d.i,
    "tyg": lambda d, of: np.log(d.tg_mg * d.g_mg / 2),
    "tyg_half_outside": lambda d, of: np.log(d.tg_mg * d.g_mg) / 2,
    "tyg_bmi": lambda d, of: of("tyg") * d.bmi,
    "tyg_wc": lambda d, of: of("tyg") * d.waist,
    "tyg_whtr": lambda d, of: of("tyg") * d.waist / d.height,
    "tg_hdl": lambda d, of: d.tg_mg / d.hdl_mg,
    "aip": lambda d, of: np.log10(d.tg / d.hdl),
    "mets_ir": lambda d, of: np.log(2 * d.g_mg + d.tg_mg) * d.bmi / np.log(d.hdl_mg),
    "spise": lambda d, of: 600 * d.hdl_mg**0.185 / (d.tg_mg**0.2 * d.bmi**1.338),
    "spise_ir": lambda d, of: 10 / of("spise"),
    # body measures
    "lap": lambda d, of: (d.waist - np.where(d.is_male, 65.0, 58.0)) * d.tg,
    "vai": vai,
    "dai": dai,
    "cvai": cvai,
    "mets_vf": lambda d, of: (
        4.466 + 0.011 * cube(np.log(of("mets_ir"))) + 3.239 * cube(np.log(of("whtr"))) + 0.319 * d.male
        + 0.594 * np.log(d.age)
    ),
    "cmi": lambda d, of: d.tg / d.hdl * of("whtr"),
    "bmi": lambda d, of: d.weight / d.height_m**2,
    "whtr": lambda d, of: d.waist / d.height,
    "whr": lambda d, of: d.waist / d.hip,
    "bri": lambda d, of: 364.2 - 365.5 * np.sqrt(1 - (d.waist / (2 * np.pi)) ** 2 / (0.5 * d.height) ** 2),
    "absi": lambda d, of: d.waist_m / (d.bmi ** (2 / 3) * np.sqrt(d.height_m)),
    "wwi": lambda d, of: d.waist / np.sqrt(d.weight),
    # type 1 diabetes
    "egdr_wc": lambda d, of: 21.158 - 0.09 * d.waist - 3.407 * d.htn - 0.551 * d.a1c,
    "egdr_whr": lambda d, of: 24.31 - 12.22 * of("whr") - 3.29 * d.htn - 0.57 * d.a1c,
    "egdr_bmi": lambda d, of: 19.02 - 0.22 * d.bmi - 3.26 * d.htn - 0.61 * d.a1c,
    "search_is": lambda d, of: np.exp(4.64725 - 0.02032 * d.waist - 0.09779 * d.a1c - 0.00235 * d.tg_mg),
    "cacti_eis": lambda d, of: np.exp(
        4.1075 - 0.01299 * d.waist - 1.05819 * d.dose_kg - 0.00354 * d.tg_mg - 0.00802 * d.dbp
    ),
    "idaa1c": lambda d, of: d.a1c + 4 * d.dose_kg,
    "tdd_per_kg": lambda d, of: d.dose / d.weight,
}


class Block:
    """A view of some rows of the inputs and of the results."""

    def __init__(self, inputs, results, rows):
        for name, values in vars(inputs).items():
            setattr(self, name, values[rows])
        self.results = {name: values[rows] for name, values in results.items()}


def compute(block, ids):
    """Computes every index of `ids` once, into arrays that exist; one that others are made of is computed once."""
    done = {}

    def of(name):
        if name not in done:
            values = FORMULAS[name](block, of)
            if name in block.results:
                block.results[name][:] = values
            done[name] = values
        return done[name]

    for name in ids:
        of(name)
        if name not in SHARED:
            del done[name]


def compute_into_new_arrays(inputs, ids):
    """The same, with every result in a new array, all kept: what a script does that runs once."""
    done = {}

    def of(name):
        if name not in done:
            done[name] = FORMULAS[name](inputs, of)
        return done[name]

    return {name: of(name) for name in ids}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ids", help="comma-separated; default: all")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--mode", choices=["whole", "blocks", "new"], default="whole")
    parser.add_argument("--block", type=int, default=16_384, help="rows per block (--mode blocks)")
    parser.add_argument("--available", action="store_true", help="print the ids that have a formula here")
    parser.add_argument("--means", action="store_true", help="add the mean of every index, to compare results")
    arguments = parser.parse_args()
    if arguments.available:
        print("\n".join(FORMULAS))
        return
    ids = arguments.ids.split(",") if arguments.ids else list(FORMULAS)
    unknown = [name for name in ids if name not in FORMULAS]
    if unknown:
        sys.exit(f"error: no numpy formula for {', '.join(unknown)}")

    inputs = Inputs(arguments.rows)
    results = {name: np.zeros(arguments.rows) for name in ids}
    size = arguments.block if arguments.mode == "blocks" else arguments.rows
    blocks = [Block(inputs, results, slice(at, at + size)) for at in range(0, arguments.rows, size)]
    seconds = []
    for _ in range(arguments.repeats + 1):
        start = time.perf_counter()
        if arguments.mode == "new":
            kept = compute_into_new_arrays(inputs, ids)
        else:
            for block in blocks:
                compute(block, ids)
        seconds.append(time.perf_counter() - start)
        kept = None  # freed outside the clock
    # The first pass warms caches and the allocator and is not counted.
    answer = {"index_values": len(ids) * arguments.rows, "seconds": statistics.median(seconds[1:])}
    if arguments.means:
        compute(Block(inputs, results, slice(None)), ids)
        answer["means"] = {name: float(np.mean(values)) for name, values in results.items()}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
