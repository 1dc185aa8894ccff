// Elementary functions over arrays of doubles, within 1 ulp, the same bits on every processor.
//
// Only IEEE 754 additions, subtractions, multiplications, divisions, square roots, comparisons and integer operations
// are used, in a fixed order and without fused multiply-add, so that baseline x86-64, AVX2, AVX-512 and other
// architectures (aarch64) return identical bits, whatever the position of an element in its array or its neighbours.
// The rounding mode must be to nearest, and subnormal numbers must not be flushed to zero: the defaults of a process.
//
// Common to all functions: `x` and `y` hold `n` doubles each and are either equal (in place) or disjoint; any number n,
// zero included; no errno; the floating-point exception flags are unspecified. Every NaN result is the quiet NaN
// 0x7ff8000000000000: a NaN propagates, its sign and payload do not.

#ifndef HK_MATH_H
#define HK_MATH_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// y = natural logarithm of x. log(+0) = log(-0) = -inf, log(x < 0) = NaN, log(inf) = inf.
void hk_log(const double *x, double *y, size_t n);

/// y = logarithm of x to base 10; special cases as `hk_log`. Exact for the powers of ten that are doubles (1 to 1e22).
void hk_log10(const double *x, double *y, size_t n);

/// y = e to the power x. inf from 709.79 on, 0 below -745.14, subnormal results are rounded gradually.
void hk_exp(const double *x, double *y, size_t n);

/// y = x to the power `exponent`, meant for x > 0. Zeros, negative numbers, infinities and NaN follow C17 F.10.4.4, so
/// pow(x, 0) = pow(1, exponent) = 1 even for NaN, and a negative x with an exponent that is no integer gives NaN.
void hk_pow_scalar_exponent(const double *x, double exponent, double *y, size_t n);

/// y = square root of x, correctly rounded. sqrt(-0) = -0, sqrt(x < 0) = NaN.
void hk_sqrt(const double *x, double *y, size_t n);

/// The instruction set that the functions above use on this machine: 0 baseline, 1 AVX2, 2 AVX-512 (F, VL, DQ, BW).
int hk_math_level(void);

/// The functions above, for `hk_math_at_level`.
enum hk_function { HK_LOG = 0, HK_LOG10 = 1, HK_EXP = 2, HK_POW = 3, HK_SQRT = 4 };

/// Runs one function with the instruction set of `level`, for tests that compare levels: `function` is an
/// `enum hk_function`, `exponent` matters for `HK_POW` only. Returns 1, or 0 without touching `y` where `level` or
/// `function` does not exist or the processor lacks the level.
int hk_math_at_level(int level, int function, const double *x, double exponent, double *y, size_t n);

#ifdef __cplusplus
}
#endif

#endif
