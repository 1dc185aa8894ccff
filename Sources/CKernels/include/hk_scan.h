/// Where the fields and rows of a delimited text are, and what else is in it.
///
/// Offsets are counted from `bytes` and fit 32 bits: a block is shorter than 4 GiB. None of these
/// functions reads outside `bytes[0 ..< count]`.
#ifndef HK_SCAN_H
#define HK_SCAN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bits of `special`.
enum {
    HK_HAS_NUL = 1,
    /// A byte of 0x80 or more.
    HK_HAS_HIGH = 2,
    HK_HAS_QUOTE = 4,
    HK_HAS_CARRIAGE_RETURN = 8,
    /// Something other than a delimiter or the end of the row follows a closing quote.
    HK_HAS_TEXT_AFTER_QUOTE = 16,
};

/// How many elements an array of offsets must have room for beyond `count`.
#define HK_SCAN_SLACK 64

/// Finds every delimiter and newline, quotes being characters like any other.
///
/// - `separators`: receives the offset of every `delimiter` and `newline` byte, ascending. Room for
///   `count + HK_SCAN_SLACK` elements; what lies behind the result is left undefined.
/// - `row_ends`: receives, for every newline, its index in `separators`. Room for the number of
///   newlines + HK_SCAN_SLACK elements (`count + HK_SCAN_SLACK` is always enough).
/// - `row_count`: receives the number of newlines.
/// - `special`: receives what the text contains (HK_HAS_...), quotes included: a caller that finds
///   HK_HAS_QUOTE scans the block again with `hk_scan_structure_quoted`.
///
/// Returns the number of separators. A last row without newline is the caller's: it ends at `count`.
size_t hk_scan_structure(const uint8_t *bytes, size_t count, uint8_t delimiter, uint8_t newline,
                         uint32_t *separators, uint32_t *row_ends, size_t *row_count,
                         uint32_t *special);

/// The same for text with quotes, after RFC 4180.
///
/// A quote opens at the beginning of a field only; elsewhere in an unquoted field it is a character
/// like any other. Inside quotes two quotes stand for one, and delimiters and newlines are text.
/// Behind the closing quote a delimiter, a newline, a carriage return before a newline or before the
/// end of the text, or the end of the text may follow; anything else sets HK_HAS_TEXT_AFTER_QUOTE
/// and belongs to the field, which goes on to the next delimiter or newline.
///
/// - `open_quote_offset`: receives the offset of the quote that is still open at the end of the
///   text, or SIZE_MAX.
/// - `newlines_in_quotes`: receives the number of newlines inside quotes.
///
/// The text must begin at the beginning of a field. The other parameters, the room they need and the
/// result are those of `hk_scan_structure`.
size_t hk_scan_structure_quoted(const uint8_t *bytes, size_t count, uint8_t delimiter,
                                uint8_t newline, uint32_t *separators, uint32_t *row_ends,
                                size_t *row_count, uint32_t *special, size_t *open_quote_offset,
                                uint32_t *newlines_in_quotes);

/// Whether every row of a scanned text has `columns` fields, given the `row_ends` of `hk_scan_structure`: 1 or 0.
int hk_rows_are_regular(const uint32_t *row_ends, size_t rows, size_t columns);

/// The offset behind the last newline, 0 if there is none.
size_t hk_last_newline(const uint8_t *bytes, size_t count, uint8_t newline);

/// Whether there is a double quote: 1 or 0.
int hk_contains_quote(const uint8_t *bytes, size_t count);

/// The offset of the first byte that is not part of well-formed UTF-8 (Unicode table 3-7: no
/// overlong forms, no surrogates, nothing above U+10FFFF); `count` if all is well. A sequence that
/// the end of the text cuts off is not well-formed: the offset is that of its first byte.
size_t hk_validate_utf8(const uint8_t *bytes, size_t count);

#ifdef __cplusplus
}
#endif

#endif
