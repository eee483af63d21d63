// What a case expects beside what came: every line is checked, and what is otherwise is told.
//
// The outcome is one object: {"status": "SUCCEEDED", "output": any} or {"status", "error",
// "cause"}; "next" where a state or stretch was run alone and did not end the execution; "path":
// the states entered at the top level; "states": {name: {"visits", "calls", "received": [value a
// call], "retries": [milliseconds], "caught": [error]}} for every state that was entered;
// "elapsed": milliseconds; and "variables", "tables", "executions", "history" where they were asked
// for.
#ifndef TREADLE_SUITE_EXPECT_H
#define TREADLE_SUITE_EXPECT_H

#include <cjson/cJSON.h>

#include "suite/result.h"

// Adds each expectation that is not met to [result], copied, and makes a passed case a failed one
// where there is any. [expect] may be NULL: that it succeeds. Lines are not known here: whoever
// knows the file sets [line] of each difference by its [pointer].
//
// A difference without parts is nothing that was expected: it says what --update would write
// besides.
void treadle_suite_expect(struct suite_result *result, const cJSON *expect, const cJSON *outcome);

#endif
