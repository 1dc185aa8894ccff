// The column parsers for one instruction set. Included by hk_parse.c, which defines HK_FN (suffix of
// names), HK_TARGET (attribute) and HK_LEVEL.

HK_TARGET HK_INLINE size_t HK_FN(parse_rows)(hk_source source, size_t from, size_t to,
                                             hk_number_style style, double *values,
                                             uint8_t *status, const hk_decimal_columns *decimals) {
    size_t failed = 0;
    for (size_t r = from; r < to; r += 1) {
        const hk_range range = hk_cell(&source, r);
        const uint8_t *const first = source.bytes + range.start;
        uint32_t length = range.end - range.start;
        if (style.trim_carriage_return) length -= length > 0 && first[length - 1] == '\r';
        uint64_t digits;
        uint32_t places;
        if (HK_LIKELY(length - 1 < 8)
            && HK_LIKELY(hk_parse_short(first, length, style.decimal_mark, &digits, &places))) {
            hk_put_plain(digits, places, r, values, status, decimals);
        } else {
            failed += hk_parse_rare(&source, r, style, values, status, decimals);
        }
    }
    return failed;
}

#if HK_LEVEL == 2

/// Eight cells: their length and the eight characters from their beginning.
typedef struct {
    __m512i length, text;
} hk_cells8;

/// The cells from row `r` on, without carriage returns and enclosing quotes if asked. Single loads:
/// gathers are slower on the processors that were tried.
HK_TARGET HK_INLINE hk_cells8 HK_FN(cells)(const hk_source *source, size_t r, bool returns,
                                           bool quotes) {
    uint64_t text[8];
    uint64_t length[8];
    for (size_t i = 0; i < 8; i += 1) {
        const hk_range range = hk_cell(source, r + i);
        const uint8_t *first = source->bytes + range.start;
        length[i] = range.end - range.start;
        if (returns) length[i] -= length[i] > 0 && source->bytes[range.end - 1] == '\r';
        if (quotes && length[i] >= 2 && *first == '"' && first[length[i] - 1] == '"') {
            first += 1;
            length[i] -= 2;
        }
        text[i] = hk_load64(first);
    }
    return (hk_cells8){
        _mm512_setr_epi64((int64_t)length[0], (int64_t)length[1], (int64_t)length[2],
                          (int64_t)length[3], (int64_t)length[4], (int64_t)length[5],
                          (int64_t)length[6], (int64_t)length[7]),
        _mm512_setr_epi64((int64_t)text[0], (int64_t)text[1], (int64_t)text[2], (int64_t)text[3],
                          (int64_t)text[4], (int64_t)text[5], (int64_t)text[6], (int64_t)text[7])};
}

/// hk_parse_short for eight cells at a time from row `r` on; what it cannot take is done one by
/// one. Stops where fewer than eight are left or, unless it takes quotes, at a quoted number.
/// Returns where it stopped.
HK_TARGET HK_INLINE size_t HK_FN(parse_eights)(hk_source source, size_t r, size_t count,
                                               hk_number_style style, bool quotes, double *values,
                                               uint8_t *status,
                                               const hk_decimal_columns *decimals,
                                               size_t *failed) {
    const __m512i zeros = _mm512_set1_epi8('0');
    const __m512i ones = _mm512_set1_epi8(1);
    const __m512i mark = _mm512_set1_epi8((char)style.decimal_mark);
    // The table is read by the lowest three bits: the eight of a cell without mark is zero.
    const __m512d powers = _mm512_loadu_pd(hk_exact_powers);
    for (; count - r >= 8; r += 8) {
        const hk_cells8 cells = HK_FN(cells)(&source, r, style.trim_carriage_return, quotes);
        const __m512i start = _mm512_and_si512(cells.text, _mm512_set1_epi64(255));
        const __mmask8 some = _mm512_test_epi64_mask(cells.length, cells.length);
        const __mmask8 negative = _mm512_mask_cmpeq_epi64_mask(some, start,
                                                               _mm512_set1_epi64('-'));
        const __m512i text = _mm512_mask_srli_epi64(cells.text, negative, cells.text, 8);
        const __m512i length = _mm512_mask_sub_epi64(cells.length, negative, cells.length,
                                                     _mm512_set1_epi64(1));

        // Filled with zeros in front. Counts of 64 and more shift everything out.
        const __m512i bits = _mm512_slli_epi64(length, 3);
        const __m512i blank = _mm512_sub_epi64(_mm512_set1_epi64(64), bits);
        const __m512i filled = _mm512_or_si512(_mm512_sllv_epi64(text, blank),
                                               _mm512_srlv_epi64(zeros, bits));
        const __m512i bytes = _mm512_xor_si512(filled, zeros);

        // A one at the lowest bit of a mark; bytes before it move up over it.
        const __m512i found = _mm512_maskz_mov_epi8(_mm512_cmpeq_epi8_mask(filled, mark), ones);
        const __m512i in_front = _mm512_add_epi64(found, _mm512_set1_epi64(-1));
        const __mmask8 several = _mm512_test_epi64_mask(found, in_front);
        const __mmask8 marked = _mm512_test_epi64_mask(found, found);
        const __m512i behind = _mm512_andnot_si512(
            _mm512_sub_epi64(_mm512_slli_epi64(found, 8), _mm512_set1_epi64(1)), bytes);
        const __m512i all = _mm512_mask_or_epi64(
            bytes, marked, behind, _mm512_slli_epi64(_mm512_and_si512(bytes, in_front), 8));

        const __m512i above_nine = _mm512_subs_epu8(all, _mm512_set1_epi8(9));
        const __mmask8 bad = _mm512_test_epi64_mask(above_nine, above_nine) | several
            | _mm512_cmpgt_epu64_mask(cells.length, _mm512_set1_epi64(8))
            | _mm512_mask_testn_epi64_mask(negative, length, length)
            | _mm512_mask_cmple_epu64_mask(marked, length, _mm512_set1_epi64(1));
        if (!quotes && HK_UNLIKELY(bad != 0)
            && _mm512_cmpeq_epi64_mask(start, _mm512_set1_epi64('"')) != 0) {
            break;
        }

        // Digits to pairs, to fours, to the whole.
        const __m512i pairs = _mm512_maddubs_epi16(all, _mm512_set1_epi16(10 | 1 << 8));
        const __m512i fours = _mm512_madd_epi16(pairs, _mm512_set1_epi32(100 | 1 << 16));
        const __m512i digits = _mm512_add_epi64(
            _mm512_mul_epu32(fours, _mm512_set1_epi64(10000)), _mm512_srli_epi64(fours, 32));
        const __m512i places = _mm512_srli_epi64(_mm512_lzcnt_epi64(found), 3);
        const __m512d power = _mm512_permutexvar_pd(places, powers);
        const __m512d quotient = _mm512_div_pd(_mm512_cvtepi64_pd(digits), power);
        const __m512d value = _mm512_mask_xor_pd(quotient, negative, quotient,
                                                 _mm512_set1_pd(-0.0));

        // Missing values are frequent and cost no branch either.
        const __mmask8 empty = (__mmask8)~some;
        const uint64_t empty_bytes = _pdep_u64(empty, 0x0101010101010101u);
        _mm512_storeu_pd(values + r, _mm512_mask_mov_pd(value, empty, _mm512_set1_pd(NAN)));
        hk_store64(status + r, empty_bytes * HK_EMPTY);
        *failed += (size_t)__builtin_popcount(empty);
        if (decimals != NULL) {
            const __m512i exponent = _mm512_sub_epi64(
                _mm512_setzero_si512(), _mm512_and_si512(places, _mm512_set1_epi64(7)));
            _mm512_storeu_si512(decimals->significands + r,
                                _mm512_mask_sub_epi64(digits, negative, _mm512_setzero_si512(),
                                                      digits));
            _mm_storeu_si128((__m128i *)(decimals->exponents + r), _mm512_cvtepi64_epi16(exponent));
            hk_store64(decimals->exact + r, 0x0101010101010101u ^ empty_bytes);
        }
        for (uint32_t rest = bad; HK_UNLIKELY(rest != 0); rest &= rest - 1) {
            *failed += hk_parse_rare(&source, r + (size_t)__builtin_ctz(rest), style, values,
                                     status, decimals);
        }
    }
    return r;
}

HK_TARGET HK_INLINE size_t HK_FN(parse)(hk_source source, size_t count, hk_number_style style,
                                        double *values, uint8_t *status,
                                        const hk_decimal_columns *decimals) {
    // No separator stands before the first cell.
    const size_t first = count < 1 ? count : 1;
    size_t failed = HK_FN(parse_rows)(source, 0, first, style, values, status, decimals);
    // Where one number is quoted, the column is.
    size_t r = HK_FN(parse_eights)(source, first, count, style, false, values, status, decimals,
                                   &failed);
    r = HK_FN(parse_eights)(source, r, count, style, true, values, status, decimals, &failed);
    return failed + HK_FN(parse_rows)(source, r, count, style, values, status, decimals);
}

#else

HK_TARGET HK_INLINE size_t HK_FN(parse)(hk_source source, size_t count, hk_number_style style,
                                        double *values, uint8_t *status,
                                        const hk_decimal_columns *decimals) {
    return HK_FN(parse_rows)(source, 0, count, style, values, status, decimals);
}

#endif

HK_TARGET static size_t HK_FN(doubles)(hk_source source, size_t count, hk_number_style style,
                                       double *values, uint8_t *status) {
    return HK_FN(parse)(source, count, style, values, status, NULL);
}

HK_TARGET static size_t HK_FN(decimals)(hk_source source, size_t count, hk_number_style style,
                                        double *values, uint8_t *status,
                                        hk_decimal_columns decimals) {
    return HK_FN(parse)(source, count, style, values, status, &decimals);
}
