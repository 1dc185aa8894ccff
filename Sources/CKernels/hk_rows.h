// What a row is made of besides its numbers.
#ifndef HK_ROWS_H
#define HK_ROWS_H

#include "hk_layout.h"
#include "hk_write.h"

typedef struct {
    uint8_t delimiter;
    hk_slices prefix;
    size_t column_count;
    const double *const *values;
    const uint8_t *const *causes;
    hk_slices suffix;
    const uint8_t *constant_suffix;
    size_t constant_suffix_length;
} hk_row_parts;

/// A short constant suffix where 16 bytes of it may be read.
typedef struct {
    uint8_t bytes[16];
} hk_ending;

HK_INLINE hk_ending hk_make_ending(const hk_row_parts *parts) {
    hk_ending ending = {{0}};
    const size_t length = parts->constant_suffix_length;
    if (parts->suffix.base == NULL && length > 0 && length <= sizeof ending.bytes) {
        memcpy(ending.bytes, parts->constant_suffix, length);
    }
    return ending;
}

HK_INLINE bool hk_is_present(const hk_row_parts *parts, size_t column, size_t row) {
    return parts->causes == NULL || parts->causes[column] == NULL
        || parts->causes[column][row] == 0;
}

/// Copies a piece that is mostly short; reads and writes up to 16 bytes too many.
HK_INLINE char *hk_copy_short(const uint8_t *from, size_t length, char *out) {
    memcpy(out, from, 16);
    for (size_t i = 16; HK_UNLIKELY(i < length); i += 16) {
        memcpy(out + i, from + i, 16);
    }
    return out + length;
}

HK_INLINE char *hk_copy_prefix(const hk_row_parts *parts, size_t row, char *out) {
    if (parts->prefix.base == NULL) return out;
    const uint32_t start = parts->prefix.starts[row];
    out = hk_copy_short(parts->prefix.base + start, parts->prefix.ends[row] - start, out);
    *out = (char)parts->delimiter;
    return out + 1;
}

/// Puts the suffix over the delimiter behind the last field.
HK_INLINE char *hk_copy_suffix(const hk_row_parts *parts, const hk_ending *ending, size_t row,
                               char *out) {
    out -= parts->column_count > 0 || parts->prefix.base != NULL;
    if (parts->suffix.base != NULL) {
        const uint32_t start = parts->suffix.starts[row];
        return hk_copy_short(parts->suffix.base + start, parts->suffix.ends[row] - start, out);
    }
    const size_t length = parts->constant_suffix_length;
    if (HK_LIKELY(length <= sizeof ending->bytes)) {
        memcpy(out, ending->bytes, sizeof ending->bytes);
    } else {
        memcpy(out, parts->constant_suffix, length);
    }
    return out + length;
}

/// Numbers outside 1e-5...1e16, which are rare, behind their sign.
char *hk_write_scientific(const uint8_t *text, hk_layout layout, char *out);

#if HK_X86
/// hk_write_rows for wide registers, where numbers are typeset eight at a time.
HK_TARGET_AVX512 size_t hk_write_rows_avx512(size_t row_count, const hk_row_parts *parts,
                                             char *out);
#endif

#endif
