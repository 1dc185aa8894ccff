// The scanners for one instruction set. Included by hk_scan.c, which defines HK_FN (suffix of
// names), HK_TARGET (attribute) and HK_LEVEL.
#include "hk_scan_block.h"

HK_TARGET static size_t HK_FN(scan)(const uint8_t *bytes, size_t count, uint8_t delimiter,
                                    uint8_t newline, uint32_t *separators, uint32_t *row_ends,
                                    size_t *row_count, uint32_t *special) {
    HK_FN(seen) seen = HK_FN(nothing)();
    size_t found = 0;
    size_t rows = 0;
    for (size_t base = 0; base < count; base += 64) {
        uint64_t valid = ~0ull;
        HK_FN(block) block;
        if (HK_LIKELY(count - base >= 64)) {
            block = HK_FN(load)(bytes + base);
        } else {
            uint8_t rest[64];
            valid = hk_copy_rest(rest, bytes + base, count - base);
            block = HK_FN(load)(rest);
        }
        const uint64_t ends = HK_FN(equal)(block, newline) & valid;
        const uint64_t all = ends | (HK_FN(equal)(block, delimiter) & valid);
        HK_FN(look)(&seen, block);
        HK_FN(offsets)(separators + found, all, (uint32_t)base);
        HK_FN(ranks)(row_ends + rows, ends, all, (uint32_t)found);
        found += (size_t)__builtin_popcountll(all);
        rows += (size_t)__builtin_popcountll(ends);
    }
    *row_count = rows;
    *special = HK_FN(special)(&seen);
    return found;
}

HK_TARGET static size_t HK_FN(scan_quoted)(const uint8_t *bytes, size_t count, uint8_t delimiter,
                                           uint8_t newline, uint32_t *separators,
                                           uint32_t *row_ends, size_t *row_count,
                                           uint32_t *special, size_t *open_quote_offset,
                                           uint32_t *newlines_in_quotes) {
    HK_FN(seen) seen = HK_FN(nothing)();
    hk_quote_state state = {.at_start = true};
    size_t found = 0;
    size_t rows = 0;
    for (size_t base = 0; base < count; base += 64) {
        hk_quote_block masks = {.base = base, .valid = ~0ull};
        HK_FN(block) block;
        if (HK_LIKELY(count - base >= 64)) {
            block = HK_FN(load)(bytes + base);
        } else {
            uint8_t rest[64];
            masks.valid = hk_copy_rest(rest, bytes + base, count - base);
            block = HK_FN(load)(rest);
        }
        HK_FN(look)(&seen, block);
        masks.ends = HK_FN(equal)(block, newline) & masks.valid;
        masks.separators = masks.ends | (HK_FN(equal)(block, delimiter) & masks.valid);
        masks.quotes = HK_FN(equal)(block, '"') & masks.valid;

        uint64_t all;
        if (masks.quotes == 0) {
            // The mask of a block inside quotes is empty: no branch, whatever comes.
            const uint64_t outside = state.inside ? 0 : ~0ull;
            all = masks.separators & outside;
            state.newlines += (uint32_t)__builtin_popcountll(masks.ends & ~outside);
            state.at_start = all >> 63;
            state.just_closed = false;
        } else {
            masks.returns = HK_FN(equal)(block, '\r') & masks.valid;
            hk_look_ahead(&masks, bytes, count, delimiter, newline);
            all = hk_structural_by_parity(&masks, &state);
        }
        const uint64_t ends = masks.ends & all;
        HK_FN(offsets)(separators + found, all, (uint32_t)base);
        HK_FN(ranks)(row_ends + rows, ends, all, (uint32_t)found);
        found += (size_t)__builtin_popcountll(all);
        rows += (size_t)__builtin_popcountll(ends);
    }
    *row_count = rows;
    *special = HK_FN(special)(&seen) | (state.text_after_quote ? HK_HAS_TEXT_AFTER_QUOTE : 0u);
    *open_quote_offset = state.inside ? state.opened_at : SIZE_MAX;
    *newlines_in_quotes = state.newlines;
    return found;
}
