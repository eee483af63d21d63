// How an execution ended, told: as JSON in the API's shapes, as a table of events, as an error that
// teaches.
#ifndef TREADLE_CLI_REPORT_H
#define TREADLE_CLI_REPORT_H

#include "cli/talk.h"
#include "treadle/engine.h"

// Puts one line of JSON in DescribeExecution's shape.
void treadle_report_describe(struct talk *talk, const struct treadle_execution *execution);
// Puts GetExecutionHistory's shape, or the table of the console.
struct history;

// A history, page by page, so that only one page's payloads are in memory: a table, whose columns
// are as wide as they must be, or GetExecutionHistory's JSON. gives: treadle_report_history_end,
// which takes it.
struct history *treadle_report_history(struct talk *talk);
void treadle_report_events(struct history *history, const cJSON *events);
void treadle_report_history_end(struct history *history);
// Says that [execution] did not succeed, and why. [machine] may be NULL.
void treadle_report_failure(
    struct talk *talk, const struct treadle_execution *execution, const treadle_machine *machine);
// "SenderStateMachine SUCCEEDED in 2 ms · ReceiverStateMachine SUCCEEDED in 1 ms"
void treadle_report_ends(struct talk *talk, const struct treadle_rows *rows, bool is_virtual);
// Tells every problem of a definition in full, ten at most, the rest a line each, and counts them.
struct problems {
    struct talk *talk;
    const char *file, *text;
    uint32_t errors, warnings;
};
void treadle_report_problem(
    const struct treadle_problem *problem, void *data);  // [data]: struct problems.
void treadle_report_problem_count(const struct problems *problems);
const char *treadle_arn_name(const char *arn);  // lends: what follows the last ':'.

#endif
