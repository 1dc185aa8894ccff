// The loops of hk_math.c for one instruction set: included once per level, with HK_NAME(name), HK_TARGET and
// HK_LOG_VECTORS (how many vectors of a logarithm to overlap) defined.
//
// A block is computed with the `_core` arithmetic while its elements are checked; where one of them needs care the
// block is computed again with the `_full` arithmetic. After such a block the next one starts with the full form:
// columns with scattered missing values (NaN) then cost one pass, not two. Which form runs never changes a bit.

#define HK_LOOP(FORM, VECTORS)                                                                                         \
    HK_TARGET HK_APART static bool HK_NAME(FORM)(                                                                      \
        const double *restrict x, double *restrict y, size_t n, struct hk_exponent exponent) {                         \
        uint64_t care = 0;                                                                                             \
        HK_INTERLEAVE(VECTORS)                                                                                         \
        for (size_t i = 0; i < n; i++) y[i] = hk_##FORM(x[i], exponent, &care);                                        \
        return (care & HK_SIGN) != 0;                                                                                  \
    }

#define HK_KERNEL(FUNCTION, CORE, FULL, VECTORS)                                                                       \
    HK_LOOP(CORE, VECTORS)                                                                                             \
    HK_LOOP(FULL, VECTORS)                                                                                             \
    HK_TARGET static void HK_NAME(FUNCTION)(const double *x, struct hk_exponent exponent, double *y, size_t n) {       \
        double copy[HK_BLOCK];                                                                                         \
        bool care = false;                                                                                             \
        while (n) {                                                                                                    \
            const size_t count = n < HK_BLOCK ? n : HK_BLOCK;                                                          \
            const double *source = x;                                                                                  \
            if (x == y) { /* the second form needs the arguments that the first one overwrites */                      \
                memcpy(copy, x, count * sizeof *x);                                                                    \
                source = copy;                                                                                         \
            }                                                                                                          \
            if (!care) care = HK_NAME(CORE)(source, y, count, exponent);                                               \
            if (care) care = HK_NAME(FULL)(source, y, count, exponent);                                                \
            x += count;                                                                                                \
            y += count;                                                                                                \
            n -= count;                                                                                                \
        }                                                                                                              \
    }

HK_KERNEL(log, log_core, log_full, HK_LOG_VECTORS)
HK_KERNEL(log10, log10_core, log10_full, HK_LOG_VECTORS)
HK_KERNEL(exp, exp_core, exp_full, 4)
HK_KERNEL(pow, pow_core, pow_full, 4)
// the square root needs no care: one form serves as both
HK_LOOP(sqrt_full, 2)

HK_TARGET static void HK_NAME(sqrt)(const double *x, struct hk_exponent exponent, double *y, size_t n) {
    double copy[HK_BLOCK];
    while (n) {
        const size_t count = n < HK_BLOCK ? n : HK_BLOCK;
        const double *source = x;
        if (x == y) {
            memcpy(copy, x, count * sizeof *x);
            source = copy;
        }
        HK_NAME(sqrt_full)(source, y, count, exponent);
        x += count;
        y += count;
        n -= count;
    }
}

#undef HK_KERNEL
#undef HK_LOOP
