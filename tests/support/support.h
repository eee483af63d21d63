// What every test needs: suites whose cases are rows of a table, values compared with a readable
// difference, files of recorded cases.
#ifndef TREADLE_TESTS_SUPPORT_SUPPORT_H
#define TREADLE_TESTS_SUPPORT_SUPPORT_H

#include <check.h>
#include <cjson/cJSON.h>

#include "base/json/doc.h"
#include "base/memory.h"
#include "base/text.h"

// Adds a START_TEST to [tests] once for each row of the array [rows]; the test sees its row's
// number as [_i].
#define ADD_EACH(tests, test, rows) tcase_add_loop_test((tests), (test), 0, (int)COUNT_OF(rows))

// Adds a START_TEST that must end in a failed claim, once for each of [rows]. It needs a process of
// its own: where tests share one (CK_FORK=no, as under valgrind) it is left out.
void support_add_fatal(TCase *tests, const TTest *test, int rows);

// Does [crime] in a process of its own, and fails the test unless that ends at a claim which says
// [words].
void support_dies(void (*crime)(void), const char *words);

// Runs the suites made by the functions up to NULL and gives main's result. Honours CK_FORK as
// Check does.
int support_run(Suite *(*first)(void), ...);
Suite *support_suite(const char *name, TCase *tests);

// Tests of recorded cases, in a TCase apart: where these are run alone, as treadle_test's RECORDED
// does, and a case was not there, support_run gives 77, which is CTest's word for skipped.
TCase *support_recorded(Suite *suite);

// Fails the test with both texts where the values differ as JSON (member order and spacing aside).
void support_same_json(const char *want, const cJSON *have);
struct doc *support_read(const char *text);  // gives; fails the test where it is no JSON.

// The path of a file of the recorded cases, or NULL where TREADLE_CONFORMANCE_DATA has none: then a
// line "SKIPPED name: no recorded cases" has been printed, and the test, which is one of
// support_recorded's, has nothing more to do. Lends until the next call.
const char *support_data(const char *name);
struct doc *support_data_json(const char *name);        // gives; NULL: as support_data.
void support_file(const char *path, struct text *out);  // Fails the test where it cannot be read.

// Shows every file of that folder of the recorded cases whose name begins with [prefix] to [check],
// which the bytes are lent to, in a piece of memory that ends where they do. Gives how many there
// were; -1: none, as support_data.
int support_data_each(
    const char *folder, const char *prefix,
    void (*check)(const char *name, const char *bytes, size_t size));

// Puts [text] with the ${Tokens} replaced that CloudFormation would: by a function's ARN where the
// token is the whole value, else by "x".
void support_tokens_replaced(const char *text, struct text *out);

#endif
