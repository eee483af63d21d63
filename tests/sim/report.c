// The words for a broken invariant, also where a claim of the engine's ends the process first.
#include "tests/sim/report.h"

#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const names[CHECK_COUNT] = {
#define CHECK(name, words) [CHECK_##name] = #name,
#include "tests/sim/checks.def"
#undef CHECK
};

static const char *const sentences[CHECK_COUNT] = {
#define CHECK(name, words) [CHECK_##name] = words,
#include "tests/sim/checks.def"
#undef CHECK
};

static struct {
    char digits[24];  // Of the seed.
    enum check looking;
    bool aloud;
} now;

static void put(const char *text) {
    ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
    (void)ignored;
}

// Also from where nothing else may be called.
static void say_where(enum check check) {
    put("sim: seed ");
    put(now.digits);
    put(": '");
    put(names[check]);
    put("' is broken: ");
    put(sentences[check]);
    put("\nAgain: treadle-sim --seed ");
    put(now.digits);
    put("\n");
}

static void on_abort(int number) {
    (void)number;
    say_where(now.looking);
}

void report_seed(uint64_t seed, bool aloud) {
    (void)snprintf(now.digits, sizeof(now.digits), "%" PRIu64, seed);
    now.aloud = aloud;
    now.looking = CHECK_ends;
    (void)signal(SIGABRT, on_abort);
}

void report_looking(enum check check) {
    now.looking = check;
}

void report_broken(enum check check, const char *format, ...) {
    va_list args;
    va_start(args, format);
    (void)vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    say_where(check);
    exit(1);
}

void report_tell(const char *format, ...) {
    if (!now.aloud) return;
    va_list args;
    va_start(args, format);
    (void)vprintf(format, args);
    va_end(args);
    putchar('\n');
}
