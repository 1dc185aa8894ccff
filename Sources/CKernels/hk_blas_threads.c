// OpenBLAS starts its threads when the program is loaded, and they spin for work that never comes: the project calls it
// from tasks of its own, one thread each. It reads the number of threads from the environment while it initialises, so
// it is initialised here, before its own constructor, with an environment that says one. The environment of the process
// itself must stay in its place: the Swift runtime finds the arguments of the program beside it.
#include <stdlib.h>

extern char **environ;

// OpenBLAS's constructor, which returns at once where it ran before. Weak: a program without OpenBLAS links, too.
extern void gotoblas_init(void) __attribute__((weak));

enum { MOST_VARIABLES = 4096 };
static char *extended[MOST_VARIABLES + 2];
static char setting[] = "OPENBLAS_NUM_THREADS=1";

__attribute__((constructor(200))) static void initialise_blas_with_one_thread(void) {
    // What the user sets stays.
    if (!gotoblas_init || !environ || getenv("OPENBLAS_NUM_THREADS")) return;
    size_t count = 0;
    while (environ[count]) {
        if (count == MOST_VARIABLES) return;
        extended[count] = environ[count];
        ++count;
    }
    extended[count] = setting;
    char **const environment = environ;
    environ = extended;
    gotoblas_init();
    environ = environment;
}
