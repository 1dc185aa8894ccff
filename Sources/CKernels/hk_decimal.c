#include "hk_decimal.h"

/// floor(g * x / 2^128), with the lowest bit set if anything but an integer was cut off.
static uint64_t round_to_odd(hk_power g, uint64_t x) {
    const unsigned __int128 y = (unsigned __int128)g.high * x + hk_high64(g.low, x);
    // The table is rounded up: a rest of one unit is the excess of the table.
    return (uint64_t)(y >> 64) | ((uint64_t)y > 1);
}

/// The shortest decimal as digits * 10^k, for positive `bits`.
static uint64_t schubfach(uint64_t bits, int32_t *exponent) {
    const uint64_t fraction = bits & 0xfffffffffffffu;
    const int32_t biased = (int32_t)(bits >> 52);
    const uint64_t c = biased == 0 ? fraction : fraction | 1ull << 52;
    const int32_t q = biased == 0 ? -1074 : biased - 1075;
    // Below a power of two the neighbour is only half as far away.
    const bool uneven = fraction == 0 && biased > 1;
    const bool odd = c & 1;

    const int32_t k = (q * 1262611 - (uneven ? 524031 : 0)) >> 22;
    const int32_t shift = q + ((-k * 1741647) >> 19) + 1;
    const hk_power g = hk_powers_of_ten[-k - HK_POWER_FIRST];
    *exponent = k;

    // In quarters: the lower end of the interval, v itself and the upper end. An odd c does not
    // own the ends, because reading rounds half to even.
    const uint64_t lower = round_to_odd(g, (4 * c - (uneven ? 1 : 2)) << shift) + odd;
    const uint64_t v = round_to_odd(g, (4 * c) << shift);
    const uint64_t upper = round_to_odd(g, (4 * c + 2) << shift) - odd;

    const uint64_t s = v / 4;
    const uint64_t ten = s / 10 * 10;
    const bool ten_inside = lower <= 4 * ten;
    const bool next_ten_inside = 4 * (ten + 10) <= upper;
    if (ten_inside != next_ten_inside) return ten_inside ? ten : ten + 10;

    const bool s_inside = lower <= 4 * s;
    const bool next_inside = 4 * (s + 1) <= upper;
    if (s_inside != next_inside) return s_inside ? s : s + 1;

    const uint64_t middle = 4 * s + 2;
    return v < middle || (v == middle && (s & 1) == 0) ? s : s + 1;
}

hk_decimal hk_shortest_exactly(uint64_t bits) {
    if (bits == 0) return (hk_decimal){0, 0, 0};
    int32_t exponent;
    uint64_t digits = schubfach(bits, &exponent);
    while (digits < 1000000000000000) {
        digits *= 10;
        exponent -= 1;
    }
    return hk_normalised(digits / 10, (uint32_t)(digits % 10), exponent + 1);
}
