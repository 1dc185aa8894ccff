#include "hk_scan.h"

#include "hk_internal.h"
#include "hk_scan_quotes.h"

/// Copies the last bytes of a text into a block of its own and returns the mask of their places.
/// What fills the block is none of the bytes that `special` reports.
HK_INLINE uint64_t hk_copy_rest(uint8_t *block, const uint8_t *bytes, size_t count) {
    memset(block, 'x', 64);
    memcpy(block, bytes, count);
    return (1ull << count) - 1;
}

#define HK_FN(name) hk_##name##_base
#define HK_TARGET
#define HK_LEVEL 0
#include "hk_scan_level.h"
#undef HK_FN
#undef HK_TARGET
#undef HK_LEVEL

#if HK_X86

#define HK_FN(name) hk_##name##_avx2
#define HK_TARGET HK_TARGET_AVX2
#define HK_LEVEL 1
#include "hk_scan_level.h"
#undef HK_FN
#undef HK_TARGET
#undef HK_LEVEL

#define HK_FN(name) hk_##name##_avx512
#define HK_TARGET HK_TARGET_AVX512
#define HK_LEVEL 2
#include "hk_scan_level.h"
#undef HK_FN
#undef HK_TARGET
#undef HK_LEVEL

#endif

size_t hk_scan_structure(const uint8_t *bytes, size_t count, uint8_t delimiter, uint8_t newline,
                         uint32_t *separators, uint32_t *row_ends, size_t *row_count,
                         uint32_t *special) {
#if HK_X86
    const int level = hk_level();
    if (level == 2) {
        return hk_scan_avx512(bytes, count, delimiter, newline, separators, row_ends, row_count,
                              special);
    }
    if (level == 1) {
        return hk_scan_avx2(bytes, count, delimiter, newline, separators, row_ends, row_count,
                            special);
    }
#endif
    return hk_scan_base(bytes, count, delimiter, newline, separators, row_ends, row_count, special);
}

size_t hk_scan_structure_quoted(const uint8_t *bytes, size_t count, uint8_t delimiter,
                                uint8_t newline, uint32_t *separators, uint32_t *row_ends,
                                size_t *row_count, uint32_t *special, size_t *open_quote_offset,
                                uint32_t *newlines_in_quotes) {
#if HK_X86
    const int level = hk_level();
    if (level == 2) {
        return hk_scan_quoted_avx512(bytes, count, delimiter, newline, separators, row_ends,
                                     row_count, special, open_quote_offset, newlines_in_quotes);
    }
    if (level == 1) {
        return hk_scan_quoted_avx2(bytes, count, delimiter, newline, separators, row_ends,
                                   row_count, special, open_quote_offset, newlines_in_quotes);
    }
#endif
    return hk_scan_quoted_base(bytes, count, delimiter, newline, separators, row_ends, row_count,
                               special, open_quote_offset, newlines_in_quotes);
}
