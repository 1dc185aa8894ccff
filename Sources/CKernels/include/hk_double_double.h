/// Passes over columns of numbers that are each the unevaluated sum of two Doubles, `high + low`, with |low| at most half
/// a unit in the last place of `high`: some 31 digits. All levels of instructions give the same bits, because products
/// are split by Dekker's method everywhere and never use a fused multiply-add.
///
/// Numbers of which the product is beyond about 2^990 or below 2^-960 lose digits: scale them first.
///
/// Sources: T. J. Dekker, Numer Math 18 (1971) 224-242, doi:10.1007/BF01397083; Y. Hida, X. S. Li and D. H. Bailey,
/// Proc 15th IEEE Symposium on Computer Arithmetic (2001) 155-162, doi:10.1109/ARITH.2001.930115.
#ifndef HK_DOUBLE_DOUBLE_H
#define HK_DOUBLE_DOUBLE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Eight running sums; element i of a column goes to sum i modulo 8.
typedef struct {
    double high[8];
    double low[8];
} hk_double_double_sums;

/// y += factor * x. A column without low parts has `x_low` NULL.
void hk_double_double_add_multiple(
    double *y_high, double *y_low, const double *x_high, const double *x_low, double factor_high, double factor_low,
    size_t count);

/// y *= x, element by element. A column without low parts has `x_low` NULL.
void hk_double_double_multiply(
    double *y_high, double *y_low, const double *x_high, const double *x_low, size_t count);

/// Adds the products of the elements of x and y to the running sums. A column without low parts has `x_low` NULL.
void hk_double_double_dot(
    const double *x_high, const double *x_low, const double *y_high, const double *y_low, size_t count,
    hk_double_double_sums *sums);

#ifdef __cplusplus
}
#endif

#endif
