// Variables: each frame is a scope, and reads those of the frames above it.
//
// While a frame has children it waits in one state, so what they read of it cannot change. A value
// is a document of its own, so that nothing else keeps it alive.
#include <stdlib.h>

#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/memory.h"
#include "engine/core/inside.h"

// -- A scope

// The place of that variable, or where it would stand.
static uint32_t place_of(const struct scope *scope, uint32_t number) {
    uint32_t low = 0, high = scope->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (scope->list[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const struct variable *find_here(const struct scope *scope, uint32_t number) {
    if (scope == NULL) return NULL;
    uint32_t at = place_of(scope, number);
    return at < scope->count && scope->list[at].number == number ? &scope->list[at] : NULL;
}

static const struct variable *find(const struct frame *frame, uint32_t number) {
    const struct variable *found = NULL;
    for (; found == NULL && frame != NULL; frame = frame->parent)
        found = find_here(frame->scope, number);
    return found;
}

void treadle_scope_put(
    struct core *core, struct frame *frame, uint32_t number, struct payload value) {
    if (frame->scope == NULL) frame->scope = treadle_alloc_zeroed(sizeof(*frame->scope));
    struct scope *scope = frame->scope;
    uint32_t at = place_of(scope, number);
    if (at == scope->count || scope->list[at].number != number) {
        (void)ADD(scope->list, scope->count, scope->size);
        for (uint32_t i = scope->count - 1; i > at; i--)
            scope->list[i] = scope->list[i - 1];
        scope->list[at] = (struct variable){.number = number};
    }
    struct variable *variable = &scope->list[at];
    core->variables_size -= variable->bytes;
    treadle_doc_drop(variable->value.doc);
    variable->value = value;
    variable->bytes = (uint32_t)treadle_json_size(treadle_doc_root(value.doc));
    core->variables_size += variable->bytes;
}

uint32_t treadle_scope_bytes(const struct scope *scope) {
    uint32_t bytes = 0;
    for (uint32_t i = 0; scope != NULL && i < scope->count; i++)
        bytes += scope->list[i].bytes;
    return bytes;
}

void treadle_scope_free(struct scope *scope) {
    if (scope == NULL) return;
    for (uint32_t i = 0; i < scope->count; i++)
        treadle_doc_drop(scope->list[i].value.doc);
    free(scope->list);
    free(scope);
}

// -- Reading

const cJSON *treadle_variables(struct core *core, const struct frame *frame) {
    const struct variable_read *read = frame->state->reads;
    struct arena *scratch = &core->shop->scratch;
    if (read == NULL) return NULL;
    cJSON *variables = treadle_scratch_node(scratch, cJSON_Object);
    for (; read != NULL; read = read->next) {
        const struct variable *variable = find(frame, read->number);
        if (variable != NULL)
            treadle_put_value(
                scratch, variables, core->machine->variables[read->number],
                treadle_doc_root(variable->value.doc));
    }
    return variables;
}

struct payload treadle_variables_settle(struct core *core) {
    struct arena *scratch = &core->shop->scratch;
    const struct scope *scope = core->root->scope;
    cJSON *values = treadle_scratch_node(scratch, cJSON_Object);
    for (uint32_t i = 0; scope != NULL && i < scope->count; i++)
        treadle_put_value(
            scratch, values, core->machine->variables[scope->list[i].number],
            treadle_doc_root(scope->list[i].value.doc));
    return treadle_settle(core, (struct value){.json = values});
}

// -- Assigning

void treadle_variables_put(struct core *core, struct frame *frame, const cJSON *values) {
    const cJSON *value = values == NULL ? NULL : values->child;
    for (; value != NULL; value = value->next) {
        uint32_t number = treadle_machine_variable(core->machine, value->string);
        ASSERT(number < core->machine->variable_count);
        treadle_scope_put(core, frame, number, treadle_settle(core, (struct value){.json = value}));
    }
}

// AWS quota; its words are unknown, and so are those for too many bytes in one Assign, which is
// told as a result of such a size is.
static bool check_sum(
    struct core *core, const struct frame *frame, const struct assign *assign,
    const struct payload *values, struct error *error) {
    size_t sum = core->variables_size;
    uint32_t at = 0;
    const cJSON *value = treadle_doc_root(values->doc)->child;
    for (; value != NULL; value = value->next) {
        const struct variable *old = find_here(frame->scope, assign->numbers[at++]);
        sum += treadle_json_size(value);
        sum -= old == NULL ? 0 : old->bytes;
    }
    ASSERT(at == assign->count);
    if (sum <= LIMIT_variables_size_max) return true;
    const char *cause = treadle_arena_print(
        &core->shop->scratch,
        "The state '%s' assigns variables with which those of the execution exceed the maximum "
        "number of bytes service limit.",
        frame->state->name);
    *error = (struct error){.name = "States.DataLimitExceeded", .cause = cause, .bare = true};
    return false;
}

bool treadle_assign_compute(
    struct core *core, const struct frame *frame, const struct assign *assign, const cJSON *input,
    struct payload **out, struct error *error) {
    const cJSON *values;
    enum doc_fit fit;
    *out = NULL;
    if (assign == NULL) return true;
    struct bindings bindings = treadle_frame_bindings(core, frame, input);
    if (!treadle_expr_eval(assign->values, &bindings, &values, error)) return false;
    struct payload whole = {
        .doc = treadle_doc_settle_within(&core->pool, values, LIMIT_variable_size_max, &fit)};
    if (whole.doc == NULL) {
        *error = treadle_error_unfit(core, fit, frame->state->name);
        return false;
    }
    core->step->bytes += whole.doc->size;
    if (!check_sum(core, frame, assign, &whole, error)) {
        treadle_doc_drop(whole.doc);
        return false;
    }
    whole.number = core->payload_next++;
    *out = treadle_alloc(sizeof(**out));
    **out = whole;
    return true;
}

void treadle_assign(
    struct core *core, struct frame *frame, const struct assign *assign,
    const struct payload *values) {
    if (values == NULL) return;
    uint32_t at = 0;
    const cJSON *value = treadle_doc_root(values->doc)->child;
    for (; value != NULL; value = value->next)
        treadle_scope_put(
            core, frame, assign->numbers[at++],
            treadle_settle(core, (struct value){.json = value}));
    treadle_frame_dirty(core, frame);
}
