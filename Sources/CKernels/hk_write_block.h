// Whole rows. Included by the writer of each instruction set, which defines HK_TARGET (attribute of
// functions), typeset_batch and write_field.

/// Writes the columns from `first` to `last` (exclusive) of the rows from `row` to `last_row`,
/// which must not be more numbers than a batch holds.
HK_TARGET HK_INLINE char *write_block(const hk_row_parts *parts, const hk_ending *ending,
                                             size_t row, size_t last_row, size_t first,
                                             size_t last, hk_batch *batch, char *out) {
    size_t count = 0;
    for (size_t r = row; r < last_row; r += 1) {
        for (size_t c = first; c < last; c += 1) {
            batch->values[count] = parts->values[c][r];
            count += hk_is_present(parts, c, r);
        }
    }
    for (size_t i = count; i % 8 != 0; i += 1) batch->values[i] = 0;
    typeset_batch(batch, count);

    size_t i = 0;
    for (size_t r = row; r < last_row; r += 1) {
        if (first == 0) out = hk_copy_prefix(parts, r, out);
        for (size_t c = first; c < last; c += 1) {
            if (hk_is_present(parts, c, r)) {
                out = write_field(batch->text[i], batch->layouts[i], out);
                i += 1;
            }
            *out++ = (char)parts->delimiter;
        }
        if (last == parts->column_count) out = hk_copy_suffix(parts, ending, r, out);
    }
    return out;
}

HK_TARGET static size_t write_rows(size_t row_count, const hk_row_parts *parts, char *const out) {
    hk_batch batch;
    const hk_ending ending = hk_make_ending(parts);
    const size_t columns = parts->column_count;
    char *p = out;
    if (columns <= HK_BATCH) {
        const size_t step = columns == 0 ? HK_BATCH : HK_BATCH / columns;
        for (size_t r = 0; r < row_count; r += step) {
            const size_t last = row_count - r < step ? row_count : r + step;
            p = write_block(parts, &ending, r, last, 0, columns, &batch, p);
        }
        return (size_t)(p - out);
    }
    // A row in pieces.
    for (size_t r = 0; r < row_count; r += 1) {
        for (size_t c = 0; c < columns; c += HK_BATCH) {
            const size_t last = columns - c < HK_BATCH ? columns : c + HK_BATCH;
            p = write_block(parts, &ending, r, r + 1, c, last, &batch, p);
        }
    }
    return (size_t)(p - out);
}
