/// Probability distributions and special functions of Boost.Math behind C functions.
///
/// Nothing here throws and nothing stops the program: a failed evaluation has a `status` that is not 0. The work is done
/// in long double; tails too small for a Double are given by their logarithm.
#ifndef HK_DISTRIBUTIONS_H
#define HK_DISTRIBUTIONS_H

#ifdef __cplusplus
extern "C" {
#endif

/// A value, and 0, or a code of <errno.h>: EDOM for an argument outside the domain or an evaluation that does not
/// converge, ERANGE for a result beyond every Double.
typedef struct {
    double value;
    int status;
} hk_evaluated;

/// Both tails of a distribution at one place, and their natural logarithms (minus infinity for a tail of exactly zero).
typedef struct {
    double lower;
    double upper;
    double log_lower;
    double log_upper;
    int status;
} hk_tails;

/// Tails. `df` and `shape` are positive and finite; x is not NaN and may be infinite.
hk_tails hk_normal_tails(double z);
hk_tails hk_student_t_tails(double t, double df);
hk_tails hk_f_tails(double f, double numerator_df, double denominator_df);
hk_tails hk_gamma_tails(double x, double shape, double scale);
hk_tails hk_beta_tails(double x, double a, double b);

/// P(|T| > |t|) as `upper`, its complement as `lower`.
hk_tails hk_student_t_two_sided(double t, double df);
hk_tails hk_normal_two_sided(double z);

/// Natural logarithms of densities, for x inside the open support.
hk_evaluated hk_student_t_log_density(double t, double df);
hk_evaluated hk_f_log_density(double f, double numerator_df, double denominator_df);
hk_evaluated hk_gamma_log_density(double x, double shape, double scale);
hk_evaluated hk_beta_log_density(double x, double a, double b);

/// The place below which (`upper` 0) or above which (`upper` 1) the probability p lies; 0 < p < 1.
hk_evaluated hk_student_t_quantile(double p, int upper, double df);
hk_evaluated hk_f_quantile(double p, int upper, double numerator_df, double denominator_df);
hk_evaluated hk_gamma_quantile(double p, int upper, double shape, double scale);
hk_evaluated hk_beta_quantile(double p, int upper, double a, double b);

/// Special functions.
hk_evaluated hk_log_gamma(double x);
hk_evaluated hk_digamma(double x);
hk_evaluated hk_trigamma(double x);
hk_evaluated hk_log_beta(double a, double b);
hk_evaluated hk_erf(double x);
hk_evaluated hk_erfc(double x);
hk_evaluated hk_tanh(double x);
hk_evaluated hk_atanh(double x);

#ifdef __cplusplus
}
#endif

#endif
