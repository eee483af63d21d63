// Retry and Catch: lists of retriers and catchers, asked in order.
#include <string.h>

#include "base/json/value.h"
#include "base/memory.h"
#include "engine/model/parse.h"

enum {
    INTERVAL_DEFAULT_S = 1,
    BACKOFF_DEFAULT = 2,
    ATTEMPTS_DEFAULT = 3,
    NUMBER_MAX = 99999999,
    DELAY_MAX_S = 31622400  // AWS: a year of 366 days.
};

void treadle_read_retry(struct parser *parser, const cJSON *field) {
    uint32_t count;
    if (!treadle_parse_array(parser, field, true, &count)) return;
    struct retrier *retriers = treadle_parse_new(parser, count * sizeof(*retriers));
    parser->state->retriers = retriers;
    for (const cJSON *raw = field->child; raw != NULL; raw = raw->next) {
        if (!treadle_parse_is_object(parser, raw)) continue;
        parser->retrier = &retriers[parser->state->retrier_count++];
        *parser->retrier = (struct retrier){
            .raw = raw,
            .interval_s = INTERVAL_DEFAULT_S,
            .backoff = BACKOFF_DEFAULT,
            .attempts_max = ATTEMPTS_DEFAULT};
        treadle_parse_object(parser, PLACE_RETRIER, raw, "a retrier");
        parser->retrier = NULL;
    }
}

void treadle_read_catch(struct parser *parser, const cJSON *field) {
    uint32_t count;
    if (!treadle_parse_array(parser, field, true, &count)) return;
    struct catcher *catchers = treadle_parse_new(parser, count * sizeof(*catchers));
    parser->state->catchers = catchers;
    for (const cJSON *raw = field->child; raw != NULL; raw = raw->next) {
        if (!treadle_parse_is_object(parser, raw)) continue;
        parser->catcher = &catchers[parser->state->catcher_count++];
        parser->catcher->raw = raw;
        treadle_parse_object(parser, PLACE_CATCHER, raw, "a catcher");
        parser->catcher = NULL;
    }
}

static const struct {
    const char *name, *remark;
} error_names[] = {
#define ERROR_NAME(name, remark) {name, remark},
#include "engine/model/error_names.def"
#undef ERROR_NAME
};

static struct problem *warn_of_name(
    struct parser *parser, const cJSON *name, const char *code, const char *label) {
    struct problem *problem = treadle_problem_warn(
        &parser->problems, code, name, "ErrorEquals lists '%s'", name->valuestring);
    problem->label = label;
    return problem;
}

// Names of the language's own that no error has, or that nothing can be done about. (AWS takes them
// all: code and words are ours.)
static void check_error_name(struct parser *parser, const cJSON *name) {
    static const char own[] = "States.", http[] = "States.Http.StatusCode.";
    const char *text = name->valuestring;
    struct nearest nearest = {.typed = text};
    if (strncmp(text, own, strlen(own)) != 0 || strncmp(text, http, strlen(http)) == 0) return;
    for (size_t i = 0; i < COUNT_OF(error_names); i++) {
        treadle_nearest_offer(&nearest, error_names[i].name);
        if (strcmp(text, error_names[i].name) != 0) continue;
        if (error_names[i].remark != NULL)
            warn_of_name(parser, name, "ERROR_NEVER_MATCHED", error_names[i].remark);
        return;
    }
    struct problem *problem =
        warn_of_name(parser, name, "UNKNOWN_ERROR_NAME", "no error of the language has this name");
    if (nearest.word != NULL)
        problem->help =
            treadle_arena_print(&parser->problems.arena, "did you mean '%s'?", nearest.word);
}

void treadle_read_error_equals(struct parser *parser, const cJSON *field) {
    uint32_t count;
    if (!treadle_parse_array(parser, field, false, &count)) return;
    bool all = false;
    for (const cJSON *name = field->child; name != NULL; name = name->next) {
        const char *text;
        if (!treadle_parse_string(parser, name, &text)) return;
        all |= strcmp(text, "States.ALL") == 0;
        check_error_name(parser, name);
    }
    const cJSON *raw = parser->retrier != NULL ? parser->retrier->raw : parser->catcher->raw;
    // AWS, as quoted by users. SPEC: "it MUST appear alone … and MUST appear in the last".
    if (all && (count > 1 || raw->next != NULL)) {
        treadle_problem_add(
            &parser->problems, CODE_SCHEMA, field,
            "States.ALL must appear alone and at end of list");
        return;
    }
    if (parser->retrier != NULL)
        parser->retrier->errors = field;
    else
        parser->catcher->errors = field;
}

void treadle_read_interval(struct parser *parser, const cJSON *field) {
    int64_t seconds;
    // AWS, measured by users: 0 is accepted, though the documentation wants at least 1.
    if (treadle_parse_integer(parser, field, 0, NUMBER_MAX, &seconds))
        parser->retrier->interval_s = (double)seconds;
}

void treadle_read_attempts(struct parser *parser, const cJSON *field) {
    int64_t count;
    if (treadle_parse_integer(parser, field, 0, NUMBER_MAX, &count))
        parser->retrier->attempts_max = (uint32_t)count;
}

void treadle_read_backoff(struct parser *parser, const cJSON *field) {
    if (!treadle_parse_number(parser, field)) return;
    // The bounds of doubles are printed as Java prints them, as AWS does for
    // ToleratedFailurePercentage.
    if (!(field->valuedouble >= 1)) {
        treadle_problem_add(&parser->problems, CODE_SCHEMA, field, "Minimum value is 1.0");
        return;
    }
    parser->retrier->backoff = field->valuedouble;
}

void treadle_read_delay(struct parser *parser, const cJSON *field) {
    int64_t seconds;
    if (treadle_parse_integer(parser, field, 1, DELAY_MAX_S, &seconds))
        parser->retrier->delay_max_s = (double)seconds;
}

void treadle_read_jitter(struct parser *parser, const cJSON *field) {
    static const char *const words[] = {"NONE", "FULL", NULL};
    int index;
    if (treadle_parse_word(parser, field, words, &index)) parser->retrier->jitter = index == 1;
}

void treadle_read_catcher_next(struct parser *parser, const cJSON *field) {
    (void)treadle_parse_target(parser, field, &parser->catcher->next);
}

void treadle_read_catcher_result_path(struct parser *parser, const cJSON *field) {
    struct catcher *catcher = parser->catcher;
    (void)treadle_parse_result_path(parser, field, &catcher->result_path, &catcher->result_null);
}
