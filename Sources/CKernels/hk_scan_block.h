// 64 bytes of text as bit masks. Included by hk_scan.c once per instruction set, with HK_FN,
// HK_TARGET and HK_LEVEL defined.

#if HK_X86 && HK_LEVEL == 2

typedef __m512i HK_FN(block);

typedef struct {
    __m512i any;
    __m512i least;
    uint64_t quotes;
    uint64_t returns;
} HK_FN(seen);

HK_TARGET HK_INLINE HK_FN(block) HK_FN(load)(const uint8_t *p) { return _mm512_loadu_si512(p); }

HK_TARGET HK_INLINE uint64_t HK_FN(equal)(HK_FN(block) b, uint8_t c) {
    return _mm512_cmpeq_epi8_mask(b, _mm512_set1_epi8((char)c));
}

HK_TARGET HK_INLINE HK_FN(seen) HK_FN(nothing)(void) {
    return (HK_FN(seen)){_mm512_setzero_si512(), _mm512_set1_epi8(-1), 0, 0};
}

HK_TARGET HK_INLINE void HK_FN(look)(HK_FN(seen) *seen, HK_FN(block) b) {
    seen->any = _mm512_or_si512(seen->any, b);
    seen->least = _mm512_min_epu8(seen->least, b);
    seen->quotes |= HK_FN(equal)(b, '"');
    seen->returns |= HK_FN(equal)(b, '\r');
}

HK_TARGET HK_INLINE uint32_t HK_FN(special)(const HK_FN(seen) *seen) {
    return (_mm512_testn_epi8_mask(seen->least, seen->least) != 0 ? HK_HAS_NUL : 0u)
        | (_mm512_movepi8_mask(seen->any) != 0 ? HK_HAS_HIGH : 0u)
        | (seen->quotes != 0 ? HK_HAS_QUOTE : 0u)
        | (seen->returns != 0 ? HK_HAS_CARRIAGE_RETURN : 0u);
}

/// Writes the offsets of the bits of `mask`, in groups of sixteen.
HK_TARGET HK_INLINE void HK_FN(offsets)(uint32_t *out, uint64_t mask, uint32_t base) {
    const __m512i places = _mm512_set_epi8(
        63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41,
        40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18,
        17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    const __m512i set = _mm512_maskz_compress_epi8(mask, places);
    const __m512i first = _mm512_set1_epi32((int)base);
    const int count = __builtin_popcountll(mask);
    const __m128i a = _mm512_castsi512_si128(set);
    const __m128i b = _mm512_extracti32x4_epi32(set, 1);
    _mm512_storeu_si512(out, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(a)));
    if (HK_LIKELY(count <= 16)) return;
    _mm512_storeu_si512(out + 16, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(b)));
    if (HK_UNLIKELY(count > 32)) {
        const __m128i c = _mm512_extracti32x4_epi32(set, 2);
        const __m128i d = _mm512_extracti32x4_epi32(set, 3);
        _mm512_storeu_si512(out + 32, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(c)));
        _mm512_storeu_si512(out + 48, _mm512_add_epi32(first, _mm512_cvtepu8_epi32(d)));
    }
}

/// Writes, for every bit of `part`, which is part of `mask`, its rank in `mask`, plus `base`.
HK_TARGET HK_INLINE void HK_FN(ranks)(uint32_t *out, uint64_t part, uint64_t mask, uint32_t base) {
    const __m512i places = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    uint64_t set = _pext_u64(part, mask);
    do {
        const __mmask16 some = (__mmask16)set;
        const __m512i here = _mm512_add_epi32(places, _mm512_set1_epi32((int)base));
        _mm512_storeu_si512(out, _mm512_maskz_compress_epi32(some, here));
        out += __builtin_popcount(some);
        base += 16;
        set >>= 16;
    } while (HK_UNLIKELY(set != 0));
}

#else

#if HK_X86 && HK_LEVEL == 1

typedef struct {
    __m256i a, b;
} HK_FN(block);

typedef struct {
    __m256i any, least, quotes, returns;
} HK_FN(seen);

HK_TARGET HK_INLINE HK_FN(block) HK_FN(load)(const uint8_t *p) {
    return (HK_FN(block)){_mm256_loadu_si256((const __m256i *)p),
                          _mm256_loadu_si256((const __m256i *)(p + 32))};
}

HK_TARGET HK_INLINE uint64_t HK_FN(equal)(HK_FN(block) x, uint8_t c) {
    const __m256i y = _mm256_set1_epi8((char)c);
    const uint32_t a = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(x.a, y));
    const uint32_t b = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(x.b, y));
    return a | (uint64_t)b << 32;
}

HK_TARGET HK_INLINE HK_FN(seen) HK_FN(nothing)(void) {
    const __m256i zero = _mm256_setzero_si256();
    return (HK_FN(seen)){zero, _mm256_set1_epi8(-1), zero, zero};
}

HK_TARGET HK_INLINE void HK_FN(look)(HK_FN(seen) *seen, HK_FN(block) x) {
    const __m256i quote = _mm256_set1_epi8('"');
    const __m256i cr = _mm256_set1_epi8('\r');
    seen->any = _mm256_or_si256(seen->any, _mm256_or_si256(x.a, x.b));
    seen->least = _mm256_min_epu8(seen->least, _mm256_min_epu8(x.a, x.b));
    seen->quotes = _mm256_or_si256(seen->quotes, _mm256_or_si256(_mm256_cmpeq_epi8(x.a, quote),
                                                                 _mm256_cmpeq_epi8(x.b, quote)));
    seen->returns = _mm256_or_si256(seen->returns, _mm256_or_si256(_mm256_cmpeq_epi8(x.a, cr),
                                                                   _mm256_cmpeq_epi8(x.b, cr)));
}

HK_TARGET HK_INLINE uint32_t HK_FN(special)(const HK_FN(seen) *seen) {
    const __m256i nul = _mm256_cmpeq_epi8(seen->least, _mm256_setzero_si256());
    return (_mm256_movemask_epi8(nul) != 0 ? HK_HAS_NUL : 0u)
        | (_mm256_movemask_epi8(seen->any) != 0 ? HK_HAS_HIGH : 0u)
        | (_mm256_movemask_epi8(seen->quotes) != 0 ? HK_HAS_QUOTE : 0u)
        | (_mm256_movemask_epi8(seen->returns) != 0 ? HK_HAS_CARRIAGE_RETURN : 0u);
}

#elif HK_X86

typedef struct {
    __m128i part[4];
} HK_FN(block);

typedef struct {
    __m128i any, least, quotes, returns;
} HK_FN(seen);

HK_INLINE HK_FN(block) HK_FN(load)(const uint8_t *p) {
    HK_FN(block) x;
    for (int i = 0; i < 4; i += 1) x.part[i] = _mm_loadu_si128((const __m128i *)(p + 16 * i));
    return x;
}

HK_INLINE uint64_t HK_FN(equal)(HK_FN(block) x, uint8_t c) {
    uint64_t mask = 0;
    for (int i = 0; i < 4; i += 1) {
        const __m128i same = _mm_cmpeq_epi8(x.part[i], _mm_set1_epi8((char)c));
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(same) << 16 * i;
    }
    return mask;
}

HK_INLINE HK_FN(seen) HK_FN(nothing)(void) {
    const __m128i zero = _mm_setzero_si128();
    return (HK_FN(seen)){zero, _mm_set1_epi8(-1), zero, zero};
}

HK_INLINE void HK_FN(look)(HK_FN(seen) *seen, HK_FN(block) x) {
    for (int i = 0; i < 4; i += 1) {
        const __m128i p = x.part[i];
        seen->any = _mm_or_si128(seen->any, p);
        seen->least = _mm_min_epu8(seen->least, p);
        seen->quotes = _mm_or_si128(seen->quotes, _mm_cmpeq_epi8(p, _mm_set1_epi8('"')));
        seen->returns = _mm_or_si128(seen->returns, _mm_cmpeq_epi8(p, _mm_set1_epi8('\r')));
    }
}

HK_INLINE uint32_t HK_FN(special)(const HK_FN(seen) *seen) {
    const __m128i nul = _mm_cmpeq_epi8(seen->least, _mm_setzero_si128());
    return (_mm_movemask_epi8(nul) != 0 ? HK_HAS_NUL : 0u)
        | (_mm_movemask_epi8(seen->any) != 0 ? HK_HAS_HIGH : 0u)
        | (_mm_movemask_epi8(seen->quotes) != 0 ? HK_HAS_QUOTE : 0u)
        | (_mm_movemask_epi8(seen->returns) != 0 ? HK_HAS_CARRIAGE_RETURN : 0u);
}

#else

typedef struct {
    uint64_t part[8];
} HK_FN(block);

typedef struct {
    uint64_t any, nul, quotes, returns;
} HK_FN(seen);

HK_INLINE HK_FN(block) HK_FN(load)(const uint8_t *p) {
    HK_FN(block) x;
    memcpy(&x, p, sizeof x);
    return x;
}

/// 0x80 in every byte of `x` that is zero, exactly.
HK_INLINE uint64_t HK_FN(zero_bytes)(uint64_t x) {
    const uint64_t low7 = 0x7f7f7f7f7f7f7f7fu;
    return ~(((x & low7) + low7) | x | low7);
}

HK_INLINE uint64_t HK_FN(equal)(HK_FN(block) x, uint8_t c) {
    uint64_t mask = 0;
    for (int i = 0; i < 8; i += 1) {
        const uint64_t same = HK_FN(zero_bytes)(x.part[i] ^ 0x0101010101010101u * c);
        mask |= (same >> 7) * 0x0102040810204080u >> 56 << 8 * i;
    }
    return mask;
}

HK_INLINE HK_FN(seen) HK_FN(nothing)(void) { return (HK_FN(seen)){0, 0, 0, 0}; }

HK_INLINE void HK_FN(look)(HK_FN(seen) *seen, HK_FN(block) x) {
    for (int i = 0; i < 8; i += 1) {
        seen->any |= x.part[i];
        seen->nul |= HK_FN(zero_bytes)(x.part[i]);
        seen->quotes |= HK_FN(zero_bytes)(x.part[i] ^ 0x2222222222222222u);
        seen->returns |= HK_FN(zero_bytes)(x.part[i] ^ 0x0d0d0d0d0d0d0d0du);
    }
}

HK_INLINE uint32_t HK_FN(special)(const HK_FN(seen) *seen) {
    return (seen->nul != 0 ? HK_HAS_NUL : 0u)
        | ((seen->any & 0x8080808080808080u) != 0 ? HK_HAS_HIGH : 0u)
        | (seen->quotes != 0 ? HK_HAS_QUOTE : 0u)
        | (seen->returns != 0 ? HK_HAS_CARRIAGE_RETURN : 0u);
}

#endif

#if HK_X86

/// Writes the offsets of the bits of `mask`, those of a byte at a time.
HK_TARGET HK_INLINE void HK_FN(offsets)(uint32_t *out, uint64_t mask, uint32_t base) {
    for (uint32_t i = 0; i < 64; i += 8) {
        const uint8_t byte = (uint8_t)(mask >> i);
        const __m128i places = _mm_loadl_epi64((const __m128i *)&hk_bit_places[byte]);
#if HK_LEVEL == 1
        const __m256i first = _mm256_set1_epi32((int)(base + i));
        _mm256_storeu_si256((__m256i *)out, _mm256_add_epi32(_mm256_cvtepu8_epi32(places), first));
#else
        const __m128i zero = _mm_setzero_si128();
        const __m128i first = _mm_set1_epi32((int)(base + i));
        const __m128i words = _mm_unpacklo_epi8(places, zero);
        const __m128i low = _mm_unpacklo_epi16(words, zero);
        const __m128i high = _mm_unpackhi_epi16(words, zero);
        _mm_storeu_si128((__m128i *)out, _mm_add_epi32(low, first));
        _mm_storeu_si128((__m128i *)(out + 4), _mm_add_epi32(high, first));
#endif
        out += __builtin_popcount(byte);
    }
}

#else

/// Writes the offsets of the bits of `mask`.
HK_INLINE void HK_FN(offsets)(uint32_t *out, uint64_t mask, uint32_t base) {
    for (; mask != 0; mask &= mask - 1) {
        *out = base + (uint32_t)__builtin_ctzll(mask);
        out += 1;
    }
}

#endif

/// Writes, for every bit of `part`, which is part of `mask`, its rank in `mask`, plus `base`.
HK_TARGET HK_INLINE void HK_FN(ranks)(uint32_t *out, uint64_t part, uint64_t mask, uint32_t base) {
    // Most blocks hold one or two ends of rows.
    for (int i = 0; i < 2 || HK_UNLIKELY(part != 0); i += 1) {
        const uint64_t below = (part & (0 - part)) - 1;
        out[i] = base + (uint32_t)__builtin_popcountll(mask & below);
        part &= part - 1;
    }
}

#endif
