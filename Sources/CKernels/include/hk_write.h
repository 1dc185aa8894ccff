/// Numbers as text, and whole blocks of delimited rows.
///
/// A Double is written as the shortest decimal that reads back to the same Double, and among the
/// shortest ones as the closest to it (R. Giulietti, "The Schubfach way to render doubles", 2020).
/// Decimal notation for 1e-5 <= |x| < 1e16 without a trailing ".0" (`0.7`, `12`, `0.00001`),
/// scientific otherwise without plus sign and padding (`1e16`, `1.5e-7`); both zeros are `0`.
#ifndef HK_WRITE_H
#define HK_WRITE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The most characters that one finite Double takes.
#define HK_DOUBLE_LENGTH 25
/// The most characters that one int64_t takes.
#define HK_INT64_LENGTH 20
/// How many bytes from its beginning a writer may scribble on, whatever it returns.
#define HK_WRITE_SLACK 64

/// Writes a finite `value` and returns the end of the text; no terminating NUL. The bytes from
/// `out` to `out + HK_WRITE_SLACK` must be writable; those behind the end are left undefined.
char *hk_write_double(double value, char *out);

/// Writes `value` in decimal and returns the end. Needs the same room as `hk_write_double`.
char *hk_write_int64(int64_t value, char *out);

/// Pieces of text, one per row: `base[starts[r] ..< ends[r]]`. 64 bytes behind each end must be
/// readable (they are copied and overwritten).
typedef struct {
    const uint8_t *base;
    const uint32_t *starts;
    const uint32_t *ends;
} hk_slices;

/// Writes `row_count` rows
///
///     prefix delimiter value delimiter ... value suffix
///
/// - `prefix`: copied first and followed by a delimiter; a null `base` leaves both away.
/// - `values[c][r]`: the finite number of column `c` in row `r`; not looked at where
///   `causes[c][r]` is not 0: the field is then empty. `causes`, or any `causes[c]`, may be null.
/// - `suffix`: copied behind the last value as it is, so it brings its own delimiters and newline.
///   Where its `base` is null every row ends with the `constant_suffix_length` bytes at
///   `constant_suffix` instead, of which 64 bytes behind the end need not be readable.
///
/// Returns the bytes written. The caller grants
/// `row_count * (column_count * (HK_DOUBLE_LENGTH + 1) + 1)` bytes, the lengths of all prefixes and
/// suffixes, and HK_WRITE_SLACK.
size_t hk_write_rows(size_t row_count, uint8_t delimiter, hk_slices prefix, size_t column_count,
                     const double *const *values, const uint8_t *const *causes, hk_slices suffix,
                     const uint8_t *constant_suffix, size_t constant_suffix_length, char *out);

#ifdef __cplusplus
}
#endif

#endif
