// Variables: their names, who reads them, and where they are assigned.
//
// SPEC: a States object is a scope. What is inside of it, in branches and items, reads its
// variables and cannot assign them; scopes beside each other know nothing of one another.
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "engine/model/parse.h"

struct variable_note {
    const char *name;
    uint32_t number;
    const struct state *reader;  // The last state that was seen to read it.
};

struct assignment {
    const struct flow *flow;
    uint32_t number;
    const cJSON *raw;  // The member of an Assign.
};

// -- Names

static struct variable_note *note_of(struct parser *parser, const char *name) {
    struct variable_note *note = treadle_map_find(&parser->variables, name);
    if (note != NULL) return note;
    struct machine *machine = parser->machine;
    note = treadle_parse_new(parser, sizeof(*note));
    *note = (struct variable_note){
        .name = treadle_arena_copy(&machine->arena, name), .number = machine->variable_count};
    treadle_map_put(&parser->variables, note->name, note);
    ADD(machine->variables, machine->variable_count, machine->variable_size) = note->name;
    return note;
}

// AWS, as quoted by a validator that was built by asking it. (The location is not known, nor what
// it says of a name that is too long.)
static bool check_name(struct parser *parser, const cJSON *raw, const char *name) {
    struct problem *problem;
    if (strcmp(name, "states") == 0) {
        problem = treadle_problem_add(
            &parser->problems, "RESERVED_VARIABLE_NAME", raw,
            "Cannot assign to reserved variable '$states'.");
    } else if (!treadle_variable_name(name)) {
        problem = treadle_problem_add(
            &parser->problems, "INVALID_VARIABLE_NAME", raw,
            "Invalid variable name '%s': the variable name contains invalid characters.", name);
        problem->label = "letters, digits and '_', and a letter first";
    } else if (treadle_utf8_count(name) > LIMIT_variable_name_size_max) {
        problem = treadle_problem_add(
            &parser->problems, "INVALID_VARIABLE_NAME", raw,
            "Invalid variable name '%s': the variable name exceeds %d characters.", name,
            LIMIT_variable_name_size_max);
    } else {
        return true;
    }
    problem->at_name = true;
    return false;
}

// -- Reading

static void note_reading(void *data, const char *name) {
    struct parser *parser = data;
    struct state *state = parser->state;
    struct variable_note *note = note_of(parser, name);
    if (note->reader == state) return;
    note->reader = state;
    for (const struct variable_read *read = state->reads; read != NULL; read = read->next)
        if (read->number == note->number) return;
    struct variable_read *read = treadle_parse_new(parser, sizeof(*read));
    *read = (struct variable_read){.number = note->number, .next = state->reads};
    state->reads = read;
}

void treadle_parse_variables(struct parser *parser, const struct expr *expr) {
    treadle_expr_variables(expr, note_reading, parser);
}

// -- Assigning

static const char *name_of(struct parser *parser, const cJSON *member) {
    size_t size = strlen(member->string);
    bool computed = size >= 2 && strcmp(member->string + size - 2, ".$") == 0;
    return treadle_arena_copy_size(
        &parser->machine->arena, member->string, size - (computed ? 2 : 0));
}

static void read_assign(
    struct parser *parser, const cJSON *field, const struct assign **assign_out) {
    if (!treadle_parse_is_object(parser, field)) return;
    struct assign *assign = treadle_parse_new(parser, sizeof(*assign));
    uint32_t count = treadle_json_count(field);
    uint32_t *numbers = treadle_parse_new(parser, count * sizeof(*numbers));
    bool good = true;
    for (const cJSON *member = field->child; member != NULL; member = member->next) {
        const char *name = name_of(parser, member);
        good = check_name(parser, member, name) && good;
        if (!good) continue;
        numbers[assign->count++] = note_of(parser, name)->number;
        ADD(parser->assignments, parser->assignment_count, parser->assignment_size) =
            (struct assignment){parser->flow, numbers[assign->count - 1], member};
    }
    assign->numbers = numbers;
    if (!treadle_parse_template(parser, field, &assign->values) || !good || count == 0) return;
    *assign_out = assign;
}

void treadle_read_assign(struct parser *parser, const cJSON *field) {
    read_assign(parser, field, &parser->state->assign);
}

void treadle_read_catcher_assign(struct parser *parser, const cJSON *field) {
    read_assign(parser, field, &parser->catcher->assign);
}

void treadle_read_rule_assign(struct parser *parser, const cJSON *field) {
    read_assign(parser, field, &parser->rule->assign);
}

// -- Scopes

// By variable, then by scope, then in the order of the text.
static int compare(const void *a, const void *b) {
    const struct assignment *x = a, *y = b;
    if (x->number != y->number) return x->number < y->number ? -1 : 1;
    uintptr_t ones[] = {(uintptr_t)x->flow, (uintptr_t)x->raw};
    uintptr_t others[] = {(uintptr_t)y->flow, (uintptr_t)y->raw};
    int at = ones[0] == others[0];
    return ones[at] < others[at] ? -1 : ones[at] > others[at];
}

// The first assignment of that variable in the scope [flow] itself; NULL: there is none.
static const struct assignment *find(
    const struct parser *parser, uint32_t number, const struct flow *flow) {
    const struct assignment key = {.flow = flow, .number = number};
    uint32_t low = 0, high = parser->assignment_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (compare(&parser->assignments[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == parser->assignment_count) return NULL;
    const struct assignment *found = &parser->assignments[low];
    return found->number == number && found->flow == flow ? found : NULL;
}

// Says so of each assignment whose variable some scope around it assigns. (That AWS refuses them is
// documented, its words are unknown.)
void treadle_parse_scopes(struct parser *parser) {
    struct assignment *list = parser->assignments;
    uint32_t count = parser->assignment_count;
    if (count > 0) qsort(list, count, sizeof(*list), compare);
    for (uint32_t i = 0; i < count; i++) {
        const struct assignment *found = NULL;
        const struct flow *flow = list[i].flow;
        while (found == NULL && flow->owner != NULL) {
            flow = flow->owner->flow;
            found = find(parser, list[i].number, flow);
        }
        if (found == NULL) continue;
        struct problem *problem = treadle_problem_add(
            &parser->problems, CODE_SCHEMA, list[i].raw,
            "The variable '%s' is assigned in an outer scope",
            parser->machine->variables[list[i].number]);
        problem->at_name = true;
        problem->label = "here it can only be read";
        problem->help = treadle_arena_print(
            &parser->problems.arena,
            "line %u assigns it around this one; a value goes there as output",
            treadle_place_of_name(&parser->machine->places, found->raw).line);
    }
}
