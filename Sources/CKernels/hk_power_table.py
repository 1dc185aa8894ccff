#!/usr/bin/env python3
"""Writes hk_power_table.c: 10^e for -293 <= e <= 324 as 128-bit significands.

Entry e is g = floor(10^e * 2^(127 - floor(log2 10^e))) + 1, so that
g - 1 <= 10^e * 2^(127 - floor(log2 10^e)) < g and 2^127 <= g < 2^128.
Everything is done in exact integers. The script also proves, by trying every
argument, the two fixed-point logarithms that hk_decimal.h and hk_decimal.c use.

    python3 hk_power_table.py > hk_power_table.c
"""

FIRST, LAST = -293, 324
ONE = 1 << 127


def power(e):
    """(floor(log2 10^e), g) of the power of ten e."""
    if e >= 0:
        p = 10**e
        log2 = p.bit_length() - 1
        g = (p << 127) >> log2 if log2 <= 127 else p >> (log2 - 127)
    else:
        p = 10**-e
        log2 = -p.bit_length()  # 10^e is never a power of two for e < 0
        g = (1 << (127 - log2)) // p
    g += 1
    assert ONE <= g - 1 < g < 2 * ONE
    return log2, g


def floor_log10_pow2(q, three_quarters):
    """floor(log10(2^q)) or floor(log10(3/4 * 2^q)), exactly."""
    n, d = (3, 4) if three_quarters else (1, 1)
    n, d = (n << q, d) if q >= 0 else (n, d << -q)
    k = len(str(n)) - len(str(d)) - 1
    while n >= d * 10 ** (k + 1) if k + 1 >= 0 else n * 10 ** -(k + 1) >= d:
        k += 1
    return k


def prove():
    for q in range(-1074, 972):
        k = (q * 1262611) >> 22
        assert k == floor_log10_pow2(q, False), q
        assert FIRST < -k <= LAST
        shift = q + ((-k * 1741647) >> 19) + 1
        assert 1 <= shift <= 4, q
        k = (q * 1262611 - 524031) >> 22
        assert k == floor_log10_pow2(q, True), q
        assert FIRST < -k <= LAST
        assert 1 <= q + ((-k * 1741647) >> 19) + 1 <= 4, q
    for e in range(FIRST, LAST + 1):
        assert (e * 1741647) >> 19 == power(e)[0], e


def main():
    prove()
    print("// Made by hk_power_table.py; do not edit.")
    print('#include "hk_internal.h"')
    print()
    print("const hk_power hk_powers_of_ten[HK_POWER_COUNT] = {")
    line = ""
    for e in range(FIRST, LAST + 1):
        g = power(e)[1]
        entry = "{0x%016x, 0x%016x}," % (g >> 64, g & (2**64 - 1))
        line = entry if not line else line + " " + entry
        if (e - FIRST) % 2 == 1 or e == LAST:
            print("    " + line)
            line = ""
    print("};")


main()
