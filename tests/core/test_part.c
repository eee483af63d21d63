// A part of a machine: begun in the middle, ended before the end, with variables and a context that
// are given. Each of them runs in all ways alike, so the rows say what is needed of it.
#include <stdlib.h>

#include "base/text.h"
#include "tests/core/rig.h"
#include "tests/core/suites.h"
#include "tests/support/support.h"

static const char chain[] = TREADLE_JSON({
    "StartAt" : "A",
    "States" : {
        "A" : {"Type" : "Pass", "Result" : "a", "Next" : "B"},
        "B" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::example:b",
            "Parameters" : {"of.$" : "$order.id", "who.$" : "$$.Execution.Name", "is.$" : "$"},
            "Assign" : {"left" : "B", "order.$" : "$"},
            "Retry" : [ {"ErrorEquals" : ["Busy"], "MaxAttempts" : 1} ],
            "Catch" : [ {
                "ErrorEquals" : ["Odd"],
                "ResultPath" : "$.why",
                "Assign" : {"caught" : true},
                "Next" : "D"
            } ],
            "Next" : "C"
        },
        "C" : {
            "Type" : "Choice",
            "Choices" : [ {"Variable" : "$.no", "IsPresent" : true, "Next" : "D"} ],
            "Default" : "Each"
        },
        "D" : {"Type" : "Fail", "Error" : "End"},
        "Each" : {
            "Type" : "Map",
            "ItemSelector" :
                {"item.$" : "$$.Map.Item", "name.$" : "$$.State.Name", "left.$" : "$left"},
            "ItemProcessor" : {
                "StartAt" : "In",
                "States" : {
                    "In" : {"Type" : "Pass", "Next" : "Then"},
                    "Then" : {
                        "Type" : "Pass",
                        "Parameters" : {"in.$" : "$", "item.$" : "$$.Map.Item.Value"},
                        "Next" : "Last"
                    },
                    "Last" : {"Type" : "Wait", "Seconds" : 3, "End" : true}
                }
            },
            "Next" : "D"
        }
    }
});

// JSON with single quotes is easier to read in C.
static char *quoted(const char *text) {
    if (text == NULL) return NULL;
    char *copy = treadle_text_copy(text);
    for (char *at = copy; *at != '\0'; at++)
        if (*at == '\'') *at = '"';
    return copy;
}

enum says { DONE, BUSY_THEN_DONE, ODD, DOWN };

static void answer(
    void *data, const struct command *call, uint32_t nth, struct rig_answer *answer) {
    enum says says = *(const enum says *)data;
    answer->after_ms = 5;
    answer->failed = says == ODD || says == DOWN || (says == BUSY_THEN_DONE && nth == 0);
    if (!answer->failed)
        answer->value = treadle_doc_settle(NULL, call->of.call.arguments);
    else
        answer->value = support_read(
            says == ODD    ? "{\"Error\":\"Odd\"}"
            : says == DOWN ? "{\"Error\":\"Down\"}"
                           : "{\"Error\":\"Busy\"}");
}

static const struct {
    const char *opening, *input;
    enum says says;
    enum treadle_outcome outcome;
    const char *output, *next, *variables;
} parts[] = {
    // To its end.
    {.opening = "{'from': 'D'}", .outcome = TREADLE_FAILED, .output = "{'Error':'End'}"},
    // One state alone, which goes on to another.
    {.opening = "{'from': 'A', 'to': 'A'}", .output = "'a'", .next = "B"},
    {.opening = "{'to': 'A', 'keep': true}", .output = "'a'", .next = "B", .variables = "{}"},
    // With variables, and what it assigned.
    {.opening = "{'from': 'B', 'to': 'B', 'keep': true, 'variables': {'order': {'id': 7}}}",
     .output = "{'of':7,'who':'rig','is':1}",
     .next = "C",
     .variables = "{'order':{'of':7,'who':'rig','is':1},'left':'B'}"},
    // A context lies over the other, through a retry, which does not leave the state.
    {.opening = "{'from': 'B', 'to': 'B', 'variables': {'order': {'id': 7}}, 'context': "
                "{'Execution': {'Name': 'e1'}}}",
     .says = BUSY_THEN_DONE,
     .output = "{'of':7,'who':'e1','is':1}",
     .next = "C"},
    // Left by Catch, with what that makes.
    {.opening = "{'from': 'B', 'to': 'B', 'keep': true, 'variables': {'order': {'id': 7}}}",
     .input = "{}",
     .says = ODD,
     .output = "{'why':{'Error':'Odd','Cause':null}}",
     .next = "D",
     .variables = "{'order':{'id':7},'caught':true}"},
    // What nobody catches fails, and the variables are those of then.
    {.opening = "{'from': 'B', 'to': 'B', 'keep': true, 'variables': {'order': {'id': 7}}}",
     .says = DOWN,
     .outcome = TREADLE_FAILED,
     .output = "{'Error':'Down'}",
     .variables = "{'order':{'id':7}}"},
    // A stretch that ends at the last of its states.
    {.opening = "{'from': 'A', 'to': 'C', 'variables': {'order': {'id': 7}}}",
     .output = "{'of':7,'who':'rig','is':'a'}",
     .next = "Each"},
    // A Map alone, whose children end as ever.
    {.opening = "{'from': 'Each', 'to': 'Each', 'variables': {'left': 1}, 'context': "
                "{'State': {'Name': 'x'}, 'Map': {'Item': {'Source': 's', 'Value': 0}}}}",
     .input = "[4]",
     .output = "[{'in':{'item':{'Index':0,'Value':0,'Source':'s'},'name':'x','left':1},'item':0}]",
     .next = "D"},
    // Within a Map: its flow is the outermost one.
    {.opening = "{'from': 'In', 'to': 'Then', 'context': {'Map': {'Item': {'Value': [2]}}}}",
     .output = "{'in':1,'item':[2]}",
     .next = "Last"},
    {.opening = "{'from': 'Last', 'to': 'Last', 'keep': true}", .output = "1", .variables = "{}"},
};

static void same(const char *have, char *want) {
    ck_assert_int_eq(have == NULL, want == NULL);
    if (have != NULL) ck_assert_str_eq(have, want);
    free(want);
}

START_TEST(a_part_runs_all_ways_alike) {
    enum says says = parts[_i].says;
    char *opening = quoted(parts[_i].opening);
    struct rig_outcome outcome;
    rig_run_all(
        &(struct rig_run){
            .definition = chain,
            .input = parts[_i].input == NULL ? "1" : parts[_i].input,
            .opening = opening,
            .answer = answer,
            .data = &says},
        &outcome);
    enum treadle_outcome want = parts[_i].outcome == 0 ? TREADLE_SUCCEEDED : parts[_i].outcome;
    ck_assert_int_eq(outcome.outcome, want);
    same(outcome.output, quoted(parts[_i].output));
    same(outcome.variables, quoted(parts[_i].variables));
    same(outcome.next, quoted(parts[_i].next));
    rig_outcome_clear(&outcome);
    free(opening);
}
END_TEST

Suite *suite_part(void) {
    TCase *tests = tcase_create("part");
    ADD_EACH(tests, a_part_runs_all_ways_alike, parts);
    return support_suite("part", tests);
}
