/// Which instructions the text kernels use. All levels give the same results.
#ifndef HK_DISPATCH_H
#define HK_DISPATCH_H

#ifdef __cplusplus
extern "C" {
#endif

/// The level in use: 0 is the baseline (SSE2 on x86-64, plain C elsewhere), 1 is AVX2 with BMI,
/// 2 is AVX-512 with VBMI2 and IFMA (Ice Lake, Zen 4 and later).
int hk_level(void);

/// Allows no more than `level` from now on, in the whole process, and returns the level then in
/// use: for tests that compare the levels. A negative argument allows everything again.
int hk_limit_level(int level);

#ifdef __cplusplus
}
#endif

#endif
