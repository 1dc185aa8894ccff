// Householder kernels for one instruction set. Included by hk_qr.c, which defines HK_FN (suffix of names), HK_TARGET
// (attribute) and HK_GROUP (how many columns a pass takes, so that their sums stay in registers). Every column has sums
// of its own: the number of columns in a pass changes no bit.

/// The dot products of column x with itself and `group` columns behind it, after all of them have been reduced by
/// multiples f of v. Without `update` they stay as they are.
HK_TARGET HK_INLINE void HK_FN(qr_pass)(
    const double *restrict v, double *restrict x, double *restrict c, size_t stride, size_t vectors, int group,
    bool update, bool first, double fx, const double *restrict f, double *restrict dots) {
    hk_v8 sums[HK_GROUP + 1];
    for (int j = 0; j <= group; j += 1) sums[j] = (hk_v8) {0};
    for (size_t i = 0; i < vectors; i += 1) {
        const hk_v8 vi = update ? HK_LOAD(v, i) : (hk_v8) {0};
        hk_v8 xi = HK_LOAD(x, i);
        if (first) {
            if (update) {
                xi -= vi * fx;
                HK_STORE(x, i, xi);
            }
            sums[group] += xi * xi;
        }
#pragma clang loop unroll(full)
        for (int j = 0; j < group; j += 1) {
            hk_v8 ci = HK_LOAD(c + j * stride, i);
            if (update) {
                ci -= vi * f[j];
                HK_STORE(c + j * stride, i, ci);
            }
            sums[j] += xi * ci;
        }
    }
    if (first) dots[-1] = hk_sum_of_lanes(&sums[group]);
    for (int j = 0; j < group; j += 1) dots[j] = hk_sum_of_lanes(&sums[j]);
}

/// As above for any number of columns behind x: dots[0] is the square of x, dots[j] the product with column j.
HK_TARGET static void HK_FN(qr_reduce)(
    const double *v, double *x, size_t stride, size_t vectors, size_t behind, bool update, const double *f,
    double *dots) {
    double *c = x + stride;
    const double fx = f[0];
    bool first = true;
    f += 1;
    dots += 1;
    do {
        const int group = behind < HK_GROUP ? (int)behind : HK_GROUP;
        switch (group * 4 + (update ? 2 : 0) + (first ? 1 : 0)) {
#define HK_CASE(n)                                                                                                     \
    case n * 4: HK_FN(qr_pass)(v, x, c, stride, vectors, n, false, false, fx, f, dots); break;                         \
    case n * 4 + 1: HK_FN(qr_pass)(v, x, c, stride, vectors, n, false, true, fx, f, dots); break;                      \
    case n * 4 + 2: HK_FN(qr_pass)(v, x, c, stride, vectors, n, true, false, fx, f, dots); break;                      \
    case n * 4 + 3: HK_FN(qr_pass)(v, x, c, stride, vectors, n, true, true, fx, f, dots); break;
            HK_CASE(0)
            HK_CASE(1)
            HK_CASE(2)
#if HK_GROUP > 2
            HK_CASE(3)
            HK_CASE(4)
#endif
#if HK_GROUP > 4
            HK_CASE(5)
            HK_CASE(6)
            HK_CASE(7)
            HK_CASE(8)
            HK_CASE(9)
            HK_CASE(10)
            HK_CASE(11)
#endif
#undef HK_CASE
        default: break;
        }
        first = false;
        behind -= (size_t)group;
        c += (size_t)group * stride;
        f += group;
        dots += group;
    } while (behind != 0);
}

/// Reflector k takes the block's column k into the diagonal of R: H = I - tau u u' with u = (1, x_k / v1).
/// `ahead` is NULL or the columns of the next block, fetched meanwhile.
HK_TARGET static void HK_FN(qr_fold)(
    double *block, size_t stride, size_t rows, size_t columns, double *r, const double *const *ahead) {
    double dots_here[HK_QR_COLUMNS_HERE], factors_here[HK_QR_COLUMNS_HERE];
    const size_t vectors = rows / 8;
    double *dots = dots_here, *f = factors_here, *large = NULL;
    if (columns > HK_QR_COLUMNS_HERE) {
        large = malloc(2 * columns * sizeof *large);
        if (large == NULL) abort();
        dots = large;
        f = large + columns;
    }
    f[0] = 0;
    HK_FN(qr_reduce)(block, block, stride, vectors, columns - 1, false, f, dots);
    for (size_t k = 0; k < columns; k += 1) {
        if (ahead != NULL) {
            for (size_t i = 0; i < HK_QR_ROWS; i += 8) __builtin_prefetch(ahead[k] + i, 0, 2);
        }
        double *row = r + k * columns;
        const size_t behind = columns - k - 1;
        const double alpha = row[k], square = dots[0];
        const bool reflects = square != 0;
        if (reflects) {
            const double norm = sqrt(alpha * alpha + square);
            const double beta = alpha > 0 ? -norm : norm;
            const double v1 = alpha - beta, reciprocal = 1 / v1;
            const double tau = -v1 / beta;
            row[k] = beta;
            for (size_t j = 1; j <= behind; j += 1) {
                const double w = tau * (row[k + j] + dots[j] * reciprocal);
                row[k + j] -= w;
                f[j] = w * reciprocal;
            }
        }
        if (behind == 0) break;
        double *v = block + k * stride;
        HK_FN(qr_reduce)(v, v + stride, stride, vectors, behind - 1, reflects, f + 1, dots);
    }
    free(large);
}

/// Multiplies a column, with a factor per row if there is one, and fills up with zeros. Returns the bits of the largest
/// magnitude, among which infinity and not-a-number are the largest.
HK_TARGET static int64_t HK_FN(qr_load)(
    const double *restrict x, const double *restrict root, double scale, size_t count, double *restrict result) {
    hk_i8 largest = {0};
    const size_t whole = count / 8;
    if (root == NULL) {
        for (size_t i = 0; i < whole; i += 1) {
            const hk_v8 xi = HK_LOAD(x, i) * scale;
            HK_STORE(result, i, xi);
            largest = __builtin_elementwise_max(largest, (hk_i8)xi & INT64_MAX);
        }
    } else {
        for (size_t i = 0; i < whole; i += 1) {
            const hk_v8 xi = HK_LOAD(x, i) * scale * HK_LOAD(root, i);
            HK_STORE(result, i, xi);
            largest = __builtin_elementwise_max(largest, (hk_i8)xi & INT64_MAX);
        }
    }
    if (whole * 8 < count) {
        double last[8] = {0};
        for (size_t i = whole * 8; i < count; i += 1) {
            last[i % 8] = root == NULL ? x[i] * scale : x[i] * scale * root[i];
        }
        const hk_v8 xi = HK_LOAD(last, 0);
        HK_STORE(result, whole, xi);
        largest = __builtin_elementwise_max(largest, (hk_i8)xi & INT64_MAX);
    }
    return hk_largest_lane(&largest);
}

/// z' = x' R^-1 for all rows of a block, in place, by forward substitution; `squares` takes |z|^2.
HK_TARGET static void HK_FN(qr_substitute)(
    double *restrict z, size_t vectors, size_t columns, const double *restrict r, const double *restrict reciprocal,
    double *restrict squares) {
    for (size_t i = 0; i < vectors; i += HK_ABREAST) {
        hk_v8 h[HK_ABREAST];
        for (int t = 0; t < HK_ABREAST; t += 1) h[t] = (hk_v8) {0};
        for (size_t k = 0; k < columns; k += 1) {
            hk_v8 sum[HK_ABREAST];
            for (int t = 0; t < HK_ABREAST; t += 1) sum[t] = HK_LOAD(z + k * HK_STRIDE, i + (size_t)t);
            for (size_t j = 0; j < k; j += 1) {
                const double factor = r[j * columns + k];
                for (int t = 0; t < HK_ABREAST; t += 1) {
                    sum[t] -= HK_LOAD(z + j * HK_STRIDE, i + (size_t)t) * factor;
                }
            }
            for (int t = 0; t < HK_ABREAST; t += 1) {
                sum[t] *= reciprocal[k];
                h[t] += sum[t] * sum[t];
                HK_STORE(z + k * HK_STRIDE, i + (size_t)t, sum[t]);
            }
        }
        for (int t = 0; t < HK_ABREAST; t += 1) HK_STORE(squares, i + (size_t)t, h[t]);
    }
}

/// residual -= x * coefficient
HK_TARGET static void HK_FN(qr_subtract)(
    const double *restrict x, double coefficient, size_t count, double *restrict residual) {
    for (size_t i = 0; i < count; i += 1) residual[i] -= x[i] * coefficient;
}

/// Adds w z z' to the upper triangle.
HK_TARGET static void HK_FN(qr_cross)(
    const double *restrict z, const double *restrict w, size_t vectors, size_t columns, double *restrict weighted,
    double *restrict meat) {
    for (size_t k = 0; k < columns; k += 1) {
        const double *zk = z + k * HK_STRIDE;
        for (size_t i = 0; i < vectors; i += 1) HK_STORE(weighted, i, HK_LOAD(zk, i) * HK_LOAD(w, i));
        for (size_t j = k; j < columns; j += 4) {
            hk_v8 sums[4];
            const size_t group = columns - j < 4 ? columns - j : 4;
            for (int t = 0; t < 4; t += 1) sums[t] = (hk_v8) {0};
            const double *c = z + j * HK_STRIDE;
            if (group == 4) {
                for (size_t i = 0; i < vectors; i += 1) {
                    const hk_v8 wi = HK_LOAD(weighted, i);
                    for (int t = 0; t < 4; t += 1) sums[t] += wi * HK_LOAD(c + (size_t)t * HK_STRIDE, i);
                }
            } else {
                for (size_t t = 0; t < group; t += 1) {
                    hk_v8 sum = {0};
                    for (size_t i = 0; i < vectors; i += 1) {
                        sum += HK_LOAD(weighted, i) * HK_LOAD(c + t * HK_STRIDE, i);
                    }
                    sums[t] = sum;
                }
            }
            for (size_t t = 0; t < group; t += 1) meat[k * columns + j + t] += hk_sum_of_lanes(&sums[t]);
        }
    }
}

/// Copies a column, fills it up with zeros and returns the sum of its lanes.
HK_TARGET static double HK_FN(qr_copy)(const double *restrict x, size_t count, double *restrict result) {
    hk_v8 sum = {0};
    const size_t whole = count / 8;
    for (size_t i = 0; i < whole; i += 1) {
        const hk_v8 xi = HK_LOAD(x, i);
        sum += xi;
        HK_STORE(result, i, xi);
    }
    if (whole * 8 < count) {
        double last[8] = {0};
        memcpy(last, x + whole * 8, (count - whole * 8) * sizeof *x);
        const hk_v8 xi = HK_LOAD(last, 0);
        sum += xi;
        HK_STORE(result, whole, xi);
    }
    return hk_sum_of_lanes(&sum);
}

/// Subtracts the mean; the rows that fill up stay zero. Returns the sum of what is left.
HK_TARGET static double HK_FN(qr_centre)(double *restrict x, double mean, size_t count) {
    hk_v8 sum = {0};
    const size_t whole = count / 8;
    for (size_t i = 0; i < whole; i += 1) {
        const hk_v8 xi = HK_LOAD(x, i) - mean;
        sum += xi;
        HK_STORE(x, i, xi);
    }
    if (whole * 8 < count) {
        double last[8] = {0};
        for (size_t i = whole * 8; i < count; i += 1) last[i % 8] = x[i] - mean;
        const hk_v8 xi = HK_LOAD(last, 0);
        sum += xi;
        HK_STORE(x, whole, xi);
    }
    return hk_sum_of_lanes(&sum);
}

/// hk_qr_small.
HK_TARGET static int HK_FN(qr_small)(
    const double *x, size_t stride, const double *y, size_t rows, size_t columns, int intercept, double tolerance,
    double *coefficients, double *residual_sum_of_squares, double *work) {
    const size_t padded = hk_up_to_8(rows), all = columns + 1;
    double *r = work + padded * all;
    double *means = r + all * all, *corrections = means + all;
    const double per_row = 1 / (double)rows;
    for (size_t j = 0; j < all; j += 1) {
        double *place = work + j * padded;
        const double sum = HK_FN(qr_copy)(j < columns ? x + j * stride : y, rows, place);
        if (!intercept) continue;
        // The mean is rounded; the mean of what it leaves is what it lacks.
        means[j] = sum * per_row;
        corrections[j] = HK_FN(qr_centre)(place, means[j], rows) * per_row;
        HK_FN(qr_centre)(place, corrections[j], rows);
    }
    for (size_t k = 0; k < all * all; k += 1) r[k] = 0;
    HK_FN(qr_fold)(work, padded, padded, all, r, NULL);
    for (size_t j = 0; j < all; j += 1) {
        double square = 0;
        for (size_t k = 0; k <= j; k += 1) square += r[k * all + j] * r[k * all + j];
        const double norm = sqrt(square);
        if (!(norm > 1e-130 && norm < 1e130)) return 0;
        if (j == columns) break;
        // What rounding leaves of a constant column must not pass for a covariate.
        const double whole = intercept ? fabs(means[j]) * sqrt((double)rows) : 0;
        if (!(fabs(r[j * all + j]) > tolerance * (norm + whole))) return 0;
    }
    double *slopes = coefficients + (intercept ? 1 : 0);
    double constant = intercept ? means[columns] : 0, correction = intercept ? corrections[columns] : 0;
    for (size_t k = columns; k-- > 0;) {
        double value = r[k * all + columns];
        for (size_t j = k + 1; j < columns; j += 1) value -= r[k * all + j] * slopes[j];
        slopes[k] = value / r[k * all + k];
    }
    if (intercept) {
        for (size_t j = 0; j < columns; j += 1) {
            constant -= slopes[j] * means[j];
            correction -= slopes[j] * corrections[j];
        }
        coefficients[0] = constant + correction;
    }
    *residual_sum_of_squares = r[all * all - 1] * r[all * all - 1];
    return 1;
}

/// hk_draw, eight blocks of Philox4x32-10 abreast.
HK_TARGET static void HK_FN(draw)(uint64_t seed, uint64_t stream, size_t count, uint32_t among, uint32_t *counts) {
    const hk_u8 low = (hk_u8) {0} + 0xffffffffu;
    hk_u8 position = {0, 1, 2, 3, 4, 5, 6, 7};
    for (size_t done = 0; done < count; done += 8, position += 8) {
        hk_u8 a = position & low, b = position >> 32;
        hk_u8 c = (hk_u8) {0} + (stream & 0xffffffffu), d = (hk_u8) {0} + (stream >> 32);
        uint32_t key0 = (uint32_t)seed, key1 = (uint32_t)(seed >> 32);
        for (int round = 0; round < 10; round += 1) {
            const hk_u8 first = a * 0xd2511f53u, second = c * 0xcd9e8d57u;
            a = (second >> 32) ^ b ^ key0;
            b = second & low;
            c = (first >> 32) ^ d ^ key1;
            d = first & low;
            key0 += 0x9e3779b9u;
            key1 += 0xbb67ae85u;
        }
        // The upper half of (b 2^32 + a) times among.
        const hk_u8 place = (b * among + (a * among >> 32)) >> 32;
        const size_t these = count - done < 8 ? count - done : 8;
        for (size_t i = 0; i < these; i += 1) counts[place[i]] += 1;
    }
}
