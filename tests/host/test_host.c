// Many executions: names, answers, commits under way, timers, and all of it back from rows.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/limits.h"
#include "engine/host/host.h"
#include "engine/host/inside.h"
#include "tests/core/store.h"
#include "tests/host/suites.h"
#include "tests/support/support.h"

static const char orders[] = "arn:aws:states:us-east-1:123456789012:stateMachine:Orders";
static const char bills[] = "arn:aws:states:us-east-1:123456789012:stateMachine:Bills";

static const char pass[] =
    TREADLE_JSON({"StartAt" : "A", "States" : {"A" : {"Type" : "Pass", "End" : true}}});
static const char wait[] = TREADLE_JSON(
    {"StartAt" : "W", "States" : {"W" : {"Type" : "Wait", "Seconds" : 30, "End" : true}}});
static const char task[] = TREADLE_JSON({
    "StartAt" : "T",
    "States" : {
        "T" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::lambda:invoke.waitForTaskToken",
            "Parameters" : {"FunctionName" : "f", "Payload" : {"t.$" : "$$.Task.Token"}},
            "TimeoutSeconds" : 60,
            "End" : true
        }
    }
});
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

enum { STORES_MAX = 4 };

struct bed {  // A host with what its hooks saw.
    struct host *host;
    struct store stores[STORES_MAX];  // By the execution's number.
    uint32_t commits, steps;
    struct execution *committing[16];
    uint32_t committing_count;
};

static void on_commit(void *data, struct execution *execution, const struct batch *batch) {
    struct bed *bed = data;
    bed->commits++;
    ck_assert_uint_lt(execution->number, STORES_MAX);
    store_apply(&bed->stores[execution->number], batch);
    bed->committing[bed->committing_count++] = execution;
}

static void on_step(
    void *data, struct execution *execution, const struct fact *fact, const struct step *step) {
    struct bed *bed = data;
    (void)execution, (void)fact, (void)step;
    bed->steps++;
}

static void open_bed(struct bed *bed, bool commits) {
    *bed = (struct bed){0};
    bed->host = treadle_host_new(&(struct host_options){
        .keeps_history = true,
        .on_step = on_step,
        .commit = commits ? on_commit : NULL,
        .data = bed});
}

static void close_bed(struct bed *bed) {
    treadle_host_free(bed->host);
    for (int i = 0; i < STORES_MAX; i++)
        store_clear(&bed->stores[i]);
}

static treadle_machine *machine_of(const char *definition) {
    treadle_machine *machine = NULL;
    struct treadle_status status = {0};
    if (treadle_machine_parse(definition, &machine, &status) != 0) ck_abort_msg("%s", status.text);
    return machine;
}

static int start(
    struct bed *bed, const char *definition, const char *machine_arn, const char *name,
    void *sender, struct execution **out) {
    treadle_machine *machine = machine_of(definition);
    struct doc *input = support_read("{\"n\":1}");
    int code = treadle_host_start(
        bed->host,
        &(struct launch){
            .machine = machine,
            .machine_arn = machine_arn,
            .role_arn = "arn:aws:iam::123456789012:role/R",
            .name = name,
            .input = input,
            .at_ms = 1000,
            .seed = 1,
            .sender = sender},
        out);
    treadle_doc_drop(input);
    treadle_machine_drop(machine);
    return code;
}

static struct execution *started(struct bed *bed, const char *definition, const char *name) {
    struct execution *execution;
    ck_assert_int_eq(start(bed, definition, orders, name, NULL, &execution), 0);
    return execution;
}

static void deliver(
    struct bed *bed, struct execution *execution, enum fact_kind kind, uint32_t ticket,
    const char *value, void *sender) {
    struct doc *doc = value == NULL ? NULL : support_read(value);
    const struct fact fact = {.kind = kind, .ticket = ticket, .at_ms = 2000, .value = doc};
    treadle_host_deliver(bed->host, execution, &fact, sender);
    treadle_doc_drop(doc);
}

// The next outgoing thing must be of that kind; gives it without its document.
static struct outgoing taken(struct bed *bed, enum outgoing_kind kind) {
    struct outgoing out, copy;
    ck_assert(treadle_host_take(bed->host, &out));
    ck_assert_int_eq(out.kind, kind);
    copy = out;
    treadle_outgoing_clear(&out);
    return copy;
}

static void nothing_to_take(struct bed *bed) {
    struct outgoing out;
    ck_assert(!treadle_host_take(bed->host, &out));
}

static void commit_all(struct bed *bed) {
    uint32_t count = bed->committing_count;
    bed->committing_count = 0;
    for (uint32_t i = 0; i < count; i++)
        treadle_host_committed(bed->host, bed->committing[i], COMMIT_DONE);
}

// -- Names

START_TEST(a_name_is_one_execution_of_a_machine) {
    struct bed bed;
    struct execution *first, *other;
    struct text qualified = {0};
    open_bed(&bed, false);
    ck_assert_int_eq(start(&bed, pass, orders, "o-1", NULL, &first), 0);
    ck_assert_str_eq(
        first->identity.arn, "arn:aws:states:us-east-1:123456789012:execution:Orders:o-1");
    ck_assert_str_eq(treadle_execution_name(first), "o-1");
    ck_assert_int_eq(start(&bed, pass, orders, "o-1", NULL, &other), TREADLE_EEXIST);
    ck_assert_ptr_eq(other, first);
    // A version or an alias of the machine is the machine.
    treadle_text_printf(&qualified, "%s:PROD", orders);
    ck_assert_int_eq(start(&bed, pass, qualified.bytes, "o-1", NULL, &other), TREADLE_EEXIST);
    ck_assert_int_eq(start(&bed, pass, bills, "o-1", NULL, &other), 0);
    ck_assert_ptr_ne(other, first);
    ck_assert_uint_eq(treadle_host_count(bed.host), 2);
    ck_assert_ptr_eq(treadle_host_at(bed.host, 1), other);
    ck_assert_ptr_eq(treadle_host_find(bed.host, first->identity.arn), first);
    ck_assert_ptr_null(treadle_host_find(bed.host, "arn:aws:states:::execution:no:no"));
    treadle_text_clear(&qualified);
    close_bed(&bed);
}
END_TEST

static const char *const no_machines[] = {
    "", "Orders", "arn:aws:states:us-east-1:123456789012:activity:a",
    "arn:aws:states:us-east-1:123456789012:stateMachine:"};

START_TEST(other_arns_start_nothing) {
    struct bed bed;
    struct execution *execution;
    open_bed(&bed, false);
    ck_assert_int_eq(start(&bed, pass, no_machines[_i], "e", NULL, &execution), TREADLE_EINVAL);
    ck_assert_ptr_null(execution);
    close_bed(&bed);
}
END_TEST

// -- Memory

static const char large[] = TREADLE_JSON({
    "StartAt" : "P",
    "States" : {
        "P" : {
            "Type" : "Pass",
            "Parameters" : {"x.$" : "States.Base64Encode(States.Format('{}{}', $.x, $.x))"},
            "Next" : "W"
        },
        "W" : {"Type" : "Wait", "Seconds" : 30, "End" : true}
    }
});

// Where there is no bound on all of them, each has its own still.
START_TEST(a_bound_may_be_as_large_as_numbers_are) {
    struct execution *executions[3];
    struct host *host = treadle_host_new(&(struct host_options){
        .keeps_history = true, .bytes_max = UINT64_MAX, .execution_bytes_max = 8000});
    struct bed bed = {.host = host};
    ck_assert(!treadle_host_is_full(host));
    for (int i = 0; i < 3; i++) {
        char name[] = {(char)('a' + i), '\0'}, input[8000];
        treadle_machine *machine = machine_of(large);
        (void)snprintf(input, sizeof(input), "{\"x\":\"%0*d\"}", i < 2 ? 1500 : 3500, 1);
        struct doc *doc = support_read(input);
        const struct launch launch = {
            .machine = machine, .machine_arn = orders, .name = name, .input = doc};
        ck_assert_int_eq(treadle_host_start(host, &launch, &executions[i]), 0);
        treadle_doc_drop(doc);
        treadle_machine_drop(machine);
    }
    treadle_host_turn(host);
    ck_assert_int_eq(executions[0]->outcome, TREADLE_RUNNING);
    ck_assert_int_eq(executions[1]->outcome, TREADLE_RUNNING);
    ck_assert_int_eq(executions[2]->outcome, TREADLE_FAILED);
    close_bed(&bed);
}
END_TEST

// -- Facts and answers

START_TEST(a_sender_is_answered_once_the_fact_is_stepped) {
    struct bed bed;
    struct execution *execution;
    int caller, stopper;
    open_bed(&bed, false);
    ck_assert_int_eq(start(&bed, wait, orders, "e", &caller, &execution), 0);
    nothing_to_take(&bed);
    ck_assert(!treadle_host_turn(bed.host));
    struct outgoing out = taken(&bed, OUTGOING_ANSWER);
    ck_assert_ptr_eq(out.sender, &caller);
    ck_assert_int_eq(out.status, 0);
    nothing_to_take(&bed);
    deliver(&bed, execution, FACT_STOP, 0, "{\"Error\":\"E\"}", &stopper);
    deliver(&bed, execution, FACT_STOP, 0, NULL, &stopper);
    ck_assert(!treadle_host_turn(bed.host));
    ck_assert_ptr_eq(taken(&bed, OUTGOING_FINISH).execution, execution);
    ck_assert_int_eq(taken(&bed, OUTGOING_ANSWER).status, 0);
    ck_assert_int_eq(taken(&bed, OUTGOING_ANSWER).status, TREADLE_ESTALE);
    ck_assert_int_eq(execution->outcome, TREADLE_ABORTED);
    support_same_json("{\"Error\":\"E\"}", treadle_doc_root(execution->end->error));
    ck_assert_int_eq(execution->end->stopped_ms, 2000);
    ck_assert_uint_eq(treadle_host_running(bed.host), 0);
    close_bed(&bed);
}
END_TEST

START_TEST(a_call_goes_out_with_its_token_and_comes_back) {
    struct bed bed;
    struct outgoing out;
    struct arena arena = {0};
    open_bed(&bed, false);
    struct execution *execution = started(&bed, task, "e");
    treadle_host_turn(bed.host);
    ck_assert(treadle_host_take(bed.host, &out));
    ck_assert_int_eq(out.kind, OUTGOING_CALL);
    ck_assert_ptr_eq(out.execution, execution);
    const char *token = treadle_execution_token(execution, &arena, &out.command);
    ck_assert_str_eq(
        token,
        treadle_json_string(treadle_json_member(out.command.of.call.arguments, "Payload"), "t"));
    deliver(&bed, execution, FACT_CALL_DONE, out.command.ticket, "{\"ok\":true}", NULL);
    treadle_outgoing_clear(&out);
    treadle_host_turn(bed.host);
    ck_assert_int_eq(taken(&bed, OUTGOING_FINISH).kind, OUTGOING_FINISH);
    support_same_json("{\"ok\":true}", treadle_doc_root(execution->end->output));
    const cJSON *events = treadle_execution_history(execution, &arena, 2, 2);
    ck_assert_uint_eq(treadle_json_count(events), 2);
    ck_assert_str_eq(treadle_json_string(events->child, "type"), "TaskScheduled");
    treadle_arena_clear(&arena);
    close_bed(&bed);
}
END_TEST

START_TEST(who_goes_on_for_long_starves_nobody) {
    struct bed bed;
    open_bed(&bed, false);
    struct execution *busy = started(&bed, loop, "busy"), *quick = started(&bed, pass, "quick");
    ck_assert(treadle_host_turn(bed.host));
    ck_assert_int_eq(busy->outcome, TREADLE_RUNNING);
    ck_assert_int_eq(quick->outcome, TREADLE_SUCCEEDED);
    uint32_t turns = 1;
    while (treadle_host_turn(bed.host))
        turns++;
    ck_assert_uint_gt(turns, 40);
    ck_assert_int_eq(busy->outcome, TREADLE_FAILED);
    ck_assert_uint_eq(busy->event_count, 25000);
    close_bed(&bed);
}
END_TEST

START_TEST(without_a_history_events_are_counted) {
    struct bed bed = {0};
    bed.host = treadle_host_new(&(struct host_options){.keeps_history = false});
    struct execution *execution = started(&bed, pass, "e");
    treadle_host_turn(bed.host);
    ck_assert_int_eq(execution->outcome, TREADLE_SUCCEEDED);
    ck_assert_uint_eq(execution->event_count, 0);
    ck_assert_uint_eq(execution->core.event_next, 5);
    close_bed(&bed);
}
END_TEST

// -- Time

START_TEST(what_is_due_together_comes_in_order) {
    struct bed bed;
    int64_t due_ms;
    enum { COUNT = 2500 };
    open_bed(&bed, false);
    ck_assert(!treadle_host_due(bed.host, &due_ms));
    for (int i = 0; i < COUNT; i++) {
        char name[16];
        (void)snprintf(name, sizeof(name), "e-%d", i);
        (void)started(&bed, wait, name);
    }
    treadle_host_turn(bed.host);
    ck_assert(treadle_host_due(bed.host, &due_ms));
    ck_assert_int_eq(due_ms, 31000);
    ck_assert(!treadle_host_wake(bed.host, 30999));
    ck_assert(!treadle_host_turn(bed.host));
    ck_assert_uint_eq(treadle_host_running(bed.host), COUNT);
    // A thousand at a time, so that other facts get their turn.
    ck_assert(treadle_host_wake(bed.host, 31000));
    treadle_host_turn(bed.host);
    ck_assert_uint_eq(treadle_host_running(bed.host), COUNT - 1000);
    ck_assert(treadle_host_wake(bed.host, 31000));
    ck_assert(!treadle_host_wake(bed.host, 31000));
    treadle_host_turn(bed.host);
    for (uint32_t i = 0; i < COUNT; i++)
        ck_assert_uint_eq(taken(&bed, OUTGOING_FINISH).execution->number, i);
    close_bed(&bed);
}
END_TEST

// Deadlines of calls that were answered do not stay for their whole time: at most half of the heap
// is such.
START_TEST(cancelled_timers_go) {
    struct bed bed;
    const size_t count = 300;
    open_bed(&bed, false);
    for (size_t i = 0; i < count; i++) {
        char name[16];
        (void)snprintf(name, sizeof(name), "e-%zu", i);
        struct execution *execution = started(&bed, task, name);
        treadle_host_turn(bed.host);
        deliver(&bed, execution, FACT_CALL_DONE, 1, "{}", NULL);
        treadle_host_turn(bed.host);
        ck_assert_uint_le(bed.host->timers.count, 66);
    }
    ck_assert_uint_eq(treadle_host_running(bed.host), 0);
    treadle_host_wake(bed.host, INT64_MAX);
    treadle_host_turn(bed.host);
    ck_assert_uint_eq(bed.steps, 2 * count);  // What was left of them was late.
    close_bed(&bed);
}
END_TEST

// A driver sleeps until what is due: not until a timeout of a call that was answered.
START_TEST(nothing_cancelled_is_due) {
    struct bed bed;
    open_bed(&bed, false);
    struct execution *one = started(&bed, task, "one"), *other = started(&bed, task, "other");
    treadle_host_turn(bed.host);
    int64_t due_ms = 0;
    ck_assert(treadle_host_due(bed.host, &due_ms));
    const struct execution *whose = NULL;
    ck_assert_str_eq(treadle_host_due_state(bed.host, &whose)->name, "T");
    ck_assert_ptr_eq(whose, one);
    deliver(&bed, one, FACT_CALL_DONE, 1, "{}", NULL);
    treadle_host_turn(bed.host);
    ck_assert(treadle_host_due(bed.host, &due_ms));
    treadle_host_due_state(bed.host, &whose);
    ck_assert_ptr_eq(whose, other);
    deliver(&bed, other, FACT_CALL_DONE, 1, "{}", NULL);
    treadle_host_turn(bed.host);
    ck_assert(!treadle_host_due(bed.host, &due_ms));
    close_bed(&bed);
}
END_TEST

// -- Commits

START_TEST(nothing_goes_out_before_it_is_durable) {
    struct bed bed;
    struct execution *one, *two;
    int caller, other;
    int64_t due_ms;
    open_bed(&bed, true);
    ck_assert_int_eq(start(&bed, task, orders, "one", &caller, &one), 0);
    treadle_host_turn(bed.host);
    ck_assert_uint_eq(bed.commits, 1);
    nothing_to_take(&bed);
    ck_assert(!treadle_host_due(bed.host, &due_ms));
    // Its facts wait meanwhile, another's do not.
    deliver(&bed, one, FACT_CALL_STARTED, 1, NULL, NULL);
    deliver(&bed, one, FACT_CALL_DONE, 1, "{}", &caller);
    ck_assert_int_eq(start(&bed, pass, orders, "two", &other, &two), 0);
    treadle_host_turn(bed.host);
    ck_assert_uint_eq(bed.commits, 2);
    ck_assert_int_eq(two->outcome, TREADLE_RUNNING);
    treadle_host_committed(bed.host, two, COMMIT_DONE);
    ck_assert_int_eq(two->outcome, TREADLE_SUCCEEDED);
    ck_assert_ptr_eq(taken(&bed, OUTGOING_FINISH).execution, two);
    ck_assert_ptr_eq(taken(&bed, OUTGOING_ANSWER).sender, &other);
    nothing_to_take(&bed);
    // Then they come in their order, a commit each.
    treadle_host_committed(bed.host, one, COMMIT_DONE);
    ck_assert_int_eq(taken(&bed, OUTGOING_CALL).command.ticket, 1);
    ck_assert_ptr_eq(taken(&bed, OUTGOING_ANSWER).sender, &caller);
    ck_assert(treadle_host_due(bed.host, &due_ms));
    bed.committing_count = 0;
    treadle_host_turn(bed.host);
    ck_assert_uint_eq(bed.commits, 3);
    commit_all(&bed);
    treadle_host_turn(bed.host);
    ck_assert_uint_eq(bed.commits, 4);
    ck_assert_int_eq(one->outcome, TREADLE_RUNNING);
    commit_all(&bed);
    ck_assert_int_eq(one->outcome, TREADLE_SUCCEEDED);
    ck_assert_ptr_eq(taken(&bed, OUTGOING_FINISH).execution, one);
    ck_assert_ptr_eq(taken(&bed, OUTGOING_ANSWER).sender, &caller);
    close_bed(&bed);
}
END_TEST

// What was held during a commit comes before what was delivered after it and waits.
START_TEST(facts_keep_their_order_over_a_commit) {
    struct bed bed;
    open_bed(&bed, true);
    struct execution *execution = started(&bed, task, "e");
    treadle_host_turn(bed.host);
    deliver(&bed, execution, FACT_CALL_DONE, 1, "{}", NULL);
    treadle_host_turn(bed.host);  // Held back.
    deliver(&bed, execution, FACT_STOP, 0, "{}", NULL);
    commit_all(&bed);
    while (treadle_host_turn(bed.host)) {}
    commit_all(&bed);
    ck_assert_int_eq(execution->outcome, TREADLE_SUCCEEDED);
    close_bed(&bed);
}
END_TEST

START_TEST(what_nobody_can_say_is_sent_again) {
    struct bed bed;
    int caller;
    struct execution *execution;
    struct text first = {0};
    open_bed(&bed, true);
    ck_assert_int_eq(start(&bed, task, orders, "e", &caller, &execution), 0);
    treadle_host_turn(bed.host);
    const struct batch *batch = &execution->flight->batch;
    ck_assert_uint_eq(batch->seq, 1);
    treadle_text_put(&first, batch->text.bytes, batch->text.count);
    store_clear(&bed.stores[0]);  // It was not written.
    treadle_host_committed(bed.host, execution, COMMIT_UNKNOWN);
    nothing_to_take(&bed);
    ck_assert_uint_eq(bed.commits, 1);
    treadle_host_turn(bed.host);
    ck_assert_uint_eq(bed.commits, 2);
    ck_assert_uint_eq(batch->seq, 1);
    ck_assert_uint_eq(batch->text.count, first.count);
    ck_assert_mem_eq(batch->text.bytes, first.bytes, first.count);
    nothing_to_take(&bed);
    treadle_host_committed(bed.host, execution, COMMIT_DONE);
    ck_assert_int_eq(taken(&bed, OUTGOING_CALL).command.ticket, 1);
    ck_assert_ptr_eq(taken(&bed, OUTGOING_ANSWER).sender, &caller);
    treadle_host_turn(bed.host);
    ck_assert_uint_eq(bed.commits, 2);
    treadle_text_clear(&first);
    close_bed(&bed);
}
END_TEST

static int reload(struct bed *bed, struct execution *execution) {
    struct batch rows = {0};
    struct treadle_status status = {0};
    store_rows(&bed->stores[execution->number], true, &rows);
    int code = treadle_host_reload(bed->host, execution, &rows, &status);
    ck_assert_int_eq(code < 0, status.text[0] != '\0');
    treadle_batch_free(&rows);
    return code;
}

START_TEST(what_is_refused_is_read_again_and_tried_again) {
    struct bed bed;
    int caller, stopper;
    int64_t due_ms;
    struct execution *execution;
    open_bed(&bed, true);
    ck_assert_int_eq(start(&bed, task, orders, "e", &caller, &execution), 0);
    treadle_host_turn(bed.host);
    store_clear(&bed.stores[0]);
    treadle_host_committed(bed.host, execution, COMMIT_REFUSED);
    ck_assert_ptr_eq(taken(&bed, OUTGOING_RELOAD).execution, execution);
    // Meanwhile its facts wait.
    deliver(&bed, execution, FACT_CALL_DONE, 1, "{\"late\":1}", NULL);
    treadle_host_turn(bed.host);
    nothing_to_take(&bed);
    ck_assert_int_eq(reload(&bed, execution), 0);
    ck_assert_uint_eq(execution->event_count, 0);
    while (treadle_host_turn(bed.host)) {}
    ck_assert_uint_eq(bed.commits, 2);
    treadle_host_committed(bed.host, execution, COMMIT_DONE);
    ck_assert_int_eq(taken(&bed, OUTGOING_CALL).command.ticket, 1);
    ck_assert_ptr_eq(taken(&bed, OUTGOING_ANSWER).sender, &caller);
    // Then an end that is refused, with a store that has what came before.
    struct store before = bed.stores[0];
    bed.stores[0] = (struct store){0};
    deliver(&bed, execution, FACT_STOP, 0, NULL, &stopper);
    treadle_host_turn(bed.host);  // CALL_DONE,
    store_clear(&bed.stores[0]);
    bed.stores[0] = before;
    treadle_host_committed(bed.host, execution, COMMIT_REFUSED);
    ck_assert_ptr_eq(taken(&bed, OUTGOING_RELOAD).execution, execution);
    ck_assert_int_eq(reload(&bed, execution), 0);
    ck_assert_uint_eq(execution->event_count, 3);
    ck_assert_int_eq(taken(&bed, OUTGOING_CALL).command.ticket, 1);  // As it was.
    ck_assert(treadle_host_due(bed.host, &due_ms));
    ck_assert_int_eq(due_ms, 61000);
    ck_assert_uint_eq(bed.host->timers.count, 1);
    bed.committing_count = 0;
    treadle_host_turn(bed.host);  // again; it comes before what it was held with.
    commit_all(&bed);
    treadle_host_turn(bed.host);
    ck_assert_int_eq(execution->outcome, TREADLE_SUCCEEDED);
    ck_assert_ptr_eq(taken(&bed, OUTGOING_FINISH).execution, execution);
    ck_assert_ptr_eq(taken(&bed, OUTGOING_ANSWER).sender, &stopper);
    close_bed(&bed);
}
END_TEST

// Somebody else has brought it to its end; or its rows are not to be read.
START_TEST(what_was_refused_may_be_over_elsewhere) {
    struct bed bed, other;
    open_bed(&bed, true);
    open_bed(&other, true);
    struct execution *execution = started(&bed, wait, "e"), *same = started(&other, wait, "e");
    treadle_host_turn(bed.host);
    treadle_host_turn(other.host);
    commit_all(&other);
    deliver(&other, same, FACT_STOP, 0, NULL, NULL);
    treadle_host_turn(other.host);
    treadle_host_committed(bed.host, execution, COMMIT_REFUSED);
    ck_assert_ptr_eq(taken(&bed, OUTGOING_RELOAD).execution, execution);
    struct store nonsense = bed.stores[0];
    nonsense.rows++;
    nonsense.count--;
    bed.stores[0] = nonsense;
    ck_assert_int_eq(reload(&bed, execution), TREADLE_EINVAL);
    bed.stores[0].rows--;
    bed.stores[0].count++;
    store_clear(&bed.stores[0]);
    bed.stores[0] = other.stores[0];
    other.stores[0] = (struct store){0};
    ck_assert_int_eq(reload(&bed, execution), 0);
    ck_assert_ptr_eq(taken(&bed, OUTGOING_FINISH).execution, execution);
    ck_assert_int_eq(execution->outcome, TREADLE_ABORTED);
    ck_assert_uint_eq(treadle_host_running(bed.host), 0);
    treadle_host_turn(bed.host);
    nothing_to_take(&bed);
    close_bed(&bed);
    close_bed(&other);
}
END_TEST

START_TEST(a_host_may_end_in_the_middle) {
    struct bed bed;
    open_bed(&bed, true);
    struct execution *execution = started(&bed, task, "e");
    treadle_host_turn(bed.host);
    deliver(&bed, execution, FACT_CALL_DONE, 1, "{\"a\":1}", NULL);
    treadle_host_turn(bed.host);                         // Held back.
    deliver(&bed, execution, FACT_STOP, 0, "{}", NULL);  // Not stepped.
    close_bed(&bed);
    treadle_host_free(NULL);
}
END_TEST

// -- Rows

static struct execution *restored(struct bed *bed, const char *definition, struct store *store) {
    struct batch rows = {0};
    struct treadle_status status = {0};
    struct execution *execution;
    treadle_machine *machine = machine_of(definition);
    store_rows(store, true, &rows);
    if (treadle_host_restore(bed->host, machine, &rows, &execution, &status) != 0)
        ck_abort_msg("%s", status.text);
    struct execution *again;
    ck_assert_int_eq(treadle_host_restore(bed->host, machine, &rows, &again, NULL), TREADLE_EEXIST);
    ck_assert_ptr_eq(again, execution);
    treadle_batch_free(&rows);
    treadle_machine_drop(machine);
    return execution;
}

START_TEST(calls_and_timers_are_commanded_again) {
    struct bed bed, reborn;
    int64_t due_ms;
    open_bed(&bed, true);
    open_bed(&reborn, false);
    (void)started(&bed, task, "e");
    treadle_host_turn(bed.host);
    struct execution *execution = restored(&reborn, task, &bed.stores[0]);
    ck_assert_str_eq(treadle_execution_name(execution), "e");
    ck_assert_str_eq(execution->identity.machine_arn, orders);
    ck_assert_str_eq(execution->identity.role_arn, "arn:aws:iam::123456789012:role/R");
    ck_assert_int_eq(execution->started_ms, 1000);
    ck_assert_uint_eq(execution->event_count, 3);
    support_same_json("{\"n\":1}", treadle_doc_root(execution->input));
    struct outgoing out;
    ck_assert(treadle_host_take(reborn.host, &out));
    ck_assert_int_eq(out.kind, OUTGOING_CALL);
    ck_assert_uint_eq(out.command.ticket, 1);
    ck_assert_str_eq(treadle_json_string(out.command.of.call.arguments, "FunctionName"), "f");
    ck_assert_int_eq(out.command.of.call.at_ms, 1000);
    ck_assert_uint_eq(out.command.of.call.timeout_s, 60);
    treadle_outgoing_clear(&out);
    ck_assert(treadle_host_due(reborn.host, &due_ms));
    ck_assert_int_eq(due_ms, 61000);
    treadle_host_wake(reborn.host, due_ms);
    treadle_host_turn(reborn.host);
    ck_assert_int_eq(taken(&reborn, OUTGOING_CANCEL).command.ticket, 1);
    ck_assert_ptr_eq(taken(&reborn, OUTGOING_FINISH).execution, execution);
    ck_assert_str_eq(execution->end->blamed->name, "T");
    close_bed(&bed);
    close_bed(&reborn);
}
END_TEST

// An Express machine always has an end; of another one it is an alarm where somebody waits for
// longer than a year.
static const struct {
    enum treadle_machine_type type;
    const char *definition, *uuid;
    int64_t due_ms;
} deadlines[] = {
    {TREADLE_STANDARD, TREADLE_JSON({
         "StartAt" : "W",
         "States" : {"W" : {"Type" : "Wait", "Seconds" : 40000000, "End" : true}}
     }),
     NULL, LIMIT_execution_seconds_max *INT64_C(1000)},
    {TREADLE_EXPRESS,
     TREADLE_JSON(
         {"StartAt" : "W", "States" : {"W" : {"Type" : "Wait", "Seconds" : 301, "End" : true}}}),
     "01234567-89ab-cdef-0123-456789abcdef", LIMIT_express_seconds_max *INT64_C(1000)}};

START_TEST(deadlines_come_back) {
    struct bed bed, reborn;
    struct treadle_status status = {0};
    struct batch rows = {0};
    struct execution *execution;
    int64_t due_ms;
    open_bed(&bed, true);
    open_bed(&reborn, false);
    const struct treadle_source source = {
        .text = deadlines[_i].definition,
        .size = strlen(deadlines[_i].definition),
        .type = deadlines[_i].type};
    treadle_machine *machine;
    ck_assert_int_eq(treadle_machine_read(&source, NULL, NULL, &machine, &status), 0);
    struct doc *input = support_read("{}");
    const struct launch launch = {
        .machine = machine,
        .machine_arn = orders,
        .name = "e",
        .uuid = deadlines[_i].uuid,
        .input = input};
    ck_assert_int_eq(treadle_host_start(bed.host, &launch, &execution), 0);
    treadle_host_turn(bed.host);
    store_rows(&bed.stores[0], true, &rows);
    if (treadle_host_restore(reborn.host, machine, &rows, &execution, &status) != 0)
        ck_abort_msg("%s", status.text);
    ck_assert(treadle_host_due(reborn.host, &due_ms));
    ck_assert_int_eq(due_ms, deadlines[_i].due_ms);
    treadle_host_wake(reborn.host, due_ms);
    treadle_host_turn(reborn.host);
    ck_assert_int_eq(execution->outcome, TREADLE_TIMED_OUT);
    ck_assert_str_eq(treadle_execution_name(execution), "e");
    treadle_batch_free(&rows);
    treadle_doc_drop(input);
    treadle_machine_drop(machine);
    close_bed(&bed);
    close_bed(&reborn);
}
END_TEST

START_TEST(a_step_that_was_to_go_on_goes_on) {
    struct bed bed, reborn;
    open_bed(&bed, true);
    open_bed(&reborn, false);
    (void)started(&bed, loop, "e");
    treadle_host_turn(bed.host);  // Its GO_ON is lost with the host.
    struct execution *execution = restored(&reborn, loop, &bed.stores[0]);
    while (treadle_host_turn(reborn.host)) {}
    ck_assert_int_eq(execution->outcome, TREADLE_FAILED);
    ck_assert_uint_eq(execution->event_count, 25000);
    close_bed(&bed);
    close_bed(&reborn);
}
END_TEST

static const struct {
    const char *definition;
    enum treadle_outcome outcome;
    const char *output, *error, *blamed, *field;
} ended[] = {
    {pass, TREADLE_SUCCEEDED, "{\"n\":1}", NULL, NULL, NULL},
    {TREADLE_JSON({"StartAt" : "F", "States" : {"F" : {"Type" : "Fail", "Error" : "E"}}}),
     TREADLE_FAILED, NULL, "{\"Error\":\"E\"}", "F", NULL},
    {TREADLE_JSON({
         "StartAt" : "P",
         "States" : {"P" : {"Type" : "Pass", "InputPath" : "$.no", "End" : true}}
     }),
     TREADLE_FAILED, NULL,
     "{\"Error\":\"States.Runtime\",\"Cause\":\"An error occurred while executing the state 'P' "
     "(entered at the "
     "event id #2). Invalid path '$.no' : No results for path: $['no']\"}",
     "P", "/States/P/InputPath"}};

START_TEST(an_execution_that_is_over_comes_back_as_it_was) {
    struct bed bed, reborn;
    struct arena arena = {0};
    open_bed(&bed, true);
    open_bed(&reborn, false);
    struct execution *first = started(&bed, ended[_i].definition, "e");
    treadle_host_turn(bed.host);
    commit_all(&bed);
    struct execution *again = restored(&reborn, ended[_i].definition, &bed.stores[0]);
    ck_assert_int_eq(again->outcome, ended[_i].outcome);
    ck_assert_int_eq(again->end->stopped_ms, 1000);
    ck_assert_uint_eq(treadle_host_running(reborn.host), 0);
    nothing_to_take(&reborn);
    ck_assert_int_eq(again->end->output != NULL, ended[_i].output != NULL);
    if (again->end->output != NULL)
        support_same_json(ended[_i].output, treadle_doc_root(again->end->output));
    ck_assert_int_eq(again->end->error != NULL, ended[_i].error != NULL);
    if (again->end->error != NULL)
        support_same_json(ended[_i].error, treadle_doc_root(again->end->error));
    ck_assert_int_eq(again->end->blamed != NULL, ended[_i].blamed != NULL);
    if (again->end->blamed != NULL) ck_assert_str_eq(again->end->blamed->name, ended[_i].blamed);
    ck_assert_int_eq(again->end->blamed_field != NULL, ended[_i].field != NULL);
    if (again->end->blamed_field != NULL)
        ck_assert_str_eq(
            treadle_machine_pointer(again->machine, &arena, again->end->blamed_field),
            ended[_i].field);
    ck_assert_uint_eq(again->event_count, first->event_count);
    deliver(&reborn, again, FACT_STOP, 0, NULL, &reborn);
    treadle_host_turn(reborn.host);
    ck_assert_int_eq(taken(&reborn, OUTGOING_ANSWER).status, TREADLE_ESTALE);
    treadle_arena_clear(&arena);
    close_bed(&bed);
    close_bed(&reborn);
}
END_TEST

START_TEST(rows_say_whose_they_are) {
    struct bed bed;
    struct batch rows = {0}, none = {0};
    struct arena arena = {0};
    const char *execution_arn, *machine_arn;
    open_bed(&bed, true);
    struct execution *execution = started(&bed, wait, "e");
    treadle_host_turn(bed.host);
    store_rows(&bed.stores[0], true, &rows);
    ck_assert(treadle_host_rows_read(&arena, &rows, &execution_arn, &machine_arn));
    ck_assert_str_eq(execution_arn, execution->identity.arn);
    ck_assert_str_eq(machine_arn, orders);
    ck_assert(!treadle_host_rows_read(&arena, &none, &execution_arn, &machine_arn));
    treadle_batch_free(&rows);
    treadle_arena_clear(&arena);
    close_bed(&bed);
}
END_TEST

// In an execution's rows, which is over, what stands instead of what.
static const struct {
    enum row_kind kind;
    const char *was, *is;
} nonsense[] = {
    {ROW_EXECUTION, "\"payload\":1", "\"payload\":0"},
    {ROW_EXECUTION, "\"payload\":1", "\"payload\":9"},
    {ROW_EXECUTION, "\"payload\":1", "\"payload\":4294967297"},
    {ROW_EXECUTION, "\"succeeded\"", "\"timed out\""},
    {ROW_EXECUTION, "\"succeeded\"", "\"running\""},
    {ROW_EXECUTION, "\"started\":1000", "\"started\":-9223372036854775808"},
    {ROW_EXECUTION, "\"stopped\":1000", "\"stopped\":9223372036854775807"},
    {ROW_EXECUTION, "arn:aws:states:us-east-1:123456789012:execution:Orders:e", "arn:e"},
    {ROW_CORE, "\"input\":1", "\"input\":0"}};

// The row's text, with [is] instead of [was], behind all others.
static void replace(struct batch *rows, enum row_kind kind, const char *was, const char *is) {
    for (uint32_t i = 0; i < rows->count; i++) {
        if (rows->rows[i].kind != kind) continue;
        struct row *row = &rows->rows[i];
        struct text text = {0};
        treadle_text_put(&text, rows->text.bytes + row->at, row->size);
        const char *at = strstr(treadle_text_string(&text), was);
        ck_assert_msg(at != NULL, "%s", text.bytes);
        row->at = rows->text.count;
        treadle_text_put(&rows->text, text.bytes, (size_t)(at - text.bytes));
        treadle_text_add(&rows->text, is);
        treadle_text_add(&rows->text, at + strlen(was));
        row->size = rows->text.count - row->at;
        treadle_text_clear(&text);
        return;
    }
    ck_abort_msg("no such row");
}

START_TEST(an_end_that_makes_no_sense_is_refused) {
    struct bed bed, reborn;
    struct batch rows = {0};
    struct treadle_status status = {0};
    struct execution *execution;
    open_bed(&bed, true);
    open_bed(&reborn, false);
    (void)started(&bed, pass, "e");
    treadle_host_turn(bed.host);
    store_rows(&bed.stores[0], true, &rows);
    replace(&rows, nonsense[_i].kind, nonsense[_i].was, nonsense[_i].is);
    treadle_machine *machine = machine_of(pass);
    ck_assert_int_eq(
        treadle_host_restore(reborn.host, machine, &rows, &execution, &status), TREADLE_EINVAL);
    ck_assert_msg(strncmp(status.text, "these rows cannot be read: ", 27) == 0, "%s", status.text);
    ck_assert_uint_eq(treadle_host_count(reborn.host), 0);
    treadle_machine_drop(machine);
    treadle_batch_free(&rows);
    close_bed(&bed);
    close_bed(&reborn);
}
END_TEST

START_TEST(rows_of_another_definition_are_refused) {
    struct bed bed, reborn;
    struct batch rows = {0};
    struct treadle_status status = {0};
    struct execution *execution;
    open_bed(&bed, true);
    open_bed(&reborn, false);
    (void)started(&bed, wait, "e");
    treadle_host_turn(bed.host);
    store_rows(&bed.stores[0], true, &rows);
    treadle_machine *other = machine_of(pass);
    ck_assert_int_eq(
        treadle_host_restore(reborn.host, other, &rows, &execution, &status), TREADLE_EINVAL);
    ck_assert_str_eq(
        status.text,
        "these rows cannot be read: they name a state that this definition does not have");
    ck_assert_ptr_null(execution);
    ck_assert_uint_eq(treadle_host_count(reborn.host), 0);
    ck_assert_uint_eq(treadle_host_running(reborn.host), 0);
    // With the right one they still can be.
    (void)restored(&reborn, wait, &bed.stores[0]);
    treadle_machine_drop(other);
    treadle_batch_free(&rows);
    close_bed(&bed);
    close_bed(&reborn);
}
END_TEST

Suite *suite_host(void) {
    TCase *tests = tcase_create("host");
    tcase_add_test(tests, a_name_is_one_execution_of_a_machine);
    ADD_EACH(tests, other_arns_start_nothing, no_machines);
    tcase_add_test(tests, a_bound_may_be_as_large_as_numbers_are);
    tcase_add_test(tests, a_sender_is_answered_once_the_fact_is_stepped);
    tcase_add_test(tests, a_call_goes_out_with_its_token_and_comes_back);
    tcase_add_test(tests, who_goes_on_for_long_starves_nobody);
    tcase_add_test(tests, without_a_history_events_are_counted);
    tcase_add_test(tests, what_is_due_together_comes_in_order);
    tcase_add_test(tests, cancelled_timers_go);
    tcase_add_test(tests, nothing_cancelled_is_due);
    tcase_add_test(tests, nothing_goes_out_before_it_is_durable);
    tcase_add_test(tests, facts_keep_their_order_over_a_commit);
    tcase_add_test(tests, what_nobody_can_say_is_sent_again);
    tcase_add_test(tests, what_is_refused_is_read_again_and_tried_again);
    tcase_add_test(tests, what_was_refused_may_be_over_elsewhere);
    tcase_add_test(tests, a_host_may_end_in_the_middle);
    tcase_add_test(tests, calls_and_timers_are_commanded_again);
    ADD_EACH(tests, deadlines_come_back, deadlines);
    tcase_add_test(tests, a_step_that_was_to_go_on_goes_on);
    ADD_EACH(tests, an_execution_that_is_over_comes_back_as_it_was, ended);
    tcase_add_test(tests, rows_say_whose_they_are);
    ADD_EACH(tests, an_end_that_makes_no_sense_is_refused, nonsense);
    tcase_add_test(tests, rows_of_another_definition_are_refused);
    return support_suite("host", tests);
}
