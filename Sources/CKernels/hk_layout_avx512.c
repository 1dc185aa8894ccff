#include "hk_layout.h"

#if HK_X86

typedef __m512i v8;

/// hk_shortest for eight numbers: the multiplication in limbs of 52 bits, with 104 bits of the
/// power of ten. The error of f is then up to 3 * 2^-52 below, and what is closer to a decision
/// than 2^-50 goes to the exact routine.
typedef struct {
    v8 sixteen;
    v8 last;
    v8 exponent;
    /// What must be done again by the exact routine.
    __mmask8 unsettled;
} decimals;

HK_TARGET_AVX512 HK_INLINE v8 set1(int64_t x) { return _mm512_set1_epi64(x); }

/// The powers of ten at `index`, from a window of eight that begins at *base. In a column the
/// exponents lie close together, and the window is found without waiting for them.
HK_TARGET_AVX512 HK_INLINE void powers(v8 index, int64_t *base, v8 *high, v8 *low) {
    v8 place = _mm512_sub_epi64(index, set1(*base));
    if (HK_UNLIKELY(_mm512_cmpge_epu64_mask(place, set1(8)) != 0)) {
        const int64_t least = _mm512_reduce_min_epi64(index);
        *base = least < HK_POWER_COUNT - 8 ? least : HK_POWER_COUNT - 8;
        place = _mm512_sub_epi64(index, set1(*base));
        if (_mm512_cmpge_epu64_mask(place, set1(8)) != 0) {
            // One by one: gathers are slower on the processors that were tried.
            int64_t places[8];
            uint64_t words[16];
            _mm512_storeu_si512(places, index);
            for (int i = 0; i < 8; i += 1) {
                words[i] = hk_powers_of_ten[places[i]].high;
                words[8 + i] = hk_powers_of_ten[places[i]].low;
            }
            *high = _mm512_loadu_si512(words);
            *low = _mm512_loadu_si512(words + 8);
            return;
        }
    }
    const v8 a = _mm512_loadu_si512(&hk_powers_of_ten[*base]);
    const v8 b = _mm512_loadu_si512(&hk_powers_of_ten[*base + 4]);
    const v8 even = _mm512_slli_epi64(place, 1);
    *high = _mm512_permutex2var_epi64(a, even, b);
    *low = _mm512_permutex2var_epi64(a, _mm512_or_si512(even, set1(1)), b);
}

HK_TARGET_AVX512 HK_INLINE decimals shortest8(v8 bits, int64_t *base) {
    const v8 biased = _mm512_srli_epi64(_mm512_slli_epi64(bits, 1), 53);
    const __mmask8 irregular = _mm512_testn_epi64_mask(biased, biased)
        | _mm512_testn_epi64_mask(bits, set1(0xfffffffffffff));
    const v8 q = _mm512_sub_epi64(biased, set1(1075));
    // Negative: -k = -floor(q log10 2) - 1 = ~floor(...)
    const v8 floor_log = _mm512_srai_epi64(_mm512_mul_epi32(q, set1(1262611)), 22);
    const v8 minus_k = _mm512_sub_epi64(set1(-1), floor_log);
    const v8 log2 = _mm512_srai_epi64(_mm512_mul_epi32(minus_k, set1(1741647)), 19);
    // 0...3: the product is 2^down times too large
    const v8 down = _mm512_sub_epi64(set1(-1), _mm512_add_epi64(q, log2));

    v8 high, low;
    powers(_mm512_sub_epi64(minus_k, set1(HK_POWER_FIRST)), base, &high, &low);

    // (2^52 + fraction) * (ga * 2^52 + gb) / 2^104. The multiplier sees the lower 52 bits only.
    const v8 ga = _mm512_srli_epi64(high, 12);
    const v8 gb = _mm512_and_si512(_mm512_shldi_epi64(high, low, 40), set1(0xfffffffffffff));
    const v8 middle = _mm512_madd52hi_epu64(_mm512_madd52lo_epu64(gb, bits, ga), bits, gb);
    const v8 integer = _mm512_add_epi64(_mm512_madd52hi_epu64(ga, bits, ga),
                                        _mm512_srli_epi64(middle, 52));
    const v8 tens = _mm512_srlv_epi64(integer, down);
    const v8 f = _mm512_shrdv_epi64(_mm512_slli_epi64(middle, 12), integer, down);
    const v8 h = _mm512_srlv_epi64(high, _mm512_add_epi64(down, set1(1)));

    // abs of f as a signed number is its distance to the nearest integer
    const v8 distance = _mm512_abs_epi64(f);
    const __mmask8 inside = _mm512_cmplt_epu64_mask(distance, h);
    const v8 margin = _mm512_add_epi64(_mm512_sub_epi64(distance, h), set1(1 << 14));
    // 10 f + 1/2 with 60 bits behind the point
    const v8 tenth = _mm512_srli_epi64(f, 4);
    const v8 ten_f = _mm512_add_epi64(
        _mm512_add_epi64(_mm512_slli_epi64(tenth, 3), _mm512_slli_epi64(tenth, 1)),
        set1(1ll << 59));
    const v8 tie = _mm512_add_epi64(_mm512_slli_epi64(ten_f, 4), set1(1 << 18));
    const __mmask8 close = _mm512_cmple_epu64_mask(margin, set1(1 << 15))
        | _mm512_cmple_epu64_mask(tie, set1(1 << 19));

    const v8 up = _mm512_maskz_srli_epi64(inside, f, 63);
    const v8 whole = _mm512_add_epi64(tens, up);
    const v8 digit = _mm512_maskz_srli_epi64((__mmask8)~inside, ten_f, 60);
    const __mmask8 shorter = _mm512_cmplt_epu64_mask(whole, set1(1000000000000000));
    const v8 whole_ten = _mm512_add_epi64(
        _mm512_add_epi64(_mm512_slli_epi64(whole, 3), _mm512_slli_epi64(whole, 1)), digit);
    decimals d;
    d.sixteen = _mm512_mask_mov_epi64(whole, shorter, whole_ten);
    d.last = _mm512_maskz_mov_epi64((__mmask8)~shorter, digit);
    const v8 exponent = _mm512_add_epi64(floor_log, set1(16));
    d.exponent = _mm512_mask_sub_epi64(exponent, shorter, exponent, set1(1));
    d.unsettled = irregular | close;
    return d;
}

/// hk_digits8 for eight numbers.
HK_TARGET_AVX512 HK_INLINE v8 digits8(v8 n) {
    const v8 q4 = _mm512_srli_epi64(_mm512_mul_epu32(n, set1(3518437209)), 45);
    const v8 r4 = _mm512_sub_epi64(n, _mm512_mul_epu32(q4, set1(10000)));
    const v8 fours = _mm512_or_si512(q4, _mm512_slli_epi64(r4, 32));
    const v8 q2 = _mm512_srli_epi16(_mm512_mulhi_epu16(fours, _mm512_set1_epi16(5243)), 3);
    const v8 r2 = _mm512_sub_epi16(fours, _mm512_mullo_epi16(q2, _mm512_set1_epi16(100)));
    const v8 twos = _mm512_or_si512(q2, _mm512_slli_epi32(r2, 16));
    const v8 q1 = _mm512_mulhi_epu16(twos, _mm512_set1_epi16(6554));
    const v8 r1 = _mm512_sub_epi16(twos, _mm512_mullo_epi16(q1, _mm512_set1_epi16(10)));
    return _mm512_or_si512(q1, _mm512_slli_epi16(r1, 8));
}

/// hk_lay_out for eight numbers, as bytes of eight words.
HK_TARGET_AVX512 HK_INLINE v8 lay_out8(v8 count, v8 exponent, v8 last, v8 negative) {
    const v8 one = set1(1);
    // Outside it, places would not fit into a byte; nobody looks at them.
    const __mmask8 decimal = _mm512_cmple_epu64_mask(_mm512_add_epi64(exponent, set1(5)), set1(20));
    const __mmask8 below_one = _mm512_movepi64_mask(exponent) & decimal;
    const v8 before_point = _mm512_maskz_add_epi64(decimal, exponent, one);
    const v8 at = _mm512_maskz_sub_epi64(below_one, one, exponent);
    const v8 point = _mm512_mask_mov_epi64(before_point, below_one, set1(16));
    const v8 last_at = _mm512_add_epi64(at, _mm512_mask_mov_epi64(set1(17), below_one, set1(16)));
    // Below one: at + count. Otherwise count and a point, or the digits before the point.
    const v8 with_point = _mm512_add_epi64(count, _mm512_mask_mov_epi64(one, below_one, at));
    const __mmask8 integer = _mm512_cmple_epi64_mask(count, before_point);
    const v8 length = _mm512_mask_mov_epi64(
        _mm512_add_epi64(count, set1(HK_SCIENTIFIC)), decimal,
        _mm512_mask_mov_epi64(with_point, integer, before_point));

    v8 layout = _mm512_or_si512(point, _mm512_slli_epi64(at, 8));
    layout = _mm512_or_si512(layout, _mm512_slli_epi64(length, 16));
    layout = _mm512_or_si512(layout, _mm512_slli_epi64(negative, 24));
    layout = _mm512_or_si512(layout, _mm512_slli_epi64(_mm512_or_si512(last, set1('0')), 32));
    layout = _mm512_or_si512(layout, _mm512_slli_epi64(last_at, 40));
    return _mm512_or_si512(layout, _mm512_slli_epi64(exponent, 48));
}

_Static_assert(sizeof(hk_layout) == 8 && offsetof(hk_layout, at) == 1
                   && offsetof(hk_layout, length) == 2 && offsetof(hk_layout, negative) == 3
                   && offsetof(hk_layout, last) == 4 && offsetof(hk_layout, last_at) == 5
                   && offsetof(hk_layout, exponent) == 6,
               "lay_out8 builds a hk_layout from bytes");

HK_TARGET_AVX512 void hk_typeset_batch_avx512(hk_batch *batch, size_t count) {
    int64_t base = 0;
    const v8 zeros = _mm512_set1_epi8('0');
    const v8 first_four = _mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11);
    const v8 last_four = _mm512_setr_epi64(4, 12, 5, 13, 6, 14, 7, 15);
    for (size_t i = 0; i < count; i += 8) {
        const v8 bits = _mm512_loadu_si512(&batch->values[i]);
        const decimals d = shortest8(bits, &base);

        // n / 10^8 = (n / 2^8) / 5^8, with a factor of 2^70 / 5^8 rounded up: exact for n < 2^54
        const v8 high = _mm512_srli_epi64(
            _mm512_madd52hi_epu64(_mm512_setzero_si512(), _mm512_srli_epi64(d.sixteen, 8),
                                  set1(3022314549036573)),
            18);
        const v8 low = _mm512_sub_epi64(d.sixteen, _mm512_mul_epu32(high, set1(100000000)));
        const v8 high8 = digits8(high);
        const v8 low8 = digits8(low);
        _mm512_storeu_si512(batch->text[i], _mm512_or_si512(zeros, _mm512_permutex2var_epi64(
                                                                       high8, first_four, low8)));
        _mm512_storeu_si512(batch->text[i + 4],
                            _mm512_or_si512(
                                zeros, _mm512_permutex2var_epi64(high8, last_four, low8)));

        const __mmask8 long_one = _mm512_test_epi64_mask(low8, low8);
        const v8 tail = _mm512_mask_mov_epi64(high8, long_one, low8);
        const v8 most = _mm512_mask_mov_epi64(set1(8), long_one, set1(16));
        const v8 count16 = _mm512_sub_epi64(
            most, _mm512_srli_epi64(_mm512_lzcnt_epi64(tail), 3));
        const v8 digits = _mm512_mask_mov_epi64(count16, _mm512_test_epi64_mask(d.last, d.last),
                                                set1(17));
        _mm512_storeu_si512(&batch->layouts[i],
                            lay_out8(digits, d.exponent, d.last, _mm512_srli_epi64(bits, 63)));

        for (uint32_t rest = d.unsettled; HK_UNLIKELY(rest != 0); rest &= rest - 1) {
            const size_t j = i + (size_t)__builtin_ctz(rest);
            batch->layouts[j] = hk_typeset_double(batch->values[j], batch->text[j]);
        }
    }
}

#else

// A translation unit must hold something.
typedef int hk_no_avx512;

#endif
