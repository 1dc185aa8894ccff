// What the kernels share and nobody else sees.
#ifndef HK_INTERNAL_H
#define HK_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "hk_dispatch.h"

// HK_PORTABLE_ONLY lets the tests run the fall-back of other processors on this one.
#if defined(__x86_64__) && !defined(HK_PORTABLE_ONLY)
#define HK_X86 1
#include <immintrin.h>
#define HK_TARGET_AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))
#define HK_TARGET_AVX512                                                                           \
    __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt,avx512f,avx512bw,avx512vl,avx512dq,"         \
                          "avx512cd,avx512ifma,avx512vbmi,avx512vbmi2")))
#else
#define HK_X86 0
#endif

#define HK_INLINE static inline __attribute__((always_inline))
#define HK_NOINLINE __attribute__((noinline))
#define HK_LIKELY(x) __builtin_expect(!!(x), 1)
#define HK_UNLIKELY(x) __builtin_expect(!!(x), 0)

// Words are taken from text with the first character in the lowest byte.
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "a little-endian processor is assumed");

HK_INLINE uint64_t hk_load64(const void *p) {
    uint64_t x;
    memcpy(&x, p, sizeof x);
    return x;
}

HK_INLINE void hk_store64(void *p, uint64_t x) { memcpy(p, &x, sizeof x); }

HK_INLINE uint64_t hk_high64(uint64_t a, uint64_t b) {
    return (uint64_t)(((unsigned __int128)a * b) >> 64);
}

/// A power of ten as a 128-bit significand, see hk_power_table.py.
typedef struct {
    uint64_t high;
    uint64_t low;
} hk_power;

/// The places of the bits of every byte, ascending, one per byte, see hk_bit_places.py.
extern const uint64_t hk_bit_places[256];

#define HK_POWER_FIRST (-293)
#define HK_POWER_COUNT 618
extern const hk_power hk_powers_of_ten[HK_POWER_COUNT];

#endif
