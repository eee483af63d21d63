// Coverage: what of a machine has been tried, counted from traces; and what was not, with its
// place.
//
// It is collected case by case, and added up: what a worker saw travels as JSON. What there was to
// see is known only when it is settled, from the machines' texts.
#ifndef TREADLE_SUITE_COVERAGE_H
#define TREADLE_SUITE_COVERAGE_H

#include "base/arena.h"
#include "base/map.h"
#include "base/text.h"
#include "graph/graph.h"
#include "treadle/engine.h"

enum coverage_kind {
#define COVERAGE(name, column) COVERAGE_##name,
#include "suite/coverage.def"
#undef COVERAGE
    COVERAGE_KINDS
};

enum coverage_form {
#define FORM(name, folder, words) COVERAGE_FORM_##name,
#include "suite/coverage_forms.def"
#undef FORM
    COVERAGE_FORMS
};

struct coverage_item {
    enum coverage_kind kind;
    // The part it is of: a state, or the way, rule, retrier or catcher. A rule and a Map have two
    // items each, by [side]: true and false, something and nothing to run over.
    const char *pointer;
    bool side;
    uint32_t state;     // Its number.
    uint64_t count;     // How often it was tried.
    const char *words;  // What is to be said where it never was.
    struct treadle_place place;
};

struct coverage_machine {
    const char *name;   // Its file, or the name of a template's machine.
    const char *id;     // Several of one template are called the same; this tells them apart.
    const char *title;  // Once it is settled: the name, with a line where it is that of several.
    const treadle_machine *seen;  // The one whose trace came last; compared, never looked into.
    const char *text;
    struct map hits;           // Pointer, with a word behind it at times → struct coverage_hit.
    treadle_machine *machine;  // Once it is settled; NULL where its text is none.
    struct coverage_item *items;
    uint32_t item_count, item_size;
};

struct coverage {  // Zeroed: nothing was tried.
    struct arena arena;
    struct map by_id;
    struct coverage_machine **machines;  // In the order in which they were met.
    uint32_t machine_count, machine_size;
};

void treadle_coverage_clear(struct coverage *coverage);

// Counts what a row of a trace tells of [machine], which is called [name].
void treadle_coverage_trace(
    struct coverage *coverage, const treadle_machine *machine, const char *name,
    const struct treadle_trace *trace);
// As JSON in [arena]; [texts]: with the definitions.
cJSON *treadle_coverage_write(const struct coverage *coverage, struct arena *arena, bool texts);
// Adds what was written; false: it is nothing of ours.
bool treadle_coverage_add(struct coverage *coverage, const cJSON *written);

// Finds out what there was to be tried. After it nothing is added.
void treadle_coverage_settle(struct coverage *coverage);
struct coverage_share {
    uint32_t tried, all;
};
// Of one machine and kind; COVERAGE_KINDS: of all kinds.
struct coverage_share treadle_coverage_share(
    const struct coverage_machine *machine, enum coverage_kind kind);
struct coverage_share treadle_coverage_whole(const struct coverage *coverage);
// Whole percents, never rounded up: 100 is all. Of nothing there is 100.
uint32_t treadle_coverage_percent(struct coverage_share share);

// The table, and what was never tried, each in a line. What is in a state that was never entered is
// not told again.
void treadle_coverage_say(const struct coverage *coverage, struct text *out);
// False: there is no such form. The name is in the first [size] bytes of [name].
bool treadle_coverage_form(const char *name, size_t size, enum coverage_form *out);
bool treadle_coverage_is_folder(enum coverage_form form);
// Puts what belongs into a file of that form; HTML: the page of one machine.
void treadle_coverage_put(
    const struct coverage *coverage, enum coverage_form form, uint32_t machine, struct text *out);
// Puts a page that leads to the pages of the machines, called NUMBER.html.
void treadle_coverage_index(const struct coverage *coverage, struct text *out);
// Marks what was tried, in part or never on a graph of that machine. False: it is of another one.
bool treadle_coverage_mark(const struct coverage_machine *machine, struct graph *graph);

#endif
