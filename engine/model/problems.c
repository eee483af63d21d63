// Problems are kept as nodes of the definition and looked up in its places only when they are told.
#include "engine/model/problems.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/memory.h"
#include "base/status.h"

// The first error finds room however many warnings there were before it: a status tells one.
static struct problem *room_for(struct problems *problems, bool warning) {
    if (problems->count < LIMIT_problems_max)
        return &ADD(problems->list, problems->count, problems->size);
    bool first = !warning && problems->errors == 0;
    return first ? &problems->list[problems->count - 1] : &problems->spare;
}

__attribute__((format(printf, 5, 0))) static struct problem *add(
    struct problems *problems, bool warning, const char *code, const cJSON *about,
    const char *format, va_list list) {
    struct problem *problem = room_for(problems, warning);
    bool spare = problem == &problems->spare;
    *problem = (struct problem){
        .code = code,
        .about = about,
        .at = about,
        .warning = warning,
        .order = problems->count,
        .message = spare ? "" : treadle_arena_print_args(&problems->arena, format, list)};
    if (!warning) problems->errors++;
    return problem;
}

struct problem *treadle_problem_add(
    struct problems *problems, const char *code, const cJSON *about, const char *format, ...) {
    va_list list;
    va_start(list, format);
    struct problem *problem = add(problems, false, code, about, format, list);
    va_end(list);
    return problem;
}

struct problem *treadle_problem_warn(
    struct problems *problems, const char *code, const cJSON *about, const char *format, ...) {
    va_list list;
    va_start(list, format);
    struct problem *problem = add(problems, true, code, about, format, list);
    va_end(list);
    return problem;
}

static int compare(const void *a, const void *b) {
    const struct problem *x = a, *y = b;
    if ((x->about == NULL) != (y->about == NULL)) return x->about == NULL ? 1 : -1;
    if (x->place.line != y->place.line) return x->place.line < y->place.line ? -1 : 1;
    if (x->place.column != y->place.column) return x->place.column < y->place.column ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

void treadle_problems_sort(struct problems *problems, const struct machine *machine) {
    for (uint32_t i = 0; i < problems->count; i++) {
        struct problem *problem = &problems->list[i];
        if (problem->at == NULL) continue;
        problem->place = problem->at_name ? treadle_place_of_name(&machine->places, problem->at)
                                          : treadle_place_of(&machine->places, problem->at);
    }
    if (problems->count > 1)
        qsort(problems->list, problems->count, sizeof(*problems->list), compare);
}

static void describe(
    struct problems *problems, const struct machine *machine, const struct problem *problem,
    struct treadle_problem *out) {
    const char *pointer = NULL, *location = NULL;
    if (problem->about != NULL) {
        pointer = treadle_machine_pointer(machine, &problems->arena, problem->about);
        location = treadle_machine_location(machine, &problems->arena, problem->about);
    }
    *out = (struct treadle_problem){
        .warning = problem->warning,
        .code = problem->code,
        .message = problem->message,
        .pointer = pointer == NULL ? "" : pointer,
        .location = location,
        .label = problem->label,
        .help = problem->help,
        .line = problem->place.line,
        .column = problem->place.column,
        .width = problem->place.width};
}

void treadle_problems_tell(
    struct problems *problems, const struct machine *machine, treadle_problem_cb on_problem,
    void *data) {
    for (uint32_t i = 0; i < problems->count && on_problem != NULL; i++) {
        struct treadle_problem problem;
        describe(problems, machine, &problems->list[i], &problem);
        on_problem(&problem, data);
    }
}

int treadle_problems_status(
    struct problems *problems, const struct machine *machine, struct treadle_status *status) {
    uint32_t first = 0;
    while (problems->list[first].warning)
        ASSERT(++first < problems->count);
    struct treadle_problem it;
    describe(problems, machine, &problems->list[first], &it);
    const char *where =
        it.line == 0 ? "" : treadle_arena_print(&problems->arena, "%u:%u: ", it.line, it.column);
    treadle_status_set(
        status, TREADLE_EPARSE, "%s%s: %s%s%s%s%s", where, it.code, it.message,
        it.location == NULL ? "" : " at ", it.location == NULL ? "" : it.location,
        it.help == NULL ? "" : "\n", it.help == NULL ? "" : it.help);
    if (status != NULL) {
        status->line = it.line;
        status->column = it.column;
    }
    return TREADLE_EPARSE;
}

void treadle_problems_clear(struct problems *problems) {
    free(problems->list);
    treadle_arena_clear(&problems->arena);
    *problems = (struct problems){0};
}
