#!/usr/bin/env python3
"""Least squares problems with decimal data, solved exactly by fractions and rounded to 45 digits.

Kinds: ordinary; weighted (with weights of zero); nearly collinear columns that differ by a part in 10^d; powers of a
variable; a large residual. Each case holds the columns and the response as decimal texts, the weights, and coefficients,
residual sum of squares, diagonal of (X'WX)^-1 and first residual.
Run: python3 least_squares.py > least_squares.json
"""
import json
import random
from fractions import Fraction

from mpmath import mp, mpf, nstr

mp.dps = 60
random.seed(20260103)


def text(x):
    return nstr(mpf(x.numerator) / mpf(x.denominator), 45, min_fixed=-5, max_fixed=5)


def inverse(a):
    size = len(a)
    rows = [list(row) + [Fraction(int(i == j)) for j in range(size)] for i, row in enumerate(a)]
    for k in range(size):
        pivot = next(i for i in range(k, size) if rows[i][k] != 0)
        rows[k], rows[pivot] = rows[pivot], rows[k]
        head = rows[k][k]
        rows[k] = [value / head for value in rows[k]]
        for i in range(size):
            if i != k and rows[i][k] != 0:
                factor = rows[i][k]
                rows[i] = [x - factor * y for x, y in zip(rows[i], rows[k])]
    return [row[size:] for row in rows]


def decimal(digits, span=0):
    return f"{random.choice(['', '-'])}{random.randint(10 ** (digits - 1), 10**digits - 1)}e{random.randint(-digits - span, -digits + span)}"


def case(name, columns, response, weights=None):
    x = [[Fraction(value) for value in column] for column in columns]
    y = [Fraction(value) for value in response]
    w = [Fraction(value) for value in weights] if weights else [Fraction(1)] * len(y)
    gram = [[sum(wi * ai * bi for wi, ai, bi in zip(w, a, b)) for b in x] for a in x]
    right = [sum(wi * ai * yi for wi, ai, yi in zip(w, a, y)) for a in x]
    found = inverse(gram)
    beta = [sum(g * r for g, r in zip(row, right)) for row in found]
    residuals = [yi - sum(b * a[i] for b, a in zip(beta, x)) for i, yi in enumerate(y)]
    return {
        "name": name, "columns": columns, "response": response, "weights": weights,
        "coefficients": [text(b) for b in beta],
        "residualSumOfSquares": text(sum(wi * e * e for wi, e in zip(w, residuals))),
        "inverseGramDiagonal": [text(found[j][j]) for j in range(len(x))],
        "residuals": [text(e) for e in residuals[:3]],
    }


cases = []
for number in range(8):
    n, p = random.randint(6, 24), random.randint(1, 5)
    columns = [["1"] * n] + [[decimal(random.randint(1, 9), 2) for _ in range(n)] for _ in range(p)]
    response = [decimal(6, 1) for _ in range(n)]
    weights = None
    if number % 2:
        weights = [str(random.choice([0.25, 0.5, 1, 3, 7.125, 0])) if i > 7 else str(1.5 + i) for i in range(n)]
    cases.append(case(f"{'weighted' if weights else 'ordinary'} {number}", columns, response, weights))
for digits in (3, 6, 9, 12, 14, 16):
    n = 15
    first = [random.randint(100, 999) for _ in range(n)]
    # The second column is the first one but for a last digit.
    second = [a * 10 ** (digits - 2) + random.randint(-4, 4) for a in first]
    columns = [["1"] * n, [f"{a}e-2" for a in first], [f"{b}e-{digits}" for b in second]]
    cases.append(case(f"collinear but for 1e-{digits}", columns, [decimal(5) for _ in range(n)]))
for degree in (4, 8):
    n = 20
    x = [Fraction(random.randint(1000, 9999), 1000) for _ in range(n)]
    columns = [["1"] * n]
    for power in range(1, degree + 1):
        columns.append([f"{int((value * 1000) ** power)}e-{3 * power}" for value in x])
    cases.append(case(f"powers up to {degree}", columns, [decimal(5) for _ in range(n)]))
n = 12
columns = [["1"] * n, [f"{100000 + i}e-5" for i in range(n)]]
cases.append(case("large residuals", columns, [f"{random.choice([-1, 1]) * random.randint(10**8, 10**9)}" for _ in range(n)]))
print(json.dumps(cases, indent=0))
