// Executions recorded on AWS, as far as this subset of the language runs them: status, output,
// error, cause and the whole history, event by event.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/json/write.h"
#include "base/time_text.h"
#include "tests/core/match.h"
#include "tests/core/rig.h"
#include "tests/core/suites.h"
#include "tests/support/support.h"

// A fall below this is a fault; more is a reason to raise it.
enum { MATCHED_MIN = 258 };

static const char *const areas[] = {
    "activities", "aliases",        "api",         "base",          "callback", "choice",
    "comments",   "context_object", "credentials", "errorhandling", "express",  "intrinsic",
    "logs",       "mocking",        "scenario",    "services",      "timeouts", "wait"};

enum { TASKS_MAX = 256 };

struct script {  // What the world said, as recorded.
    const cJSON *tasks, *expected;
    bool used[TASKS_MAX];
};

// -- What the world says

static const cJSON *find_task(struct script *script, const char *state, bool take) {
    uint32_t at = 0;
    const cJSON *task = script->tasks == NULL ? NULL : script->tasks->child;
    for (; task != NULL && at < TASKS_MAX; task = task->next, at++) {
        const char *name = treadle_json_string(task, "state");
        if (script->used[at] || name == NULL || strcmp(name, state) != 0) continue;
        script->used[at] = take;
        return task;
    }
    return NULL;
}

// A recorded text is the JSON text that was on the wire; what the recorder read is the value.
static struct doc *doc_of(const cJSON *value) {
    struct arena arena = {0};
    const cJSON *read = value;
    if (cJSON_IsString(value)) {
        read = treadle_scratch_read(&arena, value->valuestring, strlen(value->valuestring));
        if (read == NULL) read = value;
    }
    struct doc *doc = treadle_doc_settle(NULL, read);
    treadle_arena_clear(&arena);
    return doc;
}

static struct doc *error_of(const cJSON *task) {
    struct arena arena = {0};
    cJSON *error = treadle_scratch_node(&arena, cJSON_Object);
    const cJSON *cause = treadle_json_member(task, "cause_text");
    if (cause == NULL) cause = treadle_json_member(task, "cause");
    treadle_put_text(&arena, error, "Error", treadle_json_string(task, "error"));
    if (cJSON_IsString(cause))
        treadle_put_text(&arena, error, "Cause", cause->valuestring);
    else if (cause != NULL)
        treadle_put_text(&arena, error, "Cause", treadle_json_print(&arena, cause));
    struct doc *doc = treadle_doc_settle(NULL, error);
    treadle_arena_clear(&arena);
    return doc;
}

static struct doc *large_result(void) {
    struct text text = {0};
    treadle_text_add(&text, "\"");
    for (int i = 0; i < 262144; i++)
        treadle_text_add(&text, "a");
    treadle_text_add(&text, "\"");
    struct doc *doc = support_read(text.bytes);
    treadle_text_clear(&text);
    return doc;
}

static void answer(
    void *data, const struct command *call, uint32_t nth, struct rig_answer *answer) {
    (void)nth;
    const cJSON *task = find_task(data, call->state->name, true);
    *answer = (struct rig_answer){.after_ms = -1};
    if (task == NULL) return;
    const char *outcome = treadle_json_string(task, "outcome");
    const cJSON *submitted = treadle_json_member(task, "submitted");
    const cJSON *worker = treadle_json_member(task, "worker");
    bool engine_side = treadle_json_member(task, "engine_side") != NULL;
    answer->starts = true;
    if (cJSON_IsString(worker)) answer->worker = treadle_doc_settle(NULL, worker);
    if (submitted != NULL) answer->submitted = doc_of(treadle_json_member(submitted, "output"));
    if (strcmp(outcome, "succeeded") == 0) {
        answer->after_ms = 5;
        answer->value = doc_of(treadle_json_member(task, "output"));
    } else if (strcmp(outcome, "failed") == 0) {
        answer->after_ms = 5;
        answer->failed = !engine_side;
        answer->value = engine_side ? large_result() : error_of(task);
    }
}

// A call that was never recorded was refused before it was scheduled: here in the recorded words,
// for what is tried is their place in the history.
static bool check(
    void *data, const struct state *state, const cJSON *arguments, struct arena *scratch,
    struct error *error) {
    struct script *script = data;
    (void)arguments;
    if (find_task(script, state->name, false) != NULL) return true;
    const char *cause = treadle_json_string(script->expected, "cause");
    const char *words = cause == NULL ? NULL : strstr(cause, "). ");
    if (words == NULL) return true;
    *error =
        (struct error){.name = "States.Runtime", .cause = treadle_arena_copy(scratch, words + 3)};
    return false;
}

// -- Comparing

// README 3.8: events that the recorder sorted have no ids; each has one of its kind somewhere.
static bool match_anywhere(struct matching *matching, const cJSON *recorded, const cJSON *events) {
    for (const cJSON *event = events->child; event != NULL; event = event->next) {
        struct matching trial = {0};
        cJSON *copy = treadle_scratch_copy(&matching->arena, event);
        cJSON *id = (cJSON *)(uintptr_t)treadle_json_member(copy, "id");
        cJSON *previous = (cJSON *)(uintptr_t)treadle_json_member(copy, "previousEventId");
        id->type = previous->type = cJSON_NULL;
        bool same = match_value(&trial, recorded, copy);
        match_clear(&trial);
        if (same) return true;
    }
    return false;
}

static cJSON *without(struct arena *arena, const cJSON *object, const char *name) {
    cJSON *copy = treadle_scratch_node(arena, cJSON_Object);
    for (const cJSON *member = object->child; member != NULL; member = member->next)
        if (strcmp(member->string, name) != 0)
            treadle_put_value(arena, copy, member->string, member);
    return copy;
}

static cJSON *comparable(struct arena *arena, const cJSON *events, const char *left_out) {
    cJSON *copies = treadle_scratch_node(arena, cJSON_Array);
    for (const cJSON *event = events->child; event != NULL; event = event->next)
        treadle_scratch_append(copies, NULL, without(arena, event, left_out));
    return copies;
}

static bool match_events(
    struct matching *matching, const cJSON *recorded_events, const cJSON *have_events) {
    const cJSON *recorded = comparable(&matching->arena, recorded_events, "reconstructed");
    const cJSON *have = comparable(&matching->arena, have_events, "timestamp");
    if (treadle_json_count(recorded) != treadle_json_count(have)) {
        (void)snprintf(
            matching->difference, sizeof(matching->difference), "%u events, not %u",
            treadle_json_count(have), treadle_json_count(recorded));
        return false;
    }
    const cJSON *one = recorded->child, *other = have->child;
    for (; one != NULL; one = one->next, other = other->next) {
        bool sorted = cJSON_IsNull(treadle_json_member(one, "id"));
        bool same =
            sorted ? match_anywhere(matching, one, have) : match_value(matching, one, other);
        if (!same) return false;
    }
    return true;
}

static bool match_outcome(
    struct matching *matching, const cJSON *expected, const struct rig_outcome *outcome) {
    static const char *const names[] = {"RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"};
    const char *status = treadle_json_string(expected, "status");
    const cJSON *output = treadle_json_member(expected, "output");
    if (status != NULL && strcmp(status, names[outcome->outcome]) != 0) {
        (void)snprintf(
            matching->difference, sizeof(matching->difference), "it %s, not %s: %.300s",
            names[outcome->outcome], status, outcome->output == NULL ? "" : outcome->output);
        return false;
    }
    if (output == NULL || outcome->outcome != TREADLE_SUCCEEDED) return true;
    const cJSON *have =
        treadle_scratch_read(&matching->arena, outcome->output, strlen(outcome->output));
    return match_value(matching, output, have);
}

// -- Running

struct tally {
    uint32_t cases, outside, run, matched;
};

static bool runs_here(const cJSON *one) {
    const char *kind = treadle_json_string(one, "kind");
    bool execution = strcmp(kind, "execution") == 0 || strcmp(kind, "mock") == 0;
    return execution && cJSON_IsTrue(treadle_json_member(one, "replayable")) &&
           treadle_json_member(one, "definition") != NULL &&
           treadle_json_count(treadle_json_member(treadle_json_member(one, "expected"), "events"));
}

static bool parses(const char *definition) {
    treadle_machine *machine = NULL;
    bool done = treadle_machine_parse(definition, &machine, NULL) == 0;
    treadle_machine_drop(machine);
    return done;
}

static const char *text_or(const cJSON *object, const char *name, const char *otherwise) {
    const char *text = treadle_json_string(object, name);
    return text == NULL ? otherwise : text;
}

static bool run_case(const cJSON *one, struct matching *matching) {
    struct arena *arena = &matching->arena;
    const cJSON *names = treadle_json_member(one, "names");
    const cJSON *mock = treadle_json_member(one, "mock");
    const cJSON *input = treadle_json_member(one, "input");
    struct script script = {
        .tasks = treadle_json_member(mock, "tasks"),
        .expected = treadle_json_member(one, "expected")};
    struct rig_run run = {
        .definition = treadle_json_print(arena, treadle_json_member(one, "definition")),
        .input = input == NULL ? "{}" : treadle_json_print(arena, input),
        .seed = 1,
        .answer = answer,
        .check = check,
        .data = &script,
        .name = text_or(names, "execution", "execution"),
        .machine_arn = treadle_arena_print(
            arena, "arn:aws:states:us-east-1:111111111111:stateMachine:%s",
            text_or(names, "state_machine", "machine")),
        .role_arn = text_or(names, "role_arn", NULL)};
    const char *text = treadle_json_string(one, "input_text");
    if (text != NULL) run.input = text;
    for (const cJSON *flag = treadle_json_member(one, "flags")->child; flag; flag = flag->next)
        if (strcmp(flag->valuestring, "external_stop") == 0) run.stop_ms = 1000;
    struct rig_outcome outcome;
    rig_run(&run, &outcome);
    bool same = match_outcome(matching, script.expected, &outcome) &&
                match_events(
                    matching, treadle_json_member(script.expected, "events"),
                    treadle_doc_root(outcome.events));
    rig_outcome_clear(&outcome);
    return same;
}

static void run_area(const char *area, struct tally *tally, struct text *missed) {
    char name[64];
    (void)snprintf(name, sizeof(name), "aws/%s.json", area);
    struct doc *cases = support_data_json(name);
    if (cases == NULL) return;
    for (const cJSON *one = treadle_doc_root(cases)->child; one != NULL; one = one->next) {
        if (!runs_here(one)) continue;
        struct matching matching = {0};
        tally->cases++;
        if (!parses(treadle_json_print(&matching.arena, treadle_json_member(one, "definition")))) {
            tally->outside++;
        } else {
            tally->run++;
            if (run_case(one, &matching))
                tally->matched++;
            else
                treadle_text_printf(
                    missed, "  %s\n    %s\n", treadle_json_string(one, "id"), matching.difference);
        }
        match_clear(&matching);
    }
    treadle_doc_drop(cases);
}

START_TEST(histories_are_those_of_aws) {
    struct tally tally = {0};
    struct text missed = {0};
    if (support_data("aws/base.json") == NULL) return;
    for (size_t i = 0; i < COUNT_OF(areas); i++)
        run_area(areas[i], &tally, &missed);
    printf(
        "recorded histories: %u of %u match, event by event (%u more need what is not built "
        "yet)\n%s",
        tally.matched, tally.run, tally.outside, treadle_text_string(&missed));
    treadle_text_clear(&missed);
    ck_assert_uint_ge(tally.matched, MATCHED_MIN);
}
END_TEST

Suite *suite_recorded(void) {
    TCase *tests = tcase_create("recorded");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, histories_are_those_of_aws);
    return support_suite("recorded", tests);
}
