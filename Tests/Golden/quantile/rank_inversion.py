"""Intervals for quantile regression coefficients by inversion of the rank score test, by brute force.

The statistic is a staircase in the value tested. Its steps lie where a fit goes through p rows, so all fits through p
rows give all places where it may change; between two of them it is evaluated from the dual linear program. Writes
rank_inversion_data.csv and rank_inversion.csv beside this script. Needs numpy and scipy.
"""
import csv
import itertools
import os

import numpy as np
from scipy.optimize import linprog
from scipy.stats import t as student

here = os.path.dirname(os.path.abspath(__file__))


def rho(r, tau):
    return np.where(r > 0, tau * r, (tau - 1) * r).sum()


def statistic(X, y, tau, j, b, weights):
    n, p = X.shape
    Z, z = np.delete(X, j, 1), y - b * X[:, j]
    dual = linprog(-z, A_eq=Z.T, b_eq=np.zeros(p - 1), bounds=[(tau - 1, tau)] * n, method="highs-ds")
    root = np.sqrt(weights)[:, None]
    rest = X[:, j] - Z @ np.linalg.lstsq(root * Z, root[:, 0] * X[:, j], rcond=None)[0]
    return X[:, j] @ dual.x / np.sqrt(tau * (1 - tau) * (rest @ rest))


def interval(X, y, tau, j, estimate, vertices, level=0.9):
    n, p = X.shape
    critical = student.ppf((1 + level) / 2, n - p)
    limits = []
    for sign in (-1, 1):
        places = np.unique(np.round(sign * (vertices[:, j] - estimate), 12))
        places = [0.0] + [v for v in places if v > 1e-9]
        merged = [places[0]]
        for v in places[1:]:
            if v - merged[-1] > 1e-9:
                merged.append(v)
        last, limit = None, ""
        for k, place in enumerate(merged):
            beyond = merged[k + 1] if k + 1 < len(merged) else place + 1
            value = statistic(X, y, tau, j, estimate + sign * (place + beyond) / 2, np.ones(n))
            if last is not None and abs(value - last[1]) < 1e-9:
                continue
            if last is not None and abs(value) >= critical:
                share = (critical - abs(last[1])) / abs(value - last[1])
                limit = repr(float(estimate + sign * (last[0] + (place - last[0]) * share)))
                break
            last = (place, value)
        limits.append(limit)
    return limits


generator = np.random.default_rng(1907)
rows, results = [], []
for case, n, decimals in (("smooth", 16, None), ("ties", 18, 0)):
    a = generator.normal(10, 3, n)
    b = generator.normal(0, 1, n)
    y = 2 + 0.5 * a - b + generator.standard_t(3, n) * (1 + 0.1 * a)
    if decimals is not None:
        a, b, y = np.round(a), np.round(2 * b), np.round(y)
    X = np.column_stack([np.ones(n), a, b])
    for i in range(n):
        rows.append([case, repr(float(a[i])), repr(float(b[i])), repr(float(y[i]))])
    vertices = []
    for subset in itertools.combinations(range(n), 3):
        if abs(np.linalg.det(X[list(subset)])) > 1e-9:
            vertices.append(np.linalg.solve(X[list(subset)], y[list(subset)]))
    vertices = np.array(vertices)
    for tau in (0.3, 0.5, 0.8):
        objectives = np.array([rho(y - X @ v, tau) for v in vertices])
        order = np.argsort(objectives)
        best = vertices[order[0]]
        tied = vertices[objectives < objectives[order[0]] + 1e-9]
        unique = bool(np.all(np.abs(tied - best) < 1e-7))
        for j in range(3):
            lower, upper = interval(X, y, tau, j, best[j], vertices) if unique else ("", "")
            results.append([case, tau, j, int(unique), repr(float(objectives[order[0]])), repr(float(best[j])), lower, upper])

with open(os.path.join(here, "rank_inversion_data.csv"), "w", newline="") as file:
    csv.writer(file, lineterminator="\n").writerows([["case", "a", "b", "y"]] + rows)
with open(os.path.join(here, "rank_inversion.csv"), "w", newline="") as file:
    header = ["case", "tau", "column", "unique", "objective", "coefficient", "lower", "upper"]
    csv.writer(file, lineterminator="\n").writerows([header] + results)
