// A test file as it is read: its cases, where everything stands, and what is wrong with it.
//
// A file is read once. A case is *resolved* when it is about to run: merged over the defaults, its
// row and its files put in. Every node of a resolved case remembers the node of the text it came
// from, so whatever is said of it can be said with its place.
#ifndef TREADLE_SUITE_FILE_H
#define TREADLE_SUITE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "base/json/doc.h"
#include "base/json/places.h"
#include "base/map.h"
#include "base/status.h"
#include "suite/result.h"

struct suite_problems {  // In the order of the text, once a place.
    struct suite_problem *items;
    uint32_t count, size;
};

struct suite_entry {               // A case, or one row of it.
    const char *name;              // With the row: "name of the case [n=1]".
    const cJSON *raw;              // The member of `cases`.
    const cJSON *row;              // NULL: it has no rows.
    uint32_t line, column, width;  // Of its name.
};

struct suite_file {  // All it lends lives as long as it does.
    struct arena arena;
    const char *path;    // As it was given.
    const char *folder;  // With its last slash; "" where it has none.
    struct text text;
    struct doc *doc;
    struct places places;
    const cJSON *root;      // NULL: the text is none.
    const cJSON *defaults;  // NULL: there are none.
    struct suite_entry *entries;
    uint32_t entries_count, entries_size;
    struct suite_problems problems;  // Where there are any, nothing of it runs.
    struct map loaded;               // Files that values name, read once.
};

// Reads the file at [path]. 0: it is there and a text; its [problems] say whether it is a test
// file. Negative and a [status] where it cannot be read. The file is to be cleared in any case.
int treadle_suite_file_read(
    struct suite_file *file, const char *path, struct treadle_status *status);
// The same of a text, which is copied.
void treadle_suite_file_take(
    struct suite_file *file, const char *path, const char *text, size_t size);
void treadle_suite_file_clear(struct suite_file *file);

// A file that a value of [file] names, relative to its folder: lends; NULL and a [status].
const cJSON *treadle_suite_file_load(
    struct suite_file *file, const char *path, struct treadle_status *status);
// [path] as seen from where [file] is. In [arena], or [path] itself.
const char *treadle_suite_file_path(
    const struct suite_file *file, struct arena *arena, const char *path);

// Where a value of the resolved case came from.
enum suite_from {
    FROM_CASE,
    FROM_DEFAULTS,
    FROM_ROW,    // A row of `each` holds it.
    FROM_FILE,   // @FILE, or a template's output.
    FROM_ALIAS,  // YAML's alias or merge key stands there.
    FROM_NOWHERE
};

struct suite_case {
    const struct suite_file *file;
    const struct suite_entry *entry;
    const char *name;
    uint32_t line;
    const cJSON *whole;              // All its keys; an object.
    const cJSON *expect;             // An object, empty where the case has none.
    struct suite_problems problems;  // Where there are any, it cannot run.
};

// What {% STACK.OUTPUT %} is; NULL: there is none. Lends until the case is resolved.
typedef const char *(*suite_output_cb)(const char *stack, const char *output, void *data);

// Resolves a case of [file], in [arena]. [on_output] NULL: there are no templates.
void treadle_suite_case_resolve(
    struct suite_file *file, const struct suite_entry *entry, struct arena *arena,
    suite_output_cb on_output, void *data, struct suite_case *out);

void treadle_suite_case_clear(struct suite_case *one);
// Is that value of `mocks` "@FILE#CASE", a case of a MockConfigFile.json?
bool treadle_suite_is_config(const cJSON *mocks);

struct suite_place {
    enum suite_from from;  // FROM_NOWHERE: nothing stands there, and the rest is that of the
                           // nearest thing around it.
    uint32_t line, column, width;
    uint32_t at, size;  // All of the value, in bytes of the file's text.
};

// The place of a node of the resolved case; of a member's name.
struct suite_place treadle_suite_place_of(const struct suite_case *one, const cJSON *node);
struct suite_place treadle_suite_place_of_name(const struct suite_case *one, const cJSON *member);
// The place of what is at a JSON Pointer into `expect`.
struct suite_place treadle_suite_place(const struct suite_case *one, const char *pointer);

// Says what is wrong with a resolved case at [node], or at the name of that member. Words and
// [help], which may be NULL, are copied.
void treadle_suite_case_refuse(
    struct suite_case *one, struct arena *arena, const cJSON *node, bool name, const char *help,
    const char *format, ...) __attribute__((format(printf, 6, 7)));

#endif
