// Readers of the fields of distributed Maps alone: ItemReader, ItemBatcher, ResultWriter.
//
// They are checked as AWS checks them and nothing is kept: a Map that has them cannot run yet, and
// says so when it is entered.
#include <string.h>

#include "base/json/value.h"
#include "base/memory.h"
#include "engine/model/parse.h"

enum { READER_ITEMS_MAX = 100000000, BATCH_BYTES_MAX = 262144 };

void treadle_parse_distributed(struct parser *parser, const cJSON *field) {
    struct map_fields *map = parser->state->of.map;
    if (map->later == NULL) map->later = field;
}

// -- Values that are looked at and not kept

void treadle_read_checked_template(struct parser *parser, const cJSON *field) {
    const struct expr *expr;
    (void)treadle_parse_template(parser, field, &expr);
}

void treadle_read_checked_limit(struct parser *parser, const cJSON *field) {
    const struct expr *expr;
    (void)treadle_parse_expr(parser, EXPR_LIMIT, field, &expr);
}

void treadle_read_checked_string(struct parser *parser, const cJSON *field) {
    const char *text;
    (void)treadle_parse_string(parser, field, &text);
}

static void check_count(struct parser *parser, const cJSON *field, int64_t max) {
    int64_t count;
    (void)treadle_parse_integer(parser, field, 0, max, &count);
}

static const struct {
    const char *name, *words[6];
} vocabularies[] = {
    {"CSVDelimiter", {"COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB", NULL}},
    {"CSVHeaderLocation", {"FIRST_ROW", "GIVEN", NULL}},
    {"ExecutionType", {"STANDARD", "EXPRESS", NULL}},
    {"InputType", {"CSV", "JSON", "JSONL", "PARQUET", "MANIFEST", NULL}},
    {"ManifestType", {"ATHENA_DATA", "S3_INVENTORY", NULL}},
    {"OutputType", {"JSON", "JSONL", NULL}}};

void treadle_read_checked_word(struct parser *parser, const cJSON *field) {
    for (size_t i = 0; i < COUNT_OF(vocabularies); i++) {
        if (strcmp(vocabularies[i].name, field->string) != 0) continue;
        int index;
        (void)treadle_parse_word(parser, field, vocabularies[i].words, &index);
        return;
    }
    ASSERT(!"a field with a vocabulary");
}

// -- ItemReader

static void check_resource(struct parser *parser, const cJSON *field, const char *const *actions) {
    const char *text = NULL;
    if (!treadle_parse_string(parser, field, &text)) return;
    const char *rest = strncmp(text, "arn:", 4) == 0 ? strchr(text + 4, ':') : NULL;
    for (; rest != NULL && *actions != NULL; actions++)
        if (strncmp(rest, ":states:::s3:", 13) == 0 && strcmp(rest + 13, *actions) == 0) return;
    // AWS, measured by users for ItemReader.
    treadle_problem_add(
        &parser->problems, CODE_SCHEMA, field,
        "The field 'Resource' does not match any of the allowed values");
}

void treadle_read_reader_resource(struct parser *parser, const cJSON *field) {
    static const char *const actions[] = {"getObject", "listObjectsV2", NULL};
    check_resource(parser, field, actions);
}

void treadle_read_item_reader(struct parser *parser, const cJSON *field) {
    if (!treadle_parse_is_object(parser, field)) return;
    treadle_parse_object(parser, PLACE_READER, field, "an ItemReader");
    treadle_parse_distributed(parser, field);
}

static bool is(const cJSON *object, const char *name, const char *word) {
    const char *text = treadle_json_string(object, name);
    return text != NULL && strcmp(text, word) == 0;
}

// AWS, measured by users: these three rules, each in these words.
static void check_csv(struct parser *parser, const cJSON *config) {
    const cJSON *location = treadle_json_member(config, "CSVHeaderLocation");
    struct problem *problem = NULL;
    if (is(config, "InputType", "CSV") && location == NULL) {
        problem = treadle_problem_add(
            &parser->problems, CODE_SCHEMA, config, "The field 'CSVHeaderLocation' is required");
    } else if (is(config, "InputType", "JSON") && location != NULL) {
        problem = treadle_problem_add(
            &parser->problems, CODE_SCHEMA, config, "Field 'CSVHeaderLocation' is not supported");
        problem->at = location;
    } else if (
        is(config, "CSVHeaderLocation", "GIVEN") &&
        treadle_json_member(config, "CSVHeaders") == NULL) {
        problem = treadle_problem_add(
            &parser->problems, CODE_SCHEMA, config, "These fields are required: [CSVHeaders]");
    }
    if (problem != NULL) problem->at_name = true;
}

void treadle_read_reader_config(struct parser *parser, const cJSON *field) {
    if (!treadle_parse_is_object(parser, field)) return;
    treadle_parse_object(parser, PLACE_READER_CONFIG, field, "a ReaderConfig");
    check_csv(parser, field);
}

void treadle_read_csv_headers(struct parser *parser, const cJSON *field) {
    uint32_t count;
    if (!treadle_parse_array(parser, field, false, &count)) return;
    for (const cJSON *header = field->child; header != NULL; header = header->next)
        treadle_read_checked_string(parser, header);
}

void treadle_read_reader_transformation(struct parser *parser, const cJSON *field) {
    static const char *const words[] = {"NONE", "LOAD_AND_FLATTEN", NULL};
    int index;
    (void)treadle_parse_word(parser, field, words, &index);
}

void treadle_read_max_items(struct parser *parser, const cJSON *field) {
    check_count(parser, field, READER_ITEMS_MAX);
}

// -- ItemBatcher

void treadle_read_item_batcher(struct parser *parser, const cJSON *field) {
    if (!treadle_parse_is_object(parser, field)) return;
    treadle_parse_object(parser, PLACE_BATCHER, field, "an ItemBatcher");
    treadle_parse_distributed(parser, field);
    static const char *const bounds[] = {
        "MaxItemsPerBatch", "MaxItemsPerBatchPath", "MaxInputBytesPerBatch",
        "MaxInputBytesPerBatchPath"};
    for (size_t i = 0; i < COUNT_OF(bounds); i++)
        if (treadle_json_member(field, bounds[i]) != NULL) return;
    // The guide: one of the two bounds must be there. The words are ours.
    treadle_problem_add(
        &parser->problems, CODE_SCHEMA, field,
        "An ItemBatcher needs MaxItemsPerBatch or MaxInputBytesPerBatch")
        ->at_name = true;
}

void treadle_read_batch_items(struct parser *parser, const cJSON *field) {
    check_count(parser, field, INT32_MAX);
}

void treadle_read_batch_bytes(struct parser *parser, const cJSON *field) {
    check_count(parser, field, BATCH_BYTES_MAX);
}

// -- ResultWriter

// The guide: WriterConfig alone, or Resource with Parameters, or all three. The words are ours.
static void check_writer(struct parser *parser, const cJSON *field) {
    bool resource = treadle_json_member(field, "Resource") != NULL;
    bool arguments = treadle_json_member(field, "Parameters") != NULL ||
                     treadle_json_member(field, "Arguments") != NULL;
    bool config = treadle_json_member(field, "WriterConfig") != NULL;
    if (resource == arguments && (resource || config)) return;
    treadle_problem_add(
        &parser->problems, CODE_SCHEMA, field,
        "A ResultWriter needs a WriterConfig, or a Resource with its Parameters")
        ->at_name = true;
}

void treadle_read_result_writer(struct parser *parser, const cJSON *field) {
    if (!treadle_parse_is_object(parser, field)) return;
    treadle_parse_object(parser, PLACE_WRITER, field, "a ResultWriter");
    treadle_parse_distributed(parser, field);
    check_writer(parser, field);
}

void treadle_read_writer_resource(struct parser *parser, const cJSON *field) {
    static const char *const actions[] = {"putObject", NULL};
    check_resource(parser, field, actions);
}

void treadle_read_writer_config(struct parser *parser, const cJSON *field) {
    if (!treadle_parse_is_object(parser, field)) return;
    treadle_parse_object(parser, PLACE_WRITER_CONFIG, field, "a WriterConfig");
}

void treadle_read_writer_transformation(struct parser *parser, const cJSON *field) {
    static const char *const words[] = {"NONE", "COMPACT", "FLATTEN", NULL};
    int index;
    (void)treadle_parse_word(parser, field, words, &index);
}
