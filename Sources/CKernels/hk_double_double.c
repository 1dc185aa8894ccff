#include "hk_double_double.h"

#include "hk_internal.h"

// The error terms below are only right where each operation is rounded on its own.
#pragma STDC FP_CONTRACT OFF

#define HK_FN(name) hk_double_double_##name##_base
#define HK_TARGET
#include "hk_double_double_level.h"
#undef HK_FN
#undef HK_TARGET

#if HK_X86

#define HK_FN(name) hk_double_double_##name##_avx2
#define HK_TARGET HK_TARGET_AVX2
#include "hk_double_double_level.h"
#undef HK_FN
#undef HK_TARGET

#define HK_FN(name) hk_double_double_##name##_avx512
#define HK_TARGET HK_TARGET_AVX512
#include "hk_double_double_level.h"
#undef HK_FN
#undef HK_TARGET

#define HK_CHOOSE(name)                                                                            \
    const int level = hk_level();                                                                  \
    if (level == 2) {                                                                              \
        hk_double_double_##name##_avx512(HK_ARGUMENTS);                                            \
    } else if (level == 1) {                                                                       \
        hk_double_double_##name##_avx2(HK_ARGUMENTS);                                              \
    } else {                                                                                       \
        hk_double_double_##name##_base(HK_ARGUMENTS);                                              \
    }

#else

#define HK_CHOOSE(name) hk_double_double_##name##_base(HK_ARGUMENTS)

#endif

#define HK_ARGUMENTS y_high, y_low, x_high, x_low, factor_high, factor_low, count
void hk_double_double_add_multiple(
    double *y_high, double *y_low, const double *x_high, const double *x_low, double factor_high, double factor_low,
    size_t count) {
    HK_CHOOSE(add_multiple);
}
#undef HK_ARGUMENTS

#define HK_ARGUMENTS y_high, y_low, x_high, x_low, count
void hk_double_double_multiply(
    double *y_high, double *y_low, const double *x_high, const double *x_low, size_t count) {
    HK_CHOOSE(multiply);
}
#undef HK_ARGUMENTS

#define HK_ARGUMENTS x_high, x_low, y_high, y_low, count, sums
void hk_double_double_dot(
    const double *x_high, const double *x_low, const double *y_high, const double *y_low, size_t count,
    hk_double_double_sums *sums) {
    HK_CHOOSE(dot);
}
#undef HK_ARGUMENTS
