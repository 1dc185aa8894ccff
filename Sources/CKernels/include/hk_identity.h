/// Hashes of rows and a quick look at identities that ascend.
#ifndef HK_IDENTITY_H
#define HK_IDENTITY_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A 64-bit hash of `count` bytes, continued from `seed`; the same on every machine and in every run.
uint64_t hk_hash(const uint8_t *bytes, size_t count, uint64_t seed);

/// The rows of a block of delimited text: field c of row r ends before the byte at `separators[r * columns + c]`.
struct hk_rows {
    const uint8_t *bytes;
    const uint32_t *separators;
    /// First byte of each row; NULL where every row begins behind the one before.
    const uint32_t *starts;
    size_t columns;
    size_t count;
};

/// `hashes[r]` of row r without its ending.
void hk_hash_rows(const struct hk_rows *rows, uint64_t *hashes);

/// `hashes[r]` of a field of row r, continued from what `hashes[r]` holds.
void hk_hash_fields(const struct hk_rows *rows, size_t column, uint64_t *hashes);

/// Reads a column as whole numbers of at most 18 digits without sign and leading zeros.
///
/// Returns 1, with the numbers, where all are such numbers and each is greater than the one before it; 0 otherwise.
int hk_ascending_numbers(const struct hk_rows *rows, size_t column, int64_t *numbers);

#ifdef __cplusplus
}
#endif

#endif
