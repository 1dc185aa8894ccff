// The shortest decimal of a Double as integers.
#ifndef HK_DECIMAL_H
#define HK_DECIMAL_H

#include "hk_internal.h"

/// A positive number as (sixteen + last / 10) * 10^(exponent - 15): 17 digits of which the first,
/// worth 10^exponent, is not zero. Zero has zeros everywhere.
typedef struct {
    uint64_t sixteen;
    uint32_t last;
    int32_t exponent;
} hk_decimal;

/// Schubfach as published, for every finite Double without its sign, zero included.
hk_decimal hk_shortest_exactly(uint64_t bits);

/// Whether hk_shortest may be asked: a normal number whose fraction is not zero.
HK_INLINE bool hk_is_regular(uint64_t bits) { return bits >= 1ull << 52 && bits << 12 != 0; }

/// Joins the digits above and below the last one so that the first is not zero.
HK_INLINE hk_decimal hk_normalised(uint64_t tens, uint32_t ones, int32_t exponent_of_tens) {
    const bool short_by_one = tens < 1000000000000000;
    return (hk_decimal){short_by_one ? 10 * tens + ones : tens, short_by_one ? 0 : ones,
                        exponent_of_tens + 15 - short_by_one};
}

/// The same decimal with one product, for regular positive `bits`.
///
/// With k = floor(log10 2^q) + 1 the position v / 10^k = tens + f lies in the middle of an interval
/// of half-width h = 2^(q-1) / 10^k, 1/20 <= h < 1/2, whose inside reads back to v. An integer in
/// it is the only one and the answer (its zeros at the end go later); otherwise one more digit is
/// needed, and the nearest is round(10 f).
/// The product gives f with an error of less than 2^-64 below and 2^-70 above, and the same table
/// word gives h. Decisions closer than a few units of the last place are left to the exact routine:
/// these are exact ties, such as 1 + 2^-17, and about one in 2^59 other numbers.
HK_INLINE hk_decimal hk_shortest(uint64_t bits) {
    const int32_t q = (int32_t)(bits >> 52) - 1075;
    const int32_t k = ((q * 1262611) >> 22) + 1;
    const int32_t shift = q + ((-k * 1741647) >> 19) + 4;  // 0...3, three more than the scale
    const hk_power g = hk_powers_of_ten[-k - HK_POWER_FIRST];

    const uint64_t x = ((bits & 0xfffffffffffffu) | 1ull << 52) << shift;
    const unsigned __int128 product = (unsigned __int128)x * g.high + hk_high64(x, g.low);
    const uint64_t tens = (uint64_t)(product >> 67);
    const uint64_t f = (uint64_t)(product >> 3);
    const uint64_t h = g.high >> (4 - shift);

    const bool above_half = f >> 63;
    const uint64_t distance = above_half ? 0 - f : f;
    const unsigned __int128 ten_f = (unsigned __int128)f * 10 + (1ull << 63);
    if (HK_UNLIKELY(distance - h + 2 <= 4 || (uint64_t)ten_f + 16 <= 16)) {
        return hk_shortest_exactly(bits);
    }
    const bool inside = distance < h;
    return hk_normalised(tens + (inside & above_half), inside ? 0 : (uint32_t)(ten_f >> 64), k);
}

/// The shortest decimal of the magnitude of any finite number.
HK_INLINE hk_decimal hk_shortest_any(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    bits &= INT64_MAX;
    return HK_LIKELY(hk_is_regular(bits)) ? hk_shortest(bits) : hk_shortest_exactly(bits);
}

#endif
