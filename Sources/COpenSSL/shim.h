// Only SHA-256 is used. The low-level calls need no provider to be loaded, so that the static library adds a few
// kilobytes and nothing to the start-up.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
