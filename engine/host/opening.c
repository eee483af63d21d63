// A part of a machine to run: from the door's texts to what a START fact holds, checked.
//
// The core asserts what is checked here: that the states and variables are there.
#include <string.h>

#include "base/json/read.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/nearest.h"
#include "base/status.h"
#include "engine/host/engine.h"

// A document of [text], which is to be an object of at most [size_max] bytes; what it is, for
// messages.
static int read_object(
    const struct treadle_start *start, const char *what, const char *text, size_t size_max,
    struct doc **out) {
    struct read_problem problem;
    size_t size = strlen(text);
    if (size > size_max)
        return treadle_status_set(
            start->status, TREADLE_ELIMIT, "%s: more than %zu bytes", what, size_max);
    *out = treadle_doc_read(NULL, text, size, &problem);
    if (*out == NULL)
        return treadle_status_set(
            start->status, TREADLE_EPARSE, "%s: %u:%u: %s", what, problem.line, problem.column,
            problem.message);
    if (cJSON_IsObject(treadle_doc_root(*out))) return 0;
    const char *type = treadle_json_type(treadle_doc_root(*out));
    treadle_doc_drop(*out);
    *out = NULL;
    return treadle_status_set(
        start->status, TREADLE_EPARSE, "%s: this is an object; here it is of type %s", what, type);
}

static int refuse_name(
    const struct treadle_start *start, const char *what, const struct nearest *nearest) {
    if (nearest->word == NULL)
        return treadle_status_set(
            start->status, TREADLE_ENOTFOUND, "the machine has no %s '%s'", what, nearest->typed);
    return treadle_status_set(
        start->status, TREADLE_ENOTFOUND, "the machine has no %s '%s': did you mean '%s'?", what,
        nearest->typed, nearest->word);
}

static int check_state(
    const struct treadle_start *start, const char *name, const struct state **out) {
    const struct machine *machine = start->machine;
    *out = treadle_machine_state_named(machine, name);
    if (*out != NULL) return 0;
    struct nearest nearest = {.typed = name};
    for (uint32_t i = 0; i < machine->state_count; i++)
        treadle_nearest_offer(&nearest, machine->states[i]->name);
    return refuse_name(start, "state", &nearest);
}

static int check_stretch(const struct treadle_start *start) {
    const struct state *from = start->machine->flow.start, *to;
    int status = start->from == NULL ? 0 : check_state(start, start->from, &from);
    if (status < 0 || start->to == NULL) return status;
    status = check_state(start, start->to, &to);
    if (status < 0 || to->flow == from->flow) return status;
    return treadle_status_set(
        start->status, TREADLE_EINVAL,
        "the state '%s' is not in the same 'States' as '%s', where the execution begins", to->name,
        from->name);
}

// The quotas are those of Assign.
static int check_variables(const struct treadle_start *start, const cJSON *values) {
    const struct machine *machine = start->machine;
    for (const cJSON *one = values->child; one != NULL; one = one->next) {
        if (treadle_machine_variable(machine, one->string) == machine->variable_count) {
            struct nearest nearest = {.typed = one->string};
            for (uint32_t i = 0; i < machine->variable_count; i++)
                treadle_nearest_offer(&nearest, machine->variables[i]);
            return refuse_name(start, "variable", &nearest);
        }
        if (treadle_json_size(one) > LIMIT_variable_size_max)
            return treadle_status_set(
                start->status, TREADLE_ELIMIT, "the variable '%s' has more than %d bytes",
                one->string, LIMIT_variable_size_max);
    }
    return 0;
}

static struct doc *put_together(
    const struct treadle_engine *engine, const struct treadle_start *start,
    const struct doc *variables, const struct doc *context) {
    struct arena arena = {0};
    cJSON *opening = treadle_scratch_node(&arena, cJSON_Object);
    treadle_put_text(&arena, opening, "from", start->from);
    treadle_put_text(&arena, opening, "to", start->to);
    if (variables != NULL)
        treadle_put_value(&arena, opening, "variables", treadle_doc_root(variables));
    if (context != NULL) treadle_put_value(&arena, opening, "context", treadle_doc_root(context));
    if (start->keep_variables) treadle_put_bool(&arena, opening, "keep", true);
    struct doc *doc = NULL;
    if (opening->child != NULL) doc = treadle_doc_settle(treadle_host_pool(engine->host), opening);
    treadle_arena_clear(&arena);
    return doc;
}

int treadle_opening_read(
    const struct treadle_engine *engine, const struct treadle_start *start, struct doc **out) {
    struct doc *variables = NULL, *context = NULL;
    int status = check_stretch(start);
    if (status == 0 && start->variables != NULL)
        status =
            read_object(start, "variables", start->variables, LIMIT_variables_size_max, &variables);
    if (status == 0 && variables != NULL)
        status = check_variables(start, treadle_doc_root(variables));
    if (status == 0 && start->context != NULL)
        status = read_object(start, "context", start->context, LIMIT_payload_size_max, &context);
    if (status == 0) *out = put_together(engine, start, variables, context);
    treadle_doc_drop(variables);
    treadle_doc_drop(context);
    return status;
}
