#!/usr/bin/env python3
"""Arithmetic on sums of two doubles, exactly by fractions.

Each line: operation, the two doubles of each of two operands, and the result as the three doubles whose sum it is to more
than 150 bits, all hexadecimal; "decimal" has a significand and an exponent instead of operands.
Run: python3 double_double.py > double_double.csv
"""
import random
from fractions import Fraction
from math import isqrt

random.seed(20260102)


def nearest(x):
    # int / int of Python is correctly rounded.
    return x.numerator / x.denominator


def three(x):
    parts = []
    for _ in range(3):
        part = nearest(x)
        parts.append(part)
        x -= Fraction(part)
    return ",".join(part.hex() for part in parts)


def operand(span):
    high = random.choice([-1, 1]) * random.uniform(1, 2) * 2.0 ** random.randint(-span, span)
    kind = random.random()
    if kind < 0.15:
        return high, 0.0
    low = random.uniform(-0.5, 0.5) * 2.0**-52 * abs(high) * (1 if kind < 0.8 else 2.0 ** -random.randint(1, 60))
    total = Fraction(high) + Fraction(low)
    high = nearest(total)
    return high, nearest(total - Fraction(high))


def root(x):
    shift = 400 + (x.denominator.bit_length() - x.numerator.bit_length()) // 2
    return Fraction(isqrt((x.numerator << (2 * shift)) // x.denominator), 1 << shift)


def line(name, a, b, result):
    print(f"{name},{float(a[0]).hex()},{float(a[1]).hex()},{float(b[0]).hex()},{float(b[1]).hex()},{three(result)}")


print("operation,a_high,a_low,b_high,b_low,result1,result2,result3")
for index in range(400):
    a, b = operand(40), operand(40)
    if index % 4 == 0:
        # Nearly equal: what is left of a difference shows whether low parts are carried.
        b = (a[0] * (1 + random.randint(-3, 3) * 2.0**-52), operand(0)[0] * abs(a[0]) * 2.0**-54)
        total = Fraction(b[0]) + Fraction(b[1])
        b = (nearest(total), nearest(total - Fraction(nearest(total))))
    x, y = Fraction(a[0]) + Fraction(a[1]), Fraction(b[0]) + Fraction(b[1])
    line("sum", a, b, x + y)
    line("difference", a, b, x - y)
    line("product", a, b, x * y)
    line("quotient", a, b, x / y)
    line("root", (abs(a[0]), a[1] if a[0] > 0 else -a[1]), (0, 0), root(abs(x)))
for _ in range(150):
    a = operand(3)
    exponent = random.randint(-12, 12)
    line("power", a, (exponent, 0), (Fraction(a[0]) + Fraction(a[1])) ** exponent)
for exponent in range(0, 46):
    line("power", (10, 0), (exponent, 0), Fraction(10) ** exponent)
for index in range(600):
    digits = random.randint(1, 18)
    significand = random.choice([-1, 1]) * random.randint(10 ** (digits - 1), 10**digits - 1)
    exponent = random.randint(-20, 5) if index < 400 else random.randint(-280, 280)
    print(f"decimal,{significand},{exponent},0,0,{three(Fraction(significand) * Fraction(10) ** exponent)}")
for significand in (2**63 - 1, -(2**63), 1, -1, 2**53 + 1):
    for exponent in (0, -1, -18, -45, 45):
        print(f"decimal,{significand},{exponent},0,0,{three(Fraction(significand) * Fraction(10) ** exponent)}")
