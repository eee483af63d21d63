// The values that fields have: what is checked again and again, with AWS's words.
#include <string.h>

#include "base/json/value.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/number.h"
#include "engine/model/parse.h"

void *treadle_parse_new(struct parser *parser, size_t size) {
    return treadle_arena_alloc_zeroed(&parser->machine->arena, size);
}

// AWS, as quoted by users: "Expected value of type Integer".
static bool refuse_type(struct parser *parser, const cJSON *field, const char *type) {
    struct problem *problem = treadle_problem_add(
        &parser->problems, CODE_SCHEMA, field, "Expected value of type %s", type);
    const char *have = treadle_json_type(field);
    const char *article = cJSON_IsNull(field) ? "" : strchr("aeiou", *have) == NULL ? "a " : "an ";
    problem->label = treadle_arena_print(&parser->problems.arena, "this is %s%s", article, have);
    return false;
}

bool treadle_parse_string(struct parser *parser, const cJSON *field, const char **out) {
    if (!cJSON_IsString(field)) return refuse_type(parser, field, "String");
    *out = field->valuestring;
    return true;
}

bool treadle_parse_integer(
    struct parser *parser, const cJSON *field, int64_t min, int64_t max, int64_t *out) {
    int64_t value;
    if (!cJSON_IsNumber(field)) return refuse_type(parser, field, "Integer");
    if (!treadle_number_int(field, &value)) {
        treadle_problem_add(&parser->problems, CODE_SCHEMA, field, "Expected value of type Integer")
            ->label = "not a whole number";
        return false;
    }
    if (value < min || value > max) {
        treadle_problem_add(
            &parser->problems, CODE_SCHEMA, field,
            value < min ? "Minimum value is %lld" : "Maximum value is %lld",
            (long long)(value < min ? min : max));
        return false;
    }
    *out = value;
    return true;
}

bool treadle_parse_number(struct parser *parser, const cJSON *field) {
    return cJSON_IsNumber(field) || refuse_type(parser, field, "Double");
}

bool treadle_parse_bool(struct parser *parser, const cJSON *field, bool *out) {
    if (!cJSON_IsBool(field)) return refuse_type(parser, field, "Boolean");
    *out = cJSON_IsTrue(field);
    return true;
}

bool treadle_parse_array(
    struct parser *parser, const cJSON *field, bool may_be_empty, uint32_t *count_out) {
    if (!cJSON_IsArray(field)) return refuse_type(parser, field, "Array");
    if (field->child == NULL && !may_be_empty) {
        // AWS, recorded for Branches.
        treadle_problem_add(&parser->problems, CODE_SCHEMA, field, "Value cannot be empty");
        return false;
    }
    *count_out = treadle_json_count(field);
    return true;
}

bool treadle_parse_is_object(struct parser *parser, const cJSON *field) {
    return cJSON_IsObject(field) || refuse_type(parser, field, "Object");
}

bool treadle_parse_word(
    struct parser *parser, const cJSON *field, const char *const *words, int *out) {
    const char *word = NULL;
    if (!treadle_parse_string(parser, field, &word)) return false;
    struct nearest nearest = {.typed = word};
    struct text all = {0};
    for (int i = 0; words[i] != NULL; i++) {
        if (strcmp(words[i], word) == 0) {
            *out = i;
            treadle_text_clear(&all);
            return true;
        }
        treadle_nearest_offer(&nearest, words[i]);
        treadle_text_printf(&all, "%s%s", i == 0 ? "" : ", ", words[i]);
    }
    struct problem *problem = treadle_problem_add(
        &parser->problems, CODE_SCHEMA, field, "Value should be one of the following: [%s]",
        all.bytes);
    if (nearest.word != NULL)
        problem->help =
            treadle_arena_print(&parser->problems.arena, "did you mean '%s'?", nearest.word);
    treadle_text_clear(&all);
    return false;
}

struct problem *treadle_parse_later(struct parser *parser, const cJSON *field, const char *what) {
    struct problem *problem = treadle_problem_add(
        &parser->problems, CODE_NOT_YET, field, "treadle does not %s yet", what);
    problem->label = "not there yet";
    return problem;
}

bool treadle_parse_expr(
    struct parser *parser, enum expr_form form, const cJSON *field, const struct expr **out) {
    const char *words;
    const cJSON *at;
    const struct expr *expr =
        treadle_expr_compile(&parser->machine->arena, form, field, &words, &at);
    if (expr == NULL) {
        treadle_problem_add(&parser->problems, CODE_SCHEMA, field, "%s", words)->at = at;
        return false;
    }
    if (parser->state != NULL) {
        parser->state->uses_context |= treadle_expr_uses_context(expr);
        treadle_parse_variables(parser, expr);
    }
    *out = expr;
    return true;
}

bool treadle_parse_result_path(
    struct parser *parser, const cJSON *field, const struct path **out, bool *null_out) {
    *null_out = cJSON_IsNull(field);
    const struct expr *expr;
    if (*null_out) return true;
    if (!treadle_parse_expr(parser, EXPR_REFERENCE, field, &expr)) return false;
    const struct path *path = treadle_expr_path(expr);
    // SPEC: "The ResultPath field's value … must not be a path into the context object".
    if (treadle_path_source(path) != PATH_INPUT) {
        treadle_problem_add(&parser->problems, CODE_SCHEMA, field, "Value is not a Reference Path");
        return false;
    }
    if (!treadle_path_is_root(path)) *out = path;  // `$` is the default.
    return true;
}

enum { COMPARED_MAX = 100000 };

// AWS, measured by users: the word is Next for all of Next, Default, a rule's, a catcher's and
// StartAt.
static void refuse_target(struct parser *parser, const cJSON *field) {
    if (parser->flow->list == NULL)
        return;  // AWS, recorded: that States is missing is all it says.
    struct problem *problem = treadle_problem_add(
        &parser->problems, CODE_TARGET, field, "Missing 'Next' target: %s", field->valuestring);
    problem->label = "no such state";
    struct arena *arena = &parser->problems.arena;
    const struct state *elsewhere = treadle_map_find(&parser->names, field->valuestring);
    if (elsewhere != NULL) {
        problem->label = "not in this States object";
        problem->help = treadle_arena_print(
            arena, "'%s' (line %u) is in another States object, which no transition can enter",
            elsewhere->name, treadle_place_of_name(&parser->machine->places, elsewhere->raw).line);
        return;
    }
    parser->compared += parser->flow->state_count;
    if (parser->compared > COMPARED_MAX) return;
    struct nearest nearest = {.typed = field->valuestring};
    const cJSON *raw = NULL;
    for (uint32_t i = 0; i < parser->flow->state_count; i++) {
        const char *before = nearest.word;
        treadle_nearest_offer(&nearest, parser->flow->list[i].name);
        if (nearest.word != before) raw = parser->flow->list[i].raw;
    }
    if (raw != NULL)
        problem->help = treadle_arena_print(
            arena, "did you mean '%s' (line %u)?", nearest.word,
            treadle_place_of_name(&parser->machine->places, raw).line);
}

// Has this flow, too, a state of a name that is another's? That has been refused already.
static bool may_be_twin(struct parser *parser, const char *name) {
    const struct flow *flow = parser->flow;
    parser->compared += flow->state_count;
    if (parser->compared > COMPARED_MAX) return true;
    for (uint32_t i = 0; i < flow->state_count; i++)
        if (strcmp(flow->list[i].name, name) == 0) return true;
    return false;
}

bool treadle_parse_target(struct parser *parser, const cJSON *field, const struct state **out) {
    const char *name = NULL;
    if (!treadle_parse_string(parser, field, &name)) {
        parser->broken = true;
        return false;
    }
    const struct state *state = treadle_map_find(&parser->names, name);
    if (state != NULL && state->flow == parser->flow) {
        *out = state;
        return true;
    }
    if (parser->twins && may_be_twin(parser, name))
        parser->broken = true;
    else
        refuse_target(parser, field);
    return false;
}
