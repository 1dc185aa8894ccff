#include "hk_column.h"

#include <math.h>

#include "hk_internal.h"

// The squares must be the same on processors that could multiply and add in one step.
#pragma STDC FP_CONTRACT OFF

#define HK_FN(name) hk_##name##_base
#define HK_TARGET
#include "hk_column_level.h"
#undef HK_FN
#undef HK_TARGET

#if HK_X86

#define HK_FN(name) hk_##name##_avx2
#define HK_TARGET HK_TARGET_AVX2
#include "hk_column_level.h"
#undef HK_FN
#undef HK_TARGET

#define HK_FN(name) hk_##name##_avx512
#define HK_TARGET HK_TARGET_AVX512
#include "hk_column_level.h"
#undef HK_FN
#undef HK_TARGET

#define HK_CHOOSE(name)                                                                            \
    const int level = hk_level();                                                                  \
    if (level == 2) return hk_##name##_avx512(HK_ARGUMENTS);                                       \
    if (level == 1) return hk_##name##_avx2(HK_ARGUMENTS);                                         \
    return hk_##name##_base(HK_ARGUMENTS)

#else

#define HK_CHOOSE(name) return hk_##name##_base(HK_ARGUMENTS)

#endif

#define HK_ARGUMENTS x, groups, result
void hk_column_sum(const double *x, size_t groups, hk_column_sums *result) { HK_CHOOSE(sum); }
#undef HK_ARGUMENTS

#define HK_ARGUMENTS x, groups, centre, result
void hk_column_deviate(const double *x, size_t groups, double centre, hk_column_deviations *result) {
    HK_CHOOSE(deviate);
}
#undef HK_ARGUMENTS

#define HK_ARGUMENTS x, from, groups, low, high
size_t hk_column_outside(const double *x, size_t from, size_t groups, double low, double high) { HK_CHOOSE(outside); }
#undef HK_ARGUMENTS
