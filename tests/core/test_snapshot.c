// Rows: what they say is written down in a golden file, and what cannot be read is refused with a
// sentence.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/json/write.h"
#include "base/number.h"
#include "base/text.h"
#include "engine/core/snapshot.h"
#include "engine/kinds/kinds.h"
#include "tests/core/rig.h"
#include "tests/core/store.h"
#include "tests/core/suites.h"
#include "tests/support/support.h"

static const struct identity identity = {
    .arn = "arn:aws:states:us-east-1:123456789012:execution:M:e",
    .machine_arn = "arn:aws:states:us-east-1:123456789012:stateMachine:M"};

// Everything a row can say is said at some time of this one: a deadline, a call that was submitted,
// a pause before a retry, results of branches, a nested fork, a frame that goes on later.
static const char definition[] = TREADLE_JSON({
    "StartAt" : "All",
    "TimeoutSeconds" : 1000,
    "States" : {
        "All" : {
            "Type" : "Parallel",
            "End" : true,
            "Branches" : [
                {
                    "StartAt" : "Token",
                    "States" : {
                        "Token" : {
                            "Type" : "Task",
                            "Resource" : "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
                            "Parameters" :
                                {"QueueUrl" : "q", "MessageBody" : {"t.$" : "$$.Task.Token"}},
                            "TimeoutSeconds" : 60,
                            "HeartbeatSeconds" : 20,
                            "End" : true
                        }
                    }
                },
                {
                    "StartAt" : "Flaky",
                    "States" : {
                        "Flaky" : {
                            "Type" : "Task",
                            "Resource" : "arn:aws:states:::lambda:invoke",
                            "Parameters" : {"FunctionName" : "f"},
                            "Retry" : [
                                {"ErrorEquals" : ["Never"]}, {
                                    "ErrorEquals" : ["States.ALL"],
                                    "JitterStrategy" : "FULL",
                                    "IntervalSeconds" : 9
                                }
                            ],
                            "End" : true
                        }
                    }
                },
                {
                    "StartAt" : "Done",
                    "States" :
                        {"Done" : {"Type" : "Pass", "Result" : [ 1.0, "a\u0000b" ], "End" : true}}
                },
                {
                    "StartAt" : "Inner",
                    "States" : {
                        "Inner" : {
                            "Type" : "Parallel",
                            "End" : true,
                            "Branches" : [
                                {
                                    "StartAt" : "Nap",
                                    "States" :
                                        {"Nap" : {"Type" : "Wait", "Seconds" : 7, "End" : true}}
                                },
                                {
                                    "StartAt" : "Round",
                                    "States" : {
                                        "Round" : {"Type" : "Pass", "Next" : "Again"},
                                        "Again" : {
                                            "Type" : "Choice",
                                            "Choices" : [ {
                                                "Variable" : "$.end",
                                                "IsPresent" : true,
                                                "Next" : "Out"
                                            } ],
                                            "Default" : "Round"
                                        },
                                        "Out" : {"Type" : "Succeed"}
                                    }
                                }
                            ]
                        }
                    }
                }
            ]
        }
    }
});

// A Map in the middle of its items, the second time: one is done, two are under way, one is to
// come.
static const char map_definition[] = TREADLE_JSON({
    "StartAt" : "Some",
    "States" : {
        "Some" : {
            "Type" : "Map",
            "ItemsPath" : "$.items",
            "ItemSelector" : {"at.$" : "$$.Map.Item.Index"},
            "MaxConcurrency" : 2,
            "Retry" : [ {"ErrorEquals" : ["Flaky"]} ],
            "End" : true,
            "ItemProcessor" : {
                "StartAt" : "One",
                "States" : {
                    "One" : {
                        "Type" : "Task",
                        "Resource" : "arn:aws:states:::lambda:invoke",
                        "Parameters" : {"FunctionName" : "f", "Payload.$" : "$.at"},
                        "End" : true
                    }
                }
            }
        }
    }
});

// A branch with variables of its own, some of them assigned again, and others around it; the other
// branch, which is over, had some too.
static const char variables_definition[] = TREADLE_JSON({
    "StartAt" : "Set",
    "States" : {
        "Set" :
            {"Type" : "Pass", "Assign" : {"a" : 1.0, "b" : "\u0000", "c" : [2]}, "Next" : "All"},
        "All" : {
            "Type" : "Parallel",
            "Assign" : {"c.$" : "$"},
            "End" : true,
            "Branches" : [
                {
                    "StartAt" : "In",
                    "States" : {
                        "In" :
                            {"Type" : "Pass", "Assign" : {"x" : 1, "y.$" : "$b"}, "Next" : "Call"},
                        "Call" : {
                            "Type" : "Task",
                            "Resource" : "arn:aws:states:::lambda:invoke",
                            "Parameters" : {"a.$" : "$a", "x.$" : "$x", "y.$" : "$y"},
                            "Assign" : {"x.$" : "$", "a2.$" : "$a"},
                            "Next" : "Again"
                        },
                        "Again" : {
                            "Type" : "Task",
                            "Resource" : "arn:aws:states:::lambda:invoke",
                            "Parameters" : {"a2.$" : "$a2", "x.$" : "$x", "c.$" : "$c"},
                            "End" : true
                        }
                    }
                },
                {
                    "StartAt" : "Over",
                    "States" : {"Over" : {"Type" : "Pass", "Assign" : {"x" : 3}, "End" : true}}
                }
            ]
        }
    }
});

struct one {
    struct workshop shop;
    treadle_machine *machine;
    struct core core;
    struct step step;
    struct store store;
};

static void open_as(struct one *one, const char *text) {
    *one = (struct one){.shop = {.kinds = treadle_kinds}, .machine = rig_machine(text)};
    treadle_core_init(&one->core, one->machine, &identity, &one->shop);
}

static void open_one(struct one *one) {
    open_as(one, definition);
}

static void close_one(struct one *one) {
    treadle_step_free(&one->step);
    treadle_core_clear(&one->core);
    treadle_machine_drop(one->machine);
    treadle_workshop_clear(&one->shop);
    store_clear(&one->store);
}

// One fact, without rows.
static void advance(
    struct one *one, enum fact_kind kind, uint32_t ticket, int64_t at_ms, const char *value) {
    struct doc *doc = value == NULL ? NULL : support_read(value);
    const struct fact fact = {
        .kind = kind, .ticket = ticket, .at_ms = at_ms, .seed = 11, .value = doc};
    treadle_step_clear(&one->step);
    ck_assert_int_eq(treadle_core_step(&one->core, &fact, &one->step), 0);
    treadle_doc_drop(doc);
}

static void tell(
    struct one *one, enum fact_kind kind, uint32_t ticket, int64_t at_ms, const char *value) {
    struct batch batch = {0};
    advance(one, kind, ticket, at_ms, value);
    treadle_batch_step(&batch, &one->core, &one->step, true);
    store_apply(&one->store, &batch);
    store_check_whole(&one->store, &one->core);
    treadle_batch_free(&batch);
}

static void run_to_the_middle(struct one *one) {
    tell(one, FACT_START, 0, 1767225600000, "{\"n\":9007199254740993}");
    tell(one, FACT_CALL_SUBMITTED, 2, 1767225601000, "{\"MessageId\":\"m\"}");
    tell(one, FACT_CALL_FAILED, 5, 1767225602000, "{\"Error\":\"Flaky\"}");
}

static void run_into_the_map(struct one *one) {
    tell(one, FACT_START, 0, 1767225600000, "{\"items\":[\"a\",\"b\",\"c\",\"d\"]}");
    tell(one, FACT_CALL_FAILED, 1, 1767225601000, "{\"Error\":\"Flaky\"}");
    tell(one, FACT_TIME_CAME, 3, 1767225602000, NULL);
    tell(one, FACT_CALL_DONE, 5, 1767225603000, "\"B\"");
}

static void run_among_variables(struct one *one) {
    tell(one, FACT_START, 0, 1767225600000, "{}");
    tell(one, FACT_CALL_DONE, 1, 1767225601000, "\"X\"");
}

// Rows of a format must be readable for ever; TREADLE_REWRITE=1 writes what is written now.
static const char golden[] = "tests/core/golden/rows-1.txt";
static const struct {
    const char *file, *definition;
    void (*run)(struct one *one);
} goldens[] = {
    {golden, definition, run_to_the_middle},
    {"tests/core/golden/rows-1-map.txt", map_definition, run_into_the_map},
    {"tests/core/golden/rows-1-variables.txt", variables_definition, run_among_variables}};

static const char *const kind_words[] = {"execution", "core",   "payload", "frame",
                                         "variable",  "result", "event"};

// A line each; of the many events of the loop only the first.
static void put_rows(struct text *out, const struct store *store) {
    for (uint32_t i = 0; i < store->count; i++) {
        const struct row *row = &store->rows[i].row;
        if (row->kind == ROW_EVENT && row->id > 24) continue;
        treadle_text_printf(
            out, "%s %u %u %s\n", kind_words[row->kind], row->id, row->index, store->rows[i].text);
    }
}

// The word at [*at], which moves past it and the blank after it.
static const char *take_word(struct arena *arena, const char **at) {
    const char *word = treadle_arena_copy_size(arena, *at, strcspn(*at, " \n"));
    *at += strlen(word) + 1;
    return word;
}

static uint32_t take_number(struct arena *arena, const char **at) {
    int64_t number;
    ck_assert(treadle_number_read_int(take_word(arena, at), 0, UINT32_MAX, &number));
    return (uint32_t)number;
}

// The golden file's rows, but for events: of those it holds not all.
static void read_rows(const char *text, struct batch *out) {
    struct arena arena = {0};
    for (const char *at = text; *at != '\0'; at = strchr(at, '\n') + 1) {
        const char *word = take_word(&arena, &at);
        uint32_t id = take_number(&arena, &at), index = take_number(&arena, &at);
        int kind = 0;
        while (strcmp(kind_words[kind], word) != 0)
            kind++;
        if (kind == ROW_EVENT) continue;
        struct row *row = treadle_batch_row(out, (enum row_kind)kind, id, index);
        row->size = strcspn(at, "\n");
        treadle_text_put(&out->text, at, row->size);
    }
    treadle_arena_clear(&arena);
}

START_TEST(rows_are_as_they_were) {
    struct one one;
    struct text have = {0}, want = {0};
    open_as(&one, goldens[_i].definition);
    goldens[_i].run(&one);
    put_rows(&have, &one.store);
    if (getenv("TREADLE_REWRITE") != NULL) {
        FILE *file = fopen(goldens[_i].file, "w");
        ck_assert_ptr_nonnull(file);
        (void)fwrite(have.bytes, 1, have.count, file);
        (void)fclose(file);
    }
    support_file(goldens[_i].file, &want);
    ck_assert_str_eq(have.bytes, want.bytes);
    treadle_text_clear(&have);
    treadle_text_clear(&want);
    close_one(&one);
}
END_TEST

// Opens [one] as what the golden rows tell.
static void restore_golden(struct one *one, int which) {
    struct text text = {0};
    struct batch rows = {0};
    struct revival revival = {0};
    open_as(one, goldens[which].definition);
    support_file(goldens[which].file, &text);
    read_rows(text.bytes, &rows);
    ck_assert_int_eq(treadle_core_restore(&one->core, &rows, &revival, NULL), 0);
    treadle_revival_clear(&revival);
    treadle_batch_free(&rows);
    treadle_text_clear(&text);
}

START_TEST(golden_rows_are_the_whole) {
    struct one one, again;
    struct batch before = {0}, after = {0};
    open_as(&one, goldens[_i].definition);
    goldens[_i].run(&one);
    restore_golden(&again, _i);
    treadle_batch_whole(&before, &one.core);
    treadle_batch_whole(&after, &again.core);
    ck_assert_uint_eq(before.text.count, after.text.count);
    ck_assert_mem_eq(before.text.bytes, after.text.bytes, before.text.count);
    treadle_batch_free(&before);
    treadle_batch_free(&after);
    close_one(&one);
    close_one(&again);
}
END_TEST

START_TEST(golden_rows_go_on) {
    struct one again;
    struct step commands = {0};
    restore_golden(&again, 0);
    // What is still wanted: the deadline, the call with its two clocks, the nap, the pause, and to
    // go on.
    treadle_core_commands(&again.core, &commands);
    static const enum command_kind wanted[] = {COMMAND_WAKE, COMMAND_CALL, COMMAND_WAKE,
                                               COMMAND_WAKE, COMMAND_WAKE, COMMAND_WAKE,
                                               COMMAND_GO_ON};
    ck_assert_uint_eq(commands.command_count, COUNT_OF(wanted));
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        ck_assert_int_eq(commands.commands[i].kind, wanted[i]);
        ck_assert(
            i == 0 || commands.commands[i].ticket > commands.commands[i - 1].ticket ||
            wanted[i] == COMMAND_GO_ON);
    }
    ck_assert_int_eq(commands.commands[1].of.call.timeout_s, 60);
    ck_assert_int_eq(commands.commands[0].of.wake.due_ms, 1767225600000 + INT64_C(1000) * 1000);
    treadle_step_free(&commands);
    close_one(&again);
}
END_TEST

// The place among the items is no part of the rows: it is found again.
START_TEST(a_map_goes_on_from_golden_rows) {
    struct one one;
    struct step commands = {0};
    restore_golden(&one, 1);
    treadle_core_commands(&one.core, &commands);
    ck_assert_uint_eq(commands.command_count, 2);
    ck_assert_int_eq(commands.commands[0].of.call.item, 0);
    ck_assert_int_eq(commands.commands[1].of.call.item, 2);
    advance(&one, FACT_CALL_DONE, 4, 1767225604000, "\"A\"");
    ck_assert_uint_eq(one.step.command_count, 1);
    ck_assert_int_eq(one.step.commands[0].of.call.item, 3);
    ck_assert_int_eq(
        treadle_json_member(one.step.commands[0].of.call.arguments, "Payload")->valueint, 3);
    advance(&one, FACT_CALL_DONE, 6, 1767225605000, "\"C\"");
    ck_assert_uint_eq(one.step.command_count, 0);
    advance(&one, FACT_CALL_DONE, 7, 1767225606000, "\"D\"");
    const struct command *finish = &one.step.commands[one.step.command_count - 1];
    ck_assert_int_eq(finish->kind, COMMAND_FINISH);
    struct text output = {0};
    treadle_json_write(&output, treadle_doc_root(finish->payload.doc));
    ck_assert_str_eq(output.bytes, "[\"A\",\"B\",\"C\",\"D\"]");
    treadle_text_clear(&output);
    treadle_step_free(&commands);
    close_one(&one);
}
END_TEST

// Stopped at once, it gives up what it waits for.
START_TEST(golden_rows_may_be_stopped) {
    struct one one;
    restore_golden(&one, 1);
    advance(&one, FACT_STOP, 0, 1767225604000, "{}");
    ck_assert_uint_eq(one.step.command_count, 3);
    ck_assert_int_eq(one.step.commands[0].kind, COMMAND_CANCEL);
    ck_assert_int_eq(one.step.commands[1].kind, COMMAND_CANCEL);
    ck_assert_int_eq(one.step.commands[2].kind, COMMAND_FINISH);
    close_one(&one);
}
END_TEST

// What was assigned, here and around, is there to be read.
START_TEST(variables_are_in_golden_rows) {
    struct one one;
    struct step commands = {0};
    restore_golden(&one, 2);
    advance(&one, FACT_CALL_FAILED, 2, 1767225602000, "{\"Error\":\"E\"}");
    close_one(&one);
    restore_golden(&one, 2);
    treadle_core_commands(&one.core, &commands);
    ck_assert_uint_eq(commands.command_count, 1);
    support_same_json("{\"a2\":1.0,\"x\":\"X\",\"c\":[2]}", commands.commands[0].of.call.arguments);
    advance(&one, FACT_CALL_DONE, 2, 1767225602000, "null");
    const struct event *left = &one.step.events[one.step.event_count - 2];
    ck_assert_ptr_nonnull(treadle_event_assigned(left));
    support_same_json("{\"c\":[null,{}]}", treadle_doc_root(treadle_event_assigned(left)->doc));
    ck_assert_uint_eq(one.core.variables_size, 0);
    treadle_step_free(&commands);
    close_one(&one);
}
END_TEST

// -- Rows that cannot be read

static const struct {
    int which;  // Of the golden files.
    const char *from, *to, *words;
} broken[] = {
    {0, "\"format\":1", "\"format\":2", "their format is not known here"},
    {0, "\"life\":\"running\"", "\"life\":\"asleep\"", "a word is unknown"},
    {0, "\"phase\":\"waiting\"", "\"phase\":\"thinking\"", "a word is unknown"},
    {0, "\"random\":\"", "\"random\":\"x", "64 bits are none"},
    {0, "\"state\":[1,\"Token\"]", "\"state\":[1,\"Tokens\"]",
     "they name a state that this definition does not have"},
    {0, "\"state\":[1,\"Token\"]", "\"state\":[99,\"Token\"]",
     "they name a state that this definition does not have"},
    {0, "\"request\":2", "\"request\":77", "a payload is missing"},
    {0, "\"attempts\":[0,1]", "\"attempts\":[1]",
     "they count retries that this definition does not have"},
    {0, "\"tickets\":{\"call\":[2,0]", "\"tickets\":{\"call\":[2]", "a pair is none"},
    {0, "\"tickets\":{\"call\":[2,0]", "\"tickets\":{\"call\":[-2,0]", "a number is out of bounds"},
    {0, "\"parent\":1", "\"parent\":99", "a frame stands nowhere"},
    {0, "core 0 0 {", "core 0 0 ", "one is no JSON"},
    {0, "result 2 2 ", "result 3 2 ", "a result belongs to nothing"},
    {0, "core 0 0 ", "execution 0 0 ", "the first of them is missing"},
    {2, "\"name\":\"b\"", "\"name\":\"c\"", "a variable belongs to nothing"},
    {2, "variable 1 2 ", "variable 1 99 ", "a variable belongs to nothing"},
    {2, "variable 1 2 ", "variable 9 2 ", "a variable belongs to nothing"},
    {2, "\"name\":\"b\",\"payload\":", "\"name\":\"b\",\"payload\":9", "a payload is missing"},
};

static char *replaced(const char *text, const char *from, const char *to) {
    const char *at = strstr(text, from);
    struct text out = {0};
    if (at == NULL) ck_abort_msg("the golden rows do not hold %s", from);
    treadle_text_put(&out, text, (size_t)(at - text));
    treadle_text_add(&out, to);
    treadle_text_add(&out, at + strlen(from));
    return out.bytes;
}

START_TEST(rows_that_cannot_be_read_are_refused) {
    struct one one;
    struct text text = {0};
    struct batch rows = {0};
    struct revival revival = {0};
    struct treadle_status status = {0};
    open_as(&one, goldens[broken[_i].which].definition);
    support_file(goldens[broken[_i].which].file, &text);
    char *changed = replaced(text.bytes, broken[_i].from, broken[_i].to);
    read_rows(changed, &rows);
    ck_assert_int_eq(treadle_core_restore(&one.core, &rows, &revival, &status), TREADLE_EINVAL);
    struct text words = {0};
    treadle_text_printf(&words, "these rows cannot be read: %s", broken[_i].words);
    ck_assert_str_eq(status.text, words.bytes);
    treadle_text_clear(&words);
    treadle_text_clear(&text);
    treadle_revival_clear(&revival);
    treadle_batch_free(&rows);
    free(changed);
    close_one(&one);
}
END_TEST

START_TEST(no_rows_are_refused) {
    struct one one;
    const struct batch rows = {0};
    struct revival revival = {0};
    open_one(&one);
    ck_assert_int_eq(treadle_core_restore(&one.core, &rows, &revival, NULL), TREADLE_EINVAL);
    treadle_revival_clear(&revival);
    close_one(&one);
}
END_TEST

Suite *suite_snapshot(void) {
    TCase *tests = tcase_create("snapshot");
    ADD_EACH(tests, rows_are_as_they_were, goldens);
    ADD_EACH(tests, golden_rows_are_the_whole, goldens);
    tcase_add_test(tests, golden_rows_go_on);
    tcase_add_test(tests, a_map_goes_on_from_golden_rows);
    tcase_add_test(tests, golden_rows_may_be_stopped);
    tcase_add_test(tests, variables_are_in_golden_rows);
    ADD_EACH(tests, rows_that_cannot_be_read_are_refused, broken);
    tcase_add_test(tests, no_rows_are_refused);
    return support_suite("snapshot", tests);
}
