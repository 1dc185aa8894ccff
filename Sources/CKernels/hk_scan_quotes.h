// Which delimiters and newlines of 64 bytes stand outside quotes.
#ifndef HK_SCAN_QUOTES_H
#define HK_SCAN_QUOTES_H

#include "hk_internal.h"

/// What is known before a block. "a""b" is taken as two quoted pieces that touch: a quote opens at
/// the beginning of a field or directly behind a closing one, which gives the same fields.
typedef struct {
    bool inside;
    /// The block begins at the beginning of a field.
    bool at_start;
    /// The block begins directly behind a closing quote.
    bool just_closed;
    bool text_after_quote;
    uint32_t newlines;
    /// The quote that began the last quoted field.
    size_t opened_at;
} hk_quote_state;

/// The block as masks, bit i for byte i.
typedef struct {
    size_t base;
    uint64_t valid;
    uint64_t separators;
    uint64_t ends;
    uint64_t quotes;
    uint64_t returns;
    /// Bytes behind which a quote may close.
    uint64_t may_close;
} hk_quote_block;

/// Bits from `i` on, for i < 64.
HK_INLINE uint64_t hk_from(uint32_t i) { return ~0ull << i; }

/// Bits below the lowest one of `mask`; all if there is none.
HK_INLINE uint64_t hk_below_lowest(uint64_t mask) { return (mask & (0 - mask)) - 1; }

/// Whether a newline or the end of the text is at `i`.
HK_INLINE bool hk_row_may_end(const uint8_t *bytes, size_t count, size_t i, uint8_t newline) {
    return i >= count || bytes[i] == newline;
}

/// Finds out behind which bytes a quote may close, which takes up to two bytes of the next block.
HK_INLINE void hk_look_ahead(hk_quote_block *m, const uint8_t *bytes, size_t count,
                             uint8_t delimiter, uint8_t newline) {
    const size_t next = m->base + 64;
    const bool row_ends = hk_row_may_end(bytes, count, next, newline);
    const bool fine = row_ends || bytes[next] == delimiter || bytes[next] == '"'
        || (bytes[next] == '\r' && hk_row_may_end(bytes, count, next + 1, newline));
    // Behind the text everything may follow.
    const uint64_t behind = ~m->valid;
    const uint64_t before_end = (m->ends | behind) >> 1 | (uint64_t)row_ends << 63;
    const uint64_t good = m->separators | m->quotes | (m->returns & before_end) | behind;
    m->may_close = good >> 1 | (uint64_t)fine << 63;
}

/// One quote after the other, for any text.
HK_NOINLINE static uint64_t hk_structural_by_steps(const hk_quote_block *m, hk_quote_state *s) {
    const uint64_t starts = m->separators << 1 | (uint64_t)s->at_start;
    uint64_t all = 0;
    uint32_t i = 0;
    while (i < 64) {
        if (s->inside) {
            const uint64_t next = m->quotes & hk_from(i);
            const uint64_t passed = hk_from(i) & hk_below_lowest(next);
            s->newlines += (uint32_t)__builtin_popcountll(m->ends & passed);
            if (next == 0) {
                s->at_start = false;
                s->just_closed = false;
                return all;
            }
            const uint32_t quote = (uint32_t)__builtin_ctzll(next);
            s->text_after_quote |= (m->may_close >> quote & 1) == 0;
            s->inside = false;
            s->just_closed = true;
            i = quote + 1;
        } else {
            const uint64_t again = s->just_closed ? 1ull << i : 0;
            const uint64_t next = m->quotes & (starts | again) & hk_from(i);
            all |= m->separators & hk_from(i) & hk_below_lowest(next);
            s->just_closed = false;
            if (next == 0) break;
            const uint32_t quote = (uint32_t)__builtin_ctzll(next);
            if ((next & (0 - next) & again) == 0) s->opened_at = m->base + quote;
            s->inside = true;
            i = quote + 1;
        }
    }
    s->at_start = !s->inside && all >> 63;
    return all;
}

/// All quotes at once: where every quote that opens by parity may open, and every quote that closes
/// by parity may close, parity is the truth. Otherwise the block is done in steps.
HK_INLINE uint64_t hk_structural_by_parity(const hk_quote_block *m, hk_quote_state *s) {
    uint64_t inside = m->quotes;
    inside ^= inside << 1;
    inside ^= inside << 2;
    inside ^= inside << 4;
    inside ^= inside << 8;
    inside ^= inside << 16;
    inside ^= inside << 32;
    inside ^= s->inside ? ~0ull : 0;

    const uint64_t opening = m->quotes & inside;
    const uint64_t closing = m->quotes & ~inside;
    const uint64_t all = m->separators & ~inside;
    const uint64_t starts = all << 1 | (uint64_t)s->at_start;
    const uint64_t again = closing << 1 | (uint64_t)s->just_closed;
    if (HK_UNLIKELY(((opening & ~(starts | again)) | (closing & ~m->may_close)) != 0)) {
        return hk_structural_by_steps(m, s);
    }
    const uint64_t fields = opening & starts;
    if (fields != 0) s->opened_at = m->base + 63 - (size_t)__builtin_clzll(fields);
    s->newlines += (uint32_t)__builtin_popcountll(m->ends & inside);
    s->inside = inside >> 63;
    s->at_start = all >> 63;
    s->just_closed = closing >> 63;
    return all;
}

#endif
