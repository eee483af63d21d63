// The rules of the house that no compiler checks, a file a family of rules.
//
// A rule looks at a file's text, or at what nm says of object files, and reports what breaks it as
// "path:line: what it is, what to do instead". Rules open no files, so that test_rules.c can break
// each of them in a few lines of text.
#ifndef TREADLE_TESTS_TIDY_TIDY_H
#define TREADLE_TESTS_TIDY_TIDY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"
#include "base/text.h"

struct report {
    struct text text;
    uint32_t count;
};

// [line] counts from 1; 0: the file as a whole.
void tidy_report(struct report *report, const char *path, uint32_t line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// -- Sources

struct source {
    const char *path;  // From the project's root: "base/json/read.c". Borrowed.
    const char *text;  // Borrowed; ends with NUL.
    char *code;        // The same bytes, with comments and what stands in quotes blanked out.
    char *body;        // And with preprocessor lines blanked out.
};

void tidy_source_init(struct source *source, const char *path, const char *text);
void tidy_source_clear(struct source *source);
uint32_t tidy_source_line(const struct source *source, const char *at);  // [at] is in code or body.

bool tidy_ends_with(const char *text, const char *end);
// True where [path] is [folder] or lies in it.
bool tidy_is_within(const char *path, const char *folder);
// The next name in C text at or after [at], and its length; NULL at the end.
const char *tidy_next_name(const char *at, size_t *size);
bool tidy_list_holds(const struct list *list, const char *key);
bool tidy_is_name(const char *at, size_t size, const char *name);

// -- Floors: who may include whom (floors.txt says how that file is read)

struct floors;

struct floors *tidy_floors_read(const char *path, const char *text, struct report *report);
void tidy_floors_free(struct floors *floors);
void tidy_check_includes(
    const struct floors *floors, const struct source *source, struct report *report);
// Every room of floors.txt that no file of [paths] is in.
void tidy_check_rooms(const struct floors *floors, const struct list *paths, struct report *report);

// -- Words that are not used, or not here

void tidy_check_calls(const struct source *source, struct report *report);
void tidy_check_callers(const struct source *source, struct report *report);
// Counts `->handle(`, which only services/answer.c may hold, once; says so where it is elsewhere.
uint32_t tidy_check_handlers(const struct source *source, struct report *report);

// -- Look

void tidy_check_look(const struct source *source, struct report *report);
void tidy_check_functions(const struct source *source, struct report *report);
// The guard, and extern "C" around what is public.
void tidy_check_header(const struct source *source, struct report *report);
// [text] is the README at [path], NULL where there is none; [paths]: every source of the project.
void tidy_check_readme(
    const char *folder, const char *path, const char *text, const struct list *paths,
    struct report *report);

// -- Tables

// A bound that nobody keeps and a code that no test has seen are promises: each row's name, with
// [prefix] before it, must be in [used], the names of [users] ("rooms", "tests").
struct usage {
    const char *macro, *prefix, *users;
    const struct list *used;
};
void tidy_check_rows(const struct source *table, const struct usage *usage, struct report *report);
// What nobody has said or typed is untried: the first text of each row, without '%', must stand in
// [text], all there is of its [kind] ("transcript").
struct evidence {
    const char *macro, *kind, *text;
};
void tidy_check_said(
    const struct source *table, const struct evidence *evidence, struct report *report);

// Each function that the public header [header] declares must stand in [tried], the names in the
// tables of what NULL does.
void tidy_check_door(const struct source *header, const struct list *tried, struct report *report);

// -- Symbols (symbols.txt says how that file is read)

struct symbols;

struct symbols *tidy_symbols_read(const char *path, const char *text, struct report *report);
void tidy_symbols_free(struct symbols *symbols);
// [nm]: what `nm -A --format=sysv` says of the objects of all rooms; [door]: the public headers'
// text.
void tidy_check_symbols(
    const struct symbols *symbols, const char *nm, const char *door, struct report *report);
// What is made for a row of a table, as functions of its names show, must be in one: else a line
// was forgotten, and nothing calls it. A source that is in no object is another such line.
void tidy_check_linked(const char *nm, const struct list *sources, struct report *report);
// [nm]: what `nm -D --defined-only --format=sysv` says of a shared library.
void tidy_check_exports(
    const char *library, const char *nm, const char *door, struct report *report);

#endif
