/// Columns of numbers out of a scanned text.
///
/// A cell is trimmed (one carriage return at its end if asked; a pair of enclosing quotes without
/// quotes between them; spaces and, if asked, tabs at both ends) and must then be, as a whole,
///
///     [+-] (digits [mark [digits]] | mark digits) [(e|E) [+-] digits]
///
/// with the decimal mark of the file: no words, no hexadecimals, no separators of thousands. Its
/// value is the Double nearest to the exact decimal, ties to even, as from `strtod`; what is too
/// small becomes a subnormal number or zero.
///
/// 64 bytes behind the last cell must be readable: eight characters are taken at a time.
#ifndef HK_PARSE_H
#define HK_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What became of a cell. The value of a cell that is not HK_NUMBER is NaN.
enum {
    HK_NUMBER = 0,
    /// Nothing is left after trimming.
    HK_EMPTY = 1,
    /// Not a number: a missing code, a censored value or junk, which the caller looks at.
    HK_NO_NUMBER = 2,
    /// A number beyond the largest Double.
    HK_TOO_LARGE = 3,
};

typedef struct {
    /// '.' or ','.
    uint8_t decimal_mark;
    /// Tabs around a number are blanks: set it unless they are the delimiter.
    bool trim_tabs;
    /// A cell may end with a carriage return: set it for the last column of a file with CRLF.
    bool trim_carriage_return;
} hk_number_style;

/// The cells of one column of a block whose rows all have `columns` fields, as found by
/// `hk_scan_structure`: cell r lies before `separators[r * columns + column]` and behind the
/// separator before that; the first cell of the block begins at `block_start`.
typedef struct {
    const uint8_t *bytes;
    const uint32_t *separators;
    size_t columns;
    size_t column;
    uint32_t block_start;
} hk_regular_cells;

/// Cells anywhere: `bytes[starts[r] ..< ends[r]]`.
typedef struct {
    const uint8_t *bytes;
    const uint32_t *starts;
    const uint32_t *ends;
} hk_cells;

/// Where `hk_parse_decimals` puts the decimals as written: cell r is
/// `significands[r] * 10^exponents[r]`, zeros at the end kept (5.280 is 5280 and -3), if `exact[r]`
/// is 1. It is 0, and the other two are 0, where the digits do not fit 63 bits or the exponent 16,
/// and for cells that are not numbers.
typedef struct {
    int64_t *significands;
    int16_t *exponents;
    uint8_t *exact;
} hk_decimal_columns;

/// Parses `count` cells into `values` and `status` (HK_NUMBER...). Returns how many are not
/// HK_NUMBER, so that a clean column needs no second look.
size_t hk_parse_doubles(hk_regular_cells cells, size_t count, hk_number_style style,
                        double *values, uint8_t *status);

/// `hk_parse_doubles` for cells anywhere.
size_t hk_parse_doubles_at(hk_cells cells, size_t count, hk_number_style style, double *values,
                           uint8_t *status);

/// `hk_parse_doubles` that also keeps the decimals as written.
size_t hk_parse_decimals(hk_regular_cells cells, size_t count, hk_number_style style,
                         double *values, uint8_t *status, hk_decimal_columns decimals);

/// `hk_parse_decimals` for cells anywhere.
size_t hk_parse_decimals_at(hk_cells cells, size_t count, hk_number_style style, double *values,
                            uint8_t *status, hk_decimal_columns decimals);

#ifdef __cplusplus
}
#endif

#endif
