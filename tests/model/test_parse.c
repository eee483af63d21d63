// Definitions that are right, and the machines they become.
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/limits.h"
#include "engine/model/machine.h"
#include "tests/model/suites.h"
#include "tests/support/support.h"

static struct machine *parse(const char *text) {
    treadle_machine *machine = NULL;
    struct treadle_status status = {0};
    ck_assert_msg(
        treadle_machine_parse(text, &machine, &status) == 0 && machine != NULL, "%s", status.text);
    return machine;
}

static const struct state *state_of(const struct machine *machine, const char *name) {
    for (uint32_t i = 0; i < machine->state_count; i++)
        if (strcmp(machine->states[i]->name, name) == 0) return machine->states[i];
    ck_abort_msg("no state %s", name);
}

static const char everything[] = TREADLE_JSON({
    "Comment" : "all kinds",
    "Version" : "1.0",
    "QueryLanguage" : "JSONPath",
    "TimeoutSeconds" : 3600,
    "StartAt" : "Pass",
    "States" : {
        "Pass" : {
            "Type" : "Pass",
            "Result" : {"a.$" : 1.0},
            "ResultPath" : "$.r",
            "InputPath" : null,
            "OutputPath" : "$.r",
            "Next" : "Task"
        },
        "Task" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::lambda:invoke.waitForTaskToken",
            "Parameters" : {"x.$" : "$$.Execution.Id"},
            "ResultSelector" : {"y.$" : "$.z"},
            "ResultPath" : null,
            "TimeoutSeconds" : 9,
            "HeartbeatSecondsPath" : "$.beat",
            "Credentials" : {"RoleArn" : "arn:aws:iam::123456789012:role/R"},
            "Retry" : [
                {
                    "ErrorEquals" : [ "A", "B" ],
                    "IntervalSeconds" : 0,
                    "MaxAttempts" : 0,
                    "BackoffRate" : 1.5,
                    "MaxDelaySeconds" : 7,
                    "JitterStrategy" : "FULL"
                },
                {"ErrorEquals" : ["States.ALL"]}
            ],
            "Catch" : [
                {"ErrorEquals" : ["A"], "ResultPath" : "$.e", "Next" : "Wait"},
                {"ErrorEquals" : ["States.ALL"], "ResultPath" : null, "Next" : "Failed"}
            ],
            "Next" : "Choice"
        },
        "Choice" : {
            "Type" : "Choice",
            "Default" : "Done",
            "Choices" : [
                {"Variable" : "$.a", "StringEquals" : "x", "Next" : "Wait"}, {
                    "And" : [
                        {"Variable" : "$.n", "NumericEqualsPath" : "$.m"},
                        {"Not" : {"Variable" : "$$.Execution.Name", "IsPresent" : false}}
                    ],
                    "Next" : "Parallel"
                }
            ]
        },
        "Wait" : {"Type" : "Wait", "Timestamp" : "2030-01-01T00:00:00Z", "Next" : "Wait more"},
        "Wait more" : {"Type" : "Wait", "Seconds" : 0, "End" : true},
        "Parallel" : {
            "Type" : "Parallel",
            "End" : true,
            "Branches" : [
                {
                    "StartAt" : "In",
                    "States" : {"In" : {"Type" : "Wait", "SecondsPath" : "$.s", "End" : true}}
                },
                {
                    "Comment" : "two",
                    "StartAt" : "Too",
                    "States" : {
                        "Too" : {"Type" : "Wait", "TimestampPath" : "$.t", "Next" : "Last"},
                        "Last" : {"Type" : "Succeed", "InputPath" : "$.x"}
                    }
                }
            ]
        },
        "Done" : {"Type" : "Succeed"},
        "Failed" : {"Type" : "Fail", "ErrorPath" : "$.Error", "Cause" : "because"}
    }
});

static const char variables[] = TREADLE_JSON({
    "StartAt" : "A",
    "States" : {
        "A" : {"Type" : "Pass", "Assign" : {"x" : 1, "y.$" : "$z"}, "Next" : "P"},
        "P" : {
            "Type" : "Parallel",
            "InputPath" : "$x",
            "Parameters" : {"z.$" : "$z", "all.$" : "States.Array($x, $y)"},
            "Catch" : [ {"ErrorEquals" : ["E"], "Assign" : {"y.$" : "$x"}, "Next" : "C"} ],
            "Branches" : [ {
                "StartAt" : "B",
                "States" : {
                    "B" :
                        {"Type" : "Pass", "OutputPath" : "$x", "Assign" : {"in" : 1}, "End" : true}
                }
            } ],
            "Assign" : {},
            "Next" : "C"
        },
        "C" : {
            "Type" : "Choice",
            "Assign" : {"x.$" : "$y"},
            "Default" : "D",
            "Choices" :
                [ {"Variable" : "$y", "IsNull" : true, "Assign" : {"new" : 2}, "Next" : "D"} ]
        },
        "D" : {"Type" : "Succeed"}
    }
});

static void expect_reads(
    const struct machine *machine, const char *state, const char *first, const char *second,
    const char *third) {
    const char *wanted[] = {first, second, third};
    uint32_t count = 0;
    const struct variable_read *read = state_of(machine, state)->reads;
    for (; read != NULL; read = read->next, count++) {
        bool found = false;
        for (size_t i = 0; i < COUNT_OF(wanted); i++)
            found |= wanted[i] != NULL && strcmp(wanted[i], machine->variables[read->number]) == 0;
        if (!found) ck_abort_msg("%s reads %s", state, machine->variables[read->number]);
    }
    ck_assert_uint_eq(count, (uint32_t)((first != NULL) + (second != NULL) + (third != NULL)));
}

START_TEST(knows_the_variables_of_states) {
    struct machine *machine = parse(variables);
    ck_assert_uint_eq(machine->variable_count, 5);
    expect_reads(machine, "A", "z", NULL, NULL);
    expect_reads(machine, "P", "x", "y", "z");
    expect_reads(machine, "B", "x", NULL, NULL);
    expect_reads(machine, "C", "y", NULL, NULL);
    expect_reads(machine, "D", NULL, NULL, NULL);
    const struct state *a = state_of(machine, "A"), *c = state_of(machine, "C");
    ck_assert_uint_eq(a->assign->count, 2);
    ck_assert_str_eq(machine->variables[a->assign->numbers[0]], "x");
    ck_assert_str_eq(machine->variables[a->assign->numbers[1]], "y");
    ck_assert_ptr_null(state_of(machine, "P")->assign);
    ck_assert_uint_eq(state_of(machine, "P")->catchers[0].assign->count, 1);
    ck_assert_uint_eq(c->assign->numbers[0], a->assign->numbers[0]);
    ck_assert_str_eq(machine->variables[c->of.choice.rules->assign->numbers[0]], "new");
    treadle_machine_drop(machine);
}
END_TEST

START_TEST(reads_every_field_of_every_kind) {
    struct machine *machine = parse(everything);
    ck_assert_uint_eq(machine->state_count, 11);
    ck_assert_double_eq(machine->timeout_s, 3600);
    const struct state *pass = state_of(machine, "Pass");
    ck_assert_ptr_eq(machine->flow.start, pass);
    ck_assert(pass->input_null && !pass->output_null && pass->output_path != NULL);
    ck_assert_str_eq(treadle_path_text(pass->result_path), "$.r");
    ck_assert_ptr_nonnull(pass->of.pass.result);
    ck_assert(!pass->uses_context);
    const struct state *task = state_of(machine, "Task");
    ck_assert_ptr_eq(pass->next, task);
    ck_assert(task->uses_context && task->result_null);
    ck_assert_ptr_null(task->result_path);
    ck_assert_str_eq(task->of.task->resource_type, "lambda");
    ck_assert_str_eq(task->of.task->resource_action, "invoke.waitForTaskToken");
    ck_assert_double_eq(task->of.task->timeout_s, 9);
    ck_assert_ptr_nonnull(task->of.task->heartbeat_path);
    ck_assert_ptr_nonnull(task->of.task->credentials);
    treadle_machine_drop(machine);
}
END_TEST

START_TEST(reads_retriers_and_catchers) {
    struct machine *machine = parse(everything);
    const struct state *task = state_of(machine, "Task");
    ck_assert_uint_eq(task->retrier_count, 2);
    const struct retrier *first = &task->retriers[0], *second = &task->retriers[1];
    ck_assert_double_eq(first->interval_s, 0);
    ck_assert_double_eq(first->backoff, 1.5);
    ck_assert_double_eq(first->delay_max_s, 7);
    ck_assert_uint_eq(first->attempts_max, 0);
    ck_assert(first->jitter && !second->jitter);
    ck_assert_double_eq(second->interval_s, 1);
    ck_assert_double_eq(second->backoff, 2);
    ck_assert_double_eq(second->delay_max_s, 0);
    ck_assert_uint_eq(second->attempts_max, 3);
    ck_assert_uint_eq(task->catcher_count, 2);
    ck_assert_ptr_eq(task->catchers[0].next, state_of(machine, "Wait"));
    ck_assert_str_eq(treadle_path_text(task->catchers[0].result_path), "$.e");
    ck_assert(!task->catchers[0].result_null && task->catchers[1].result_null);
    treadle_machine_drop(machine);
}
END_TEST

START_TEST(reads_rules_and_their_parts) {
    struct machine *machine = parse(everything);
    const struct choice_fields *choice = &state_of(machine, "Choice")->of.choice;
    ck_assert_ptr_eq(choice->otherwise, state_of(machine, "Done"));
    const struct rule *rule = choice->rules;
    ck_assert_int_eq(rule->test, TEST_STRING_EQUALS);
    ck_assert_str_eq(rule->operand->valuestring, "x");
    ck_assert_ptr_eq(rule->target, state_of(machine, "Wait"));
    rule = rule->next;
    ck_assert_int_eq(rule->test, TEST_AND);
    ck_assert_ptr_null(rule->next);
    ck_assert_int_eq(rule->child->test, TEST_NUMERIC_EQUALS);
    ck_assert_ptr_nonnull(rule->child->operand_path);
    ck_assert_int_eq(rule->child->next->test, TEST_NOT);
    ck_assert_int_eq(rule->child->next->child->test, TEST_IS_PRESENT);
    ck_assert(state_of(machine, "Choice")->uses_context);
    treadle_machine_drop(machine);
}
END_TEST

START_TEST(numbers_states_outer_before_inner) {
    struct machine *machine = parse(everything);
    for (uint32_t i = 0; i < machine->state_count; i++) {
        const struct state *state = machine->states[i];
        ck_assert_uint_eq(state->number, i);
        ck_assert_ptr_eq(treadle_machine_state(machine, i, state->name), state);
        ck_assert_ptr_null(treadle_machine_state(machine, i, "other"));
        const struct state *owner = state->flow->owner;
        ck_assert(owner == NULL || owner->number < i);
    }
    ck_assert_ptr_null(treadle_machine_state(machine, machine->state_count, "Pass"));
    ck_assert_ptr_eq(state_of(machine, "Last")->flow->owner, state_of(machine, "Parallel"));
    treadle_machine_drop(machine);
}
END_TEST

static void put_state(const struct treadle_state_info *state, void *data) {
    struct text *out = data;
    treadle_text_printf(
        out, "%s %s %s %s\n", state->pointer, state->type, state->name,
        state->resource == NULL ? "-" : state->resource);
}

START_TEST(tells_its_states) {
    struct machine *machine = parse(TREADLE_JSON({
        "StartAt" : "A/b",
        "States" : {
            "A/b" : {
                "Type" : "Task",
                "Resource" : "arn:aws:states:::example:do",
                "Parameters" : {},
                "Next" : "P"
            },
            "P" : {
                "Type" : "Parallel",
                "End" : true,
                "Branches" : [ {"StartAt" : "X", "States" : {"X" : {"Type" : "Succeed"}}} ]
            }
        }
    }));
    struct text told = {0};
    treadle_machine_each_state(machine, put_state, &told);
    ck_assert_str_eq(
        told.bytes, "/States/A~1b Task A/b arn:aws:states:::example:do\n"
                    "/States/P Parallel P -\n"
                    "/States/P/Branches/0/States/X Succeed X -\n");
    treadle_text_clear(&told);
    treadle_machine_drop(machine);
}
END_TEST

// Every part's pointer leads to what the part says stands there.
static void put_part(const struct treadle_part *part, void *data) {
    static const char *const kinds[] = {
        [TREADLE_PART_FLOW] = "flow",       [TREADLE_PART_STATE] = "state",
        [TREADLE_PART_NEXT] = "next",       [TREADLE_PART_RULE] = "rule",
        [TREADLE_PART_DEFAULT] = "default", [TREADLE_PART_CATCHER] = "catcher",
        [TREADLE_PART_END] = "end",         [TREADLE_PART_RETRIER] = "retrier"};
    struct text *out = data;
    static const cJSON *root;
    if (part->number < 0) root = part->json;
    ck_assert_ptr_eq(treadle_json_at(root, part->pointer), part->json);
    treadle_text_printf(
        out, "%*s%s %s%s", (int)part->depth * 2, "", kinds[part->kind], part->pointer,
        *part->pointer == '\0' ? "-" : "");
    if (part->number >= 0)
        treadle_text_printf(out, " of %s %d %s", part->type, part->number, part->state);
    if (part->index > 0) treadle_text_printf(out, " [%u]", part->index);
    if (part->count > 0) treadle_text_printf(out, " has %u", part->count);
    if (part->to != NULL) treadle_text_printf(out, " to %d %s", part->to_number, part->to);
    treadle_text_add(out, "\n");
}

START_TEST(tells_its_parts) {
    struct machine *machine = parse(TREADLE_JSON({
        "StartAt" : "P",
        "States" : {
            "P" : {
                "Type" : "Parallel",
                "Retry" : [ {"ErrorEquals" : ["E"]}, {"ErrorEquals" : ["F"]} ],
                "Catch" : [ {"ErrorEquals" : ["States.ALL"], "Next" : "a/b"} ],
                "Next" : "a/b",
                "Branches" : [
                    {"StartAt" : "X", "States" : {"X" : {"Type" : "Pass", "End" : true}}}, {
                        "StartAt" : "M",
                        "States" : {
                            "M" : {
                                "Type" : "Map",
                                "End" : true,
                                "Iterator" :
                                    {"StartAt" : "Y", "States" : {"Y" : {"Type" : "Fail"}}}
                            }
                        }
                    }
                ]
            },
            "a/b" : {
                "Type" : "Choice",
                "Choices" : [ {"Variable" : "$.a", "IsPresent" : true, "Next" : "S"} ],
                "Default" : "P"
            },
            "S" : {"Type" : "Succeed"}
        }
    }));
    struct text told = {0};
    treadle_machine_walk(machine, put_part, &told);
    ck_assert_str_eq(
        told.bytes, "flow - has 3 to 0 P\n"
                    "state /States/P of Parallel 0 P has 2\n"
                    "next /States/P/Next of Parallel 0 P to 1 a/b\n"
                    "catcher /States/P/Catch/0 of Parallel 0 P to 1 a/b\n"
                    "retrier /States/P/Retry/0 of Parallel 0 P\n"
                    "retrier /States/P/Retry/1 of Parallel 0 P [1]\n"
                    "  flow /States/P/Branches/0 of Parallel 0 P has 1 to 3 X\n"
                    "  state /States/P/Branches/0/States/X of Pass 3 X\n"
                    "  end /States/P/Branches/0/States/X/End of Pass 3 X\n"
                    "  flow /States/P/Branches/1 of Parallel 0 P [1] has 1 to 4 M\n"
                    "  state /States/P/Branches/1/States/M of Map 4 M has 1\n"
                    "  end /States/P/Branches/1/States/M/End of Map 4 M\n"
                    "    flow /States/P/Branches/1/States/M/Iterator of Map 4 M has 1 to 5 Y\n"
                    "    state /States/P/Branches/1/States/M/Iterator/States/Y of Fail 5 Y\n"
                    "    end /States/P/Branches/1/States/M/Iterator/States/Y/Type of Fail 5 Y\n"
                    "state /States/a~1b of Choice 1 a/b\n"
                    "rule /States/a~1b/Choices/0 of Choice 1 a/b to 2 S\n"
                    "default /States/a~1b/Default of Choice 1 a/b to 0 P\n"
                    "state /States/S of Succeed 2 S\n"
                    "end /States/S/Type of Succeed 2 S\n");
    treadle_text_clear(&told);
    treadle_machine_drop(machine);
}
END_TEST

START_TEST(knows_where_everything_stands) {
    static const char yaml[] = "StartAt: Grüße\nStates:\n  Grüße:\n    Type: Pass\n    End: true\n";
    struct machine *machine = parse(yaml);
    struct treadle_place place;
    ck_assert(treadle_machine_place(machine, "/States/Grüße/Type", false, &place));
    ck_assert_uint_eq(place.line, 4);
    ck_assert_uint_eq(place.column, 11);
    ck_assert_uint_eq(place.width, 4);
    ck_assert(treadle_machine_place(machine, "/States/Grüße", true, &place));
    ck_assert_uint_eq(place.line, 3);
    ck_assert_uint_eq(place.column, 3);
    ck_assert_uint_eq(place.width, 5);
    ck_assert(!treadle_machine_place(machine, "/States/X", false, &place));
    ck_assert_str_eq(treadle_machine_text(machine), yaml);
    ck_assert_ptr_null(treadle_machine_source(machine));
    treadle_machine_drop(machine);
}
END_TEST

START_TEST(finds_the_way_to_every_node) {
    struct machine *machine = parse(everything);
    struct arena arena = {0};
    const cJSON *root = treadle_doc_root(machine->definition);
    for (uint32_t i = 0; i < machine->places.count; i++) {
        const char *pointer = treadle_machine_pointer(machine, &arena, root + i);
        ck_assert_ptr_eq(treadle_json_at(root, pointer), root + i);
    }
    const cJSON *inner = treadle_json_at(root, "/States/Parallel/Branches/1/States/Too");
    ck_assert_str_eq(
        treadle_machine_location(machine, &arena, inner),
        "/States/Parallel/Branches[1]/States/Too");
    ck_assert_str_eq(treadle_machine_location(machine, &arena, root), "/");
    ck_assert_ptr_null(treadle_machine_pointer(machine, &arena, (const cJSON *)&arena));
    treadle_arena_clear(&arena);
    treadle_machine_drop(machine);
}
END_TEST

START_TEST(outlives_its_text_and_is_counted) {
    char *text = treadle_text_copy("{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}");
    struct treadle_source source = {.text = text, .size = strlen(text), .name = "a.asl.json"};
    treadle_machine *machine = NULL;
    ck_assert_int_eq(treadle_machine_read(&source, NULL, NULL, &machine, NULL), 0);
    memset(text, 'x', strlen(text));
    free(text);
    treadle_machine *other = treadle_machine_ref(machine);
    treadle_machine_drop(machine);
    ck_assert_str_eq(other->flow.start->name, "A");
    ck_assert_str_eq(treadle_machine_source(other), "a.asl.json");
    treadle_machine_drop(other);
    treadle_machine_drop(NULL);
}
END_TEST

// Many states, deep down, below long names: what is made of them is as large as they are.
START_TEST(is_no_larger_than_what_it_was_read_from) {
    enum { DEPTH = LIMIT_machine_depth_max - 2, STATES = 1000 };
    struct text text = {0};
    for (int i = 0; i < DEPTH; i++)
        treadle_text_printf(
            &text,
            "{\"StartAt\":\"%077d%03d\",\"States\":{\"%077d%03d\":{\"Type\":\"Map\",\"End\":true,"
            "\"ItemProcessor\":",
            0, i, 0, i);
    treadle_text_add(&text, "{\"StartAt\":\"0\",\"States\":{");
    for (int i = 0; i < STATES; i++)
        treadle_text_printf(&text, "\"%d\":{\"Type\":\"Pass\",\"Next\":\"%d\"},", i, i + 1);
    treadle_text_printf(&text, "\"%d\":{\"Type\":\"Succeed\"}}}", STATES);
    for (int i = 0; i < DEPTH; i++)
        treadle_text_add(&text, "}}}");
    struct machine *machine = parse(text.bytes);
    ck_assert_uint_eq(machine->state_count, DEPTH + STATES + 1);
    ck_assert_uint_lt(treadle_arena_size(&machine->arena), text.count * 10);
    treadle_machine_drop(machine);
    treadle_text_clear(&text);
}
END_TEST

START_TEST(takes_as_many_nested_branches_as_the_limit_says) {
    struct text text = {0};
    for (int i = 1; i < LIMIT_machine_depth_max; i++)
        treadle_text_printf(
            &text,
            "{\"StartAt\":\"P%d\",\"States\":{\"P%d\":{\"Type\":\"Parallel\",\"End\":true,"
            "\"Branches\":[",
            i, i);
    treadle_text_add(&text, "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}");
    for (int i = 1; i < LIMIT_machine_depth_max; i++)
        treadle_text_add(&text, "]}}}");
    struct machine *machine = parse(text.bytes);
    ck_assert_uint_eq(machine->state_count, LIMIT_machine_depth_max);
    treadle_text_clear(&text);
    treadle_machine_drop(machine);
}
END_TEST

Suite *suite_parse(void) {
    TCase *tests = tcase_create("parse");
    tcase_add_test(tests, reads_every_field_of_every_kind);
    tcase_add_test(tests, knows_the_variables_of_states);
    tcase_add_test(tests, reads_retriers_and_catchers);
    tcase_add_test(tests, reads_rules_and_their_parts);
    tcase_add_test(tests, numbers_states_outer_before_inner);
    tcase_add_test(tests, tells_its_states);
    tcase_add_test(tests, tells_its_parts);
    tcase_add_test(tests, knows_where_everything_stands);
    tcase_add_test(tests, finds_the_way_to_every_node);
    tcase_add_test(tests, outlives_its_text_and_is_counted);
    tcase_add_test(tests, is_no_larger_than_what_it_was_read_from);
    tcase_add_test(tests, takes_as_many_nested_branches_as_the_limit_says);
    return support_suite("parse", tests);
}
