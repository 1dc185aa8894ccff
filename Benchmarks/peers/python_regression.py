"""numpy, statsmodels and DuckDB: the regression tasks of regression.py, timed without reading the file.

    python_regression.py PROGRAM TASK FILE ROUNDS

numpy       ols: lstsq on a Fortran-ordered matrix, the faster of the two orders; bootstrap: rows drawn, then lstsq
statsmodels hc3: OLS(...).fit(cov_type="HC3") and its standard errors
DuckDB      small: regr_slope and regr_intercept by group, from a table in memory, two threads, into Arrow-less arrays
"""

import json
import sys
import time

import numpy as np


def read(path):
    rows, columns = np.fromfile(path, dtype="<i8", count=2)
    numbers = np.fromfile(path, dtype="<f8", offset=16).reshape((columns + 1, rows))
    return np.asfortranarray(numbers[:-1].T), numbers[-1].copy()


def numpy_ols(design, response):
    return lambda: np.linalg.lstsq(design, response, rcond=None)[0].tolist()


def numpy_bootstrap(design, response):
    by_rows = np.ascontiguousarray(design)
    rows = len(response)

    def task():
        random = np.random.default_rng(1979)
        found = np.empty((1000, design.shape[1]))
        for replicate in range(1000):
            drawn = random.integers(0, rows, rows)
            found[replicate] = np.linalg.lstsq(by_rows[drawn], response[drawn], rcond=None)[0]
        return found.mean(axis=0).tolist()

    return task


def statsmodels_hc3(design, response):
    import statsmodels.api as sm

    def task():
        fit = sm.OLS(response, design).fit(cov_type="HC3")
        return [*fit.params.tolist(), *fit.bse.tolist()]

    return task


def duckdb_small(design, response):
    import duckdb

    connection = duckdb.connect(":memory:", config={"threads": 2})
    columns = {"g": np.arange(len(response), dtype=np.int32) // 50, "x": design[:, 1].copy(), "y": response}
    connection.register("rows", columns)
    connection.execute("CREATE TABLE cohort AS SELECT * FROM rows")

    def task():
        found = connection.execute(
            "SELECT g, regr_intercept(y, x) AS a, regr_slope(y, x) AS b FROM cohort GROUP BY g"
        ).fetchnumpy()
        return [float(found["a"].mean()), float(found["b"].mean())]

    return task


TASKS = {
    ("numpy", "ols"): numpy_ols,
    ("numpy", "bootstrap"): numpy_bootstrap,
    ("statsmodels", "hc3"): statsmodels_hc3,
    ("duckdb", "small"): duckdb_small,
}

program, name, path = sys.argv[1:4]
task = TASKS[program, name](*read(path))
seconds = []
for _ in range(int(sys.argv[4])):
    start = time.perf_counter()
    results = task()
    seconds.append(time.perf_counter() - start)
print(json.dumps({"seconds": seconds, "results": results}))
