#include "hk_dispatch.h"

#include <stdatomic.h>

#include "hk_internal.h"

// -1: not looked at yet. Every thread that looks finds the same answer, so relaxed order is enough.
static _Atomic int current_level = -1;

static int detect(void) {
#if HK_X86
    __builtin_cpu_init();
    // Written out: the builtin takes literals only. It also asks the system for the wide registers.
    const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")
        && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt")
        && __builtin_cpu_supports("lzcnt");
    const bool avx512 = avx2 && __builtin_cpu_supports("avx512f")
        && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512cd")
        && __builtin_cpu_supports("avx512ifma") && __builtin_cpu_supports("avx512vbmi")
        && __builtin_cpu_supports("avx512vbmi2");
    return avx512 ? 2 : avx2 ? 1 : 0;
#else
    return 0;
#endif
}

int hk_level(void) {
    int level = atomic_load_explicit(&current_level, memory_order_relaxed);
    if (HK_UNLIKELY(level < 0)) {
        level = detect();
        atomic_store_explicit(&current_level, level, memory_order_relaxed);
    }
    return level;
}

int hk_limit_level(int level) {
    const int best = detect();
    const int chosen = level < 0 || level > best ? best : level;
    atomic_store_explicit(&current_level, chosen, memory_order_relaxed);
    return chosen;
}
