"""polars: HOMA-IR, QUICKI and TyG of every row, CSV to CSV, by a lazy scan and a streaming sink.

The fastest of the variants tried: types declared (no inference), integers where the file has integers, the id
carried as text, quoting switched off on both sides. The streaming engine beat the in-memory one; other batch
sizes, an unordered sink and the eager reader were no faster.
"""

import os
import sys

os.environ["POLARS_MAX_THREADS"] = "2"

import polars as pl  # noqa: E402  (the number of threads is read when polars is imported)

SCHEMA = {
    "id": pl.String,
    "age_y": pl.Int32,
    "sex": pl.String,
    "bmi": pl.Float64,
    "glucose_mg_dl": pl.Float64,
    "insulin_uu_ml": pl.Float64,
    "tg_mg_dl": pl.Int32,
    "hdl_mg_dl": pl.Int32,
}

source, target = sys.argv[1:3]
glucose, insulin, triglycerides = pl.col("glucose_mg_dl"), pl.col("insulin_uu_ml"), pl.col("tg_mg_dl")

(
    pl.scan_csv(source, schema=SCHEMA, quote_char=None)
    .select(
        "id",
        homa_ir=glucose / 18 * insulin / 22.5,
        quicki=1 / (insulin.log10() + glucose.log10()),
        tyg=(triglycerides * glucose / 2).log(),
    )
    .sink_csv(target, quote_style="never", engine="streaming")
)
