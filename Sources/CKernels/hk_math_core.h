// The arithmetic of hk_math.c, one element at a time, without branches so that loops over it vectorise.
//
// Each function comes in two forms: `_core` is right where argument and result are normal numbers, `_full` everywhere.
// Both return the same bits where both are right. The constants are made by test/coefficients.py.
//
// Methods: the reduction log(1+f) = f - f^2/2 + s (f^2/2 + R(s^2)), s = f/(2+f), is the one of fdlibm (K. C. Ng, Sun
// Microsystems, 1993); sums and products of two doubles follow T. J. Dekker, Numer. Math. 1971;18:224-242,
// doi:10.1007/BF01397083, with halves cut by a mask.

#ifndef HK_MATH_CORE_H
#define HK_MATH_CORE_H

#include <float.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#if defined(__FAST_MATH__)
#error "the order of the operations is part of the result: compile without -ffast-math"
#endif

#if FLT_EVAL_METHOD != 0
#error "double arithmetic must not be carried out in a wider format"
#endif

// No fused multiply-add, and loops that overlap `count` vectors: one alone waits for the latency of its own steps.
#if defined(__clang__)
#pragma clang fp contract(off)
#define HK_PRAGMA(text) _Pragma(#text)
#define HK_INTERLEAVE(count) HK_PRAGMA(clang loop interleave_count(count))
#elif defined(__GNUC__)
#pragma GCC optimize("fp-contract=off")
#define HK_INTERLEAVE(count)
#endif

#define HK_INLINE static inline __attribute__((always_inline))
// Loops stay functions of their own: inlined into one caller they would compete for registers.
#define HK_APART __attribute__((noinline))

#define HK_INFINITY (__builtin_inf())
#define HK_NAN (__builtin_nan(""))

// Bit patterns.
#define HK_SIGN UINT64_C(0x8000000000000000)
#define HK_MANTISSA UINT64_C(0x000fffffffffffff)
#define HK_MIN_NORMAL UINT64_C(0x0010000000000000)
#define HK_ONE UINT64_C(0x3ff0000000000000)
#define HK_SQRT_HALF UINT64_C(0x3fe6a09e667f3bcd)
#define HK_FOURTH_ROOT_HALF UINT64_C(0x3feae89f995ad3ad)

// An unsigned integer below 2^52 put under the exponent of 2^52 is 2^52 plus that integer: a conversion that exists on
// every instruction set, unlike those from 64-bit integers. The bias of the exponent is subtracted in the same step.
#define HK_TWO_52 UINT64_C(0x4330000000000000)
#define HK_UNBIAS (4503599627370496.0 + 1023.0)

// Adding 1.5 * 2^52 rounds to an integer and leaves that integer in the low bits.
#define HK_ROUND 6755399441055744.0

// High parts have 41 binary places: their products with an exponent (at most 11 bits) are exact.
#define HK_LN2_HIGH 0x1.62e42fefa4p-1
#define HK_LN2_LOW -0x1.8432a1b0e2634p-43
#define HK_LOG10_2_HIGH 0x1.34413509f8p-2
#define HK_LOG10_2_LOW -0x1.80433b83b532ap-44
#define HK_LN_CENTRE_HIGH 0x1.5d1bdbf58p-2
#define HK_LN_CENTRE_LOW 0x1.394a11b1c1ee4p-43
#define HK_LOG2_E 0x1.71547652b82fep+0
// High parts of at most 27 bits: their products with a number of 26 bits are exact.
#define HK_INVERSE_LN10_HIGH 0x1.bcb7b18p-2
#define HK_INVERSE_LN10_LOW -0x1.6c8d78e6acaa4p-29
#define HK_INVERSE_LN10 (HK_INVERSE_LN10_HIGH + HK_INVERSE_LN10_LOW)
#define HK_TWO_THIRDS_HIGH 0x1.5555558p-1
#define HK_TWO_THIRDS_LOW -0x1.5555555555555p-28

// Results of exp and pow are normal numbers, with room to spare, for exponents up to this.
#define HK_EXP_SAFE 708.0

HK_INLINE uint64_t hk_bits(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

HK_INLINE double hk_double(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/// x with its lower 27 bits cleared: 26 significant bits, so that the product of two such numbers is exact.
HK_INLINE double hk_upper(double x) { return hk_double(hk_bits(x) & ~UINT64_C(0x7ffffff)); }

HK_INLINE double hk_absolute(double x) { return hk_double(hk_bits(x) & ~HK_SIGN); }

HK_INLINE double hk_select(bool condition, double yes, double no) { return condition ? yes : no; }

/// Sign bit set unless x is a positive normal number.
HK_INLINE uint64_t hk_not_positive_normal(double x) {
    const uint64_t above = hk_bits(x) - HK_MIN_NORMAL;
    return above | (above + 2 * HK_MIN_NORMAL);
}

/// Sign bit set unless |x| <= HK_EXP_SAFE.
HK_INLINE uint64_t hk_not_safe_exponent(double x) { return hk_bits(HK_EXP_SAFE) - (hk_bits(x) & ~HK_SIGN); }

/// x = 2^k m with m in [lowest, 2 lowest), for a positive normal x.
struct hk_parts {
    double k, m;
};

HK_INLINE struct hk_parts hk_split(double x, uint64_t lowest, double unbias) {
    const uint64_t shifted = hk_bits(x) + (HK_ONE - lowest);
    const struct hk_parts parts = {
        hk_double((shifted >> 52) | HK_TWO_52) - unbias,
        hk_double((shifted & HK_MANTISSA) + lowest),
    };
    return parts;
}

/// A subnormal argument is scaled by 2^54 into the normal range, and `unbias` takes that back.
HK_INLINE double hk_normalised(double x, double *unbias) {
    const bool small = x < 0x1p-1022;
    *unbias = hk_select(small, HK_UNBIAS + 54.0, HK_UNBIAS);
    return hk_select(small, x * 0x1p54, x);
}

/// What is the same for all elements of a call with one exponent; the other functions take and ignore it, so that one
/// loop serves all.
struct hk_exponent {
    double high, low;    // the exponent in two parts; beyond 2^70 every x but 1 overflows or underflows
    bool integral, odd;  // an integer, an odd integer
    double at_zero, at_infinity;
};

// MARK: Logarithms

/// What log(1+f) differs by from f - f^2/2, for sqrt(1/2) <= 1+f < sqrt(2), plus `more`. That is s (f^2/2 + R) with
/// s = f/(2+f); `more` enters last but needs no quotient, so that the processor has it ready in time.
HK_INLINE double hk_log_tail(double f, double half_square, double more) {
    const double s = f / (2.0 + f);
    const double z = s * s;
    const double z2 = z * z;
    // R is z times a polynomial of degree 6, relative error of the logarithm 2^-59.5
    const double a = 0x1.5555555555592p-1 + z * 0x1.999999997fd71p-2;
    const double b = 0x1.24924941f5453p-2 + z * 0x1.c71c5205d40bfp-3;
    const double c = 0x1.74663faba3ea4p-3 + z * 0x1.39a1a61857596p-3;
    const double p = a + z2 * (b + z2 * (c + z2 * 0x1.2f063ca6292ecp-3));
    return more + s * (half_square + z * p);
}

HK_INLINE double hk_log_scaled(double x, double unbias) {
    const struct hk_parts parts = hk_split(x, HK_SQRT_HALF, unbias);
    const double f = parts.m - 1.0;
    const double half_square = (0.5 * f) * f;
    // f - f^2/2 = high + low; k ln 2 is zero or exceeds |high|, so that the error of the sum is exact
    const double high = f - half_square;
    const double low = (f - high) - half_square;
    const double base = parts.k * HK_LN2_HIGH;
    const double sum = base + high;
    const double error = (base - sum) + high;
    return sum + hk_log_tail(f, half_square, error + (low + parts.k * HK_LN2_LOW));
}

HK_INLINE double hk_log10_scaled(double x, double unbias) {
    const struct hk_parts parts = hk_split(x, HK_SQRT_HALF, unbias);
    const double f = parts.m - 1.0;
    const double half_square = (0.5 * f) * f;
    const double high = hk_upper(f - half_square);
    const double low = hk_log_tail(f, half_square, (f - high) - half_square);
    const double base = parts.k * HK_LOG10_2_HIGH;
    const double main = high * HK_INVERSE_LN10_HIGH;
    const double sum = base + main;
    const double error = (base - sum) + main;
    const double rest = high * HK_INVERSE_LN10_LOW + parts.k * HK_LOG10_2_LOW;
    return sum + ((error + rest) + low * HK_INVERSE_LN10);
}

/// The value of a logarithm where the argument decides alone, `result` elsewhere.
HK_INLINE double hk_log_special(double x, double result) {
    double y = hk_select(x == HK_INFINITY, HK_INFINITY, result);
    y = hk_select(x == 0.0, -HK_INFINITY, y);
    return hk_select(x >= 0.0, y, HK_NAN);
}

HK_INLINE double hk_log_core(double x, struct hk_exponent unused, uint64_t *care) {
    (void)unused;
    *care |= hk_not_positive_normal(x);
    return hk_log_scaled(x, HK_UNBIAS);
}

HK_INLINE double hk_log_full(double x, struct hk_exponent unused, uint64_t *care) {
    (void)unused;
    *care |= hk_not_positive_normal(x);
    double unbias;
    const double normal = hk_normalised(x, &unbias);
    return hk_log_special(x, hk_log_scaled(normal, unbias));
}

HK_INLINE double hk_log10_core(double x, struct hk_exponent unused, uint64_t *care) {
    (void)unused;
    *care |= hk_not_positive_normal(x);
    return hk_log10_scaled(x, HK_UNBIAS);
}

HK_INLINE double hk_log10_full(double x, struct hk_exponent unused, uint64_t *care) {
    (void)unused;
    *care |= hk_not_positive_normal(x);
    double unbias;
    const double normal = hk_normalised(x, &unbias);
    return hk_log_special(x, hk_log10_scaled(normal, unbias));
}

// MARK: Exponential

/// e^(high + low) = 2^k p: p in about [0.70, 1.42], and HK_ROUND + k.
struct hk_scaled {
    double p, rounded_k;
};

/// |low| at most about 2^-43: half an ulp of `high`.
HK_INLINE struct hk_scaled hk_exp_reduced(double high, double low) {
    const double rounded_k = high * HK_LOG2_E + HK_ROUND;
    const double k = rounded_k - HK_ROUND;
    const double main = high - k * HK_LN2_HIGH;
    const double minor = k * HK_LN2_LOW - low;
    const double r = main - minor;
    const double r_low = (main - r) - minor;
    const double z = r * r;
    const double z2 = z * z;
    // e^r - 1 - r = r^2/2 + r^3 times a polynomial of degree 9, error 2^-64
    const double a = 0x1.555555555555bp-3 + r * 0x1.555555555555ap-5;
    const double b = 0x1.111111110ebe8p-7 + r * 0x1.6c16c16c14146p-10;
    const double c = 0x1.a01a01b3abb2bp-13 + r * 0x1.a01a01b201ecbp-16;
    const double d = 0x1.71ddefb17ea95p-19 + r * 0x1.27e4c2b9117bdp-22;
    const double e = 0x1.af6ca42ecbb73p-26 + r * 0x1.1f99ca4d86278p-29;
    const double cubic = (a + z * b) + z2 * ((c + z * d) + z2 * e);
    const double quadratic = z * (0.5 + r * cubic);
    // 1 + r with its error, which is exact
    const double sum = 1.0 + r;
    const double error = (1.0 - sum) + r;
    const struct hk_scaled result = {sum + (quadratic + (error + r_low * sum)), rounded_k};
    return result;
}

/// 2^k p where that is a normal number.
HK_INLINE double hk_scale_core(struct hk_scaled value) {
    return hk_double(hk_bits(value.p) + (hk_bits(value.rounded_k) << 52));
}

/// 2^k p for -1077 <= k <= 1025, in two steps, of which only the second can round or overflow.
HK_INLINE double hk_scale_full(struct hk_scaled value) {
    const uint64_t k_plus_2048 = hk_bits(value.rounded_k) - hk_bits(HK_ROUND) + 2048;
    const uint64_t half = k_plus_2048 >> 1;
    const uint64_t rest = k_plus_2048 - half;
    return (value.p * hk_double((half - 1) << 52)) * hk_double((rest - 1) << 52);
}

HK_INLINE double hk_exp_core(double x, struct hk_exponent unused, uint64_t *care) {
    (void)unused;
    *care |= hk_not_safe_exponent(x);
    return hk_scale_core(hk_exp_reduced(x, 0.0));
}

HK_INLINE double hk_exp_full(double x, struct hk_exponent unused, uint64_t *care) {
    (void)unused;
    *care |= hk_not_safe_exponent(x);
    double clamped = hk_select(x > 710.0, 710.0, x);
    clamped = hk_select(clamped < -746.0, -746.0, clamped);
    const double y = hk_scale_full(hk_exp_reduced(clamped, 0.0));
    return hk_select(x == x, y, HK_NAN);
}

// MARK: Power

struct hk_pair {
    double high, low;
};

/// Natural logarithm as the sum of two doubles, relative error about 2^-69.
HK_INLINE struct hk_pair hk_log_pair(double x, double unbias) {
    const struct hk_parts parts = hk_split(x, HK_FOURTH_ROOT_HALF, unbias);
    const double k = parts.k, m = parts.m;
    // log m = log centre + 2 atanh s, s = (m - centre)/(m + centre), |s| < 0.09
    const bool upper = m >= 0x1.306fe0a31b715p+0;
    const double centre = hk_select(upper, 1.40625, 1.0);
    const double f = m - centre;
    const double divisor = m + centre;
    const double divisor_high = hk_upper(divisor);
    const double divisor_low = m - (divisor_high - centre);
    const double inverse = 1.0 / divisor;
    const double s = f * inverse;
    const double s_high = hk_upper(s);
    const double s_low = ((f - s_high * divisor_high) - s_high * divisor_low) * inverse;

    // s^2 = square_high + square_low
    const double square = s_high * s_high;
    const double square_rest = s_low * (s + s_high);
    const double z = square + square_rest;
    const double square_high = hk_upper(z);
    const double square_low = (square - square_high) + square_rest;
    const double z2 = z * z;
    // 2 atanh s = 2 s + s^3 (2/3 + z t), t of degree 5, relative error of the logarithm 2^-74
    const double t = ((0x1.999999999998bp-2 + z * 0x1.2492492498383p-2)
                      + z2 * (0x1.c71c71a9b653ep-3 + z * 0x1.745d3affbdaafp-3))
        + (z2 * z2) * (0x1.3afcd52afc031p-3 + z * 0x1.187315be45191p-3);
    const double factor_low = HK_TWO_THIRDS_LOW + z * t;

    // s^3 = cube_high + cube_low
    const double cube = s_high * square_high;
    const double cube_high = hk_upper(cube);
    const double cube_low = (cube - cube_high) + (s_low * z + s_high * square_low);
    const double third_high = cube_high * HK_TWO_THIRDS_HIGH;
    const double third_low = cube_low * HK_TWO_THIRDS_HIGH + (cube_high + cube_low) * factor_low;

    // each term is smaller than the sum before it, unless that is zero: the errors are exact
    const double base = k * HK_LN2_HIGH + hk_select(upper, HK_LN_CENTRE_HIGH, 0.0);
    const double base_low = k * HK_LN2_LOW + hk_select(upper, HK_LN_CENTRE_LOW, 0.0);
    const double linear = s_high + s_low;
    const double linear_low = (s_high - linear) + s_low;
    const double sum1 = base + 2.0 * linear;
    const double error1 = (base - sum1) + 2.0 * linear;
    const double sum2 = sum1 + third_high;
    const double error2 = (sum1 - sum2) + third_high;
    const double rest = (error1 + error2) + ((2.0 * linear_low + third_low) + base_low);
    const double high = sum2 + rest;
    const struct hk_pair result = {high, (sum2 - high) + rest};
    return result;
}

HK_INLINE struct hk_exponent hk_exponent_of(double exponent) {
    double value = hk_select(exponent > 0x1p70, 0x1p70, exponent);
    value = hk_select(value < -0x1p70, -0x1p70, value);
    const double size = hk_absolute(value);
    // from 2^53 on all numbers are even integers
    const uint64_t whole = size < 0x1p53 ? (uint64_t)size : 0;
    const bool integral = size >= 0x1p53 || (double)whole == size;
    const double high = hk_upper(value);
    const struct hk_exponent result = {
        high,
        value - high,
        integral,
        integral && (whole & 1) != 0,
        exponent > 0.0 ? 0.0 : HK_INFINITY,
        exponent > 0.0 ? HK_INFINITY : 0.0,
    };
    return result;
}

/// exponent * log x as the sum of two doubles.
HK_INLINE struct hk_pair hk_power_argument(struct hk_pair logarithm, struct hk_exponent exponent) {
    const double upper = hk_upper(logarithm.high);
    const double lower = (logarithm.high - upper) + logarithm.low;
    const double exact = exponent.high * upper;
    const double rest = (exponent.high + exponent.low) * lower + exponent.low * upper;
    const double high = exact + rest;
    const struct hk_pair result = {high, (exact - high) + rest};
    return result;
}

HK_INLINE double hk_pow_core(double x, struct hk_exponent exponent, uint64_t *care) {
    const struct hk_pair z = hk_power_argument(hk_log_pair(x, HK_UNBIAS), exponent);
    *care |= hk_not_positive_normal(x) | hk_not_safe_exponent(z.high);
    return hk_scale_core(hk_exp_reduced(z.high, z.low));
}

HK_INLINE double hk_pow_full(double x, struct hk_exponent exponent, uint64_t *care) {
    const double size = hk_absolute(x);
    double unbias;
    const double normal = hk_normalised(size, &unbias);
    struct hk_pair z = hk_power_argument(hk_log_pair(normal, unbias), exponent);
    *care |= hk_not_positive_normal(x) | hk_not_safe_exponent(z.high);
    const bool over = z.high > 710.0, under = z.high < -746.0;
    z.high = hk_select(over, 710.0, z.high);
    z.high = hk_select(under, -746.0, z.high);
    z.low = hk_select(over | under, 0.0, z.low);
    double y = hk_scale_full(hk_exp_reduced(z.high, z.low));
    y = hk_select(size == HK_INFINITY, exponent.at_infinity, y);
    y = hk_select(size == 0.0, exponent.at_zero, y);
    const uint64_t sign_kept = exponent.odd ? HK_SIGN : 0;
    y = hk_double(hk_bits(y) | (hk_bits(x) & sign_kept));
    const bool no_number = (x < 0.0) & (size != HK_INFINITY) & !exponent.integral;
    y = hk_select(no_number, HK_NAN, y);
    return hk_select(x == x, y, HK_NAN);
}

// MARK: Square root

HK_INLINE double hk_sqrt_full(double x, struct hk_exponent unused, uint64_t *care) {
    (void)unused;
    (void)care;
#if defined(__clang__)
    // unlike sqrt() it never sets errno, which would keep the loop scalar
    const double y = __builtin_elementwise_sqrt(x);
#else
    const double y = __builtin_sqrt(x);
#endif
    return hk_select(y == y, y, HK_NAN);
}

#endif
