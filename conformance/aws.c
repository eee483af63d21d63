// Executions recorded on AWS: status, output, error, cause and the whole history, event by event.
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "conformance/recorded.h"
#include "conformance/replay.h"
#include "conformance/suites.h"

enum { SHOWN_MAX = 1200 };  // Bytes of a value in a difference.

struct trial {
    struct report *report;
    const cJSON *expected;
    struct answer answer;
    struct recorded recorded;
};

// -- Saying what differs

static const char *shown(struct trial *trial, const char *text) {
    if (text == NULL) return "(nothing)";
    if (strlen(text) <= SHOWN_MAX) return text;
    return treadle_arena_print(
        &trial->recorded.arena, "%.*s… (%zu bytes)", SHOWN_MAX, text, strlen(text));
}

// What may explain a difference.
static const char *hint(struct trial *trial) {
    if (trial->answer.unanswered == NULL) return "";
    return treadle_arena_print(
        &trial->recorded.arena, "\n    nothing was recorded for a call of '%s'",
        trial->answer.unanswered);
}

static void differ(struct trial *trial, const char *what) {
    const struct recorded *recorded = &trial->recorded;
    report_fail(
        trial->report, "%s%s\n    recorded  %s\n    ours      %s%s", what, recorded->place,
        shown(trial, recorded->wanted), shown(trial, recorded->had), hint(trial));
}

static const char *print_event(struct trial *trial, const cJSON *event) {
    return event == NULL ? "(none)"
                         : shown(trial, treadle_json_print(&trial->recorded.arena, event));
}

static void differ_event(
    struct trial *trial, uint32_t number, const cJSON *wanted, const cJSON *had) {
    const struct recorded *recorded = &trial->recorded;
    struct text where = {0};
    if (recorded->place != NULL)
        treadle_text_printf(
            &where, "\n    at %s\n    recorded  %s\n    ours      %s", recorded->place,
            shown(trial, recorded->wanted), shown(trial, recorded->had));
    report_fail(
        trial->report, "event %u\n    recorded  %s\n    ours      %s%s%s", number,
        print_event(trial, wanted), print_event(trial, had), treadle_text_string(&where),
        hint(trial));
    treadle_text_clear(&where);
}

// -- Histories

// README 3.8: events that the recorder sorted have no ids. They are those of ours that stand where
// they stand, each one once, in any order.
static bool has_no_id(const cJSON *event) {
    return cJSON_IsNull(treadle_json_member(event, "id"));
}

static cJSON *unsorted(struct trial *trial, const cJSON *wanted, const cJSON *had) {
    struct arena *arena = &trial->recorded.arena;
    cJSON *events = treadle_scratch_node(arena, cJSON_Array);
    for (; wanted != NULL && had != NULL; wanted = wanted->next, had = had->next)
        if (has_no_id(wanted))
            treadle_scratch_append(events, NULL, treadle_scratch_link(arena, had));
    return events;
}

static bool take_twin(struct trial *trial, const cJSON *wanted, cJSON *events) {
    for (cJSON *event = events->child; event != NULL; event = event->next) {
        if (event->type == cJSON_Invalid) continue;
        if (!recorded_could_be_event(&trial->recorded, wanted, event)) continue;
        event->type = cJSON_Invalid;  // Taken.
        return true;
    }
    return false;
}

static bool same_event(struct trial *trial, const cJSON *wanted, const cJSON *had, cJSON *events) {
    if (wanted == NULL || had == NULL) return false;
    return has_no_id(wanted) ? take_twin(trial, wanted, events)
                             : recorded_is_event(&trial->recorded, wanted, had);
}

static bool judge_events(struct trial *trial) {
    const cJSON *events = treadle_json_member(trial->expected, "events");
    if (events == NULL) return true;
    const cJSON *wanted = events->child;
    const cJSON *had = trial->answer.events == NULL ? NULL : trial->answer.events->child;
    cJSON *loose = unsorted(trial, wanted, had);
    for (uint32_t number = 1; wanted != NULL || had != NULL; number++) {
        if (!same_event(trial, wanted, had, loose)) {
            differ_event(trial, number, wanted, had);
            return false;
        }
        wanted = wanted == NULL ? NULL : wanted->next;
        had = had == NULL ? NULL : had->next;
    }
    return true;
}

// -- Outcomes

static const cJSON *text_node(struct trial *trial, const char *text) {
    return text == NULL ? NULL : treadle_scratch_string(&trial->recorded.arena, text);
}

static bool judge_one(
    struct trial *trial, const char *what, const cJSON *wanted, const cJSON *had) {
    if (recorded_is(&trial->recorded, wanted, had)) return true;
    differ(trial, what);
    return false;
}

// README 3.7: what failed has no output, and an error or cause only where one was recorded.
static bool judge_outcome(struct trial *trial) {
    const struct answer *answer = &trial->answer;
    const cJSON *status = treadle_json_member(trial->expected, "status");
    const cJSON *output = treadle_json_member(trial->expected, "output");
    const cJSON *error = treadle_json_member(trial->expected, "error");
    const cJSON *cause = treadle_json_member(trial->expected, "cause");
    bool same = judge_one(trial, "status", status, text_node(trial, answer->status)) &&
                judge_one(trial, "error", error, text_node(trial, answer->error)) &&
                judge_one(trial, "cause", cause, text_node(trial, answer->cause));
    if (!same || output == NULL) return same;
    return judge_one(trial, "output", output, answer->output);
}

// -- Definitions that are only looked at

// As CreateStateMachine says it.
static const char *invalid_definition(struct trial *trial) {
    struct arena *arena = &trial->recorded.arena;
    const char *all = "";
    const cJSON *one;
    cJSON_ArrayForEach(one, trial->answer.diagnostics) {
        const char *at = treadle_json_string(one, "location");
        all = treadle_arena_print(
            arena, "%s%s%s: %s%s%s", all, *all == '\0' ? "" : ", ",
            treadle_json_string(one, "code"), treadle_json_string(one, "message"),
            at == NULL ? "" : " at ", at == NULL ? "" : at);
    }
    return treadle_arena_print(arena, "Invalid State Machine Definition: '%s'", all);
}

static void judge_definition(struct trial *trial) {
    const cJSON *refused = treadle_json_at(trial->expected, "/error_response/message");
    bool same =
        refused != NULL
            ? judge_one(trial, "message", refused, text_node(trial, invalid_definition(trial)))
            : judge_one(
                  trial, "diagnostics", treadle_json_at(trial->expected, "/response/diagnostics"),
                  trial->answer.diagnostics);
    if (same) report_pass(trial->report);
}

// -- Answers, for another comparer

static void write_answer(FILE *out, const char *id, const struct answer *answer) {
    struct arena arena = {0};
    cJSON *line = treadle_scratch_node(&arena, cJSON_Object);
    treadle_put_text(&arena, line, "id", id);
    treadle_put_text(&arena, line, "status", answer->status);
    if (answer->output != NULL)
        treadle_put_text(&arena, line, "output", treadle_json_print(&arena, answer->output));
    treadle_put_text(&arena, line, "error", answer->error);
    treadle_put_text(&arena, line, "cause", answer->cause);
    treadle_put_value(&arena, line, "events", answer->events);
    treadle_put_text(&arena, line, "refused", answer->refused);
    if (answer->status == NULL) treadle_put_value(&arena, line, "diagnostics", answer->diagnostics);
    fprintf(out, "%s\n", treadle_json_print(&arena, line));
    treadle_arena_clear(&arena);
}

// -- What is not asserted

static bool is(const char *text, const char *word) {
    return text != NULL && strcmp(text, word) == 0;
}

static bool names_jsonata(const cJSON *value) {
    if (is(treadle_json_string(value, "QueryLanguage"), "JSONata")) return true;
    for (const cJSON *child = value->child; child != NULL; child = child->next)
        if (names_jsonata(child)) return true;
    return false;
}

// What CreateStateMachine or ValidateStateMachineDefinition said of a definition.
static bool is_of_definition(const cJSON *test) {
    const char *code = NULL;
    const cJSON *told = treadle_json_at(test, "/expected/error_response/code");
    if (told != NULL && cJSON_IsString(told)) code = told->valuestring;
    return is(treadle_json_string(test, "kind"), "validation") &&
           (is(code, "InvalidDefinition") ||
            treadle_json_at(test, "/expected/response/diagnostics") != NULL);
}

static const char *not_asserted(const cJSON *test) {
    const char *kind = treadle_json_string(test, "kind");
    const cJSON *definition = treadle_json_member(test, "definition");
    if (is(kind, "test_state")) return "TestState: treadle does not have it yet";
    if (!is(kind, "execution") && !is(kind, "mock") && !is_of_definition(test))
        return "a case of the API, not of an execution or a definition";
    // What was stopped from outside is stopped again.
    if (!cJSON_IsTrue(treadle_json_member(test, "replayable")) &&
        !replay_has_flag(test, "external_stop"))
        return "cannot be run again: what its Tasks were answered was not recorded";
    if (is(treadle_json_string(test, "area"), "distributed_map"))
        return "distributed Map: treadle does not run it yet";
    if (definition != NULL && names_jsonata(definition))
        return "JSONata: treadle does not run it yet";
    return NULL;
}

static void judge(struct trial *trial) {
    if (trial->answer.refused != NULL)
        report_fail(trial->report, "refused: %s", trial->answer.refused);
    else if (judge_events(trial) && judge_outcome(trial))
        report_pass(trial->report);
}

void suite_aws(struct report *report, const cJSON *test) {
    const char *why = not_asserted(test);
    if (why != NULL) {
        report_skip(report, why);
        return;
    }
    struct trial trial = {.report = report, .expected = treadle_json_member(test, "expected")};
    struct arena arena = {0};
    bool runs = !is_of_definition(test);
    if (runs)
        replay_case(test, &arena, &trial.answer);
    else
        replay_definition(test, &arena, &trial.answer);
    if (report->answers != NULL) write_answer(report->answers, report->id, &trial.answer);
    if (runs)
        judge(&trial);
    else
        judge_definition(&trial);
    recorded_clear(&trial.recorded);
    treadle_arena_clear(&arena);
}
