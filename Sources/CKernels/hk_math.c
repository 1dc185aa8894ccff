// Dispatch of the vector functions of hk_math.h to the instruction set of the processor.
//
// Each loop is compiled once per instruction set from one source (hk_math_kernels.h) and chosen at run time. This does
// what `target_clones` does, and works without the loader's indirect functions (musl has none); every level
// can also be called by tests. -DHK_FORCE_LEVEL=0, 1 or 2 fixes at compile time what hk_math_level() answers.

#include "hk_math.h"

#include <stdatomic.h>

#include "hk_math_core.h"

// Elements per block: its argument copy, 2 KiB, stays in the first-level cache.
#define HK_BLOCK ((size_t)256)

#define HK_TARGET
#define HK_LOG_VECTORS 4
#define HK_NAME(name) hk_baseline_##name
#include "hk_math_kernels.h"
#undef HK_NAME
#undef HK_LOG_VECTORS
#undef HK_TARGET

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define HK_LEVELS 3

#define HK_TARGET __attribute__((target("avx2")))
#define HK_LOG_VECTORS 4
#define HK_NAME(name) hk_avx2_##name
#include "hk_math_kernels.h"
#undef HK_NAME
#undef HK_LOG_VECTORS
#undef HK_TARGET

#define HK_TARGET __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw")))
#define HK_LOG_VECTORS 2
#define HK_NAME(name) hk_avx512_##name
#include "hk_math_kernels.h"
#undef HK_NAME
#undef HK_LOG_VECTORS
#undef HK_TARGET

#else
#define HK_LEVELS 1
#endif

#define HK_FUNCTIONS 5

typedef void (*hk_kernel)(const double *x, struct hk_exponent exponent, double *y, size_t n);

#define HK_TABLE(level) {level##_log, level##_log10, level##_exp, level##_pow, level##_sqrt}

static const hk_kernel hk_kernels[HK_LEVELS][HK_FUNCTIONS] = {
    HK_TABLE(hk_baseline),
#if HK_LEVELS == 3
    HK_TABLE(hk_avx2),
    HK_TABLE(hk_avx512),
#endif
};

/// The highest level that processor and operating system support.
static int hk_supported_level(void) {
#if HK_LEVELS == 3
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2")) return 0;
    const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
    return avx512 ? 2 : 1;
#else
    return 0;
#endif
}

int hk_math_level(void) {
#if defined(HK_FORCE_LEVEL)
    return HK_FORCE_LEVEL;
#else
    // level + 1, zero while unknown; threads that race here store the same value
    static atomic_int known;
    int level = atomic_load_explicit(&known, memory_order_relaxed);
    if (level == 0) {
        level = hk_supported_level() + 1;
        atomic_store_explicit(&known, level, memory_order_relaxed);
    }
    return level - 1;
#endif
}

static void hk_run(int level, int function, const double *x, struct hk_exponent exponent, double *y, size_t n) {
    hk_kernels[level][function](x, exponent, y, n);
}

static void hk_pow_at_level(int level, const double *x, double exponent, double *y, size_t n) {
    if (exponent == 0.0) {
        for (size_t i = 0; i < n; i++) y[i] = 1.0;
    } else if (exponent != exponent) {
        for (size_t i = 0; i < n; i++) y[i] = hk_select(x[i] == 1.0, 1.0, HK_NAN);
    } else {
        hk_run(level, HK_POW, x, hk_exponent_of(exponent), y, n);
    }
}

static const struct hk_exponent hk_no_exponent;

void hk_log(const double *x, double *y, size_t n) { hk_run(hk_math_level(), HK_LOG, x, hk_no_exponent, y, n); }

void hk_log10(const double *x, double *y, size_t n) { hk_run(hk_math_level(), HK_LOG10, x, hk_no_exponent, y, n); }

void hk_exp(const double *x, double *y, size_t n) { hk_run(hk_math_level(), HK_EXP, x, hk_no_exponent, y, n); }

void hk_sqrt(const double *x, double *y, size_t n) { hk_run(hk_math_level(), HK_SQRT, x, hk_no_exponent, y, n); }

void hk_pow_scalar_exponent(const double *x, double exponent, double *y, size_t n) {
    hk_pow_at_level(hk_math_level(), x, exponent, y, n);
}

int hk_math_at_level(int level, int function, const double *x, double exponent, double *y, size_t n) {
    if (level < 0 || level > hk_supported_level() || function < 0 || function >= HK_FUNCTIONS) return 0;
    if (function == HK_POW) {
        hk_pow_at_level(level, x, exponent, y, n);
    } else {
        hk_run(level, function, x, hk_no_exponent, y, n);
    }
    return 1;
}
