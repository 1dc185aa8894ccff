// One cell as a number.
#ifndef HK_NUMBER_H
#define HK_NUMBER_H

#include "hk_internal.h"
#include "hk_parse.h"

typedef struct {
    double value;
    int64_t significand;
    int16_t exponent;
    uint8_t exact;
} hk_number;

/// Powers of ten that are Doubles, and with them the quotients that are rounded once.
extern const double hk_exact_powers[23];

/// Any cell; returns its status. The way of the rare ones.
uint8_t hk_parse_cell(const uint8_t *first, const uint8_t *last, hk_number_style style,
                      hk_number *number);

/// Whether every byte is 0...9.
HK_INLINE bool hk_all_digits(uint64_t bytes) {
    return (((bytes + 0x7676767676767676u) | bytes) & 0x8080808080808080u) == 0;
}

/// The number of eight digits, one per byte, 0...9, the first in the lowest byte.
HK_INLINE uint64_t hk_number8(uint64_t digits) {
    const uint64_t pairs = digits * 10 + (digits >> 8);  // in bytes 0, 2, 4 and 6
    const uint64_t odd = pairs & 0x000000ff000000ffu;
    const uint64_t even = pairs >> 16 & 0x000000ff000000ffu;
    return (odd * (100 + (1000000ull << 32)) + even * (1 + (10000ull << 32))) >> 32;
}

/// The lowest byte of `bytes` that is a mark, as its 0x80. Others may be found by mistake above a
/// true one, but these are no digits.
HK_INLINE uint64_t hk_find_mark(uint64_t bytes, uint8_t mark) {
    const uint64_t same = bytes ^ 0x0101010101010101u * (uint8_t)(mark ^ '0');
    const uint64_t found = (same - 0x0101010101010101u) & ~same & 0x8080808080808080u;
    return found & (0 - found);
}

/// `bytes` without the one at `place`, over which those in front of it move.
HK_INLINE uint64_t hk_close_gap(uint64_t bytes, uint64_t place) {
    const uint64_t in_front = (place >> 7) - 1;
    const uint64_t behind = ~((place << 1) - 1);
    return (bytes & in_front) << 8 | (bytes & behind);
}

/// Digits with at most one mark among them, of which there are 1...8 characters: false if it is
/// anything else. The value is the digits over ten to the power of `places`.
HK_INLINE bool hk_parse_short(const uint8_t *first, uint32_t length, uint8_t mark,
                              uint64_t *digits, uint32_t *places) {
    // The characters at the end of a word that is filled with zeros in front.
    const uint32_t blank = 64 - 8 * length;
    const uint64_t zeros = 0x3030303030303030u;
    const uint64_t text = hk_load64(first) << blank | (zeros & ((1ull << blank) - 1));
    const uint64_t bytes = text ^ zeros;

    const uint64_t place = hk_find_mark(bytes, mark);
    const uint64_t all = place == 0 ? bytes : hk_close_gap(bytes, place);
    *digits = hk_number8(all) & 0xffffffffu;
    *places = place == 0 ? 0 : (uint32_t)__builtin_clzll(place | 1) / 8;
    return hk_all_digits(all) && (length > 1 || place == 0);
}

/// The same for 9...16 characters, as long as the digits are a Double without rounding.
HK_INLINE bool hk_parse_medium(const uint8_t *first, uint32_t length, uint8_t mark,
                               uint64_t *digits, uint32_t *places) {
    const uint32_t blank = 128 - 8 * length;
    const uint64_t zeros = 0x3030303030303030u;
    const uint64_t front = hk_load64(first);
    const uint64_t back = hk_load64(first + 8);
    const uint64_t low = ((front << blank) | (zeros & ((1ull << blank) - 1))) ^ zeros;
    const uint64_t high = (back << blank | front >> 1 >> (63 - blank)) ^ zeros;

    // Behind a mark in the second word, one digit comes over from the first.
    const uint64_t low_place = hk_find_mark(low, mark);
    const uint64_t high_place = hk_find_mark(high, mark);
    const uint64_t low_closed = hk_close_gap(low, low_place);
    const uint64_t high_closed = hk_close_gap(high, high_place) | low >> 56;
    const uint64_t a = low_place != 0 ? low_closed : high_place != 0 ? low << 8 : low;
    const uint64_t b = low_place == 0 && high_place != 0 ? high_closed : high;
    *digits = 100000000 * (hk_number8(a) & 0xffffffffu) + (hk_number8(b) & 0xffffffffu);
    *places = high_place != 0  ? (uint32_t)__builtin_clzll(high_place | 1) / 8
              : low_place != 0 ? (uint32_t)__builtin_clzll(low_place | 1) / 8 + 8
                               : 0;
    return hk_all_digits(a) && hk_all_digits(b) && *digits <= 1ull << 53;
}

/// Digits and a mark, of up to 16 characters: false if it is anything else.
HK_INLINE bool hk_parse_plain(const uint8_t *first, size_t length, uint8_t mark, uint64_t *digits,
                              uint32_t *places) {
    if (length - 1 < 8) return hk_parse_short(first, (uint32_t)length, mark, digits, places);
    return length - 9 < 8 && hk_parse_medium(first, (uint32_t)length, mark, digits, places);
}

#endif
