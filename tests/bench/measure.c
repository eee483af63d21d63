// Clocks, files and child processes: what every figure needs.
#define _DEFAULT_SOURCE  // wait4
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/file.h"
#include "base/limits.h"
#include "tests/bench/bench.h"

double bench_now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

double bench_least_ms(unsigned rounds, void (*work)(void *data), void *data) {
    double least = 0;
    for (unsigned i = 0; i < rounds; i++) {
        double start = bench_now_ms();
        work(data);
        double took = bench_now_ms() - start;
        if (i == 0 || took < least) least = took;
    }
    return least;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double bench_median(double *values, unsigned count) {
    ASSERT(count > 0);
    qsort(values, count, sizeof(*values), by_value);
    return values[count / 2];
}

bool bench_read(const char *folder, const char *name, struct text *out) {
    struct text path = {0};
    treadle_text_printf(&path, "%s/%s", folder, name);
    int code = treadle_file_read(path.bytes, LIMIT_file_size_max, out, NULL);
    treadle_text_clear(&path);
    return code == 0;
}

static void read_all(int file, struct text *out) {
    char bytes[4096];
    ssize_t count;
    while ((count = read(file, bytes, sizeof(bytes))) > 0)
        treadle_text_put(out, bytes, (size_t)count);
}

bool bench_spawn(
    char *const *arguments, char *const *environment, struct text *out, struct bench_child *child) {
    int ends[2];
    bool piped = pipe(ends) == 0;
    ASSERT(piped);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    if (out == NULL)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    else
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    pid_t process;
    int status = -1;
    struct rusage usage = {0};
    double start = bench_now_ms();
    bool begun = posix_spawn(&process, arguments[0], &actions, NULL, arguments, environment) == 0;
    (void)close(ends[1]);
    if (begun && out != NULL) read_all(ends[0], out);
    if (begun) (void)wait4(process, &status, 0, &usage);
    *child = (struct bench_child){bench_now_ms() - start, usage.ru_maxrss};
    (void)close(ends[0]);
    posix_spawn_file_actions_destroy(&actions);
    return status == 0;
}
