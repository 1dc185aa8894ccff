// The passes over columns for one instruction set. Included by hk_column.c, which defines HK_FN (suffix of names) and
// HK_TARGET (attribute). The loops over eight lanes become vector instructions.

HK_TARGET static void HK_FN(sum)(const double *x, size_t groups, hk_column_sums *result) {
    hk_column_sums all;
    for (int j = 0; j < 8; j += 1) {
        all.sum[j] = 0;
        all.error[j] = 0;
        all.least[j] = INFINITY;
        all.greatest[j] = -INFINITY;
    }
    for (size_t i = 0; i < groups; i += 1, x += 8) {
        for (int j = 0; j < 8; j += 1) {
            const double next = all.sum[j] + x[j];
            const double added = next - all.sum[j];
            all.error[j] += (all.sum[j] - (next - added)) + (x[j] - added);
            all.sum[j] = next;
            all.least[j] = x[j] < all.least[j] ? x[j] : all.least[j];
            all.greatest[j] = x[j] > all.greatest[j] ? x[j] : all.greatest[j];
        }
    }
    *result = all;
}

HK_TARGET static void HK_FN(deviate)(const double *x, size_t groups, double centre, hk_column_deviations *result) {
    hk_column_deviations all;
    for (int j = 0; j < 8; j += 1) {
        all.sum[j] = 0;
        all.squares[j] = 0;
    }
    for (size_t i = 0; i < groups; i += 1, x += 8) {
        for (int j = 0; j < 8; j += 1) {
            const double difference = x[j] - centre;
            all.sum[j] += difference;
            all.squares[j] += difference * difference;
        }
    }
    *result = all;
}

HK_TARGET static size_t HK_FN(outside)(const double *x, size_t from, size_t groups, double low, double high) {
    for (size_t i = from; i < groups; i += 1) {
        int64_t outside = 0;
        for (int j = 0; j < 8; j += 1) outside |= x[8 * i + j] >= low && x[8 * i + j] <= high ? 0 : -1;
        if (outside != 0) return i;
    }
    return groups;
}
