#include "hk_rows.h"

#if HK_X86

/// Writes a number that has been typeset.
HK_TARGET_AVX512 HK_INLINE char *write_field(const uint8_t *text, hk_layout layout, char *out) {
    *out = '-';
    out += layout.negative;
    if (HK_UNLIKELY(layout.length > HK_SCIENTIFIC)) return hk_write_scientific(text, layout, out);
    memcpy(out, "0.000000", 8);
    char *const p = out + layout.at;
    // All digits one place further on, then those in front of the point where they belong.
    const __m128i digits = _mm_loadu_si128((const __m128i *)text);
    const __mmask16 places = (__mmask16) ~(1u << layout.point);
    _mm_storeu_si128((__m128i *)(p + 1), digits);
    _mm_storeu_si128((__m128i *)p,
                     _mm_mask_expand_epi8(_mm_set1_epi8('.'), places, digits));
    p[layout.point] = '.';
    out[layout.last_at] = (char)layout.last;
    return out + layout.length;
}

#define HK_TARGET HK_TARGET_AVX512
#define typeset_batch hk_typeset_batch_avx512
#include "hk_write_block.h"

HK_TARGET_AVX512 size_t hk_write_rows_avx512(size_t row_count, const hk_row_parts *parts,
                                             char *out) {
    return write_rows(row_count, parts, out);
}

#else

// A translation unit must hold something.
typedef int hk_no_avx512;

#endif
