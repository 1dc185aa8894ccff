// dladdr is an extension of the C library.
#define _GNU_SOURCE
#include "hk_library.h"

#include <dlfcn.h>
#include <stddef.h>

const char *hk_library_of(const void *address) {
    Dl_info info;
    return dladdr(address, &info) != 0 ? info.dli_fname : NULL;
}
