/// Passes over columns of Doubles that lie in groups of eight. All levels of instructions give the same bits: lane j of
/// a result is made from the numbers 8 i + j, in order.
#ifndef HK_COLUMN_H
#define HK_COLUMN_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Sums with the rounding errors that they have lost (Knuth's TwoSum), and the extremes.
typedef struct {
    double sum[8];
    double error[8];
    double least[8];
    double greatest[8];
} hk_column_sums;

/// Over `groups` groups of eight numbers. Where one of them is not a number, so is its sum, and the extremes are those of
/// the others.
void hk_column_sum(const double *x, size_t groups, hk_column_sums *result);

/// Sums of the differences from `centre` and of their squares.
typedef struct {
    double sum[8];
    double squares[8];
} hk_column_deviations;

void hk_column_deviate(const double *x, size_t groups, double centre, hk_column_deviations *result);

/// The first group from `from` on that holds a number outside of `low`...`high`, which not-a-number is; `groups` where
/// there is none.
size_t hk_column_outside(const double *x, size_t from, size_t groups, double low, double high);

#ifdef __cplusplus
}
#endif

#endif
