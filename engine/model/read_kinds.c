// Readers of the fields that one kind of state has: Task, Wait, Fail, Choice, Parallel.
#include <string.h>

#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/time_text.h"
#include "engine/model/parse.h"

enum { SECONDS_MAX = 99999999 };  // AWS's bound on every field in seconds.

// -- Task

// What a template, or a tool before it, was to fill in is no ARN before that.
static void tell_substitution(struct problem *problem, const char *text) {
    if (strstr(text, "${") == NULL) return;
    problem->label = "nobody has filled this in";
    problem->help = "a template does (DefinitionSubstitutions); without one, write an ARN here";
}

static void refuse_resource(struct parser *parser, const cJSON *field, const char *text) {
    if (strncmp(text, "arn:", 4) != 0) {
        struct problem *problem = treadle_problem_add(
            &parser->problems, CODE_SCHEMA, field, "Value is not a valid resource ARN");
        problem->label = "ARNs begin with \"arn:\"";
        tell_substitution(problem, text);
        return;
    }
    // AWS, recorded.
    struct problem *problem = treadle_problem_add(
        &parser->problems, CODE_SCHEMA, field,
        "The resource provided %s is not recognized. The value is not a valid resource ARN, or the "
        "resource is not available in this region.",
        text);
    tell_substitution(problem, text);
    const char *meant = treadle_task_uri_nearest(&parser->problems.arena, text);
    if (meant != NULL)
        problem->help = treadle_arena_print(&parser->problems.arena, "did you mean '%s'?", meant);
}

// AWS, measured by users: integrations need Parameters; functions and activities do not.
static void check_parameters(struct parser *parser, const cJSON *field) {
    const cJSON *raw = parser->state->raw;
    if (parser->state->of.task->uri.action[0] == '\0') {
        if (treadle_task_uri_events(&parser->state->of.task->uri) != TASK_EVENTS_ACTIVITY ||
            treadle_json_member(raw, "Credentials") == NULL)
            return;
        treadle_problem_add(
            &parser->problems, CODE_SCHEMA, treadle_json_member(raw, "Credentials"),
            "The field 'Credentials' is not supported for activities")
            ->at_name = true;
        return;
    }
    if (treadle_json_member(raw, "Parameters") != NULL ||
        treadle_json_member(raw, "Arguments") != NULL)
        return;
    struct problem *problem = treadle_problem_add(
        &parser->problems, CODE_SCHEMA, raw, "Parameters field is required for resource ARN: %s",
        field->valuestring);
    problem->at = field;
    problem->help = "\"Parameters\": {} where there is nothing to say";
}

// AWS, recorded: these words, one of them with a blank at its end. (Those for .sync:2 are not.)
static void check_type(struct parser *parser, const cJSON *field) {
    const struct treadle_task_uri *uri = &parser->state->of.task->uri;
    if (parser->machine->type != TREADLE_EXPRESS) return;
    const char *what = NULL;
    if (treadle_task_uri_events(uri) == TASK_EVENTS_ACTIVITY)
        what = "Activity ARN";
    else if (uri->pattern == TREADLE_SYNC || uri->pattern == TREADLE_SYNC_2)
        what = "'.sync' service integration";
    else if (uri->pattern == TREADLE_WAIT_FOR_TOKEN)
        what = "'.waitForTaskToken' service integration ";
    if (what != NULL)
        treadle_problem_add(
            &parser->problems, CODE_SCHEMA, field, "Express state machine does not support %s",
            what);
}

static const struct addition additions[] = {
#define ADDITION(service, action, pattern, member, text) {service, action, pattern, member, text},
#include "engine/model/additions.def"
#undef ADDITION
};

static const struct addition *find_addition(const struct treadle_task_uri *uri) {
    for (size_t i = 0; i < COUNT_OF(additions); i++)
        if (strcmp(additions[i].service, uri->service) == 0 &&
            strcmp(additions[i].action, uri->action) == 0 && additions[i].pattern == uri->pattern)
            return &additions[i];
    return NULL;
}

void treadle_read_resource(struct parser *parser, const cJSON *field) {
    const char *text;
    struct task_fields *task = parser->state->of.task;
    if (!treadle_parse_string(parser, field, &text)) return;
    struct arena *arena = &parser->machine->arena;
    if (!treadle_task_uri_read(arena, text, &task->uri)) {
        refuse_resource(parser, field, text);
        return;
    }
    task->addition = find_addition(&task->uri);
    task->resource_type = task->uri.service;
    task->resource_action =
        treadle_arena_print(arena, "%s%s", task->uri.action, treadle_task_uri_suffix(&task->uri));
    check_parameters(parser, field);
    check_type(parser, field);
}

void treadle_read_credentials(struct parser *parser, const cJSON *field) {
    if (!treadle_parse_is_object(parser, field)) return;
    const cJSON *role = treadle_json_member(field, "RoleArn");
    if (role == NULL && treadle_json_member(field, "RoleArn.$") == NULL) {
        // AWS, recorded.
        treadle_problem_add(
            &parser->problems, CODE_SCHEMA, field,
            "The field 'RoleArn' is required but was missing");
        return;
    }
    const char *text;
    if (role != NULL && !treadle_parse_string(parser, role, &text)) return;
    (void)treadle_parse_expr(parser, EXPR_TEMPLATE, field, &parser->state->of.task->credentials);
}

static void read_seconds(struct parser *parser, const cJSON *field, double *out) {
    int64_t seconds;
    if (treadle_parse_integer(parser, field, 1, SECONDS_MAX, &seconds)) *out = (double)seconds;
}

void treadle_read_timeout(struct parser *parser, const cJSON *field) {
    read_seconds(parser, field, &parser->state->of.task->timeout_s);
}

void treadle_read_timeout_path(struct parser *parser, const cJSON *field) {
    (void)treadle_parse_expr(parser, EXPR_REFERENCE, field, &parser->state->of.task->timeout_path);
}

// SPEC: "If both are provided, the heartbeat interval MUST be smaller than the timeout." (AWS's
// words for it are unknown.)
void treadle_read_heartbeat(struct parser *parser, const cJSON *field) {
    struct task_fields *task = parser->state->of.task;
    read_seconds(parser, field, &task->heartbeat_s);
    const cJSON *timeout = treadle_json_member(parser->state->raw, "TimeoutSeconds");
    if (task->heartbeat_s == 0 || !cJSON_IsNumber(timeout)) return;
    if (task->heartbeat_s >= timeout->valuedouble)
        treadle_problem_add(
            &parser->problems, CODE_SCHEMA, field,
            "HeartbeatSeconds must be smaller than TimeoutSeconds");
}

void treadle_read_heartbeat_path(struct parser *parser, const cJSON *field) {
    (void)treadle_parse_expr(
        parser, EXPR_REFERENCE, field, &parser->state->of.task->heartbeat_path);
}

// -- Wait

void treadle_read_seconds(struct parser *parser, const cJSON *field) {
    int64_t seconds;
    if (treadle_parse_integer(parser, field, 0, SECONDS_MAX, &seconds))
        parser->state->of.wait->seconds = field;
}

void treadle_read_seconds_path(struct parser *parser, const cJSON *field) {
    (void)treadle_parse_expr(parser, EXPR_REFERENCE, field, &parser->state->of.wait->seconds_path);
}

void treadle_read_timestamp(struct parser *parser, const cJSON *field) {
    const char *text;
    struct wait_fields *wait = parser->state->of.wait;
    if (!treadle_parse_string(parser, field, &text)) return;
    if (treadle_time_read(text, &wait->timestamp_ms)) {
        wait->timestamp = field;
        return;
    }
    // AWS, recorded.
    struct problem *problem = treadle_problem_add(
        &parser->problems, CODE_SCHEMA, field, "String does not match RFC3339 timestamp");
    problem->help = "write it as \"2030-01-31T12:00:00Z\"";
}

void treadle_read_timestamp_path(struct parser *parser, const cJSON *field) {
    (void)treadle_parse_expr(
        parser, EXPR_REFERENCE, field, &parser->state->of.wait->timestamp_path);
}

// -- Fail

void treadle_read_error(struct parser *parser, const cJSON *field) {
    (void)treadle_parse_string(parser, field, &parser->state->of.fail->error);
}

void treadle_read_cause(struct parser *parser, const cJSON *field) {
    (void)treadle_parse_string(parser, field, &parser->state->of.fail->cause);
}

// SPEC: ErrorPath and CausePath take "a Reference Path or an intrinsic function that returns a
// string".
static void read_text_path(struct parser *parser, const cJSON *field, const struct expr **out) {
    static const char *const functions[] = {
        "States.ArrayGetItem", "States.Base64Decode", "States.Base64Encode", "States.Format",
        "States.Hash",         "States.JsonToString", "States.UUID"};
    if (cJSON_IsString(field) && strncmp(field->valuestring, "States.", 7) == 0) {
        size_t size = strcspn(field->valuestring, "( ");
        bool allowed = false;
        for (size_t i = 0; i < COUNT_OF(functions); i++)
            allowed |=
                strlen(functions[i]) == size && memcmp(functions[i], field->valuestring, size) == 0;
        if (!allowed) {
            struct problem *problem = treadle_problem_add(
                &parser->problems, CODE_SCHEMA, field, "Value must be a valid JSONPath.");
            problem->label = "not a function that returns a string";
            return;
        }
    }
    (void)treadle_parse_expr(parser, EXPR_VALUE, field, out);
}

void treadle_read_error_path(struct parser *parser, const cJSON *field) {
    read_text_path(parser, field, &parser->state->of.fail->error_path);
}

void treadle_read_cause_path(struct parser *parser, const cJSON *field) {
    read_text_path(parser, field, &parser->state->of.fail->cause_path);
}

// -- Choice and Parallel

void treadle_read_default(struct parser *parser, const cJSON *field) {
    (void)treadle_parse_target(parser, field, &parser->state->of.choice.otherwise);
}

void treadle_read_branches(struct parser *parser, const cJSON *field) {
    struct state *state = parser->state;
    uint32_t count;
    if (!treadle_parse_array(parser, field, false, &count)) return;
    struct parallel_fields *parallel = &state->of.parallel;
    parallel->branches = treadle_parse_new(parser, count * sizeof(*parallel->branches));
    parallel->branch_count = count;
    uint32_t i = 0;
    for (const cJSON *branch = field->child; branch != NULL; branch = branch->next)
        treadle_parse_flow(parser, &parallel->branches[i++], branch, state);
}
