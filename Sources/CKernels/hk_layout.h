// A number on its way to characters: its digits as text, and where they go.
#ifndef HK_LAYOUT_H
#define HK_LAYOUT_H

#include "hk_decimal.h"

/// Where the digits of one number go. The field is written without a branch on the digits, their
/// count or the place of the point, because these cannot be predicted in a column of measurements.
typedef struct {
    /// Digits in front of the point; 16 below one, where the point belongs to a "0.00" in front.
    uint8_t point;
    /// Place of the first digit behind the sign: 0, or behind the "0.00".
    uint8_t at;
    /// Length of the field without its sign; HK_SCIENTIFIC + the number of significant digits for
    /// what is written in scientific notation.
    uint8_t length;
    uint8_t negative;
    /// The 17th digit as a character, and its place behind the sign.
    uint8_t last;
    uint8_t last_at;
    int16_t exponent;
} hk_layout;

enum { HK_BATCH = 256, HK_SCIENTIFIC = 64 };

/// Numbers that are turned into text together: the processor then works on several at a time,
/// which the long chain of operations of a single one does not allow.
typedef struct {
    double values[HK_BATCH];
    uint8_t text[HK_BATCH][16];
    hk_layout layouts[HK_BATCH];
} hk_batch;

/// What the layouts of one exponent have in common: of -5...15, and of the rest.
typedef struct {
    hk_layout common;
    /// The length is `count` + `more` characters, but `least` where no digit stands behind the point.
    uint8_t least, more;
} hk_place;

enum { HK_PLACES = 22 };
extern const hk_place hk_places[HK_PLACES];

/// The layout of a number with `count` significant digits whose first is worth 10^exponent.
HK_INLINE hk_layout hk_lay_out(uint32_t count, int32_t exponent, uint32_t last, bool negative) {
    const uint32_t index = (uint32_t)(exponent + 5);
    const hk_place *const place = &hk_places[index < HK_PLACES - 1 ? index : HK_PLACES - 1];
    hk_layout layout = place->common;
    layout.length = (uint8_t)(count > place->least ? count + place->more : place->least);
    layout.negative = negative;
    layout.last = (uint8_t)('0' + last);
    layout.exponent = (int16_t)exponent;
    return layout;
}

/// A number below 10^8 as its 8 digits, one per byte, 0...9, the first in the lowest byte.
HK_INLINE uint64_t hk_digits8(uint64_t n) {
    const uint64_t q4 = n / 10000;
    const uint64_t fours = q4 | (n - 10000 * q4) << 32;
    const uint64_t q2 = (fours * 10486 >> 20) & 0x0000007f0000007fu;
    const uint64_t twos = q2 | (fours - 100 * q2) << 16;
    const uint64_t q1 = (twos * 103 >> 10) & 0x000f000f000f000fu;
    return q1 | (twos - 10 * q1) << 8;
}

/// Writes the 16 digits of a number below 10^16 and returns how many there are up to the last
/// that is not zero, but at least one.
HK_INLINE uint32_t hk_digits16(uint64_t sixteen, uint8_t *text) {
    const uint64_t high = sixteen / 100000000;
    const uint64_t low = sixteen - 100000000 * high;
#if HK_X86
    const __m128i both = _mm_set_epi64x((int64_t)low, (int64_t)high);
    // 8 digits -> 4 + 4, in 32-bit lanes
    const __m128i q4 = _mm_srli_epi64(_mm_mul_epu32(both, _mm_set1_epi64x(3518437209)), 45);
    const __m128i r4 = _mm_sub_epi64(both, _mm_mul_epu32(q4, _mm_set1_epi64x(10000)));
    const __m128i fours = _mm_or_si128(q4, _mm_slli_epi64(r4, 32));
    // 4 -> 2 + 2, in 16-bit lanes
    const __m128i q2 = _mm_srli_epi16(_mm_mulhi_epu16(fours, _mm_set1_epi16(5243)), 3);
    const __m128i r2 = _mm_sub_epi16(fours, _mm_mullo_epi16(q2, _mm_set1_epi16(100)));
    const __m128i twos = _mm_or_si128(q2, _mm_slli_epi32(r2, 16));
    // 2 -> 1 + 1, in bytes
    const __m128i q1 = _mm_mulhi_epu16(twos, _mm_set1_epi16(6554));
    const __m128i r1 = _mm_sub_epi16(twos, _mm_mullo_epi16(q1, _mm_set1_epi16(10)));
    const __m128i digits = _mm_or_si128(q1, _mm_slli_epi16(r1, 8));
    _mm_storeu_si128((__m128i *)text, _mm_or_si128(digits, _mm_set1_epi8('0')));
    const int nonzero = _mm_movemask_epi8(_mm_cmpgt_epi8(digits, _mm_setzero_si128()));
    return 32 - (uint32_t)__builtin_clz((uint32_t)nonzero | 1);
#else
    const uint64_t high8 = hk_digits8(high);
    const uint64_t low8 = hk_digits8(low);
    hk_store64(text, high8 | 0x3030303030303030u);
    hk_store64(text + 8, low8 | 0x3030303030303030u);
    return low8 != 0 ? 16 - (uint32_t)__builtin_clzll(low8) / 8
                     : 8 - (uint32_t)__builtin_clzll(high8 | 1) / 8;
#endif
}

/// The digits and the layout of a decimal.
HK_INLINE hk_layout hk_typeset(hk_decimal d, bool negative, uint8_t *text) {
    const uint32_t count = hk_digits16(d.sixteen, text);
    return hk_lay_out(d.last == 0 ? count : 17, d.exponent, d.last, negative);
}

/// The digits and the layout of any finite number.
HK_INLINE hk_layout hk_typeset_double(double value, uint8_t *text) {
    return hk_typeset(hk_shortest_any(value), value < 0, text);
}

#if HK_X86
/// Typesets the first `count` values of a batch, rounded up to whole vectors of eight: the values
/// up to there must be finite.
HK_TARGET_AVX512 void hk_typeset_batch_avx512(hk_batch *batch, size_t count);
#endif

#endif
