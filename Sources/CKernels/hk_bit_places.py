#!/usr/bin/env python3
"""Writes hk_bit_places.c: the places of the bits of every byte, one per byte of a word.

    python3 hk_bit_places.py > hk_bit_places.c
"""

print("// Made by hk_bit_places.py; do not edit.")
print('#include "hk_internal.h"')
print()
print("const uint64_t hk_bit_places[256] = {")
words = []
for mask in range(256):
    places = [i for i in range(8) if mask >> i & 1]
    words.append("0x%016x" % sum(place << 8 * i for i, place in enumerate(places)))
for i in range(0, 256, 4):
    print("    " + ", ".join(words[i : i + 4]) + ",")
print("};")
