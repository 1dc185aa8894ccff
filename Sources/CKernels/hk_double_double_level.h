// The passes over double-double columns for one instruction set. Included by hk_double_double.c, which defines HK_FN
// (suffix of names) and HK_TARGET (attribute). The loops over eight lanes become vector instructions.

#ifndef HK_DOUBLE_DOUBLE_STEPS
#define HK_DOUBLE_DOUBLE_STEPS

// Dekker's product: p + e == a * b.
#define HK_TWO_PRODUCT(a, b, p, e)                                                                 \
    const double p = (a) * (b);                                                                    \
    const double e##_a = 134217729.0 * (a);                                                        \
    const double e##_a1 = e##_a - (e##_a - (a));                                                   \
    const double e##_a2 = (a)-e##_a1;                                                              \
    const double e##_b = 134217729.0 * (b);                                                        \
    const double e##_b1 = e##_b - (e##_b - (b));                                                   \
    const double e##_b2 = (b)-e##_b1;                                                              \
    double e = ((e##_a1 * e##_b1 - p) + e##_a1 * e##_b2 + e##_a2 * e##_b1) + e##_a2 * e##_b2

// (h, l) += (p, e), with an error relative to the sum and not only to its terms.
#define HK_ADD(h, l, p, e)                                                                         \
    do {                                                                                           \
        const double s = (h) + (p);                                                                \
        const double s1 = s - (h);                                                                 \
        const double t = (l) + (e);                                                                \
        const double t1 = t - (l);                                                                 \
        const double lost = (((h) - (s - s1)) + ((p)-s1)) + t;                                     \
        const double q = s + lost;                                                                 \
        const double rest = (lost - (q - s)) + (((l) - (t - t1)) + ((e)-t1));                      \
        const double sum = q + rest;                                                               \
        (l) = rest - (sum - q);                                                                    \
        (h) = sum;                                                                                 \
    } while (0)

#endif

HK_TARGET static void HK_FN(add_multiple)(
    double *restrict y_high, double *restrict y_low, const double *restrict x_high, const double *restrict x_low,
    double factor_high, double factor_low, size_t count) {
    if (x_low) {
        for (size_t i = 0; i < count; i += 1) {
            HK_TWO_PRODUCT(x_high[i], factor_high, p, e);
            e += x_high[i] * factor_low + x_low[i] * factor_high;
            HK_ADD(y_high[i], y_low[i], p, e);
        }
    } else {
        for (size_t i = 0; i < count; i += 1) {
            HK_TWO_PRODUCT(x_high[i], factor_high, p, e);
            e += x_high[i] * factor_low;
            HK_ADD(y_high[i], y_low[i], p, e);
        }
    }
}

HK_TARGET static void HK_FN(multiply)(
    double *restrict y_high, double *restrict y_low, const double *restrict x_high, const double *restrict x_low,
    size_t count) {
    for (size_t i = 0; i < count; i += 1) {
        HK_TWO_PRODUCT(x_high[i], y_high[i], p, e);
        e += x_high[i] * y_low[i];
        if (x_low) e += x_low[i] * y_high[i];
        const double product = p + e;
        y_low[i] = e - (product - p);
        y_high[i] = product;
    }
}

HK_TARGET static void HK_FN(dot)(
    const double *restrict x_high, const double *restrict x_low, const double *restrict y_high,
    const double *restrict y_low, size_t count, hk_double_double_sums *restrict sums) {
    hk_double_double_sums all = *sums;
    const size_t whole = count & ~(size_t)7;
    if (x_low) {
        for (size_t i = 0; i < whole; i += 8) {
            for (int j = 0; j < 8; j += 1) {
                HK_TWO_PRODUCT(x_high[i + j], y_high[i + j], p, e);
                e += x_high[i + j] * y_low[i + j] + x_low[i + j] * y_high[i + j];
                HK_ADD(all.high[j], all.low[j], p, e);
            }
        }
    } else {
        for (size_t i = 0; i < whole; i += 8) {
            for (int j = 0; j < 8; j += 1) {
                HK_TWO_PRODUCT(x_high[i + j], y_high[i + j], p, e);
                e += x_high[i + j] * y_low[i + j];
                HK_ADD(all.high[j], all.low[j], p, e);
            }
        }
    }
    for (size_t i = whole; i < count; i += 1) {
        HK_TWO_PRODUCT(x_high[i], y_high[i], p, e);
        e += x_high[i] * y_low[i];
        if (x_low) e += x_low[i] * y_high[i];
        HK_ADD(all.high[i - whole], all.low[i - whole], p, e);
    }
    *sums = all;
}
