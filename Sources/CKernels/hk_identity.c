#include "hk_identity.h"

#include <string.h>

static inline uint64_t fold(uint64_t a, uint64_t b) {
    __uint128_t product = (__uint128_t)a * b;
    return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

// Bytes are put together in one order on every machine; compilers turn the shifts into one load where it is theirs.
static inline uint64_t word8(const uint8_t *p) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t value;
    memcpy(&value, p, 8);
    return value;
#else
    uint64_t value = 0;
    for (size_t i = 0; i < 8; ++i) value |= (uint64_t)p[i] << (8 * i);
    return value;
#endif
}

static inline uint64_t word4(const uint8_t *p) {
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24;
}

uint64_t hk_hash(const uint8_t *bytes, size_t count, uint64_t seed) {
    const uint64_t a = UINT64_C(0xa0761d6478bd642f);
    const uint64_t b = UINT64_C(0xe7037ed1a0b428db);
    uint64_t state = seed ^ b;
    size_t left = count;
    while (left >= 16) {
        state = fold(word8(bytes) ^ a, word8(bytes + 8) ^ state);
        bytes += 16;
        left -= 16;
    }
    // The last bytes in two words that may overlap, so that no length needs a loop; the length itself is mixed in last.
    uint64_t low = 0, high = 0;
    if (count >= 16) {
        low = word8(bytes + left - 16);
        high = word8(bytes + left - 8);
    } else if (count >= 8) {
        low = word8(bytes);
        high = word8(bytes + count - 8);
    } else if (count >= 4) {
        low = word4(bytes);
        high = word4(bytes + count - 4);
    } else if (count > 0) {
        low = (uint64_t)bytes[0] | (uint64_t)bytes[count >> 1] << 8 | (uint64_t)bytes[count - 1] << 16;
    }
    state = fold(low ^ a, high ^ state);
    return fold(state ^ b, (uint64_t)count ^ a);
}

static inline size_t row_start(const struct hk_rows *rows, size_t row) {
    if (rows->starts) return rows->starts[row];
    return row == 0 ? 0 : (size_t)rows->separators[row * rows->columns - 1] + 1;
}

static inline size_t without_return(const uint8_t *bytes, size_t start, size_t end) {
    return end > start && bytes[end - 1] == '\r' ? end - 1 : end;
}

/// The bytes of a field as they stand in the file, a carriage return at the end of the row left away.
static inline size_t field(const struct hk_rows *rows, size_t row, size_t column, size_t *start) {
    const size_t at = row * rows->columns + column;
    *start = column == 0 ? row_start(rows, row) : (size_t)rows->separators[at - 1] + 1;
    const size_t end = rows->separators[at];
    return column + 1 == rows->columns ? without_return(rows->bytes, *start, end) : end;
}

void hk_hash_rows(const struct hk_rows *rows, uint64_t *hashes) {
    for (size_t row = 0; row < rows->count; ++row) {
        const size_t start = row_start(rows, row);
        const size_t end = rows->separators[row * rows->columns + rows->columns - 1];
        hashes[row] = hk_hash(rows->bytes + start, without_return(rows->bytes, start, end) - start, 0);
    }
}

void hk_hash_fields(const struct hk_rows *rows, size_t column, uint64_t *hashes) {
    for (size_t row = 0; row < rows->count; ++row) {
        size_t start;
        const size_t end = field(rows, row, column, &start);
        hashes[row] = hk_hash(rows->bytes + start, end - start, hashes[row]);
    }
}

int hk_ascending_numbers(const struct hk_rows *rows, size_t column, int64_t *numbers) {
    int64_t previous = -1;
    for (size_t row = 0; row < rows->count; ++row) {
        size_t start;
        const size_t length = field(rows, row, column, &start) - start;
        const uint8_t *p = rows->bytes + start;
        if (length == 0 || length > 18 || (p[0] == '0' && length > 1)) return 0;
        int64_t value = 0;
        unsigned isOther = 0;
        for (size_t i = 0; i < length; ++i) {
            const unsigned digit = (unsigned)p[i] - '0';
            isOther |= digit > 9;
            value = value * 10 + (int64_t)digit;
        }
        if (isOther || value <= previous) return 0;
        numbers[row] = value;
        previous = value;
    }
    return 1;
}
