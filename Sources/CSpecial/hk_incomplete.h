// Incomplete beta and gamma functions as pairs of tails with logarithms that do not underflow.
#ifndef HK_INCOMPLETE_H
#define HK_INCOMPLETE_H

#include <cerrno>
#include <cmath>
#include <limits>

#include <boost/math/policies/policy.hpp>

#include "hk_distributions.h"

namespace hk {

using Real = long double;

// Values instead of exceptions: the functions of this library are called from C.
using Policy = boost::math::policies::policy<
    boost::math::policies::domain_error<boost::math::policies::errno_on_error>,
    boost::math::policies::pole_error<boost::math::policies::errno_on_error>,
    boost::math::policies::overflow_error<boost::math::policies::errno_on_error>,
    boost::math::policies::evaluation_error<boost::math::policies::errno_on_error>,
    boost::math::policies::rounding_error<boost::math::policies::errno_on_error>,
    boost::math::policies::indeterminate_result_error<boost::math::policies::errno_on_error>,
    boost::math::policies::underflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::denorm_error<boost::math::policies::ignore_error>>;

struct Tails {
    Real lower, upper, log_lower, log_upper;
};

constexpr Real infinity = std::numeric_limits<Real>::infinity();

/// All probability lies above, or below.
constexpr Tails all_above{0, 1, -infinity, 0};
constexpr Tails all_below{1, 0, 0, -infinity};

inline Tails swapped(const Tails &tails) { return {tails.upper, tails.lower, tails.log_upper, tails.log_lower}; }

/// The regularised incomplete beta function I_x(a, b) and its complement, where x/(1-x) = odds > 0: in terms of the odds
/// neither x nor 1-x loses digits.
Tails incomplete_beta(Real a, Real b, Real odds);

/// The regularised incomplete gamma functions P(a, x) and Q(a, x), x > 0.
Tails incomplete_gamma(Real a, Real x);

Real log_beta(Real a, Real b);
Real log_gamma(Real x);

/// What was said about arguments and convergence. ERANGE is not asked for: the exponential function of the C library
/// sets it when a term underflows to zero, which is no error here, and an overflow is seen in the result.
inline int domain_error() { return errno == EDOM ? EDOM : 0; }

/// Runs a function that gives a Real, and turns what it says about errors into a status.
template <class Function> hk_evaluated evaluated(Function function) noexcept {
    errno = 0;
    try {
        const double value = static_cast<double>(function());
        int status = domain_error();
        if (status == 0 && !std::isfinite(value)) status = std::isnan(value) ? EDOM : ERANGE;
        return {status == 0 ? value : 0, status};
    } catch (...) {
        return {0, EDOM};
    }
}

/// The same for a function that gives Tails, of which the logarithms may be infinite.
template <class Function> hk_tails evaluated_tails(Function function) noexcept {
    errno = 0;
    try {
        const Tails tails = function();
        const bool missing = std::isnan(tails.lower + tails.upper) || std::isnan(tails.log_lower) ||
            std::isnan(tails.log_upper);
        return {static_cast<double>(tails.lower), static_cast<double>(tails.upper),
                static_cast<double>(tails.log_lower), static_cast<double>(tails.log_upper), missing ? EDOM : domain_error()};
    } catch (...) {
        return {0, 0, 0, 0, EDOM};
    }
}

} // namespace hk

#endif
