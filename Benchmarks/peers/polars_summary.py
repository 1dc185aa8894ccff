"""polars: n, mean, SD, least and greatest of HOMA-IR, QUICKI and TyG, by one lazy streaming query."""

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
INDICES = ["homa_ir", "quicki", "tyg"]
STATISTICS = {
    "n": pl.Expr.count,
    "mean": pl.Expr.mean,
    "sd": pl.Expr.std,
    "min": pl.Expr.min,
    "max": pl.Expr.max,
}

source, target = sys.argv[1:3]
glucose, insulin, triglycerides = pl.col("glucose_mg_dl"), pl.col("insulin_uu_ml"), pl.col("tg_mg_dl")

values = (
    pl.scan_csv(source, schema=SCHEMA, quote_char=None)
    .select(
        homa_ir=glucose / 18 * insulin / 22.5,
        quicki=1 / (insulin.log10() + glucose.log10()),
        tyg=(triglycerides * glucose / 2).log(),
    )
    .select(
        statistic(pl.col(index)).alias(f"{index} {name}")
        for index in INDICES
        for name, statistic in STATISTICS.items()
    )
    .collect(engine="streaming")
    .row(0, named=True)
)
with open(target, "w") as out:
    print("index", *STATISTICS, sep=",", file=out)
    for index in INDICES:
        print(index, *(values[f"{index} {name}"] for name in STATISTICS), sep=",", file=out)
