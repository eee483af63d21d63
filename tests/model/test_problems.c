// What is wrong with definitions: each row is a definition and all that is said of it, a line each:
// "line:column CODE: message at location (label) help".
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "engine/model/machine.h"
#include "tests/model/suites.h"
#include "tests/support/support.h"

static void put_problem(const struct treadle_problem *problem, void *data) {
    struct text *out = data;
    treadle_text_printf(
        out, "%s%u:%u %s: %s", problem->warning ? "warning " : "", problem->line, problem->column,
        problem->code, problem->message);
    if (problem->location != NULL) treadle_text_printf(out, " at %s", problem->location);
    if (problem->label != NULL) treadle_text_printf(out, " (%s)", problem->label);
    if (problem->help != NULL) treadle_text_printf(out, " %s", problem->help);
    treadle_text_add(out, "\n");
}

int model_read(const char *text, struct text *told) {
    treadle_machine *machine = NULL;
    struct treadle_source source = {.text = text, .size = strlen(text)};
    int status = treadle_machine_read(&source, put_problem, told, &machine, NULL);
    ck_assert((status == 0) == (machine != NULL));
    treadle_machine_drop(machine);
    return status;
}

// In YAML, since it is short: "A" stands in line 3, column 3.
#define STATES(text) "StartAt: A\nStates:\n  " text
#define TASK(more)                                                                                 \
    STATES("A: {Type: Task, Resource: 'arn:aws:states:::a:b', Parameters: {}, End: true,\n")       \
    more "}"
#define RETRY(more)  TASK("Retry: [{ErrorEquals: [X], " more "}]")
#define CHOICE(rule) STATES("A: {Type: Choice, Choices: [\n") rule "]}\n  B: {Type: Succeed}"
#define NEXT         ", Next: B}"

static const struct {
    const char *text, *told;
} wrong[] = {
    {"", "0:0 SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object\n"},
    {" \n\t", "0:0 SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object\n"},
    {"[1]", "0:0 SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object\n"},
    {"not a definition", "0:0 SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object\n"},
    {"{\"StartAt\": \"A\",}", "1:17 INVALID_JSON_DESCRIPTION: a comma must not stand before '}'\n"},
    {"{\"a\":1,\"a\":2}",
     "1:8 INVALID_JSON_DESCRIPTION: the name \"a\" stands twice in one object\n"},
    {"{}", "1:1 SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /\n"},
    {"{\"StartAt\":\"A\"}",
     "1:1 SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /\n"},
    {"{\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}",
     "1:1 SCHEMA_VALIDATION_FAILED: These fields are required: [StartAt] at /\n"},
    {"StartAt: A\nStates: {}", "2:9 SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States\n"},
    {"StartAt: A\nStates: []",
     "2:9 SCHEMA_VALIDATION_FAILED: Expected value of type Object at /States (this is an array)\n"},
    {"StartAt: 1\nStates:\n  A: {Type: Succeed}",
     "1:10 SCHEMA_VALIDATION_FAILED: Expected value of type String at /StartAt (this is a "
     "number)\n"},
    {"StartAt: A\nstates: {}\nStates: {A: {Type: Succeed}}",
     "2:1 SCHEMA_VALIDATION_FAILED: Field 'states' is not supported at / (no such field) did you "
     "mean 'States'?\n"},
    {"StartAt: A\nVersion: '2.0'\nTimeoutSeconds: -1\nComment: 1\nStates: {A: {Type: Succeed}}",
     "2:10 SCHEMA_VALIDATION_FAILED: Value should be one of the following: [1.0] at /Version did "
     "you mean '1.0'?\n"
     "3:17 SCHEMA_VALIDATION_FAILED: Minimum value is 0 at /TimeoutSeconds\n"
     "4:10 SCHEMA_VALIDATION_FAILED: Expected value of type String at /Comment (this is a "
     "number)\n"},
    {"StartAt: A\nTimeoutSeconds: 100000000\nStates: {A: {Type: Succeed}}",
     "2:17 SCHEMA_VALIDATION_FAILED: Maximum value is 99999999 at /TimeoutSeconds\n"},
    {"StartAt: A\nQueryLanguage: JSONata\nStates: {A: {Type: Pass, Output: 1, Nonsense: 2}}",
     "2:16 NOT_SUPPORTED_YET: treadle does not run JSONata yet at /QueryLanguage (not there yet) "
     "treadle runs JSONPath so far, the language of every state without a QueryLanguage\n"},
    {"StartAt: A\nQueryLanguage: Jsonpath\nStates: {A: {Type: Succeed}}",
     "2:16 SCHEMA_VALIDATION_FAILED: Value should be one of the following: [JSONPath, JSONata] at "
     "/QueryLanguage did you mean 'JSONPath'?\n"},
    {STATES("A: 1"), "3:6 SCHEMA_VALIDATION_FAILED: Expected value of type Object at /States/A "
                     "(this is a number)\n"},
    {STATES("A: {End: true}"),
     "3:3 SCHEMA_VALIDATION_FAILED: These fields are required: [Type] at /States/A\n"},
    {STATES("A: {Type: 1}"), "3:13 SCHEMA_VALIDATION_FAILED: Expected value of type String at "
                             "/States/A/Type (this is a number)\n"},
    {STATES("A: {Type: Taks, End: true}"),
     "3:13 SCHEMA_VALIDATION_FAILED: The field 'Type' should have one of these values: [Task, "
     "Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/A/Type did you mean 'Task'?\n"},
    {STATES("A: {Type: Pass, QueryLanguage: JSONata, Output: 1, End: true}"),
     "3:34 NOT_SUPPORTED_YET: treadle does not run JSONata yet at /States/A/QueryLanguage (not "
     "there yet) treadle runs JSONPath so far, the language of every state without a "
     "QueryLanguage\n"},
    {STATES("A: {Type: Pass, End: true, Output: 1}"),
     "3:30 SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONPath', but field 'Output' is "
     "only supported for the 'JSONata' QueryLanguage at /States/A treadle does not run JSONata "
     "yet\n"},
    {STATES("A: {Type: Pass, End: true, Assign: 1}"),
     "3:38 SCHEMA_VALIDATION_FAILED: Expected value of type Object at /States/A/Assign (this is a "
     "number)\n"},
    {STATES("A: {Type: Pass, End: true, Assign: {a-b: 1, _: 1, '': 1,\n  states.$: $, 9.$: $}}"),
     "3:39 INVALID_VARIABLE_NAME: Invalid variable name 'a-b': the variable name contains invalid "
     "characters. at /States/A/Assign/a-b (letters, digits and '_', and a letter first)\n"
     "3:47 INVALID_VARIABLE_NAME: Invalid variable name '_': the variable name contains invalid "
     "characters. at /States/A/Assign/_ (letters, digits and '_', and a letter first)\n"
     "3:53 INVALID_VARIABLE_NAME: Invalid variable name '': the variable name contains invalid "
     "characters. at /States/A/Assign/ (letters, digits and '_', and a letter first)\n"
     "4:3 RESERVED_VARIABLE_NAME: Cannot assign to reserved variable '$states'. at "
     "/States/A/Assign/states.$\n"
     "4:16 INVALID_VARIABLE_NAME: Invalid variable name '9': the variable name contains invalid "
     "characters. at /States/A/Assign/9.$ (letters, digits and '_', and a letter first)\n"},
    {STATES("A: {Type: Pass, End: true, Assign: {\n  "
            "a234567890123456789012345678901234567890123456789012345678901234567890123456789_: 1,\n"
            "  a2345678901234567890123456789012345678901234567890123456789012345678901234567890_: "
            "1}}"),
     "5:3 INVALID_VARIABLE_NAME: Invalid variable name "
     "'a2345678901234567890123456789012345678901234567890123456789012345678901234567890_': the "
     "variable name exceeds 80 characters. at /States/A/Assign/"
     "a2345678901234567890123456789012345678901234567890123456789012345678901234567890_\n"},
    {STATES("A: {Type: Pass, End: true, Assign: {a.$: b, c.$: [1]}}"),
     "3:44 SCHEMA_VALIDATION_FAILED: The value for the field 'a.$' must be a valid JSONPath or a "
     "valid intrinsic function call at /States/A/Assign\n"},
    {STATES("A: {Type: Parallel, End: true, Catch: [{ErrorEquals: [E], Assign: {x: 1}, Next: "
            "C}],\n"
            "  Branches: [{StartAt: B, States: {B: {Type: Pass, End: true, Assign: {x: 1, y: 1}}}},"
            "\n"
            "  {StartAt: D, States: {D: {Type: Pass, End: true, Assign: {y: 1}}}}]}\n"
            "  C: {Type: Pass, End: true, Assign: {x: 2}}"),
     "4:72 SCHEMA_VALIDATION_FAILED: The variable 'x' is assigned in an outer scope at "
     "/States/A/Branches[0]/States/B/Assign/x (here it can only be read) line 3 assigns it around "
     "this one; a value goes there as output\n"},
    {STATES("A: {Type: Choice, Default: B, Choices: [{Variable: $x, IsNull: true, Next: B, Assign: "
            "{-: 1}}]}\n"
            "  B: {Type: Succeed}"),
     "3:90 INVALID_VARIABLE_NAME: Invalid variable name '-': the variable name contains invalid "
     "characters. at /States/A/Choices[0]/Assign/- (letters, digits and '_', and a letter "
     "first)\n"},
    {CHOICE("{And: [{Variable: $.a, IsNull: true, Assign: {a: 1}}]" NEXT),
     "4:38 SCHEMA_VALIDATION_FAILED: Field 'Assign' is not supported at "
     "/States/A/Choices[0]/And[0] (a part of a rule has no such field)\n"},
    {STATES("A: {Type: Succeed, Assign: {a: 1}}"),
     "3:22 SCHEMA_VALIDATION_FAILED: Field 'Assign' is not supported at /States/A (a Succeed state "
     "has no such field)\n"},
    {STATES("A: {Type: Succeed, TimeoutSeconds: 1, Retyr: []}"),
     "3:22 SCHEMA_VALIDATION_FAILED: Field 'TimeoutSeconds' is not supported at /States/A (a "
     "Succeed state has no such field)\n"
     "3:41 SCHEMA_VALIDATION_FAILED: Field 'Retyr' is not supported at /States/A (no such "
     "field)\n"},
    {STATES("A: {Type: Pass, ResultPth: $.a, End: true}"),
     "3:19 SCHEMA_VALIDATION_FAILED: Field 'ResultPth' is not supported at /States/A (no such "
     "field) did you mean 'ResultPath'?\n"},
    {STATES("A: {Type: Succeed}\n  '': {Type: Succeed}"),
     "4:3 INVALID_STATE_NAME: A state's name cannot be empty at /States/\n"
     "4:3 MISSING_TRANSITION_TARGET: State \"\" is not reachable. at /States/ (nothing leads "
     "here)\n"},
    {STATES("A: {Type: Pass, Next: "
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA}\n  "
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA: "
            "{Type: Succeed}"),
     "4:3 INVALID_STATE_NAME: The state name "
     "'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' exceeds "
     "the 80-character limit allowed by the service at "
     "/States/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"},
    {STATES("A: {Type: Pass}"), "3:3 SCHEMA_VALIDATION_FAILED: This object should have only one of "
                                "the following fields: [Next, End] at /States/A \"Next\": \"…\" "
                                "goes on with another state, \"End\": true ends here\n"},
    {STATES("A: {Type: Pass, End: false}"),
     "3:3 SCHEMA_VALIDATION_FAILED: This object should have only one of the following fields: "
     "[Next, End] at /States/A \"Next\": \"…\" goes on with another state, \"End\": true ends "
     "here\n"},
    {STATES("A: {Type: Pass, Next: a}\n  B: {Type: Succeed}"),
     "3:25 MISSING_TRANSITION_TARGET: Missing 'Next' target: a at /States/A/Next (no such state) "
     "did you mean 'A' (line 3)?\n"
     "4:3 MISSING_TRANSITION_TARGET: State \"B\" is not reachable. at /States/B (nothing leads "
     "here)\n"},
    {STATES("A: {Type: Task, Resource: 'arn:aws:states:::dynamodb:PutItem', End: true}"),
     "3:29 SCHEMA_VALIDATION_FAILED: The resource provided arn:aws:states:::dynamodb:PutItem is "
     "not "
     "recognized. The value is not a valid resource ARN, or the resource is not available in this "
     "region. at /States/A/Resource did you mean 'arn:aws:states:::dynamodb:putItem'?\n"},
    {STATES("A: {Type: Task, Resource: 'arn:aws:states:::sqs:sendMessage.sync', End: true}"),
     "3:29 SCHEMA_VALIDATION_FAILED: The resource provided arn:aws:states:::sqs:sendMessage.sync "
     "is "
     "not recognized. The value is not a valid resource ARN, or the resource is not available in "
     "this region. at /States/A/Resource did you mean 'arn:aws:states:::sqs:sendMessage'?\n"},
    {STATES("A: {Type: Pass, Next: A, End: true}"),
     "3:28 SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: [Next, End] "
     "at /States/A (there is 'Next' already)\n"},
    {STATES("A: {Type: Pass, Next: B}\n  Bb: {Type: Succeed}"),
     "3:25 MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next (no such state)\n"
     "4:3 MISSING_TRANSITION_TARGET: State \"Bb\" is not reachable. at /States/Bb (nothing leads "
     "here)\n"},
    {STATES("A: {Type: Pass, Next: 1}"), "3:25 SCHEMA_VALIDATION_FAILED: Expected value of type "
                                         "String at /States/A/Next (this is a number)\n"},
    {STATES("A: {Type: Pass, End: 'yes'}"), "3:24 SCHEMA_VALIDATION_FAILED: Expected value of type "
                                            "Boolean at /States/A/End (this is a string)\n"},
    {STATES("A: {Type: Pass, Next: B}\n  B: {Type: Pass, Next: A}"),
     "2:1 MISSING_END_STATE: Workflow has no terminal state end a state with \"End\": true, or add "
     "a Succeed or Fail state\n"},
    {STATES("A: {Type: Pass, Next: B}\n  B: {Type: Pass, Next: A}\n  C: {Type: Pass, Next: A}"),
     "2:1 MISSING_END_STATE: Workflow has no terminal state end a state with \"End\": true, or add "
     "a Succeed or Fail state\n"},
    {STATES("A: {Type: Pass, Next: B}\n  B: {Type: Pass, Next: A}\n  C: {Type: Pass, End: true}"),
     "5:3 MISSING_TRANSITION_TARGET: State \"C\" is not reachable. at /States/C (nothing leads "
     "here)\n"},
    {STATES("A: {Type: Pass, Next: NOPE}"),
     "3:25 MISSING_TRANSITION_TARGET: Missing 'Next' target: NOPE at /States/A/Next (no such "
     "state)\n"
     "2:1 MISSING_END_STATE: Workflow has no terminal state end a state with \"End\": true, or add "
     "a Succeed or Fail state\n"},
    {STATES("A: {Type: Succeed}\n  B: {Type: Pass, Next: C}\n  C: {Type: Pass, Next: B}"),
     "4:3 MISSING_TRANSITION_TARGET: State \"B\" is not reachable. at /States/B (nothing leads "
     "here)\n"
     "5:3 MISSING_TRANSITION_TARGET: State \"C\" is not reachable. at /States/C (nothing leads "
     "here)\n"},
    {"StartAt: Not sure\nStates:\n  Pass One: {Type: Succeed}",
     "1:10 MISSING_TRANSITION_TARGET: Missing 'Next' target: Not sure at /StartAt (no such state)\n"
     "3:3 MISSING_TRANSITION_TARGET: State \"Pass One\" is not reachable. at /States/Pass One "
     "(nothing leads here)\n"},
    {STATES("A: {Type: Parallel, End: true, Branches: [{StartAt: B, States: {B: {Type: Pass, Next: "
            "C}}}, {StartAt: C, States: {C: {Type: Pass, Next: C}}}]}"),
     "3:89 MISSING_TRANSITION_TARGET: Missing 'Next' target: C at "
     "/States/A/Branches[0]/States/B/Next (no such state)\n"
     "3:58 MISSING_END_STATE: Workflow has no terminal state end a state with \"End\": true, or "
     "add a Succeed or Fail state\n"
     "3:108 MISSING_END_STATE: Workflow has no terminal state end a state with \"End\": true, or "
     "add a Succeed or Fail state\n"},
    {STATES("A: {Type: Parallel, Next: A2, Branches: [{StartAt: A, States: {A: {Type: "
            "Succeed}}}]}\n  A2: {Type: Succeed}"),
     "3:66 DUPLICATE_STATE_NAME: Duplicate State name: A at /States/A/Branches[0]/States/A names "
     "are unique in the whole machine; there is one in line 3\n"},
    {STATES("A: {Type: Parallel, End: true, Branches: []}"),
     "3:44 SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/A/Branches\n"},
    {STATES("A: {Type: Parallel, End: true}"),
     "3:3 SCHEMA_VALIDATION_FAILED: These fields are required: [Branches] at /States/A\n"},
    {STATES("A: {Type: Parallel, End: true, Branches: [1, {}, {QueryLanguage: JSONPath, StartAt: "
            "X, States: {X: {Type: Succeed}}}]}"),
     "3:45 SCHEMA_VALIDATION_FAILED: Expected value of type Object at /States/A/Branches[0] (this "
     "is a number)\n"
     "3:48 SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at "
     "/States/A/Branches[1]\n"
     "3:53 SCHEMA_VALIDATION_FAILED: Field 'QueryLanguage' is not supported at "
     "/States/A/Branches[2] (a branch has no such field)\n"},
    {STATES("A: {Type: Pass, InputPath: foo, OutputPath: 1, ResultPath: foo, End: true}"),
     "3:30 SCHEMA_VALIDATION_FAILED: Value must be a valid JSONPath. at /States/A/InputPath\n"
     "3:47 SCHEMA_VALIDATION_FAILED: Value must be a valid JSONPath. at /States/A/OutputPath\n"
     "3:62 SCHEMA_VALIDATION_FAILED: Value must be a valid JSONPath. at /States/A/ResultPath\n"},
    {STATES("A: {Type: Pass, ResultPath: '$.a[*]', End: true}"),
     "3:31 SCHEMA_VALIDATION_FAILED: Value is not a Reference Path at /States/A/ResultPath\n"},
    {STATES("A: {Type: Pass, ResultPath: $$.a, End: true}"),
     "3:31 SCHEMA_VALIDATION_FAILED: Value is not a Reference Path at /States/A/ResultPath\n"},
    {STATES("A: {Type: Pass, InputPath: \"States.UUID()\", End: true}"),
     "3:30 SCHEMA_VALIDATION_FAILED: Value must be a valid JSONPath. at /States/A/InputPath\n"},
    {STATES("A: {Type: Pass, Parameters: {b: [{x.$: foo}]}, End: true}"),
     "3:42 SCHEMA_VALIDATION_FAILED: The value for the field 'x.$' must be a valid JSONPath or a "
     "valid intrinsic function call at /States/A/Parameters\n"},
    {STATES("A: {Type: Pass, Parameters: {x.$: [$.a]}, End: true}"),
     "3:37 SCHEMA_VALIDATION_FAILED: The value for the field 'x.$' must be a STRING that contains "
     "a JSONPath but was an ARRAY at /States/A/Parameters\n"},
    {STATES("A: {Type: Pass, Parameters: {x.$: States.Nope($.a)}, End: true}"),
     "3:37 SCHEMA_VALIDATION_FAILED: The value for the field 'x.$' must be a valid JSONPath or a "
     "valid intrinsic function call at /States/A/Parameters\n"},
    {STATES("A: {Type: Pass, Parameters: {a: $.b}, End: true}"),
     "warning 3:35 NO_DOLLAR: The value looks like a path, but the name of the field does not end "
     "in '.$' at /States/A/Parameters/a (a text, not the value it names)\n"},
    {STATES("A: {Type: Pass, Result: {a: $.b, c.$: $.d}, End: true}"),
     "warning 3:31 PASS_RESULT_IS_STATIC: The Result of a Pass state is a literal: a path in it is "
     "not followed at /States/A/Result/a (a text, not the value it names)\n"},
    {STATES("A: {Type: Pass, Result: $.b, End: true}"),
     "warning 3:27 PASS_RESULT_IS_STATIC: The Result of a Pass state is a literal: a path in it is "
     "not followed at /States/A/Result Parameters computes values; OutputPath selects one\n"},
    {STATES(
         "A: {Type: Parallel, End: true, Branches: [{StartAt: B, States: {B: {Type: Succeed}}}], "
         "Retry: [{ErrorEquals: [States.Timeout, States.Http.StatusCode.404, Mine, States.ALl]}]}"),
     "warning 3:163 UNKNOWN_ERROR_NAME: ErrorEquals lists 'States.ALl' at "
     "/States/A/Retry[0]/ErrorEquals[3] (no error of the language has this name) did you mean "
     "'States.ALL'?\n"},
    {STATES(
         "A: {Type: Parallel, End: true, Branches: [{StartAt: B, States: {B: {Type: Succeed}}}], "
         "Catch: [{ErrorEquals: [States.Runtime, States.NoChoiceMatched], Next: A}]}"),
     "warning 3:113 ERROR_NEVER_MATCHED: ErrorEquals lists 'States.Runtime' at "
     "/States/A/Catch[0]/ErrorEquals[0] (nothing retries or catches States.Runtime: it ends the "
     "execution)\nwarning 3:129 ERROR_NEVER_MATCHED: ErrorEquals lists 'States.NoChoiceMatched' at "
     "/States/A/Catch[0]/ErrorEquals[1] (no state that could retry or catch it fails of it)\n"},
    {STATES("A: {Type: Task, End: true}"),
     "3:3 SCHEMA_VALIDATION_FAILED: These fields are required: [Resource] at /States/A\n"},
    {STATES("A: {Type: Task, Resource: lambda, End: true}"),
     "3:29 SCHEMA_VALIDATION_FAILED: Value is not a valid resource ARN at /States/A/Resource (ARNs "
     "begin with \"arn:\")\n"},
    {STATES("A: {Type: Task, Resource: '${Function}', End: true}"),
     "3:29 SCHEMA_VALIDATION_FAILED: Value is not a valid resource ARN at /States/A/Resource "
     "(nobody has filled this in) a template does (DefinitionSubstitutions); without one, write an "
     "ARN here\n"},
    {STATES("A: {Type: Task, Resource: 'arn:aws:lambda:::function:${name}', End: true}"),
     "3:29 SCHEMA_VALIDATION_FAILED: The resource provided arn:aws:lambda:::function:${name} is "
     "not "
     "recognized. The value is not a valid resource ARN, or the resource is not available in this "
     "region. at /States/A/Resource (nobody has filled this in) a template does "
     "(DefinitionSubstitutions); without one, write an ARN here\n"},
    {STATES(
         "A: {Type: Task, Resource: 'arn:aws:states:::dynamodb:query', Parameters: {}, End: true}"),
     "3:29 SCHEMA_VALIDATION_FAILED: The resource provided arn:aws:states:::dynamodb:query is not "
     "recognized. The value is not a valid resource ARN, or the resource is not available in this "
     "region. at /States/A/Resource\n"},
    {STATES("A: {Type: Task, Resource: 1, End: true}"),
     "3:29 SCHEMA_VALIDATION_FAILED: Expected value of type String at /States/A/Resource (this is "
     "a number)\n"},
    {STATES("A: {Type: Task, Resource: 'arn:aws:states:::sqs:sendMessage', End: true}"),
     "3:29 SCHEMA_VALIDATION_FAILED: Parameters field is required for resource ARN: "
     "arn:aws:states:::sqs:sendMessage at /States/A \"Parameters\": {} where there is nothing to "
     "say\n"},
    {STATES("A: {Type: Task, Resource: 'arn:aws:states:us-east-1:123456789012:activity:X', "
            "Credentials: {RoleArn: x}, End: true}"),
     "3:81 SCHEMA_VALIDATION_FAILED: The field 'Credentials' is not supported for activities at "
     "/States/A/Credentials\n"},
    {TASK("Credentials: {}"), "4:14 SCHEMA_VALIDATION_FAILED: The field 'RoleArn' is required but "
                              "was missing at /States/A/Credentials\n"},
    {TASK("Credentials: x"), "4:14 SCHEMA_VALIDATION_FAILED: Expected value of type Object at "
                             "/States/A/Credentials (this is a string)\n"},
    {TASK("Credentials: {RoleArn: 1}"),
     "4:24 SCHEMA_VALIDATION_FAILED: Expected value of type String at "
     "/States/A/Credentials/RoleArn (this is a number)\n"},
    {TASK("Credentials: {RoleArn.$: x}"),
     "4:26 SCHEMA_VALIDATION_FAILED: The value for the field 'RoleArn.$' must be a valid JSONPath "
     "or a valid intrinsic function call at /States/A/Credentials\n"},
    {TASK("TimeoutSeconds: 0"),
     "4:17 SCHEMA_VALIDATION_FAILED: Minimum value is 1 at /States/A/TimeoutSeconds\n"},
    {TASK("TimeoutSeconds: '5'"), "4:17 SCHEMA_VALIDATION_FAILED: Expected value of type Integer "
                                  "at /States/A/TimeoutSeconds (this is a string)\n"},
    {TASK("TimeoutSeconds: 1.5"), "4:17 SCHEMA_VALIDATION_FAILED: Expected value of type Integer "
                                  "at /States/A/TimeoutSeconds (not a whole number)\n"},
    {TASK("TimeoutSeconds: 1e400"), "4:17 SCHEMA_VALIDATION_FAILED: Expected value of type Integer "
                                    "at /States/A/TimeoutSeconds (not a whole number)\n"},
    {TASK("TimeoutSeconds: 100000000"),
     "4:17 SCHEMA_VALIDATION_FAILED: Maximum value is 99999999 at /States/A/TimeoutSeconds\n"},
    {TASK("TimeoutSeconds: 5, TimeoutSecondsPath: $.t"),
     "4:20 SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: "
     "[TimeoutSeconds, TimeoutSecondsPath] at /States/A (there is 'TimeoutSeconds' already)\n"},
    {TASK("TimeoutSecondsPath: foo"), "4:21 SCHEMA_VALIDATION_FAILED: Value must be a valid "
                                      "JSONPath. at /States/A/TimeoutSecondsPath\n"},
    {TASK("TimeoutSeconds: 5, HeartbeatSeconds: 5"),
     "4:38 SCHEMA_VALIDATION_FAILED: HeartbeatSeconds must be smaller than TimeoutSeconds at "
     "/States/A/HeartbeatSeconds\n"},
    {TASK("HeartbeatSeconds: 1, HeartbeatSecondsPath: $.h"),
     "4:22 SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: "
     "[HeartbeatSeconds, HeartbeatSecondsPath] at /States/A (there is 'HeartbeatSeconds' "
     "already)\n"},
    {TASK("Retry: {}, Catch: 1"), "4:8 SCHEMA_VALIDATION_FAILED: Expected value of type Array at "
                                  "/States/A/Retry (this is an object)\n"
                                  "4:19 SCHEMA_VALIDATION_FAILED: Expected value of type Array at "
                                  "/States/A/Catch (this is a number)\n"},
    {TASK("Retry: [1, {}], Catch: [{}]"), "4:9 SCHEMA_VALIDATION_FAILED: Expected value of type "
                                          "Object at /States/A/Retry[0] (this is a number)\n"
                                          "4:12 SCHEMA_VALIDATION_FAILED: These fields are "
                                          "required: [ErrorEquals] at /States/A/Retry[1]\n"
                                          "4:25 SCHEMA_VALIDATION_FAILED: These fields are "
                                          "required: [Next, ErrorEquals] at /States/A/Catch[0]\n"},
    {TASK("Retry: [{ErrorEquals: []}, {ErrorEquals: X}, {ErrorEquals: [1]}]"),
     "4:23 SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/A/Retry[0]/ErrorEquals\n"
     "4:42 SCHEMA_VALIDATION_FAILED: Expected value of type Array at "
     "/States/A/Retry[1]/ErrorEquals (this is a string)\n"
     "4:61 SCHEMA_VALIDATION_FAILED: Expected value of type String at "
     "/States/A/Retry[2]/ErrorEquals[0] (this is a number)\n"},
    {TASK("Retry: [{ErrorEquals: [States.ALL]}, {ErrorEquals: [X]}]"),
     "4:23 SCHEMA_VALIDATION_FAILED: States.ALL must appear alone and at end of list at "
     "/States/A/Retry[0]/ErrorEquals\n"},
    {TASK("Retry: [{ErrorEquals: [X, States.ALL]}]"),
     "4:23 SCHEMA_VALIDATION_FAILED: States.ALL must appear alone and at end of list at "
     "/States/A/Retry[0]/ErrorEquals\n"},
    {RETRY("MaxAttempts: -1"),
     "4:41 SCHEMA_VALIDATION_FAILED: Minimum value is 0 at /States/A/Retry[0]/MaxAttempts\n"},
    {RETRY("BackoffRate: 0.5"),
     "4:41 SCHEMA_VALIDATION_FAILED: Minimum value is 1.0 at /States/A/Retry[0]/BackoffRate\n"},
    {RETRY("BackoffRate: two"), "4:41 SCHEMA_VALIDATION_FAILED: Expected value of type Double at "
                                "/States/A/Retry[0]/BackoffRate (this is a string)\n"},
    {RETRY("MaxDelaySeconds: 0"),
     "4:45 SCHEMA_VALIDATION_FAILED: Minimum value is 1 at /States/A/Retry[0]/MaxDelaySeconds\n"},
    {RETRY("MaxDelaySeconds: 31622401"), "4:45 SCHEMA_VALIDATION_FAILED: Maximum value is 31622400 "
                                         "at /States/A/Retry[0]/MaxDelaySeconds\n"},
    {RETRY("IntervalSeconds: -1"),
     "4:45 SCHEMA_VALIDATION_FAILED: Minimum value is 0 at /States/A/Retry[0]/IntervalSeconds\n"},
    {RETRY("JitterStrategy: Full"),
     "4:44 SCHEMA_VALIDATION_FAILED: Value should be one of the following: [NONE, FULL] at "
     "/States/A/Retry[0]/JitterStrategy did you mean 'FULL'?\n"},
    {RETRY("Next: A"), "4:28 SCHEMA_VALIDATION_FAILED: Field 'Next' is not supported at "
                       "/States/A/Retry[0] (a retrier has no such field)\n"},
    {TASK("Catch: [{ErrorEquals: [X], Next: B, ResultPath: '$..a', MaxAttempts: 1}]"),
     "4:34 MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Catch[0]/Next (no such "
     "state)\n"
     "4:49 SCHEMA_VALIDATION_FAILED: Value is not a Reference Path at "
     "/States/A/Catch[0]/ResultPath\n"
     "4:57 SCHEMA_VALIDATION_FAILED: Field 'MaxAttempts' is not supported at /States/A/Catch[0] (a "
     "catcher has no such field)\n"},
    {STATES("A: {Type: Wait, End: true}"),
     "3:3 SCHEMA_VALIDATION_FAILED: This object should have only one of the following fields: "
     "[SecondsPath, Seconds, TimestampPath, Timestamp] at /States/A \"Seconds\": 30, or one of the "
     "other three\n"},
    {STATES("A: {Type: Wait, Seconds: 1, Timestamp: 2030-01-01T00:00:00Z, End: true}"),
     "3:31 SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: "
     "[SecondsPath, Seconds, TimestampPath, Timestamp] at /States/A (there is 'Seconds' "
     "already)\n"},
    {STATES("A: {Type: Wait, Seconds: -1, End: true}"),
     "3:28 SCHEMA_VALIDATION_FAILED: Minimum value is 0 at /States/A/Seconds\n"},
    {STATES("A: {Type: Wait, Seconds: 99999999999, End: true}"),
     "3:28 SCHEMA_VALIDATION_FAILED: Maximum value is 99999999 at /States/A/Seconds\n"},
    {STATES("A: {Type: Wait, Timestamp: '2016-12-05 21:29:29Z', End: true}"),
     "3:30 SCHEMA_VALIDATION_FAILED: String does not match RFC3339 timestamp at "
     "/States/A/Timestamp write it as \"2030-01-31T12:00:00Z\"\n"},
    {STATES("A: {Type: Wait, Timestamp: '2016-13-05T21:29:29Z', End: true}"),
     "3:30 SCHEMA_VALIDATION_FAILED: String does not match RFC3339 timestamp at "
     "/States/A/Timestamp write it as \"2030-01-31T12:00:00Z\"\n"},
    {STATES("A: {Type: Wait, Timestamp: '2016-12-05T21:29:29', End: true}"),
     "3:30 SCHEMA_VALIDATION_FAILED: String does not match RFC3339 timestamp at "
     "/States/A/Timestamp write it as \"2030-01-31T12:00:00Z\"\n"},
    {STATES("A: {Type: Wait, SecondsPath: foo, End: true}"),
     "3:32 SCHEMA_VALIDATION_FAILED: Value must be a valid JSONPath. at /States/A/SecondsPath\n"},
    {STATES("A: {Type: Fail, Error: 1, Cause: {}}"),
     "3:26 SCHEMA_VALIDATION_FAILED: Expected value of type String at /States/A/Error (this is a "
     "number)\n"
     "3:36 SCHEMA_VALIDATION_FAILED: Expected value of type String at /States/A/Cause (this is an "
     "object)\n"},
    {STATES("A: {Type: Fail, Error: x, ErrorPath: $.x, Cause: x, CausePath: $.x}"),
     "3:29 SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: [Error, "
     "ErrorPath] at /States/A (there is 'Error' already)\n"
     "3:55 SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: [Cause, "
     "CausePath] at /States/A (there is 'Cause' already)\n"},
    {STATES("A: {Type: Fail, ErrorPath: Error, CausePath: \"States.Array($.a)\"}"),
     "3:30 SCHEMA_VALIDATION_FAILED: Value must be a valid JSONPath. at /States/A/ErrorPath\n"
     "3:48 SCHEMA_VALIDATION_FAILED: Value must be a valid JSONPath. at /States/A/CausePath (not a "
     "function that returns a string)\n"},
    {STATES("A: {Type: Fail, InputPath: $.a, End: true}"),
     "3:19 SCHEMA_VALIDATION_FAILED: Field 'InputPath' is not supported at /States/A (a Fail state "
     "has no such field)\n"
     "3:35 SCHEMA_VALIDATION_FAILED: Field 'End' is not supported at /States/A (a Fail state has "
     "no such field)\n"},
    {STATES("A: {Type: Choice}"),
     "3:3 SCHEMA_VALIDATION_FAILED: These fields are required: [Choices] at /States/A\n"},
    {STATES("A: {Type: Choice, Choices: [], Default: B, End: true}\n  B: {Type: Succeed}"),
     "3:30 SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/A/Choices\n"
     "3:46 SCHEMA_VALIDATION_FAILED: Field 'End' is not supported at /States/A (a Choice state has "
     "no such field)\n"},
    {CHOICE("1"), "4:1 SCHEMA_VALIDATION_FAILED: Expected value of type Object at "
                  "/States/A/Choices[0] (this is a number)\n"},
    {CHOICE("{}"),
     "4:1 SCHEMA_VALIDATION_FAILED: These fields are required: [Next] at /States/A/Choices[0]\n"
     "4:1 SCHEMA_VALIDATION_FAILED: The object must have only one of the following fields, [And, "
     "Or, Not, Variable, Condition] at /States/A/Choices[0] \"Variable\" and one comparison, as in "
     "{\"Variable\": \"$.n\", \"NumericEquals\": 1, \"Next\": \"…\"}\n"},
    {CHOICE("{Variable: $.a" NEXT),
     "4:12 SCHEMA_VALIDATION_FAILED: This object should have a comparison beside its Variable at "
     "/States/A/Choices[0] for instance \"StringEquals\": \"yes\"\n"},
    {CHOICE("{StringEquals: a" NEXT),
     "4:1 SCHEMA_VALIDATION_FAILED: The object must have only one of the following fields, [And, "
     "Or, Not, Variable, Condition] at /States/A/Choices[0] \"Variable\" and one comparison, as in "
     "{\"Variable\": \"$.n\", \"NumericEquals\": 1, \"Next\": \"…\"}\n"},
    {CHOICE("{Variable: foo, StringEqualsPath: bar" NEXT),
     "4:12 SCHEMA_VALIDATION_FAILED: Value is not a Reference Path: Reference path didn't start "
     "with '$' at /States/A/Choices[0]/Variable\n"
     "4:35 SCHEMA_VALIDATION_FAILED: Value is not a Reference Path: Reference path didn't start "
     "with '$' at /States/A/Choices[0]/StringEqualsPath\n"},
    {CHOICE("{Variable: '$.a[*]', IsPresent: true" NEXT),
     "4:12 SCHEMA_VALIDATION_FAILED: Value is not a Reference Path at "
     "/States/A/Choices[0]/Variable\n"},
    {CHOICE("{Variable: $.a, StringEquals: 1" NEXT),
     "4:31 SCHEMA_VALIDATION_FAILED: Expected value of type String at "
     "/States/A/Choices[0]/StringEquals (this is a number)\n"},
    {CHOICE("{Variable: $.a, NumericEquals: a" NEXT),
     "4:32 SCHEMA_VALIDATION_FAILED: Expected value of type Double at "
     "/States/A/Choices[0]/NumericEquals (this is a string)\n"},
    {CHOICE("{Variable: $.a, IsPresent: 1" NEXT),
     "4:28 SCHEMA_VALIDATION_FAILED: Expected value of type Boolean at "
     "/States/A/Choices[0]/IsPresent (this is a number)\n"},
    {CHOICE("{Variable: $.a, IsPresentPath: $.b" NEXT),
     "4:17 SCHEMA_VALIDATION_FAILED: Field 'IsPresentPath' is not supported at "
     "/States/A/Choices[0] (no such field) did you mean 'IsPresent'?\n"},
    {CHOICE("{Variable: $.a, StringEquals: a, NumericEquals: 1" NEXT),
     "4:34 SCHEMA_VALIDATION_FAILED: There should only be one of the following fields: "
     "[StringEquals, NumericEquals] at /States/A/Choices[0]\n"},
    {CHOICE("{Variable: $.a, StringMatches: 1" NEXT),
     "4:32 SCHEMA_VALIDATION_FAILED: Expected value of type String at "
     "/States/A/Choices[0]/StringMatches (this is a number)\n"},
    {CHOICE("{Variable: $.a, StringMatchesPath: $.b" NEXT),
     "4:17 SCHEMA_VALIDATION_FAILED: Field 'StringMatchesPath' is not supported at "
     "/States/A/Choices[0] (no such field) did you mean 'StringMatches'?\n"},
    {CHOICE("{Variable: $.a, BooleanEquals: 'true'" NEXT),
     "4:32 SCHEMA_VALIDATION_FAILED: Expected value of type Boolean at "
     "/States/A/Choices[0]/BooleanEquals (this is a string)\n"},
    {CHOICE("{Variable: $.a, TimestampEquals: '2026-01-01'" NEXT),
     "4:34 SCHEMA_VALIDATION_FAILED: String does not match RFC3339 timestamp at "
     "/States/A/Choices[0]/TimestampEquals\n"},
    {CHOICE("{Variable: $.a, TimestampEquals: 1" NEXT),
     "4:34 SCHEMA_VALIDATION_FAILED: Expected value of type String at "
     "/States/A/Choices[0]/TimestampEquals (this is a number)\n"},
    {CHOICE("{Variable: $.a, StringEqual: a" NEXT),
     "4:17 SCHEMA_VALIDATION_FAILED: Field 'StringEqual' is not supported at /States/A/Choices[0] "
     "(no such field) did you mean 'StringEquals'?\n"},
    {CHOICE("{Condition: true" NEXT),
     "4:2 SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONPath', but field 'Condition' "
     "is only supported for the 'JSONata' QueryLanguage at /States/A/Choices[0] treadle does not "
     "run JSONata yet\n"},
    {CHOICE("{And: []" NEXT),
     "4:7 SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/A/Choices[0]/And\n"},
    {CHOICE("{And: {}, Or: []" NEXT),
     "4:7 SCHEMA_VALIDATION_FAILED: Expected value of type Array at /States/A/Choices[0]/And (this "
     "is an object)\n"
     "4:11 SCHEMA_VALIDATION_FAILED: The object must have only one of the following fields, [And, "
     "Or, Not, Variable, Condition] at /States/A/Choices[0] (there is 'And' already)\n"
     "4:15 SCHEMA_VALIDATION_FAILED: Value cannot be empty at /States/A/Choices[0]/Or\n"},
    {CHOICE("{Not: {Variable: $.a, IsPresent: true, Next: B}" NEXT),
     "4:40 SCHEMA_VALIDATION_FAILED: Field 'Next' is not supported at /States/A/Choices[0]/Not (a "
     "part of a rule has no such field)\n"},
    {CHOICE("{Not: {Variable: $.a, IsPresent: true}, IsPresent: true" NEXT),
     "4:41 SCHEMA_VALIDATION_FAILED: Field 'IsPresent' is not supported at /States/A/Choices[0] "
     "(And, Or and Not stand alone)\n"},
    {STATES("A: {Type: Choice, Choices: [{Variable: $.a, IsPresent: true, Next: C}], Default: D}\n "
            " B: {Type: Succeed}"),
     "3:70 MISSING_TRANSITION_TARGET: Missing 'Next' target: C at /States/A/Choices[0]/Next (no "
     "such state)\n"
     "3:84 MISSING_TRANSITION_TARGET: Missing 'Next' target: D at /States/A/Default (no such "
     "state)\n"
     "4:3 MISSING_TRANSITION_TARGET: State \"B\" is not reachable. at /States/B (nothing leads "
     "here)\n"},
};

START_TEST(says_what_is_wrong) {
    struct text told = {0};
    int status = model_read(wrong[_i].text, &told);
    ck_assert_str_eq(treadle_text_string(&told), wrong[_i].told);
    bool warnings = strncmp(wrong[_i].told, "warning", 7) == 0;
    ck_assert_int_eq(status, warnings ? 0 : TREADLE_EPARSE);
    treadle_text_clear(&told);
}
END_TEST

// Which fields AWS takes in which kind of state, as measured there by users (cdk-preflight, 2026).
static const struct {
    const char *kind, *fields;
} taken[] = {
    {"Pass", " InputPath OutputPath Result ResultPath Parameters Output Assign Next End "},
    {"Task",
     " InputPath OutputPath ResultPath Parameters Arguments Output Assign Resource Credentials "
     "ResultSelector Retry Catch TimeoutSeconds TimeoutSecondsPath HeartbeatSeconds "
     "HeartbeatSecondsPath Next End "},
    {"Wait",
     " InputPath OutputPath Output Assign Seconds Timestamp SecondsPath TimestampPath Next End "},
    {"Parallel",
     " InputPath OutputPath ResultPath Parameters Arguments Output Assign ResultSelector Retry "
     "Catch Branches Next End "},
    {"Map",
     " InputPath OutputPath ResultPath Parameters Output Assign ResultSelector Retry Catch "
     "ItemProcessor Iterator ItemsPath Items ItemSelector ItemReader ItemBatcher ResultWriter "
     "MaxConcurrency MaxConcurrencyPath ToleratedFailurePercentage ToleratedFailurePercentagePath "
     "ToleratedFailureCount ToleratedFailureCountPath Label Next End "},
    {"Choice", " InputPath OutputPath Output Assign Choices Default "},
    {"Succeed", " InputPath OutputPath Output "},
    {"Fail", " Error Cause ErrorPath CausePath "}};

static const char *const all_fields[] = {
#define FIELD(name, where, must, language, group, reader) name,
#include "engine/model/fields.def"
#undef FIELD
};

START_TEST(takes_what_a_kind_of_state_has) {
    for (size_t i = 0; i < COUNT_OF(all_fields); i++) {
        const char *field = all_fields[i];
        struct text text = {0}, told = {0}, word = {0}, refusal = {0};
        treadle_text_printf(&text, STATES("A: {Type: %s, %s: 1}"), taken[_i].kind, field);
        treadle_text_printf(&word, " %s ", field);
        treadle_text_printf(&refusal, "Field '%s' is not supported", field);
        bool everywhere = strcmp(field, "Type") == 0 || strcmp(field, "Comment") == 0 ||
                          strcmp(field, "QueryLanguage") == 0;
        (void)model_read(text.bytes, &told);
        bool refused = strstr(treadle_text_string(&told), refusal.bytes) != NULL;
        bool wanted = everywhere || strstr(taken[_i].fields, word.bytes) != NULL;
        if (strcmp(field, "Type") != 0)
            ck_assert_msg(refused != wanted, "%s in %s", field, taken[_i].kind);
        treadle_text_clear(&text);
        treadle_text_clear(&told);
        treadle_text_clear(&word);
        treadle_text_clear(&refusal);
    }
}
END_TEST

START_TEST(a_status_tells_the_first_error) {
    treadle_machine *machine;
    struct treadle_status status = {0};
    ck_assert_int_eq(
        treadle_machine_parse(
            "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Next\":\"Hare\"},\n"
            "\"Here\":{\"Type\":\"Succeed\"}}}",
            &machine, &status),
        TREADLE_EPARSE);
    ck_assert_ptr_null(machine);
    ck_assert_int_eq(status.code, TREADLE_EPARSE);
    ck_assert_uint_eq(status.line, 1);
    ck_assert_uint_eq(status.column, 52);
    ck_assert_str_eq(
        status.text,
        "1:52: MISSING_TRANSITION_TARGET: Missing 'Next' target: Hare at /States/A/Next\n"
        "did you mean 'Here' (line 2)?");
}
END_TEST

START_TEST(stops_telling_at_a_limit) {
    struct text text = {0}, told = {0};
    treadle_text_add(&text, "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"");
    for (int i = 0; i < LIMIT_problems_max + 10; i++)
        treadle_text_printf(&text, ",\"x%d\":0", i);
    treadle_text_add(&text, "}}}");
    ck_assert_int_eq(model_read(text.bytes, &told), TREADLE_EPARSE);
    int lines = 0;
    for (const char *at = told.bytes; *at != '\0'; at++)
        lines += *at == '\n';
    ck_assert_int_eq(lines, LIMIT_problems_max);
    treadle_text_clear(&text);
    treadle_text_clear(&told);
}
END_TEST

// However many warnings were there before it.
START_TEST(an_error_is_told_before_warnings) {
    struct text text = {0};
    treadle_text_add(
        &text,
        "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Task\",\"Resource\":"
        "\"arn:aws:lambda:us-east-1:123456789012:function:f\",\"Retry\":[{\"ErrorEquals\":[");
    for (int i = 0; i < LIMIT_problems_max + 10; i++)
        treadle_text_printf(&text, "%s\"States.%d\"", i == 0 ? "" : ",", i);
    treadle_text_add(&text, "]}],\"Next\":\"B\"},\"B\":{\"Type\":\"Pass\",\"End\":\"yes\"}}}");
    treadle_machine *machine;
    struct treadle_status status = {0};
    ck_assert_int_eq(treadle_machine_parse(text.bytes, &machine, &status), TREADLE_EPARSE);
    ck_assert_msg(strstr(status.text, "at /States/B/End") != NULL, "%s", status.text);
    treadle_text_clear(&text);
}
END_TEST

START_TEST(refuses_a_text_that_is_too_long) {
    char *text = treadle_alloc(LIMIT_definition_size_max + 2);
    memset(text, ' ', LIMIT_definition_size_max + 1);
    text[LIMIT_definition_size_max + 1] = '\0';
    struct text told = {0};
    ck_assert_int_eq(model_read(text, &told), TREADLE_EPARSE);
    ck_assert_str_eq(
        told.bytes, "0:0 SCHEMA_VALIDATION_FAILED: The definition has 1048577 bytes; AWS takes "
                    "1048576 at most\n");
    treadle_text_clear(&told);
    free(text);
}
END_TEST

START_TEST(refuses_what_is_nested_too_deeply) {
    struct text text = {0}, told = {0};
    for (int i = 0; i <= LIMIT_machine_depth_max; i++)
        treadle_text_printf(
            &text,
            "{\"StartAt\":\"P%d\",\"States\":{\"P%d\":{\"Type\":\"Parallel\",\"End\":true,"
            "\"Branches\":[",
            i, i);
    treadle_text_add(&text, "{}");
    for (int i = 0; i <= LIMIT_machine_depth_max; i++)
        treadle_text_add(&text, "]}}}");
    ck_assert_int_eq(model_read(text.bytes, &told), TREADLE_EPARSE);
    ck_assert_ptr_nonnull(
        strstr(told.bytes, "TOO_DEEPLY_NESTED: States are nested more than 100 deep"));
    treadle_text_clear(&text);
    treadle_text_clear(&told);
}
END_TEST

START_TEST(a_nul_byte_is_no_definition) {
    static const char text[] = "{\"StartAt\":\"A\0B\"}";
    treadle_machine *machine;
    struct treadle_source source = {.text = text, .size = sizeof(text) - 1};
    struct treadle_status status = {0};
    ck_assert_int_eq(treadle_machine_read(&source, NULL, NULL, &machine, &status), TREADLE_EPARSE);
    ck_assert_uint_eq(status.line, 1);
    ck_assert_uint_eq(status.column, 14);
}
END_TEST

Suite *suite_problems(void) {
    TCase *tests = tcase_create("problems");
    ADD_EACH(tests, says_what_is_wrong, wrong);
    ADD_EACH(tests, takes_what_a_kind_of_state_has, taken);
    tcase_add_test(tests, a_status_tells_the_first_error);
    tcase_add_test(tests, stops_telling_at_a_limit);
    tcase_add_test(tests, an_error_is_told_before_warnings);
    tcase_add_test(tests, refuses_a_text_that_is_too_long);
    tcase_add_test(tests, refuses_what_is_nested_too_deeply);
    tcase_add_test(tests, a_nul_byte_is_no_definition);
    return support_suite("problems", tests);
}
