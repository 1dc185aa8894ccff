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

/// `hashes[r]` of the text `bytes[starts[r] ..< ends[r]]`, continued from what `hashes[r]` holds.
void hk_hash_slices(const uint8_t *bytes, const uint32_t *starts, const uint32_t *ends, size_t count,
                    uint64_t *hashes);

/// Reads the texts as whole numbers of at most 18 digits without sign and leading zeros.
///
/// Returns 1, with the numbers, where all are such numbers and each is greater than the one before it; 0 otherwise.
int hk_ascending_numbers(const uint8_t *bytes, const uint32_t *starts, const uint32_t *ends, size_t count,
                         int64_t *numbers);

#ifdef __cplusplus
}
#endif

#endif
