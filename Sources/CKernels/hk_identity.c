#include "hk_identity.h"

#include <string.h>

static inline uint64_t fold(uint64_t a, uint64_t b) {
    __uint128_t product = (__uint128_t)a * b;
    return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

// Bytes are put together by shifts, so that the hash does not depend on the byte order of the machine; compilers turn
// this into one load where that is the same.
static inline uint64_t word(const uint8_t *p, size_t n) {
    uint64_t value = 0;
    for (size_t i = 0; i < n; ++i) value |= (uint64_t)p[i] << (8 * i);
    return value;
}

static inline uint64_t word8(const uint8_t *p) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t value;
    memcpy(&value, p, 8);
    return value;
#else
    return word(p, 8);
#endif
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
    uint64_t low = 0, high = 0;
    if (left >= 8) {
        low = word8(bytes);
        high = word(bytes + 8, left - 8);
    } else {
        low = word(bytes, left);
    }
    state = fold(low ^ a, high ^ state);
    return fold(state ^ b, (uint64_t)count ^ a);
}

void hk_hash_slices(const uint8_t *bytes, const uint32_t *starts, const uint32_t *ends, size_t count,
                    uint64_t *hashes) {
    for (size_t row = 0; row < count; ++row) {
        hashes[row] = hk_hash(bytes + starts[row], ends[row] - starts[row], hashes[row]);
    }
}

int hk_ascending_numbers(const uint8_t *bytes, const uint32_t *starts, const uint32_t *ends, size_t count,
                         int64_t *numbers) {
    int64_t previous = -1;
    for (size_t row = 0; row < count; ++row) {
        const uint8_t *p = bytes + starts[row];
        const size_t length = ends[row] - starts[row];
        if (length == 0 || length > 18 || (p[0] == '0' && length > 1)) return 0;
        int64_t value = 0;
        for (size_t i = 0; i < length; ++i) {
            const unsigned digit = (unsigned)p[i] - '0';
            if (digit > 9) return 0;
            value = value * 10 + (int64_t)digit;
        }
        if (value <= previous) return 0;
        numbers[row] = value;
        previous = value;
    }
    return 1;
}
