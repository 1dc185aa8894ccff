/// C++ libraries behind C functions.
#ifndef CSPECIAL_H
#define CSPECIAL_H

#include "hk_distributions.h"

#ifdef __cplusplus
extern "C" {
#endif

/// The Double nearest to a decimal of any length: `digits [mark digits] [(e|E) [+-] digits]` or
/// `mark digits ...`, without sign, as a whole from `first` to `last` (exclusive).
///
/// `ok` becomes 1, or 0 where the text is not of that form or the number exceeds every Double; the
/// result is then 0. Daniel Lemire, "Number parsing at a gigabyte per second", Software: Practice
/// and Experience, 2021, doi:10.1002/spe.2984 (the library fast_float).
double hk_parse_slow(const char *first, const char *last, char decimal_mark, int *ok);

#ifdef __cplusplus
}
#endif

#endif
