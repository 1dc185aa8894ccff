#include "hk_distributions.h"

#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/trigamma.hpp>

#include "hk_incomplete.h"

using hk::evaluated;
using hk::evaluated_tails;
using hk::Policy;
using hk::Real;
using hk::Tails;

namespace {

constexpr Real log_two = 0.693147180559945309417232121458176568L;

/// The tails at x of a distribution that is symmetric about 0, from P(|X| <= |x|) and its complement.
Tails from_two_sided(const Tails &inside, bool negative) {
    const Real far = inside.upper / 2;
    const Real log_far = inside.log_upper - log_two;
    const Tails at_positive{1 - far, far, std::log1p(-far), log_far};
    return negative ? hk::swapped(at_positive) : at_positive;
}

// z^2 / 2 is Gamma(1/2) where z is standard normal.
Tails normal_two_sided(Real z) { return hk::incomplete_gamma(0.5L, z * z / 2); }

// t^2 / df is the odds of Beta(1/2, df/2) where t has Student's distribution.
Tails student_t_two_sided(Real t, Real df) { return hk::incomplete_beta(0.5L, df / 2, t * t / df); }

template <class Distribution> Real quantile_of(const Distribution &distribution, Real p, bool upper) {
    return upper ? quantile(complement(distribution, p)) : quantile(distribution, p);
}

} // namespace

hk_tails hk_normal_two_sided(double z) {
    return evaluated_tails([=] { return normal_two_sided(z); });
}

hk_tails hk_student_t_two_sided(double t, double df) {
    return evaluated_tails([=] { return student_t_two_sided(t, df); });
}

hk_tails hk_normal_tails(double z) {
    return evaluated_tails([=] { return from_two_sided(normal_two_sided(z), z < 0); });
}

hk_tails hk_student_t_tails(double t, double df) {
    return evaluated_tails([=] { return from_two_sided(student_t_two_sided(t, df), t < 0); });
}

hk_tails hk_f_tails(double f, double numerator_df, double denominator_df) {
    return evaluated_tails([=] {
        const Real odds = Real(f) * numerator_df / denominator_df;
        return hk::incomplete_beta(Real(numerator_df) / 2, Real(denominator_df) / 2, odds);
    });
}

hk_tails hk_gamma_tails(double x, double shape, double scale) {
    return evaluated_tails([=] { return hk::incomplete_gamma(shape, Real(x) / scale); });
}

hk_tails hk_beta_tails(double x, double a, double b) {
    return evaluated_tails([=] { return hk::incomplete_beta(a, b, Real(x) / (1 - Real(x))); });
}

hk_evaluated hk_student_t_log_density(double t, double df) {
    return evaluated([=] {
        const Real n = df;
        return -(n + 1) / 2 * std::log1p(Real(t) * t / n) - std::log(n) / 2 - hk::log_beta(0.5L, n / 2);
    });
}

hk_evaluated hk_f_log_density(double f, double numerator_df, double denominator_df) {
    return evaluated([=] {
        const Real a = Real(numerator_df) / 2, b = Real(denominator_df) / 2;
        const Real odds = Real(f) * numerator_df / denominator_df;
        return a * std::log(odds) - (a + b) * std::log1p(odds) - hk::log_beta(a, b) - std::log(Real(f));
    });
}

hk_evaluated hk_gamma_log_density(double x, double shape, double scale) {
    return evaluated([=] {
        const Real ratio = Real(x) / scale;
        return (Real(shape) - 1) * std::log(ratio) - ratio - hk::log_gamma(shape) - std::log(Real(scale));
    });
}

hk_evaluated hk_beta_log_density(double x, double a, double b) {
    return evaluated([=] {
        return (Real(a) - 1) * std::log(Real(x)) + (Real(b) - 1) * std::log1p(-Real(x)) - hk::log_beta(a, b);
    });
}

hk_evaluated hk_student_t_quantile(double p, int upper, double df) {
    return evaluated([=] { return quantile_of(boost::math::students_t_distribution<Real, Policy>(df), p, upper != 0); });
}

hk_evaluated hk_f_quantile(double p, int upper, double numerator_df, double denominator_df) {
    return evaluated([=] {
        return quantile_of(
            boost::math::fisher_f_distribution<Real, Policy>(numerator_df, denominator_df), p, upper != 0);
    });
}

hk_evaluated hk_gamma_quantile(double p, int upper, double shape, double scale) {
    return evaluated([=] {
        const Real standard = upper != 0 ? boost::math::gamma_q_inv(Real(shape), Real(p), Policy())
                                         : boost::math::gamma_p_inv(Real(shape), Real(p), Policy());
        return standard * scale;
    });
}

hk_evaluated hk_beta_quantile(double p, int upper, double a, double b) {
    return evaluated([=] {
        return upper != 0 ? boost::math::ibetac_inv(Real(a), Real(b), Real(p), Policy())
                          : boost::math::ibeta_inv(Real(a), Real(b), Real(p), Policy());
    });
}

hk_evaluated hk_log_gamma(double x) {
    return evaluated([=] { return hk::log_gamma(x); });
}

hk_evaluated hk_digamma(double x) {
    return evaluated([=] { return boost::math::digamma(Real(x), Policy()); });
}

hk_evaluated hk_trigamma(double x) {
    return evaluated([=] { return boost::math::trigamma(Real(x), Policy()); });
}

hk_evaluated hk_log_beta(double a, double b) {
    return evaluated([=] { return hk::log_beta(a, b); });
}

hk_evaluated hk_erf(double x) {
    return evaluated([=] { return boost::math::erf(Real(x), Policy()); });
}

hk_evaluated hk_erfc(double x) {
    return evaluated([=] { return boost::math::erfc(Real(x), Policy()); });
}

hk_evaluated hk_tanh(double x) {
    return evaluated([=] { return std::tanh(Real(x)); });
}

hk_evaluated hk_atanh(double x) {
    return evaluated([=] { return std::atanh(Real(x)); });
}
