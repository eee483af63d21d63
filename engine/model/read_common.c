// Readers of the fields that many kinds of state, and the flows themselves, have.
#include <string.h>

#include "base/memory.h"
#include "engine/model/parse.h"

enum { SECONDS_MAX = 99999999 };  // AWS's bound on every field in seconds.

void treadle_read_nothing(struct parser *parser, const cJSON *field) {
    (void)parser;  // It has been read: States and Type come before all else.
    (void)field;
}

void treadle_read_later(struct parser *parser, const cJSON *field) {
    treadle_parse_later(
        parser, field,
        treadle_arena_print(&parser->problems.arena, "have the field '%s'", field->string))
        ->at_name = true;
}

void treadle_read_comment(struct parser *parser, const cJSON *field) {
    const char *text;
    (void)treadle_parse_string(parser, field, &text);
}

void treadle_read_version(struct parser *parser, const cJSON *field) {
    static const char *const words[] = {"1.0", NULL};
    int index;
    (void)treadle_parse_word(parser, field, words, &index);
}

void treadle_read_query_language(struct parser *parser, const cJSON *field) {
    static const char *const words[] = {"JSONPath", "JSONata", NULL};
    int index;
    // Whoever reads the object has looked for JSONata already: here it is a mistake or JSONPath.
    (void)treadle_parse_word(parser, field, words, &index);
}

void treadle_read_start_at(struct parser *parser, const cJSON *field) {
    (void)treadle_parse_target(parser, field, &parser->flow->start);
}

void treadle_read_machine_timeout(struct parser *parser, const cJSON *field) {
    int64_t seconds;
    // AWS, measured by users: 0 is accepted here, and not in a Task. (What it means is unknown: no
    // bound.)
    if (treadle_parse_integer(parser, field, 0, SECONDS_MAX, &seconds))
        parser->machine->timeout_s = (double)seconds;
}

void treadle_read_next(struct parser *parser, const cJSON *field) {
    (void)treadle_parse_target(parser, field, &parser->state->next);
}

void treadle_read_end(struct parser *parser, const cJSON *field) {
    bool end;
    if (!treadle_parse_bool(parser, field, &end)) parser->broken = true;
}

static void read_path(
    struct parser *parser, const cJSON *field, const struct expr **out, bool *null_out) {
    const struct expr *expr;
    *null_out = cJSON_IsNull(field);
    if (*null_out || !treadle_parse_expr(parser, EXPR_PATH, field, &expr)) return;
    if (!treadle_expr_is_root(expr)) *out = expr;  // `$` is the default.
}

void treadle_read_input_path(struct parser *parser, const cJSON *field) {
    read_path(parser, field, &parser->state->input_path, &parser->state->input_null);
}

void treadle_read_output_path(struct parser *parser, const cJSON *field) {
    read_path(parser, field, &parser->state->output_path, &parser->state->output_null);
}

void treadle_read_result_path(struct parser *parser, const cJSON *field) {
    struct state *state = parser->state;
    (void)treadle_parse_result_path(parser, field, &state->result_path, &state->result_null);
}

// AWS warns of strings that look like a path where they are none: codes of
// ValidateStateMachineDefinition. (The words are ours.)
static bool looks_like_path(const cJSON *value) {
    if (!cJSON_IsString(value)) return false;
    const char *text = value->valuestring;
    return text[0] == '$' && (text[1] == '.' || text[1] == '[' || text[1] == '$');
}

static void warn_of_paths(
    struct parser *parser, const char *code, const char *words, const cJSON *value,
    uint32_t depth) {
    if (depth == 0) return;  // Deeper than anybody writes: it is a warning only.
    for (const cJSON *part = value->child; part != NULL; part = part->next) {
        if (looks_like_path(part) && part->string != NULL) {
            size_t size = strlen(part->string);
            bool computed = size > 1 && strcmp(part->string + size - 2, ".$") == 0;
            if (!computed) {
                struct problem *problem =
                    treadle_problem_warn(&parser->problems, code, part, "%s", words);
                problem->label = "a text, not the value it names";
            }
        }
        warn_of_paths(parser, code, words, part, depth - 1);
    }
}

bool treadle_parse_template(struct parser *parser, const cJSON *field, const struct expr **out) {
    if (!treadle_parse_expr(parser, EXPR_TEMPLATE, field, out)) return false;
    warn_of_paths(
        parser, "NO_DOLLAR",
        "The value looks like a path, but the name of the field does not end in '.$'", field, 32);
    return true;
}

void treadle_read_parameters(struct parser *parser, const cJSON *field) {
    (void)treadle_parse_template(parser, field, &parser->state->parameters);
}

void treadle_read_result_selector(struct parser *parser, const cJSON *field) {
    (void)treadle_parse_template(parser, field, &parser->state->result_selector);
}

void treadle_read_result(struct parser *parser, const cJSON *field) {
    struct machine *machine = parser->machine;
    struct doc *result = treadle_doc_settle(NULL, field);
    ADD(machine->docs, machine->doc_count, machine->doc_size) = result;
    parser->state->of.pass.result = result;
    if (looks_like_path(field)) {
        treadle_problem_warn(
            &parser->problems, "PASS_RESULT_IS_STATIC", field,
            "The Result of a Pass state is a literal: a path in it is not followed")
            ->help = "Parameters computes values; OutputPath selects one";
        return;
    }
    warn_of_paths(
        parser, "PASS_RESULT_IS_STATIC",
        "The Result of a Pass state is a literal: a path in it is not followed", field, 32);
}
