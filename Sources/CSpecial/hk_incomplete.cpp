#include "hk_incomplete.h"

#include <utility>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/tools/fraction.hpp>
#include <boost/math/tools/series.hpp>

namespace hk {
namespace {

// Below this a tail is found in logarithms. Long double reaches 1e-4932, but the library's own steps (a power times a
// power) may underflow earlier.
constexpr Real small_tail = 1e-280L;
constexpr Real precision = std::numeric_limits<Real>::epsilon();
constexpr std::uintmax_t most_terms = 1'000'000;

/// Partial numerators and denominators of the continued fraction of the incomplete beta function (DLMF 8.17.22).
struct BetaFraction {
    using result_type = std::pair<Real, Real>;
    Real a, b, x;
    long term = 0;

    result_type operator()() {
        const long n = term++;
        if (n == 0) return {1, 1};
        const Real m = static_cast<Real>(n / 2);
        const Real numerator = n % 2 == 1 ? -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
                                          : m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        return {numerator, 1};
    }
};

/// Legendre's continued fraction of the upper incomplete gamma function (DLMF 8.9.2, contracted).
struct GammaFraction {
    using result_type = std::pair<Real, Real>;
    Real a, x;
    long term = 0;

    result_type operator()() {
        const Real n = static_cast<Real>(term++);
        return {n * (a - n), x - a + 1 + 2 * n};
    }
};

/// The series of the lower incomplete gamma function (DLMF 8.11.4), the first term 1.
struct GammaSeries {
    using result_type = Real;
    Real a, x;
    Real value = 1;

    result_type operator()() {
        const Real current = value;
        a += 1;
        value *= x / a;
        return current;
    }
};

/// log I_x(a, b) far below the mean of the beta distribution.
Real log_lower_beta_tail(Real a, Real b, Real odds) {
    BetaFraction fraction{a, b, odds / (1 + odds)};
    std::uintmax_t terms = most_terms;
    const Real value = boost::math::tools::continued_fraction_b(fraction, precision, terms);
    if (terms >= most_terms) errno = EDOM;
    // a log x + b log(1-x), by the logarithm that does not cancel.
    const Real powers = odds < 1 ? a * std::log(odds) - (a + b) * std::log1p(odds)
                                 : -a * std::log1p(1 / odds) - b * std::log1p(odds);
    return powers - std::log(a) - log_beta(a, b) - std::log(value);
}

Real log_upper_gamma_tail(Real a, Real x) {
    GammaFraction fraction{a, x};
    std::uintmax_t terms = most_terms;
    const Real value = boost::math::tools::continued_fraction_b(fraction, precision, terms);
    if (terms >= most_terms) errno = EDOM;
    return a * std::log(x) - x - log_gamma(a) - std::log(value);
}

Real log_lower_gamma_tail(Real a, Real x) {
    GammaSeries series{a, x};
    std::uintmax_t terms = most_terms;
    const Real value = boost::math::tools::sum_series(series, precision, terms);
    if (terms >= most_terms) errno = EDOM;
    return a * std::log(x) - x - log_gamma(a + 1) + std::log(value);
}

/// The logarithm of a tail, from its complement where that is the smaller one.
Real logarithm(Real tail, Real complement) { return tail > 0.5L ? std::log1p(-complement) : std::log(tail); }

} // namespace

Real log_gamma(Real x) { return boost::math::lgamma(x, Policy()); }

Real log_beta(Real a, Real b) {
    const int before = errno;
    const Real value = boost::math::beta(a, b, Policy());
    if (std::isnormal(value)) return std::log(value);
    errno = before;
    return log_gamma(a) + log_gamma(b) - log_gamma(a + b);
}

Tails incomplete_beta(Real a, Real b, Real odds) {
    if (std::isinf(odds)) return all_below;
    if (odds == 0) return all_above;
    Tails tails;
    // The smaller of x and 1-x carries the digits.
    if (odds <= 1) {
        const Real x = odds / (1 + odds);
        tails.lower = boost::math::ibeta(a, b, x, Policy());
        tails.upper = boost::math::ibetac(a, b, x, Policy());
    } else {
        const Real y = 1 / (1 + odds);
        tails.lower = boost::math::ibetac(b, a, y, Policy());
        tails.upper = boost::math::ibeta(b, a, y, Policy());
    }
    tails.log_lower = tails.lower < small_tail ? log_lower_beta_tail(a, b, odds) : logarithm(tails.lower, tails.upper);
    tails.log_upper =
        tails.upper < small_tail ? log_lower_beta_tail(b, a, 1 / odds) : logarithm(tails.upper, tails.lower);
    if (tails.lower < small_tail) tails.lower = std::exp(tails.log_lower);
    if (tails.upper < small_tail) tails.upper = std::exp(tails.log_upper);
    return tails;
}

Tails incomplete_gamma(Real a, Real x) {
    if (std::isinf(x)) return all_below;
    if (x == 0) return all_above;
    Tails tails;
    tails.lower = boost::math::gamma_p(a, x, Policy());
    tails.upper = boost::math::gamma_q(a, x, Policy());
    tails.log_lower = tails.lower < small_tail ? log_lower_gamma_tail(a, x) : logarithm(tails.lower, tails.upper);
    tails.log_upper = tails.upper < small_tail ? log_upper_gamma_tail(a, x) : logarithm(tails.upper, tails.lower);
    if (tails.lower < small_tail) tails.lower = std::exp(tails.log_lower);
    if (tails.upper < small_tail) tails.upper = std::exp(tails.log_upper);
    return tails;
}

} // namespace hk
