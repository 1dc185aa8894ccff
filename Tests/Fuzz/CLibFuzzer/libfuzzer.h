// The part of libFuzzer (which has no header of its own) that a program with its own main calls.
#ifndef HOMEOSTAT_LIBFUZZER_H
#define HOMEOSTAT_LIBFUZZER_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));

#endif
