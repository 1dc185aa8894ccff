#include "hk_write.h"

#include "hk_internal.h"
#include "hk_layout.h"
#include "hk_rows.h"

char *hk_write_scientific(const uint8_t *text, hk_layout layout, char *out) {
    *out = (char)text[0];
    out[1] = '.';
    memcpy(out + 2, text + 1, 15);
    out[17] = (char)layout.last;
    const uint32_t count = layout.length - HK_SCIENTIFIC;
    out += count > 1 ? count + 1 : 1;

    *out++ = 'e';
    *out = '-';
    out += layout.exponent < 0;
    const uint32_t e = (uint32_t)(layout.exponent < 0 ? -layout.exponent : layout.exponent);
    *out = (char)('0' + e / 100);
    out += e >= 100;
    *out = (char)('0' + e / 10 % 10);
    out += e >= 10;
    *out = (char)('0' + e % 10);
    return out + 1;
}

/// Writes a number that has been typeset.
HK_INLINE char *write_field(const uint8_t *text, hk_layout layout, char *out) {
    *out = '-';
    out += layout.negative;
    if (HK_UNLIKELY(layout.length > HK_SCIENTIFIC)) return hk_write_scientific(text, layout, out);
    memcpy(out, "0.000000", 8);
    char *const p = out + layout.at;
    // All digits one place further on, then those in front of the point where they belong.
#if HK_X86
    // As many bytes set as digits stand before the point.
    static const uint8_t window[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                       255, 255, 255, 255, 255, 255, 255, 255};
    const __m128i before = _mm_loadu_si128((const __m128i *)(window + 16 - layout.point));
    const __m128i digits = _mm_loadu_si128((const __m128i *)text);
    const __m128i moved = _mm_or_si128(_mm_and_si128(before, digits),
                                       _mm_andnot_si128(before, _mm_slli_si128(digits, 1)));
    _mm_storeu_si128((__m128i *)(p + 1), digits);
    _mm_storeu_si128((__m128i *)p, moved);
#else
    uint8_t digits[32] = {0};
    memcpy(digits, text, 16);
    memcpy(p, digits, 16);
    memcpy(p + layout.point + 1, digits + layout.point, 16);
#endif
    p[layout.point] = '.';
    out[layout.last_at] = (char)layout.last;
    return out + layout.length;
}

char *hk_write_double(double value, char *out) {
    uint8_t text[16];
    const hk_layout layout = hk_typeset_double(value, text);
    return write_field(text, layout, out);
}

static void typeset_batch(hk_batch *batch, size_t count) {
    // Two short loops overlap better than a long one.
    hk_decimal decimals[HK_BATCH];
    for (size_t i = 0; i < count; i += 1) decimals[i] = hk_shortest_any(batch->values[i]);
    for (size_t i = 0; i < count; i += 1) {
        batch->layouts[i] = hk_typeset(decimals[i], batch->values[i] < 0, batch->text[i]);
    }
}

#define HK_TARGET
#include "hk_write_block.h"

size_t hk_write_rows(size_t row_count, uint8_t delimiter, hk_slices prefix, size_t column_count,
                     const double *const *values, const uint8_t *const *causes, hk_slices suffix,
                     const uint8_t *constant_suffix, size_t constant_suffix_length, char *out) {
    const hk_row_parts parts = {delimiter, prefix, column_count, values, causes,
                                suffix,    constant_suffix, constant_suffix_length};
#if HK_X86
    if (hk_level() == 2) return hk_write_rows_avx512(row_count, &parts, out);
#endif
    return write_rows(row_count, &parts, out);
}

/// A number below 10^8 without zeros in front, but at least one digit.
static char *write_head(uint64_t n, char *out) {
    const uint64_t digits = hk_digits8(n);
    const uint32_t zeros = (uint32_t)__builtin_ctzll(digits | 1ull << 56) / 8;
    hk_store64(out, (digits | 0x3030303030303030u) >> 8 * zeros);
    return out + 8 - zeros;
}

static char *write_tail(uint64_t n, char *out) {
    hk_store64(out, hk_digits8(n) | 0x3030303030303030u);
    return out + 8;
}

char *hk_write_int64(int64_t value, char *out) {
    *out = '-';
    out += value < 0;
    const uint64_t n = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    const uint64_t e8 = 100000000;
    if (n < e8) return write_head(n, out);
    if (n < e8 * e8) return write_tail(n % e8, write_head(n / e8, out));
    return write_tail(n % e8, write_tail(n / e8 % e8, write_head(n / (e8 * e8), out)));
}
