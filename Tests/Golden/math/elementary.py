#!/usr/bin/env python3
"""Elementary functions at points all over their ranges, to 40 digits by mpmath.

Each line: function, argument, the two doubles whose sum is the value (the nearest double and what is left), all
hexadecimal. Run: python3 elementary.py > elementary.csv
"""
import random

from mpmath import mp, mpf

mp.prec = 200
random.seed(20260101)


def line(name, x, y, exponent=0.0):
    high = float(y)
    low = float(y - mpf(high))
    print(f"{name},{float(x).hex()},{float(exponent).hex()},{high.hex()},{low.hex()}")


print("function,argument,exponent,high,low")
positive = [10 ** random.uniform(-300, 300) for _ in range(150)]
positive += [random.uniform(0.5, 2) for _ in range(200)]
positive += [1 + random.uniform(-1e-6, 1e-6) for _ in range(80)]
positive += [random.uniform(1, 2000) for _ in range(150)]
positive += [5e-324, 2.2250738585072014e-308, 1e-310, 1.7976931348623157e308, 1.0, 0.5, 2.0]
for x in positive:
    line("log", x, mp.log(mpf(x)))
    line("log10", x, mp.log10(mpf(x)))
for x in [random.uniform(-745, 709) for _ in range(200)] + [random.uniform(-1, 1) for _ in range(200)] + [0.0, 1e-20]:
    line("exp", x, mp.exp(mpf(x)))
for _ in range(300):
    x = 10 ** random.uniform(-3, 4)
    e = random.uniform(-5, 5)
    line("pow", x, mp.power(mpf(x), mpf(e)), e)
