/// Files that must not survive an interruption.
#ifndef HK_CLEANUP_H
#define HK_CLEANUP_H

#ifdef __cplusplus
extern "C" {
#endif

/// From now on SIGINT, SIGTERM and SIGHUP remove the registered files and end the process with status 130, and a write
/// to a closed pipe is an error and no signal.
void hk_cleanup_install(void);

/// Registers a file for removal. At most 8 at a time; the path is copied. Longer paths than 4095 bytes are ignored.
void hk_cleanup_add(const char *path);

/// Takes a file from the register: it is complete, or gone.
void hk_cleanup_remove(const char *path);

#ifdef __cplusplus
}
#endif

#endif
