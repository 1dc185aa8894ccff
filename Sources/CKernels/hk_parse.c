#include "hk_parse.h"

#include <math.h>

#include "hk_internal.h"
#include "hk_number.h"

/// Both kinds of cells: with `starts`, cells anywhere; without, `ends` are the separators from the
/// column's first on, and a cell begins behind the separator before its own.
typedef struct {
    const uint8_t *bytes;
    const uint32_t *starts;
    const uint32_t *ends;
    size_t stride;
    /// Where the first cell begins.
    uint32_t first_start;
} hk_source;

typedef struct {
    uint32_t start, end;
} hk_range;

HK_INLINE hk_range hk_cell(const hk_source *source, size_t r) {
    if (source->starts != NULL) return (hk_range){source->starts[r], source->ends[r]};
    const uint32_t *const end = source->ends + r * source->stride;
    return (hk_range){r == 0 ? source->first_start : end[-1] + 1, *end};
}

static hk_source regular(hk_regular_cells cells, size_t count) {
    // Without rows there may be no separators to look at.
    const bool first_field = count == 0 || cells.column == 0;
    return (hk_source){cells.bytes, NULL, cells.separators + cells.column, cells.columns,
                       first_field ? cells.block_start : cells.separators[cells.column - 1] + 1};
}

static hk_source anywhere(hk_cells cells) {
    return (hk_source){cells.bytes, cells.starts, cells.ends, 1, 0};
}

/// Puts a number that needs no rounding before the division where it belongs.
HK_INLINE void hk_put_plain(uint64_t digits, uint32_t places, size_t r, double *values,
                            uint8_t *status, const hk_decimal_columns *decimals) {
    values[r] = (double)(int64_t)digits / hk_exact_powers[places];
    status[r] = HK_NUMBER;
    if (decimals != NULL) {
        decimals->significands[r] = (int64_t)digits;
        decimals->exponents[r] = (int16_t)-(int32_t)places;
        decimals->exact[r] = 1;
    }
}

/// A cell that is not just a few digits and a mark. Returns 1 if it is no number at all.
HK_NOINLINE static size_t hk_parse_rare(const hk_source *source, size_t r, hk_number_style style,
                                        double *values, uint8_t *status,
                                        const hk_decimal_columns *decimals) {
    const hk_range range = hk_cell(source, r);
    const uint8_t *const first = source->bytes + range.start;
    const uint32_t length = range.end - range.start;
    uint64_t digits;
    uint32_t places;
    if (length - 9 < 8 && hk_parse_medium(first, length, style.decimal_mark, &digits, &places)) {
        hk_put_plain(digits, places, r, values, status, decimals);
        return 0;
    }
    hk_number number;
    status[r] = hk_parse_cell(first, first + length, style, &number);
    values[r] = number.value;
    if (decimals != NULL) {
        decimals->significands[r] = number.significand;
        decimals->exponents[r] = number.exponent;
        decimals->exact[r] = number.exact;
    }
    return status[r] != HK_NUMBER;
}

// Nothing here gains from AVX2.
#define HK_FN(name) hk_##name##_base
#define HK_TARGET
#define HK_LEVEL 0
#include "hk_parse_level.h"
#undef HK_FN
#undef HK_TARGET
#undef HK_LEVEL

#if HK_X86

#define HK_FN(name) hk_##name##_avx512
#define HK_TARGET HK_TARGET_AVX512
#define HK_LEVEL 2
#include "hk_parse_level.h"
#undef HK_FN
#undef HK_TARGET
#undef HK_LEVEL

#endif

static size_t parse_doubles(hk_source source, size_t count, hk_number_style style, double *values,
                            uint8_t *status) {
#if HK_X86
    if (hk_level() == 2) return hk_doubles_avx512(source, count, style, values, status);
#endif
    return hk_doubles_base(source, count, style, values, status);
}

static size_t parse_decimals(hk_source source, size_t count, hk_number_style style, double *values,
                             uint8_t *status, hk_decimal_columns decimals) {
#if HK_X86
    if (hk_level() == 2) return hk_decimals_avx512(source, count, style, values, status, decimals);
#endif
    return hk_decimals_base(source, count, style, values, status, decimals);
}

size_t hk_parse_doubles(hk_regular_cells cells, size_t count, hk_number_style style,
                        double *values, uint8_t *status) {
    return parse_doubles(regular(cells, count), count, style, values, status);
}

size_t hk_parse_doubles_at(hk_cells cells, size_t count, hk_number_style style, double *values,
                           uint8_t *status) {
    return parse_doubles(anywhere(cells), count, style, values, status);
}

size_t hk_parse_decimals(hk_regular_cells cells, size_t count, hk_number_style style,
                         double *values, uint8_t *status, hk_decimal_columns decimals) {
    return parse_decimals(regular(cells, count), count, style, values, status, decimals);
}

size_t hk_parse_decimals_at(hk_cells cells, size_t count, hk_number_style style, double *values,
                            uint8_t *status, hk_decimal_columns decimals) {
    return parse_decimals(anywhere(cells), count, style, values, status, decimals);
}
