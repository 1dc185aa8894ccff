/// Where code comes from.
#ifndef HK_LIBRARY_H
#define HK_LIBRARY_H

#ifdef __cplusplus
extern "C" {
#endif

/// The path of the shared library or program that holds `address`, or NULL. It stays valid while that is loaded.
const char *hk_library_of(const void *address);

#ifdef __cplusplus
}
#endif

#endif
