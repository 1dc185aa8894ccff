// Small questions about a text.
#include "hk_internal.h"
#include "hk_scan.h"

size_t hk_last_newline(const uint8_t *bytes, size_t count, uint8_t newline) {
    // Rows are short against blocks: it stands near the end.
    while (count > 0 && bytes[count - 1] != newline) count -= 1;
    return count;
}

int hk_rows_are_regular(const uint32_t *row_ends, size_t rows, size_t columns) {
    uint32_t different = 0;
    for (size_t row = 0; row < rows; row += 1) {
        different |= row_ends[row] ^ (uint32_t)((row + 1) * columns - 1);
    }
    return different == 0;
}

int hk_contains_quote(const uint8_t *bytes, size_t count) {
    return count > 0 && memchr(bytes, '"', count) != NULL;
}

/// The length of the well-formed sequence at `p`, of which `count` > 0 bytes are left; 0 for none.
/// The limits of the second byte are those of table 3-7 of the Unicode standard.
static size_t sequence_length(const uint8_t *p, size_t count) {
    const uint8_t first = p[0];
    if (first < 0x80) return 1;
    if (first < 0xc2 || first > 0xf4) return 0;
    const size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (length > count) return 0;
    const uint8_t least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    const uint8_t most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (p[1] < least || p[1] > most) return 0;
    for (size_t i = 2; i < length; i += 1) {
        if ((p[i] & 0xc0) != 0x80) return 0;
    }
    return length;
}

size_t hk_validate_utf8(const uint8_t *bytes, size_t count) {
    const uint64_t high_bits = 0x8080808080808080u;
    size_t i = 0;
    while (i < count) {
        // ASCII, 64 bytes at a time; the loop becomes vector instructions.
        while (count - i >= 64) {
            uint64_t any = 0;
            for (size_t j = 0; j < 64; j += 8) any |= hk_load64(bytes + i + j);
            if ((any & high_bits) != 0) break;
            i += 64;
        }
        // Then up to and through the next bytes that are not.
        const size_t stop = count - i < 64 ? count : i + 64;
        while (i < stop) {
            if (stop - i >= 8 && (hk_load64(bytes + i) & high_bits) == 0) {
                i += 8;
                continue;
            }
            const size_t length = sequence_length(bytes + i, count - i);
            if (length == 0) return i;
            i += length;
        }
    }
    return count;
}
