#include <cmath>
#include <fast_float/fast_float.h>

#include "CSpecial.h"

double hk_parse_slow(const char *first, const char *last, char decimal_mark, int *ok) {
    double value = 0;
    const fast_float::parse_options options{fast_float::chars_format::general, decimal_mark};
    const auto result = fast_float::from_chars_advanced(first, last, value, options);
    // Overflow is told by infinity in this version of the library, by an error code in later ones;
    // underflow, which later ones report as well, is no error here.
    *ok = result.ptr == last && std::isfinite(value);
    return *ok ? value : 0;
}
