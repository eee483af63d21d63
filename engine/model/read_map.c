// Readers of the fields of Map, but for those of distributed Maps alone (read_distributed.c).
#include <string.h>

#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "engine/model/parse.h"

// -- What every item goes through

void treadle_read_processor(struct parser *parser, const cJSON *field) {
    struct map_fields *map = parser->state->of.map;
    if (map->processor != NULL) return;  // The second of two: its group tells of that.
    map->processor = treadle_parse_new(parser, sizeof(*map->processor));
    treadle_parse_flow(parser, map->processor, field, parser->state);
}

// AWS, measured by users.
static void check_execution_type(struct parser *parser, const cJSON *config) {
    const cJSON *type = treadle_json_member(config, "ExecutionType");
    const char *mode = treadle_json_string(config, "Mode");
    if (mode == NULL) return;
    if (strcmp(mode, "DISTRIBUTED") == 0 && type == NULL) {
        treadle_problem_add(
            &parser->problems, CODE_SCHEMA, config, "These fields are required: [ExecutionType]")
            ->at_name = true;
    } else if (strcmp(mode, "INLINE") == 0 && type != NULL) {
        struct problem *problem = treadle_problem_add(
            &parser->problems, CODE_SCHEMA, config, "Field 'ExecutionType' is not supported");
        problem->at = type;
        problem->at_name = true;
        problem->label = "an inline Map has no such field";
    }
}

void treadle_read_processor_config(struct parser *parser, const cJSON *field) {
    if (!treadle_parse_is_object(parser, field)) return;
    treadle_parse_object(parser, PLACE_PROCESSOR_CONFIG, field, "a ProcessorConfig");
    check_execution_type(parser, field);
}

void treadle_read_mode(struct parser *parser, const cJSON *field) {
    static const char *const words[] = {"INLINE", "DISTRIBUTED", NULL};
    int index = 0;
    if (!treadle_parse_word(parser, field, words, &index) || index == 0) return;
    treadle_parse_distributed(parser, field);
    // The guide: distributed Maps are for Standard machines. (The words are unknown.)
    if (parser->machine->type == TREADLE_EXPRESS)
        treadle_problem_add(
            &parser->problems, CODE_SCHEMA, field,
            "Express state machine does not support Distributed Map");
}

// -- Items

// SPEC: a Reference Path into the effective input. AWS, recorded: a variable or `$$` may hold the
// items as well.
void treadle_read_items_path(struct parser *parser, const cJSON *field) {
    const struct expr *expr = NULL;
    if (!treadle_parse_expr(parser, EXPR_REFERENCE, field, &expr)) return;
    if (!treadle_expr_is_root(expr)) parser->state->of.map->items = expr;  // `$` is the default.
}

void treadle_read_item_selector(struct parser *parser, const cJSON *field) {
    (void)treadle_parse_template(parser, field, &parser->state->of.map->selector);
}

// -- How many at once, and how many may fail

void treadle_read_max_concurrency(struct parser *parser, const cJSON *field) {
    int64_t count = 0;
    if (treadle_parse_integer(parser, field, 0, INT32_MAX, &count))
        parser->state->of.map->at_once = (uint32_t)count;
}

void treadle_read_max_concurrency_path(struct parser *parser, const cJSON *field) {
    (void)treadle_parse_expr(parser, EXPR_LIMIT, field, &parser->state->of.map->at_once_path);
}

// AWS: only distributed Maps tolerate failures; in others these fields stand and mean nothing.
void treadle_read_tolerated_count(struct parser *parser, const cJSON *field) {
    int64_t count;
    (void)treadle_parse_integer(parser, field, 0, INT64_MAX, &count);
}

void treadle_read_tolerated_percentage(struct parser *parser, const cJSON *field) {
    if (!treadle_parse_number(parser, field)) return;
    // AWS, measured by users: these words.
    if (!(field->valuedouble >= 0))
        treadle_problem_add(&parser->problems, CODE_SCHEMA, field, "Minimum value is 0.0");
    else if (field->valuedouble > 100)
        treadle_problem_add(&parser->problems, CODE_SCHEMA, field, "Maximum value is 100.0");
}

// -- The name of its child executions

static bool may_stand_in_label(uint32_t character) {
    static const char never[] = " ?*<>{}[]:;,\\|^~$#%&`\"";
    if (character <= ' ' || (character >= 0x7F && character <= 0x9F)) return false;
    return character > 0x7F || strchr(never, (int)character) == NULL;
}

static bool check_label(struct parser *parser, const cJSON *field) {
    uint32_t count = 0, bad = 0;
    for (const char *at = field->valuestring; *at != '\0'; count++)
        if (!may_stand_in_label(treadle_utf8_next(&at))) bad++;
    if (count > 0 && count <= LIMIT_label_size_max && bad == 0) return true;
    // The code is AWS's, and what it says of one that is too long; the rest is ours.
    struct problem *problem =
        count > LIMIT_label_size_max
            ? treadle_problem_add(
                  &parser->problems, "INVALID_LABEL_NAME", field,
                  "The label name '%s' exceeds the %d-character limit allowed by the service",
                  field->valuestring, LIMIT_label_size_max)
            : treadle_problem_add(
                  &parser->problems, "INVALID_LABEL_NAME", field,
                  count == 0 ? "A label cannot be empty"
                             : "A label holds no blanks, no brackets and no ? * : ; , \\ | ^ ~ $ # "
                               "%% & ` \"");
    problem->label = "the name of a part of an ARN";
    return false;
}

void treadle_read_label(struct parser *parser, const cJSON *field) {
    const char *label = NULL;
    if (!treadle_parse_string(parser, field, &label) || !check_label(parser, field)) return;
    const cJSON *other = treadle_map_put(&parser->labels, label, (void *)(uintptr_t)field);
    if (other == field) return;
    // AWS, measured by users: this code, these words.
    struct problem *problem = treadle_problem_add(
        &parser->problems, "DUPLICATE_LABEL_NAME", field, "Duplicate Label name: %s", label);
    problem->help = treadle_arena_print(
        &parser->problems.arena, "labels are unique in the whole machine; there is one in line %u",
        treadle_place_of(&parser->machine->places, other).line);
}
