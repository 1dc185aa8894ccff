// Least squares over blocks of rows that fit the first-level cache, by Householder reflections.
//
// A block holds up to HK_QR_ROWS rows column by column. It is folded into an upper triangular factor R: afterwards R is
// the factor of all rows folded so far. Only additions, subtractions, multiplications, divisions and square roots are
// used, in an order that does not depend on the processor, and never a fused multiply-add: all levels of hk_level()
// give the same bits. Sums over rows run in eight lanes, lane l taking the rows l, l + 8, l + 16, ...
//
// R is stored by rows, `columns` to a row: r[k * columns + j] for j >= k. What stands below the diagonal is neither
// read nor written.

#ifndef HK_QR_H
#define HK_QR_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The most rows of a block.
#define HK_QR_ROWS ((size_t)256)

/// How many numbers the functions below need as `work` for blocks of rows.
#define HK_QR_WORK(columns) (((columns) + 4) * (HK_QR_ROWS + 16))

/// The exponent of a column that held nothing but zeros so far.
#define HK_QR_NO_EXPONENT INT32_MIN

/// Folds a block into R.
///
/// `block` holds `columns` columns of `rows` numbers, `stride` apart; `rows` and `stride` are multiples of 8 (rows that
/// are missing are filled with zeros, which change nothing). The block is destroyed.
void hk_qr_fold(double *block, size_t stride, size_t rows, size_t columns, double *r);

/// Folds the rows `first` to `first + count - 1` of `columns` columns into R, HK_QR_ROWS at a time.
///
/// Each column is multiplied by a power of two that brings its largest magnitude so far to between 1 and 2:
/// R is the factor of the columns divided by 2^exponents[j]. Both `r` and `exponents` belong together and are brought
/// up to date; at the beginning `r` is zero and `exponents` HK_QR_NO_EXPONENT. `root` is NULL or a factor per row (the
/// root of its weight). `work` has room for HK_QR_WORK(columns). Returns 1, or 0 where a number is not
/// finite: R is then of no use.
int hk_qr_fold_rows(
    const double *const *x, const double *root, size_t first, size_t count, size_t columns, double *r,
    int32_t *exponents, double *work);

/// Multiplies the columns of R so that they fit new exponents, none of which is smaller.
void hk_qr_rescale(double *r, size_t columns, int32_t *exponents, const int32_t *wanted);

/// What the second pass over the rows needs.
struct hk_qr_pass {
    /// The columns of the design.
    const double *const *x;
    /// The response, or NULL where residuals are not asked for.
    const double *y;
    /// NULL, or a factor per row for the design and the residual (the root of its weight).
    const double *root;
    size_t columns;
    /// The upper triangle of R by rows, of the columns multiplied by `scale`.
    const double *r;
    const double *scale;
    /// One for each column of the design, in its own unit.
    const double *coefficients;
};

/// What weights rows in `hk_qr_meat`: e is the residual, h the leverage.
enum hk_qr_weight {
    /// Given from outside, one for each row.
    HK_QR_GIVEN = 0,
    /// e^2
    HK_QR_HC0 = 1,
    /// e^2 / (1 - h)
    HK_QR_HC2 = 2,
    /// e^2 / (1 - h)^2
    HK_QR_HC3 = 3,
};

/// Writes the residuals y - x b and the leverages of the rows from `first` on, `count` of each; either may be NULL. `work`
/// has room for HK_QR_WORK(columns).
void hk_qr_residuals(
    const struct hk_qr_pass *pass, size_t first, size_t count, double *residuals, double *leverages, double *work);

/// Adds the sum of w z z' over rows to the upper triangle of `meat` (by rows), where z' = x' R^-1. `given` is NULL or
/// the weights for HK_QR_GIVEN, by row. A row of which 1 - h is not above `least` is left out where the weight divides by
/// it; the number of such rows is returned.
size_t hk_qr_meat(
    const struct hk_qr_pass *pass, enum hk_qr_weight kind, const double *given, double least, size_t first,
    size_t count, double *meat, double *work);

/// Least squares of one small group of rows: regression coefficients, by QR of the centred or the plain columns.
///
/// `x` holds `columns` covariates, `stride` apart, of `rows` rows (any number); `y` the response. With `intercept` a
/// constant stands before them, and the columns are centred on their means. `coefficients` takes the intercept first.
/// Returns 1; 0 where the columns are dependent to `tolerance`, the sums of squares leave the range in which nothing
/// is lost, or a number is not finite: then the results are unspecified, and the caller takes another way.
/// `work` has room for HK_QR_SMALL_WORK(rows, columns).
#define HK_QR_SMALL_WORK(rows, columns) ((((rows) + 7) & ~(size_t)7) * ((columns) + 1) + ((columns) + 1) * ((columns) + 3))
int hk_qr_small(
    const double *x, size_t stride, const double *y, size_t rows, size_t columns, int intercept, double tolerance,
    double *coefficients, double *residual_sum_of_squares, double *work);

/// Copies rows of a column, each multiplied by a factor of its own, and fills up with zeros to a multiple of 8.
void hk_qr_gather(const double *x, const uint32_t *rows, const double *factors, size_t count, double *result);

/// Counts draws with replacement: adds 1 to counts[i] for each of `count` draws, where i is the upper half of the product
/// of `among` with one of the first `count` numbers of 64 bits that CounterRandom gives for this seed and stream.
void hk_draw(uint64_t seed, uint64_t stream, size_t count, uint32_t among, uint32_t *counts);

#ifdef __cplusplus
}
#endif

#endif
