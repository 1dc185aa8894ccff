// The writers for one instruction set. Included by hk_write.c, which defines HK_FN (suffix of
// names), HK_TARGET (attribute) and HK_LEVEL.

/// Writes a number that has been typeset. May scribble on 32 bytes from `out`.
HK_TARGET HK_INLINE char *HK_FN(write_field)(const uint8_t *text, hk_layout layout, char *out) {
    *out = '-';
    out += layout.negative;
    if (HK_UNLIKELY(layout.length > HK_SCIENTIFIC)) return write_scientific(text, layout, out);
    memcpy(out, "0.000000", 8);
    char *const p = out + layout.at;
    // All digits one place further on, then those in front of the point where they belong.
#if HK_X86
    const __m128i digits = _mm_loadu_si128((const __m128i *)text);
    _mm_storeu_si128((__m128i *)(p + 1), digits);
#if HK_LEVEL == 2
    const __mmask16 places = (__mmask16) ~(1u << layout.point);
    const __m128i moved = _mm_mask_expand_epi8(_mm_set1_epi8('.'), places, digits);
    _mm_storeu_si128((__m128i *)p, moved);
#else
    // As many bytes set as digits stand before the point.
    static const uint8_t window[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                       255, 255, 255, 255, 255, 255, 255, 255};
    const __m128i before = _mm_loadu_si128((const __m128i *)(window + 16 - layout.point));
    _mm_storeu_si128((__m128i *)p, _mm_or_si128(_mm_and_si128(before, digits),
                                                _mm_andnot_si128(before,
                                                                 _mm_slli_si128(digits, 1))));
#endif
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

HK_TARGET HK_INLINE void HK_FN(typeset)(hk_batch *batch, size_t count) {
#if HK_LEVEL == 2
    hk_typeset_batch_avx512(batch, count);
#else
    // Two short loops overlap better than a long one.
    hk_decimal decimals[HK_BATCH];
    for (size_t i = 0; i < count; i += 1) {
        uint64_t bits;
        memcpy(&bits, &batch->values[i], sizeof bits);
        bits &= INT64_MAX;
        decimals[i] = HK_LIKELY(hk_is_regular(bits)) ? hk_shortest(bits)
                                                     : hk_shortest_exactly(bits);
    }
    for (size_t i = 0; i < count; i += 1) {
        batch->layouts[i] = hk_typeset(decimals[i], batch->values[i] < 0, batch->text[i]);
    }
#endif
}

/// Writes the columns from `first` to `last` (exclusive) of some rows.
HK_TARGET HK_INLINE char *HK_FN(write_block)(const hk_row_parts *parts, const hk_ending *ending,
                                             size_t row, size_t last_row, size_t first,
                                             size_t last, hk_batch *batch, char *out) {
    const size_t columns = parts->column_count;
    size_t count = 0;
    for (size_t r = row; r < last_row; r += 1) {
        for (size_t c = first; c < last; c += 1) {
            batch->values[count] = parts->values[c][r];
            count += hk_is_present(parts, c, r);
        }
    }
    for (size_t i = count; i % 8 != 0; i += 1) batch->values[i] = 0;
    HK_FN(typeset)(batch, count);

    size_t i = 0;
    for (size_t r = row; r < last_row; r += 1) {
        if (first == 0) out = hk_copy_prefix(parts, r, out);
        for (size_t c = first; c < last; c += 1) {
            if (hk_is_present(parts, c, r)) {
                out = HK_FN(write_field)(batch->text[i], batch->layouts[i], out);
                i += 1;
            }
            *out++ = (char)parts->delimiter;
        }
        if (last == columns) out = hk_copy_suffix(parts, ending, r, out);
    }
    return out;
}

HK_TARGET static size_t HK_FN(rows)(size_t row_count, const hk_row_parts *parts, char *out) {
    hk_batch batch;
    const hk_ending ending = hk_make_ending(parts);
    const size_t columns = parts->column_count;
    char *p = out;
    if (columns <= HK_BATCH) {
        const size_t step = columns == 0 ? HK_BATCH : HK_BATCH / columns;
        for (size_t r = 0; r < row_count; r += step) {
            const size_t last = row_count - r < step ? row_count : r + step;
            p = HK_FN(write_block)(parts, &ending, r, last, 0, columns, &batch, p);
        }
        return (size_t)(p - out);
    }
    for (size_t r = 0; r < row_count; r += 1) {
        for (size_t c = 0; c < columns; c += HK_BATCH) {
            const size_t last = columns - c < HK_BATCH ? columns : c + HK_BATCH;
            p = HK_FN(write_block)(parts, &ending, r, r + 1, c, last, &batch, p);
        }
    }
    return (size_t)(p - out);
}
