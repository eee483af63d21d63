// The core's promises that a transcript is too narrow for: limits, budgets, tokens, exact
// documents.
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/limits.h"
#include "base/random.h"
#include "engine/core/core.h"
#include "engine/core/frame.h"
#include "engine/core/token.h"
#include "engine/kinds/kinds.h"
#include "tests/core/rig.h"
#include "tests/core/suites.h"
#include "tests/support/support.h"

static const struct identity identity = {
    .arn = "arn:aws:states:us-east-1:123456789012:execution:M:e",
    .machine_arn = "arn:aws:states:us-east-1:123456789012:stateMachine:M"};

struct one {  // A core and what it needs.
    struct workshop shop;
    treadle_machine *machine;
    struct core core;
    struct step step;
};

static void open_one(struct one *one, const char *definition) {
    *one = (struct one){.shop = {.kinds = treadle_kinds}, .machine = rig_machine(definition)};
    treadle_core_init(&one->core, one->machine, &identity, &one->shop);
}

static void close_one(struct one *one) {
    treadle_step_free(&one->step);
    treadle_core_clear(&one->core);
    treadle_machine_drop(one->machine);
    treadle_workshop_clear(&one->shop);
}

// One fact; the step is to be looked at until the next.
static int tell(struct one *one, enum fact_kind kind, uint32_t ticket, const char *value) {
    struct doc *doc = value == NULL ? NULL : support_read(value);
    treadle_step_clear(&one->step);
    const struct fact fact = {
        .kind = kind, .ticket = ticket, .at_ms = 1000, .seed = 5, .value = doc};
    int code = treadle_core_step(&one->core, &fact, &one->step);
    treadle_core_check(&one->core);
    treadle_doc_drop(doc);
    return code;
}

static const struct event *last_event(const struct one *one) {
    ck_assert_uint_gt(one->step.event_count, 0);
    return &one->step.events[one->step.event_count - 1];
}

// -- Exact documents

static const char *const exact[] = {
    "9223372036854775807",
    "1.0",
    "1e400",
    "-0",
    "0.1e-7",
    "123456789012345678901234567890",
    "\"a\\u0000b\"",
    "\"\\ud800\"",
    "\"\xf0\x9f\x98\x80\"",
    "{\"k\\u0000\":1E+2,\"\":[{},[],null,true]}"};

// Through a Pass that changes nothing, a template, ResultPath and OutputPath.
START_TEST(documents_pass_unchanged) {
    struct rig_outcome outcome;
    rig_run_all(
        &(struct rig_run){
            .definition = TREADLE_JSON({
                "StartAt" : "A",
                "States" : {
                    "A" : {"Type" : "Pass", "Next" : "B"},
                    "B" : {"Type" : "Pass", "Parameters" : {"all.$" : "$"}, "Next" : "C"},
                    "C" : {
                        "Type" : "Pass",
                        "ResultPath" : "$.x.y",
                        "OutputPath" : "$.x.y.all",
                        "Next" : "D"
                    },
                    "D" : {
                        "Type" : "Parallel",
                        "Branches" : [ {"StartAt" : "E", "States" : {"E" : {"Type" : "Succeed"}}} ],
                        "OutputPath" : "$[0]",
                        "End" : true
                    }
                }
            }),
            .input = exact[_i]},
        &outcome);
    ck_assert_int_eq(outcome.outcome, TREADLE_SUCCEEDED);
    ck_assert_str_eq(outcome.output, exact[_i]);
    rig_outcome_clear(&outcome);
}
END_TEST

// -- Limits

static const char loop[] = TREADLE_JSON({
    "StartAt" : "A",
    "States" : {
        "A" : {"Type" : "Pass", "Next" : "B"},
        "B" : {
            "Type" : "Choice",
            "Choices" : [ {"Variable" : "$.end", "IsPresent" : true, "Next" : "C"} ],
            "Default" : "A"
        },
        "C" : {"Type" : "Succeed"}
    }
});

// AWS quota: the event that ends the execution is the 25,000th.
START_TEST(a_history_has_room_for_25000_events) {
    struct rig_outcome outcome;
    rig_run_all(&(struct rig_run){.definition = loop, .input = "{}"}, &outcome);
    ck_assert_int_eq(outcome.outcome, TREADLE_FAILED);
    ck_assert_str_eq(
        outcome.output,
        "{\"Error\":\"States.Runtime\",\"Cause\":\"The execution reached the maximum number of "
        "history events (25000).\"}");
    const cJSON *events = treadle_doc_root(outcome.events);
    ck_assert_uint_eq(treadle_json_count(events), 25000);
    const cJSON *last = events->child->prev;
    ck_assert_str_eq(treadle_json_string(last, "type"), "ExecutionFailed");
    ck_assert_int_eq(treadle_json_member(last, "id")->valueint, 25000);
    ck_assert_int_eq(treadle_json_member(last, "previousEventId")->valueint, 24999);
    ck_assert_uint_eq(outcome.go_ons, (25000 - 1) / LIMIT_step_events_max);
    rig_outcome_clear(&outcome);
}
END_TEST

// A step cut by its budget leaves frames that are ready, and their order is not that of their ids.
START_TEST(branches_that_go_on_for_long_keep_their_turns) {
    struct rig_outcome outcome;
    struct text definition = {0};
    treadle_text_add(
        &definition,
        "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Parallel\",\"End\":true,\"Branches\":[");
    for (int i = 0; i < 3; i++)
        treadle_text_printf(
            &definition,
            "%s{\"StartAt\":\"A%d\",\"States\":{\"A%d\":{\"Type\":\"Pass\",\"Next\":\"B%d\"},\"B%"
            "d\":{"
            "\"Type\":\"Choice\",\"Choices\":[{\"Variable\":\"$.end\",\"IsPresent\":true,\"Next\":"
            "\"C%d\"}],\"Default\":\"A%d\"},\"C%d\":{\"Type\":\"Succeed\"}}}",
            i == 0 ? "" : ",", i, i, i, i, i, i, i);
    treadle_text_add(&definition, "]}}}");
    rig_run_all(&(struct rig_run){.definition = definition.bytes, .input = "{}"}, &outcome);
    ck_assert_int_eq(outcome.outcome, TREADLE_FAILED);
    ck_assert_uint_gt(outcome.go_ons, 40);
    treadle_text_clear(&definition);
    rig_outcome_clear(&outcome);
}
END_TEST

static void always(
    void *data, const struct command *call, uint32_t nth, struct rig_answer *answer) {
    (void)data, (void)call, (void)nth;
    *answer = (struct rig_answer){.value = support_read("{\"status\":\"RUNNING\"}")};
}

// A job that is asked about every 30 s for ever: five events for the first Task, nine a round.
START_TEST(a_poll_that_never_ends_meets_that_limit) {
    struct rig_outcome outcome;
    rig_run(
        &(struct rig_run){
            .definition = TREADLE_JSON({
                "StartAt" : "Submit Job",
                "States" : {
                    "Submit Job" : {
                        "Type" : "Task",
                        "Resource" : "arn:aws:states:::lambda:invoke",
                        "Parameters" : {"FunctionName" : "s"},
                        "Next" : "Wait"
                    },
                    "Wait" : {"Type" : "Wait", "Seconds" : 30, "Next" : "Get Status"},
                    "Get Status" : {
                        "Type" : "Task",
                        "Resource" : "arn:aws:states:::lambda:invoke",
                        "Parameters" : {"FunctionName" : "g"},
                        "Next" : "Is Finished"
                    },
                    "Is Finished" : {
                        "Type" : "Choice",
                        "Choices" : [
                            {"Variable" : "$.status", "StringEquals" : "SUCCEEDED", "Next" : "Done"}
                        ],
                        "Default" : "Wait"
                    },
                    "Done" : {"Type" : "Succeed"}
                }
            }),
            .input = "{}",
            .answer = always},
        &outcome);
    ck_assert_int_eq(outcome.outcome, TREADLE_FAILED);
    ck_assert_uint_eq(outcome.calls, 1 + 2777);
    ck_assert_int_eq(outcome.elapsed_ms, ((23 * 60 + 8) * INT64_C(60) + 30) * 1000);
    rig_outcome_clear(&outcome);
}
END_TEST

// Whichever event is the one too many, the execution ends of that, as event 25,000, and not well.
START_TEST(a_full_history_ends_badly_wherever_it_is_full) {
    struct one one;
    enum { EVENTS = 11 };
    uint32_t room = (uint32_t)_i;
    open_one(&one, TREADLE_JSON({
        "StartAt" : "A",
        "States" : {
            "A" : {
                "Type" : "Parallel",
                "Catch" : [ {"ErrorEquals" : ["States.ALL"], "Next" : "B"} ],
                "Next" : "B",
                "Branches" : [
                    {
                        "StartAt" : "S",
                        "States" : {"S" : {"Type" : "Wait", "Seconds" : 1, "End" : true}}
                    },
                    {"StartAt" : "F", "States" : {"F" : {"Type" : "Fail", "Error" : "E"}}}
                ]
            },
            "B" : {"Type" : "Succeed"}
        }
    }));
    one.core.event_next = 25001 - room;
    ck_assert_int_eq(tell(&one, FACT_START, 0, "{}"), 0);
    bool fits = room >= EVENTS;
    ck_assert_uint_eq(one.step.event_count, fits ? EVENTS : room);
    ck_assert_uint_eq(
        last_event(&one)->type, fits ? EVENT_EXECUTION_SUCCEEDED : EVENT_EXECUTION_FAILED);
    if (!fits)
        ck_assert_str_eq(
            treadle_json_string(treadle_doc_root(last_event(&one)->payload.doc), "Error"),
            "States.Runtime");
    ck_assert_uint_eq(one.step.command_count, 1);
    close_one(&one);
}
END_TEST

// A call whose TaskScheduled would be one event too many is never made.
START_TEST(what_has_no_room_in_the_history_does_not_happen) {
    struct one one;
    open_one(&one, TREADLE_JSON({
        "StartAt" : "P",
        "States" : {
            "P" : {"Type" : "Pass", "Next" : "T"},
            "T" : {
                "Type" : "Task",
                "Resource" : "arn:aws:states:::lambda:invoke",
                "Parameters" : {"FunctionName" : "f"},
                "TimeoutSeconds" : 5,
                "End" : true
            }
        }
    }));
    one.core.event_next = 24996;  // As if a long way was behind it.
    ck_assert_int_eq(tell(&one, FACT_START, 0, "{}"), 0);
    ck_assert_uint_eq(one.step.event_first + one.step.event_count - 1, 25000);
    ck_assert_uint_eq(last_event(&one)->type, EVENT_EXECUTION_FAILED);
    ck_assert_uint_eq(one.step.command_count, 1);
    ck_assert_int_eq(one.step.commands[0].kind, COMMAND_FINISH);
    close_one(&one);
}
END_TEST

// AWS: what is bounded at 25,000 is a history, and an Express execution has none. Ours has a bound
// of its own, which says so.
START_TEST(an_express_execution_has_room_for_a_million_events) {
    struct one one;
    open_one(&one, loop);
    one.machine->type = TREADLE_EXPRESS;
    one.core.event_next = 24996;
    ck_assert_int_eq(tell(&one, FACT_START, 0, "{}"), 0);
    ck_assert_int_eq(one.core.life, CORE_RUNNING);
    ck_assert_uint_ge(one.core.event_next, 24996 + LIMIT_step_events_max);
    one.core.event_next = 999996;
    ck_assert_int_eq(tell(&one, FACT_GO_ON, one.core.go_on, NULL), 0);
    ck_assert_uint_eq(one.step.event_first + one.step.event_count - 1, 1000000);
    ck_assert_uint_eq(last_event(&one)->type, EVENT_EXECUTION_FAILED);
    const cJSON *error = treadle_doc_root(last_event(&one)->payload.doc);
    ck_assert_str_eq(treadle_json_string(error, "Error"), "States.Runtime");
    ck_assert_str_eq(
        treadle_json_string(error, "Cause"), "The execution reached the maximum number of events "
                                             "of an Express execution here (1000000).");
    close_one(&one);
}
END_TEST

static char *text_of_size(size_t size) {
    char *text = malloc(size + 1);
    ck_assert_ptr_nonnull(text);
    memset(text, 'x', size);
    text[0] = text[size - 1] = '"';
    text[size] = '\0';
    return text;
}

// 262,144 bytes of JSON text are allowed, one more is not; a byte that is escaped counts as its
// escape.
START_TEST(a_state_s_output_is_bounded) {
    static const struct {
        size_t size;
        enum treadle_outcome outcome;
    } rows[] = {{262144 - 6, TREADLE_SUCCEEDED}, {262144 - 5, TREADLE_FAILED}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char *input = text_of_size(rows[i].size);
        struct rig_outcome outcome;
        rig_run(
            &(struct rig_run){
                .definition = TREADLE_JSON({
                    "StartAt" : "A",
                    "States" : {"A" : {"Type" : "Pass", "Parameters" : {"a.$" : "$"}, "End" : true}}
                }),
                .input = input},
            &outcome);
        ck_assert_int_eq(outcome.outcome, rows[i].outcome);
        if (outcome.outcome == TREADLE_FAILED)
            ck_assert_str_eq(
                outcome.output,
                "{\"Error\":\"States.DataLimitExceeded\",\"Cause\":\"The state/task 'A' returned a "
                "result with a size exceeding the maximum number of bytes service limit.\"}");
        rig_outcome_clear(&outcome);
        free(input);
    }
}
END_TEST

// A template that names a large input often makes a value of gigabytes: it is measured first.
START_TEST(what_is_far_too_large_is_never_made) {
    static const char parallel[] =
        "\"Type\":\"Parallel\",\"Branches\":[{\"StartAt\":\"B\",\"States\":{\"B\":{\"Type\":"
        "\"Succeed\"}}}]";
    static const char *const kinds[] = {
        "\"Type\":\"Pass\"", "\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::sqs:sendMessage\"",
        parallel};
    char *input = text_of_size(250000);
    struct arena arena = {0};
    struct text fields = {0};
    for (int i = 0; i < 20000; i++)
        treadle_text_printf(&fields, "%s\"m%d.$\":\"$\"", i == 0 ? "" : ",", i);
    const char *definition = treadle_arena_print(
        &arena, "{\"StartAt\":\"A\",\"States\":{\"A\":{%s,\"End\":true,\"Parameters\":{%s}}}}",
        kinds[_i], fields.bytes);
    struct rig_outcome outcome;
    rig_run(&(struct rig_run){.definition = definition, .input = input}, &outcome);
    ck_assert_int_eq(outcome.outcome, TREADLE_FAILED);
    ck_assert_str_eq(
        outcome.output,
        "{\"Error\":\"States.DataLimitExceeded\",\"Cause\":\"The state/task 'A' returned a "
        "result with a size exceeding the maximum number of bytes service limit.\"}");
    rig_outcome_clear(&outcome);
    treadle_text_clear(&fields);
    treadle_arena_clear(&arena);
    free(input);
}
END_TEST

// What one Assign assigns is bounded like an output, with the names; so is all that is assigned.
START_TEST(what_a_state_assigns_is_bounded) {
    static const struct {
        size_t size;
        enum treadle_outcome outcome;
    } rows[] = {{262144 - 6, TREADLE_SUCCEEDED}, {262144 - 5, TREADLE_FAILED}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char *input = text_of_size(rows[i].size);
        struct rig_outcome outcome;
        rig_run(
            &(struct rig_run){
                .definition = TREADLE_JSON({
                    "StartAt" : "A",
                    "States" : {
                        "A" : {
                            "Type" : "Pass",
                            "Assign" : {"a.$" : "$"},
                            "OutputPath" : null,
                            "End" : true
                        }
                    }
                }),
                .input = input},
            &outcome);
        ck_assert_int_eq(outcome.outcome, rows[i].outcome);
        if (outcome.outcome == TREADLE_FAILED)
            ck_assert_ptr_nonnull(strstr(outcome.output, "\"States.DataLimitExceeded\""));
        rig_outcome_clear(&outcome);
        free(input);
    }
}
END_TEST

START_TEST(all_variables_are_bounded) {
    // 41 of 250,000 bytes are within 10 MiB, the 42nd is not; but one may be assigned again.
    char *input = text_of_size(250000);
    struct text states = {0};
    for (int i = 0; i < 42; i++)
        treadle_text_printf(
            &states,
            "\"A%d\":{\"Type\":\"Pass\",\"Assign\":{\"v%d.$\":\"$\"},\"Next\":\"B%d\"},"
            "\"B%d\":{\"Type\":\"Pass\",\"Assign\":{\"v%d.$\":\"$\"},\"Next\":\"A%d\"},",
            i, i, i, i, i, i + 1);
    struct arena arena = {0};
    const char *definition = treadle_arena_print(
        &arena, "{\"StartAt\":\"A0\",\"States\":{%s\"A42\":{\"Type\":\"Succeed\"}}}", states.bytes);
    struct rig_outcome outcome;
    rig_run(&(struct rig_run){.definition = definition, .input = input}, &outcome);
    ck_assert_int_eq(outcome.outcome, TREADLE_FAILED);
    ck_assert_str_eq(outcome.blamed, "A41");
    ck_assert_ptr_nonnull(strstr(outcome.output, "\"States.DataLimitExceeded\""));
    rig_outcome_clear(&outcome);
    treadle_text_clear(&states);
    treadle_arena_clear(&arena);
    free(input);
}
END_TEST

// What no reader would take back from the rows is not made: a level more in each round.
START_TEST(nesting_is_bounded) {
    struct rig_outcome outcome;
    rig_run(
        &(struct rig_run){
            .definition = TREADLE_JSON({
                "StartAt" : "A",
                "States" : {
                    "A" : {"Type" : "Pass", "Parameters" : {"a.$" : "$"}, "Next" : "B"},
                    "B" : {
                        "Type" : "Choice",
                        "Choices" : [ {"Variable" : "$.b", "IsPresent" : true, "Next" : "C"} ],
                        "Default" : "A"
                    },
                    "C" : {"Type" : "Succeed"}
                }
            }),
            .input = "[]"},
        &outcome);
    ck_assert_int_eq(outcome.outcome, TREADLE_FAILED);
    ck_assert_str_eq(
        outcome.output,
        "{\"Error\":\"States.Runtime\",\"Cause\":\"The state/task 'A' returned a result that is "
        "nested deeper than 1000 levels.\"}");
    // 999 rounds through two states, and then A is entered and not left.
    uint32_t count = 0;
    for (const cJSON *e = treadle_doc_root(outcome.events)->child; e != NULL; e = e->next)
        count++;
    ck_assert_uint_eq(count, 1 + 999 * 4 + 1 + 1);
    rig_outcome_clear(&outcome);
}
END_TEST

// An error that cannot be put there by its catcher ends the execution: nobody catches that.
START_TEST(what_a_catcher_puts_too_deep_ends_it) {
    struct text input = {0};
    for (int i = 0; i < 1000; i++)
        treadle_text_printf(&input, i < 999 ? "{\"a\":" : "{}");
    for (int i = 0; i < 999; i++)
        treadle_text_printf(&input, "}");
    struct text path = {0};
    for (int i = 0; i < 999; i++)
        treadle_text_printf(&path, ".a");
    struct arena arena = {0};
    struct rig_outcome outcome;
    rig_run(
        &(struct rig_run){
            .definition = treadle_arena_print(
                &arena,
                "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Parallel\",\"End\":true,"
                "\"Catch\":[{\"ErrorEquals\":[\"States.ALL\"],\"Next\":\"C\"}],"
                "\"Branches\":[{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Parallel\","
                "\"End\":true,\"Catch\":[{\"ErrorEquals\":[\"States.ALL\"],"
                "\"ResultPath\":\"$%s.b\",\"Next\":\"B\"}],\"Branches\":[{\"StartAt\":\"F\","
                "\"States\":{\"F\":{\"Type\":\"Fail\"}}}]},\"B\":{\"Type\":\"Succeed\"}}}]},"
                "\"C\":{\"Type\":\"Succeed\"}}}",
                path.bytes),
            .input = input.bytes},
        &outcome);
    ck_assert_int_eq(outcome.outcome, TREADLE_FAILED);
    ck_assert_str_eq(
        outcome.output,
        "{\"Error\":\"States.Runtime\",\"Cause\":\"The state/task 'A' returned a result that is "
        "nested deeper than 1000 levels.\"}");
    rig_outcome_clear(&outcome);
    treadle_arena_clear(&arena);
    treadle_text_clear(&path);
    treadle_text_clear(&input);
}
END_TEST

// A missed heartbeat has two names; what its catcher fails of instead has one of its own.
START_TEST(an_alias_goes_with_its_error) {
    struct rig_outcome outcome;
    rig_run_all(
        &(struct rig_run){
            .definition = TREADLE_JSON({
                "StartAt" : "P",
                "States" : {
                    "P" : {
                        "Type" : "Parallel",
                        "End" : true,
                        "Catch" : [ {"ErrorEquals" : ["States.HeartbeatTimeout"], "Next" : "C"} ],
                        "Branches" : [ {
                            "StartAt" : "T",
                            "States" : {
                                "T" : {
                                    "Type" : "Task",
                                    "Parameters" : {},
                                    "Resource" :
                                        "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
                                    "HeartbeatSeconds" : 5,
                                    "End" : true,
                                    "Catch" : [ {
                                        "ErrorEquals" : ["States.HeartbeatTimeout"],
                                        "ResultPath" : "$.a.b",
                                        "Next" : "N"
                                    } ]
                                },
                                "N" : {"Type" : "Succeed"}
                            }
                        } ]
                    },
                    "C" : {"Type" : "Succeed"}
                }
            }),
            .input = "{\"a\":1}"},
        &outcome);
    ck_assert_int_eq(outcome.outcome, TREADLE_FAILED);
    ck_assert(strstr(outcome.output, "\"States.ReferencePathConflict\"") != NULL);
    rig_outcome_clear(&outcome);
}
END_TEST

static void give_much(
    void *data, const struct command *command, uint32_t nth, struct rig_answer *answer) {
    (void)command;
    (void)nth;
    *answer = (struct rig_answer){.after_ms = 1, .value = support_read(data)};
}

// AWS, documented: States.TaskFailed does not stand for it; its own name does.
START_TEST(a_result_too_large_is_no_task_failed) {
    char *much = text_of_size(262145);
    struct rig_outcome outcome;
    rig_run(
        &(struct rig_run){
            .definition = TREADLE_JSON({
                "StartAt" : "T",
                "States" : {
                    "T" : {
                        "Type" : "Task",
                        "Parameters" : {},
                        "Resource" : "arn:aws:states:::sqs:sendMessage",
                        "End" : true,
                        "Catch" : [
                            {"ErrorEquals" : ["States.TaskFailed"], "Next" : "N"},
                            {"ErrorEquals" : ["States.DataLimitExceeded"], "Next" : "Y"}
                        ]
                    },
                    "N" : {"Type" : "Fail"},
                    "Y" : {"Type" : "Succeed"}
                }
            }),
            .input = "{}",
            .answer = give_much,
            .data = much},
        &outcome);
    ck_assert_int_eq(outcome.outcome, TREADLE_SUCCEEDED);
    rig_outcome_clear(&outcome);
    free(much);
}
END_TEST

// A step that makes many large documents goes on later, though it has few events.
START_TEST(a_step_s_bytes_are_bounded) {
    char *input = text_of_size(200000);
    struct rig_outcome outcome;
    struct text definition = {0};
    treadle_text_add(&definition, "{\"StartAt\":\"S0\",\"States\":{");
    for (int i = 0; i < 120; i++)
        treadle_text_printf(
            &definition,
            "\"S%d\":{\"Type\":\"Pass\",\"Parameters\":{\"a.$\":\"$$.Execution.Input\"},\"Next\":"
            "\"S%d\"},",
            i, i + 1);
    treadle_text_add(&definition, "\"S120\":{\"Type\":\"Succeed\"}}}");
    rig_run(&(struct rig_run){.definition = definition.bytes, .input = input}, &outcome);
    ck_assert_int_eq(outcome.outcome, TREADLE_SUCCEEDED);
    ck_assert_uint_ge(outcome.go_ons, 2);
    rig_outcome_clear(&outcome);
    treadle_text_clear(&definition);
    free(input);
}
END_TEST

// -- Facts

static const char task[] = TREADLE_JSON({
    "StartAt" : "T",
    "States" : {
        "T" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::lambda:invoke.waitForTaskToken",
            "Parameters" : {"FunctionName" : "f"},
            "End" : true
        }
    }
});

START_TEST(facts_before_the_start_and_after_the_end_are_late) {
    static const enum fact_kind kinds[] = {FACT_CALL_DONE, FACT_CALL_STARTED, FACT_HEARTBEAT,
                                           FACT_TIME_CAME, FACT_GO_ON,        FACT_STOP};
    struct one one;
    open_one(&one, task);
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        ck_assert_int_eq(tell(&one, kinds[i], 1, "{}"), TREADLE_ESTALE);
    ck_assert_int_eq(tell(&one, FACT_START, 0, "{}"), 0);
    ck_assert_int_eq(tell(&one, FACT_START, 0, "{}"), TREADLE_ESTALE);
    ck_assert_int_eq(tell(&one, FACT_CALL_DONE, 2, "{}"), TREADLE_ESTALE);
    ck_assert_int_eq(tell(&one, FACT_CALL_DONE, 0, "{}"), TREADLE_ESTALE);
    ck_assert_int_eq(tell(&one, FACT_GO_ON, 0, NULL), TREADLE_ESTALE);
    ck_assert_int_eq(tell(&one, FACT_CALL_DONE, 1, "{}"), 0);
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        ck_assert_int_eq(tell(&one, kinds[i], 1, "{}"), TREADLE_ESTALE);
    ck_assert_uint_eq(one.step.event_count, 0);
    close_one(&one);
}
END_TEST

// Ten thousand branches would be too many to see; that the list of tickets is compacted shows in
// its length.
START_TEST(spent_tickets_make_room) {
    struct one one;
    open_one(&one, TREADLE_JSON({
        "StartAt" : "W",
        "States" : {
            "W" : {"Type" : "Wait", "Seconds" : 1, "Next" : "B"},
            "B" : {
                "Type" : "Choice",
                "Choices" : [ {"Variable" : "$.end", "IsPresent" : true, "Next" : "C"} ],
                "Default" : "W"
            },
            "C" : {"Type" : "Succeed"}
        }
    }));
    ck_assert_int_eq(tell(&one, FACT_START, 0, "{}"), 0);
    for (uint32_t ticket = 1; ticket < 500; ticket++) {
        ck_assert_uint_eq(one.core.wait_open, 1);
        const struct fact fact = {
            .kind = FACT_TIME_CAME, .ticket = ticket, .at_ms = 1000 + 1000 * (int64_t)ticket};
        treadle_step_clear(&one.step);
        ck_assert_int_eq(treadle_core_step(&one.core, &fact, &one.step), 0);
    }
    ck_assert_uint_le(one.core.wait_size, 4);
    close_one(&one);
}
END_TEST

// -- Task tokens

START_TEST(a_token_names_execution_and_ticket_and_cannot_be_made_up) {
    struct arena arena = {0};
    struct one one, other;
    const char *arn;
    uint32_t ticket;
    open_one(&one, task);
    open_one(&other, task);
    ck_assert_int_eq(tell(&one, FACT_START, 0, "{}"), 0);
    other.core.nonce = one.core.nonce + 1;
    const char *token = treadle_token_write(&arena, &one.core, 7);
    ck_assert_uint_le(strlen(token), 1024);
    ck_assert(treadle_token_read(&arena, token, &arn, &ticket));
    ck_assert_str_eq(arn, identity.arn);
    ck_assert_uint_eq(ticket, 7);
    ck_assert_str_eq(token, treadle_token_write(&arena, &one.core, 7));
    ck_assert_str_ne(token, treadle_token_write(&arena, &one.core, 8));
    ck_assert_str_ne(token, treadle_token_write(&arena, &other.core, 7));
    close_one(&one);
    close_one(&other);
    treadle_arena_clear(&arena);
}
END_TEST

// Whoever sees a UUID of States.UUID can compute the generator's state, and so all it gave and will
// give.
START_TEST(what_proves_tokens_is_nothing_that_chance_gives) {
    struct one one;
    uint64_t state;
    open_one(&one, task);
    ck_assert_int_eq(tell(&one, FACT_START, 0, "{}"), 0);
    state = one.core.random - 1000 * 0x9E3779B97F4A7C15u;  // A thousand numbers before.
    for (int i = 0; i < 2000; i++)
        ck_assert_uint_ne(treadle_random_next(&state), one.core.nonce);
    ck_assert_uint_ne(one.core.random, 5);  // Nor does it tell the seed.
    ck_assert_uint_ne(one.core.nonce, 5);
    close_one(&one);
}
END_TEST

static const char *const no_tokens[] = {
    "",
    "00",
    "zz",
    "AQC",
    "0123456789abcdef0123456789abcdef00000001",
    "0123456789abcdef0123456789abcdef0000000162",
    "0123456789ABCDEF0123456789ABCDEF0000000161726e3a61"};

START_TEST(other_texts_are_no_tokens) {
    struct arena arena = {0};
    const char *arn;
    uint32_t ticket;
    ck_assert(!treadle_token_read(&arena, no_tokens[_i], &arn, &ticket));
    treadle_arena_clear(&arena);
}
END_TEST

// -- Size

START_TEST(what_waits_is_small) {
    // With the execution around it: under a kilobyte, which the bench measures.
    ck_assert_uint_le(sizeof(struct event), 48);
    ck_assert_uint_le(sizeof(struct frame), 160);
    ck_assert_uint_le(sizeof(struct call), 64);
    ck_assert_uint_le(sizeof(struct wait), 24);
    ck_assert_uint_le(sizeof(struct core), 192);
}
END_TEST

Suite *suite_core(void) {
    TCase *tests = tcase_create("core");
    tcase_set_timeout(tests, 60);
    ADD_EACH(tests, documents_pass_unchanged, exact);
    tcase_add_test(tests, a_history_has_room_for_25000_events);
    tcase_add_test(tests, a_poll_that_never_ends_meets_that_limit);
    tcase_add_loop_test(tests, a_full_history_ends_badly_wherever_it_is_full, 2, 13);
    tcase_add_test(tests, what_has_no_room_in_the_history_does_not_happen);
    tcase_add_test(tests, an_express_execution_has_room_for_a_million_events);
    tcase_add_test(tests, branches_that_go_on_for_long_keep_their_turns);
    tcase_add_test(tests, a_state_s_output_is_bounded);
    tcase_add_test(tests, what_a_state_assigns_is_bounded);
    tcase_add_test(tests, all_variables_are_bounded);
    tcase_add_loop_test(tests, what_is_far_too_large_is_never_made, 0, 3);  // By kind.
    tcase_add_test(tests, nesting_is_bounded);
    tcase_add_test(tests, what_a_catcher_puts_too_deep_ends_it);
    tcase_add_test(tests, an_alias_goes_with_its_error);
    tcase_add_test(tests, a_result_too_large_is_no_task_failed);
    tcase_add_test(tests, a_step_s_bytes_are_bounded);
    tcase_add_test(tests, facts_before_the_start_and_after_the_end_are_late);
    tcase_add_test(tests, spent_tickets_make_room);
    tcase_add_test(tests, a_token_names_execution_and_ticket_and_cannot_be_made_up);
    tcase_add_test(tests, what_proves_tokens_is_nothing_that_chance_gives);
    ADD_EACH(tests, other_texts_are_no_tokens, no_tokens);
    tcase_add_test(tests, what_waits_is_small);
    return support_suite("core", tests);
}
