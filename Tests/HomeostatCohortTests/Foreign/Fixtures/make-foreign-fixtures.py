"""Writes the synthetic files of the tests of the foreign readers: python3 make-foreign-fixtures.py
Needs pandas, pyreadstat, and for SAS7BDAT a C compiler with ReadStat's headers (make-sas7bdat.c beside this file).

rows-*   1000 rows: id = 1 + row; value = (row - 500) / 4, missing in the rows with row % 7 == 4; word = "w" + row % 10,
         missing in the rows with row % 5 == 0.
none-*   the same variables without a row.
text-*   3 rows: note = 190 letters "ab...", "short", "naïve µU/mL "; code = 0, 1, -2.
strl, wide  2 rows: remark = 3000 times "x" and " end", "brief".
labels   value labels, user-missing values and ranges, dates.
"""
import os
import subprocess
import tempfile

import numpy as np
import pandas as pd
import pyreadstat

row = np.arange(1000)
rows = pd.DataFrame({
    "id": (row + 1).astype(float),
    "value": np.where(row % 7 == 4, np.nan, (row - 500) / 4),
    "word": ["" if r % 5 == 0 else f"w{r % 10}" for r in row],
})
labels = {"id": "Identifier", "value": "Synthetic value", "word": "Short text"}
text = pd.DataFrame({
    "note": ["ab" * 95, "short", "naïve µU/mL "],
    "code": [0.0, 1.0, -2.0],
})


def xpt(name, frame, version, **more):
    pyreadstat.write_xport(frame, name, file_format_version=version, table_name="SYNTH", **more)


for stem, frame in (("rows", rows), ("none", rows.iloc[:0])):
    xpt(f"{stem}-v5.xpt", frame, 5, column_labels=labels, file_label="Synthetic table")
    xpt(f"{stem}-v8.xpt", frame, 8, column_labels=labels, file_label="Synthetic table")
    more = dict(column_labels=labels, file_label="Synthetic table")
    pyreadstat.write_sav(frame, f"{stem}-plain.sav", **more)
    pyreadstat.write_sav(frame, f"{stem}-rows.sav", row_compress=True, **more)
    pyreadstat.write_sav(frame, f"{stem}-zlib.sav", compress=True, **more)
    pyreadstat.write_dta(frame, f"{stem}-118.dta", version=14, **more)
    pyreadstat.write_dta(frame, f"{stem}-114.dta", version=10, **more)
for name in ("v5", "v8"):
    xpt(f"text-{name}.xpt", text, int(name[1]))
pyreadstat.write_sav(text, "text.sav")
pyreadstat.write_dta(text, "text.dta", version=15)
wide = pd.DataFrame({"remark": ["x" * 3000 + " end", "brief"]})
wide.to_stata("strl.dta", write_index=False, version=118, convert_strl=["remark"])
pyreadstat.write_sav(wide, "wide.sav")

coded = pd.DataFrame({
    "sex": [1.0, 2.0, 9.0, np.nan],
    "dose": [12.5, -1.0, -7.0, 999.0],
    "site": ["A", "B", "ZZ", ""],
    "visit": [1.0, 2.0, 3.0, 4.0],
})
pyreadstat.write_sav(
    coded, "labels.sav",
    variable_value_labels={"sex": {1.0: "female", 2.0: "male", 9.0: "not asked"}},
    missing_ranges={"sex": [9], "dose": [{"lo": -10, "hi": -1}, 999], "site": ["ZZ"]},
    variable_format={"visit": "DATE11"})
tagged = pd.DataFrame({
    "sex": pd.Series([1.0, 2.0, "a", np.nan], dtype=object),
    "dose": pd.Series([12.5, "z", -7.0, 0.0], dtype=object),
    "visit": [1.0, 2.0, 3.0, 4.0],
})
pyreadstat.write_dta(
    tagged, "labels.dta", version=14,
    variable_value_labels={"sex": {1: "female", 2: "male", "a": "not asked"}},
    missing_user_values={"sex": ["a"], "dose": ["z"]}, variable_format={"visit": "%td"})

here = os.path.dirname(os.path.abspath(__file__))
with tempfile.TemporaryDirectory() as scratch:
    program = os.path.join(scratch, "make")
    subprocess.run(["cc", os.path.join(here, "make-sas7bdat.c"), "-lreadstat", "-o", program], check=True)
    subprocess.run([program], check=True)
