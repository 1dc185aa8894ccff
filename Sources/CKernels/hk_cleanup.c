// In C, because a signal handler may call only what POSIX lists as async-signal-safe, which the Swift runtime is not.
#define _POSIX_C_SOURCE 200809L
#include "hk_cleanup.h"

#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

enum { SLOTS = 8, PATH_BYTES = 4096 };

static char paths[SLOTS][PATH_BYTES];
/// 0 free, 1 being written, 2 to be removed.
static atomic_int states[SLOTS];

static void remove_and_exit(int signal_number) {
    (void)signal_number;
    for (int slot = 0; slot < SLOTS; ++slot) {
        if (atomic_load(&states[slot]) == 2) unlink(paths[slot]);
    }
    _exit(130);
}

void hk_cleanup_install(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = remove_and_exit;
    sigfillset(&action.sa_mask);
    const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    for (int i = 0; i < 3; ++i) {
        struct sigaction present;
        // What the parent ignores (nohup, a background job) stays ignored.
        if (sigaction(signals[i], NULL, &present) == 0 && present.sa_handler == SIG_IGN) continue;
        sigaction(signals[i], &action, NULL);
    }
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
}

void hk_cleanup_add(const char *path) {
    size_t length = strlen(path);
    if (length >= PATH_BYTES) return;
    for (int slot = 0; slot < SLOTS; ++slot) {
        int expected = 0;
        if (atomic_compare_exchange_strong(&states[slot], &expected, 1)) {
            memcpy(paths[slot], path, length + 1);
            atomic_store(&states[slot], 2);
            return;
        }
    }
}

void hk_cleanup_remove(const char *path) {
    for (int slot = 0; slot < SLOTS; ++slot) {
        if (atomic_load(&states[slot]) == 2 && strcmp(paths[slot], path) == 0) {
            atomic_store(&states[slot], 0);
            return;
        }
    }
}
