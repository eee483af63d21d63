// What this room says to people: where, what, and what may have been meant.
#include <stdarg.h>
#include <stdio.h>

#include "base/json/write.h"
#include "base/nearest.h"
#include "services/cloudformation/stack.h"

struct place treadle_stack_at(const struct stack *stack, const cJSON *value) {
    return treadle_place_of(&stack->places, value);
}

struct place treadle_stack_at_name(const struct stack *stack, const cJSON *member) {
    struct place at = treadle_place_of_name(&stack->places, member);
    return at.line != 0 ? at : treadle_stack_at(stack, member);
}

bool treadle_stack_refuse(struct stack *stack, struct place at, const char *format, ...) {
    struct treadle_status *status = stack->status;
    if (status == NULL || status->code != 0) return false;
    char words[sizeof(status->text)];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof(words), format, arguments);
    va_end(arguments);
    if (at.line == 0)
        treadle_status_set(status, TREADLE_EPARSE, "%s: %s", stack->file, words);
    else
        treadle_status_set(
            status, TREADLE_EPARSE, "%s:%u:%u: %s", stack->file, at.line, at.column, words);
    status->line = at.line;
    status->column = at.column;
    return false;
}

void treadle_stack_warn(const struct stack *stack, struct place at, const char *format, ...) {
    char words[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof(words), format, arguments);
    va_end(arguments);
    struct birthplace place = {
        .account = stack->account,
        .region = stack->region,
        .stack = stack->name,
        .file = stack->file,
        .line = at.line,
        .column = at.column};
    treadle_world_warn(stack->world, &place, "%s", words);
}

const char *treadle_stack_meant(struct stack *stack, const char *wanted, const cJSON *names) {
    struct nearest nearest = {.typed = wanted};
    for (const cJSON *one = names == NULL ? NULL : names->child; one != NULL; one = one->next)
        treadle_nearest_offer(&nearest, one->string);
    if (nearest.word == NULL) return "";
    return treadle_arena_print(&stack->scratch, " (did you mean '%s'?)", nearest.word);
}

const char *treadle_stack_text(struct stack *stack, const cJSON *value) {
    if (cJSON_IsString(value)) return value->valuestring;
    if (cJSON_IsBool(value)) return cJSON_IsTrue(value) ? "true" : "false";
    if (!cJSON_IsNumber(value)) return NULL;
    return treadle_json_print(&stack->scratch, value);
}
