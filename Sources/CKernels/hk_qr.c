#include "hk_qr.h"

#include <math.h>
#include <stdlib.h>

#include "hk_internal.h"

// Products and sums must be rounded on their own on processors that could multiply and add in one step.
#pragma STDC FP_CONTRACT OFF

typedef double hk_v8 __attribute__((vector_size(64)));
typedef int64_t hk_i8 __attribute__((vector_size(64)));
typedef uint64_t hk_u8 __attribute__((vector_size(64)));
// As it lies in memory: at any multiple of 8 bytes.
typedef double hk_v8_anywhere __attribute__((vector_size(64), aligned(8), may_alias));

#define HK_LOAD(p, i) (*(const hk_v8_anywhere *)((p) + 8 * (i)))
#define HK_STORE(p, i, value) (*(hk_v8_anywhere *)((p) + 8 * (i)) = (value))

// Up to this many columns need no memory of their own for the products with one reflector.
#define HK_QR_COLUMNS_HERE 64
// Columns of a block lie this far apart, not 2 KiB: the loads of one would wait for the stores of the one before the last.
#define HK_STRIDE (HK_QR_ROWS + 8)
// Vectors of rows that forward substitution takes together, to hide the latency of its sums; divides HK_QR_ROWS / 8.
#define HK_ABREAST 4

HK_INLINE size_t hk_up_to_8(size_t n) { return (n + 7) & ~(size_t)7; }

/// The lanes are added in pairs: always in this order.
HK_INLINE double hk_sum_of_lanes(const hk_v8 *x) {
    return (((*x)[0] + (*x)[4]) + ((*x)[2] + (*x)[6])) + (((*x)[1] + (*x)[5]) + ((*x)[3] + (*x)[7]));
}

HK_INLINE int64_t hk_largest_lane(const hk_i8 *x) {
    int64_t most = 0;
    for (int j = 0; j < 8; j += 1) most = (*x)[j] > most ? (*x)[j] : most;
    return most;
}

#define HK_FN(name) hk_##name##_base
#define HK_TARGET
#define HK_GROUP 2
#include "hk_qr_level.h"
#undef HK_FN
#undef HK_TARGET
#undef HK_GROUP

#if HK_X86

#define HK_FN(name) hk_##name##_avx2
#define HK_TARGET HK_TARGET_AVX2
#define HK_GROUP 4
#include "hk_qr_level.h"
#undef HK_FN
#undef HK_TARGET
#undef HK_GROUP

#define HK_FN(name) hk_##name##_avx512
#define HK_TARGET HK_TARGET_AVX512
#define HK_GROUP 11
#include "hk_qr_level.h"
#undef HK_FN
#undef HK_TARGET
#undef HK_GROUP

#define HK_KERNELS(name) {hk_##name##_base, hk_##name##_avx2, hk_##name##_avx512}

#else

#define HK_KERNELS(name) {hk_##name##_base, hk_##name##_base, hk_##name##_base}

#endif

typedef void hk_fold_kernel(double *, size_t, size_t, size_t, double *, const double *const *);
static hk_fold_kernel *const hk_fold_kernels[] = HK_KERNELS(qr_fold);

typedef int64_t hk_load_kernel(const double *, const double *, double, size_t, double *);
static hk_load_kernel *const hk_load_kernels[] = HK_KERNELS(qr_load);

typedef void hk_substitute_kernel(double *, size_t, size_t, const double *, const double *, double *);
static hk_substitute_kernel *const hk_substitute_kernels[] = HK_KERNELS(qr_substitute);

typedef void hk_subtract_kernel(const double *, double, size_t, double *);
static hk_subtract_kernel *const hk_subtract_kernels[] = HK_KERNELS(qr_subtract);

typedef void hk_cross_kernel(const double *, const double *, size_t, size_t, double *, double *);
static hk_cross_kernel *const hk_cross_kernels[] = HK_KERNELS(qr_cross);

typedef int hk_small_kernel(
    const double *, size_t, const double *, size_t, size_t, int, double, double *, double *, double *);
static hk_small_kernel *const hk_small_kernels[] = HK_KERNELS(qr_small);

typedef void hk_draw_kernel(uint64_t, uint64_t, size_t, uint32_t, uint32_t *);
static hk_draw_kernel *const hk_draw_kernels[] = HK_KERNELS(draw);

/// 2^n for -1074 <= n <= 1023.
HK_INLINE double hk_power_of_two(int n) { return ldexp(1, n); }

/// What brings a column with this exponent to between 1 and 2: 2^-e, as far as that is a number.
HK_INLINE double hk_scale_of(int32_t exponent) {
    if (exponent == HK_QR_NO_EXPONENT) return 1;
    return hk_power_of_two(-exponent);
}

void hk_qr_fold(double *block, size_t stride, size_t rows, size_t columns, double *r) {
    if (rows != 0 && columns != 0) hk_fold_kernels[hk_level()](block, stride, rows, columns, r, NULL);
}

void hk_qr_rescale(double *r, size_t columns, int32_t *exponents, const int32_t *wanted) {
    for (size_t j = 0; j < columns; j += 1) {
        if (wanted[j] == exponents[j]) continue;
        if (exponents[j] != HK_QR_NO_EXPONENT) {
            for (size_t k = 0; k <= j; k += 1) r[k * columns + j] = ldexp(r[k * columns + j], exponents[j] - wanted[j]);
        }
        exponents[j] = wanted[j];
    }
}

/// The exponent of the largest magnitude of a column, or HK_QR_NO_EXPONENT. Those of subnormal numbers count as the
/// smallest of normal ones: their reciprocals would not be finite.
static int32_t hk_exponent_of_bits(int64_t bits) {
    if (bits == 0) return HK_QR_NO_EXPONENT;
    const int32_t biased = (int32_t)(bits >> 52);
    return biased == 0 ? -1022 : biased - 1023;
}

int hk_qr_fold_rows(
    const double *const *x, const double *root, size_t first, size_t count, size_t columns, double *r,
    int32_t *exponents, double *work) {
    const int level = hk_level();
    const double **ahead = (const double **)(work + columns * HK_STRIDE);
    const int64_t two = 0x4000000000000000, infinite = 0x7ff0000000000000;
    for (size_t done = 0; done < count; done += HK_QR_ROWS) {
        const size_t rows = count - done < HK_QR_ROWS ? count - done : HK_QR_ROWS;
        const double *factors = root == NULL ? NULL : root + first + done;
        for (size_t j = 0; j < columns; j += 1) {
            const double *column = x[j] + first + done;
            double *place = work + j * HK_STRIDE;
            ahead[j] = column + rows;
            const int32_t exponent = exponents[j];
            int64_t largest = hk_load_kernels[level](column, factors, hk_scale_of(exponent), rows, place);
            if (largest == 0 || (exponent != HK_QR_NO_EXPONENT && largest < two)) continue;
            // The first numbers that are not zero, or a greater one than all before: at its own scale it is finite.
            if (exponent != HK_QR_NO_EXPONENT) largest = hk_load_kernels[level](column, factors, 1, rows, place);
            if (largest >= infinite) return 0;
            const int32_t wanted = hk_exponent_of_bits(largest);
            if (exponent != HK_QR_NO_EXPONENT) {
                for (size_t k = 0; k <= j; k += 1) r[k * columns + j] = ldexp(r[k * columns + j], exponent - wanted);
            }
            exponents[j] = wanted;
            hk_load_kernels[level](column, factors, hk_scale_of(wanted), rows, place);
        }
        const bool more = count - done >= 2 * HK_QR_ROWS;
        hk_fold_kernels[level](work, HK_STRIDE, hk_up_to_8(rows), columns, r, more ? ahead : NULL);
    }
    return 1;
}

/// Copies rows into `z`, scaled, and turns them into z' = x' R^-1. `squares` takes the leverages.
static void hk_pass_block(
    int level, const struct hk_qr_pass *pass, const double *reciprocal, size_t first, size_t rows, double *z,
    double *squares, double *residual) {
    const double *root = pass->root == NULL ? NULL : pass->root + first;
    if (residual != NULL) memcpy(residual, pass->y + first, rows * sizeof *residual);
    for (size_t j = 0; j < pass->columns; j += 1) {
        const double *column = pass->x[j] + first;
        if (residual != NULL) hk_subtract_kernels[level](column, pass->coefficients[j], rows, residual);
        if (squares != NULL) hk_load_kernels[level](column, root, pass->scale[j], rows, z + j * HK_STRIDE);
    }
    if (squares == NULL) return;
    // Whole groups of vectors are worked on: what stands behind the rows must be numbers.
    const size_t padded = (rows + 8 * HK_ABREAST - 1) / (8 * HK_ABREAST) * (8 * HK_ABREAST);
    for (size_t j = 0; j < pass->columns && padded != rows; j += 1) {
        memset(z + j * HK_STRIDE + rows, 0, (padded - rows) * sizeof *z);
    }
    hk_substitute_kernels[level](z, padded / 8, pass->columns, pass->r, reciprocal, squares);
}

static void hk_reciprocals(const struct hk_qr_pass *pass, double *reciprocal) {
    for (size_t k = 0; k < pass->columns; k += 1) reciprocal[k] = 1 / pass->r[k * pass->columns + k];
}

void hk_qr_residuals(
    const struct hk_qr_pass *pass, size_t first, size_t count, double *residuals, double *leverages, double *work) {
    const int level = hk_level();
    double *squares = work + pass->columns * HK_STRIDE;
    double *residual = squares + HK_QR_ROWS;
    double *reciprocal = residual + HK_QR_ROWS;
    hk_reciprocals(pass, reciprocal);
    for (size_t done = 0; done < count; done += HK_QR_ROWS) {
        const size_t rows = count - done < HK_QR_ROWS ? count - done : HK_QR_ROWS;
        hk_pass_block(
            level, pass, reciprocal, first + done, rows, work, leverages == NULL ? NULL : squares,
            residuals == NULL ? NULL : residual);
        if (residuals != NULL) memcpy(residuals + done, residual, rows * sizeof *residual);
        if (leverages != NULL) memcpy(leverages + done, squares, rows * sizeof *squares);
    }
}

size_t hk_qr_meat(
    const struct hk_qr_pass *pass, enum hk_qr_weight kind, const double *given, double least, size_t first,
    size_t count, double *meat, double *work) {
    const int level = hk_level();
    double *squares = work + pass->columns * HK_STRIDE;
    double *residual = squares + HK_QR_ROWS;
    double *weights = residual + HK_QR_ROWS;
    double *reciprocal = weights + HK_QR_ROWS;
    size_t left_out = 0;
    hk_reciprocals(pass, reciprocal);
    for (size_t done = 0; done < count; done += HK_QR_ROWS) {
        const size_t rows = count - done < HK_QR_ROWS ? count - done : HK_QR_ROWS;
        const size_t at = first + done;
        hk_pass_block(level, pass, reciprocal, at, rows, work, squares, kind == HK_QR_GIVEN ? NULL : residual);
        for (size_t i = 0; i < rows; i += 1) {
            if (kind == HK_QR_GIVEN) {
                weights[i] = given[at + i];
                continue;
            }
            const double e = pass->root == NULL ? residual[i] : residual[i] * pass->root[at + i];
            const double free = 1 - squares[i];
            if (kind == HK_QR_HC0) {
                weights[i] = e * e;
            } else if (!(free > least)) {
                weights[i] = 0;
                left_out += 1;
            } else if (kind == HK_QR_HC2) {
                weights[i] = e * e / free;
            } else {
                weights[i] = (e / free) * (e / free);
            }
        }
        const size_t padded = hk_up_to_8(rows);
        for (size_t i = rows; i < padded; i += 1) weights[i] = 0;
        hk_cross_kernels[level](work, weights, padded / 8, pass->columns, residual, meat);
    }
    return left_out;
}

void hk_qr_gather(const double *x, const uint32_t *rows, const double *factors, size_t count, double *result) {
    for (size_t i = 0; i < count; i += 1) result[i] = x[rows[i]] * factors[i];
    for (size_t i = count; i < hk_up_to_8(count); i += 1) result[i] = 0;
}

int hk_qr_small(
    const double *x, size_t stride, const double *y, size_t rows, size_t columns, int intercept, double tolerance,
    double *coefficients, double *residual_sum_of_squares, double *work) {
    return hk_small_kernels[hk_level()](
        x, stride, y, rows, columns, intercept, tolerance, coefficients, residual_sum_of_squares, work);
}

void hk_draw(uint64_t seed, uint64_t stream, size_t count, uint32_t among, uint32_t *counts) {
    hk_draw_kernels[hk_level()](seed, stream, count, among, counts);
}
