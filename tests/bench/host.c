// The host without the door: transitions a second, and what an execution that waits weighs.
#include "engine/host/host.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json/read.h"
#include "base/memory.h"
#include "base/text.h"
#include "tests/bench/bench.h"

// Waiting must stay small: a hundred thousand executions fit in a hundred megabytes.
enum { WAITING = 100000, WAITING_BRIEF = 20000, WAITING_BYTES_MAX = 1024 };
enum { ROUNDS = 15, ROUNDS_BRIEF = 3 };

// It goes round until the history is full: 25,000 events.
static const char loop[] = TREADLE_JSON({
    "StartAt" : "Count",
    "States" : {
        "Count" :
            {"Type" : "Pass", "Parameters" : {"i.$" : "$.i", "n.$" : "$.n"}, "Next" : "Check"},
        "Check" : {
            "Type" : "Choice",
            "Choices" : [ {"Variable" : "$.i", "NumericEqualsPath" : "$.n", "Next" : "Done"} ],
            "Default" : "Count"
        },
        "Done" : {"Type" : "Succeed"}
    }
});

static const char wait[] = TREADLE_JSON(
    {"StartAt" : "W", "States" : {"W" : {"Type" : "Wait", "Seconds" : 30, "End" : true}}});

// As many items as a history has room for.
enum { ITEMS = 6000 };
static const char map[] = TREADLE_JSON({
    "StartAt" : "M",
    "States" : {
        "M" : {
            "Type" : "Map",
            "ItemsPath" : "$.items",
            "ItemProcessor" : {"StartAt" : "I", "States" : {"I" : {"Type" : "Pass", "End" : true}}},
            "End" : true
        }
    }
});

static const char machine_arn[] = "arn:aws:states:us-east-1:123456789012:stateMachine:StateMachine";
static const char role_arn[] = "arn:aws:iam::123456789012:role/StateMachineRole";

struct subject {
    treadle_machine *machine;
    struct doc *input;
    enum treadle_outcome outcome;
    uint32_t events;
    bool history;
};

static struct execution *start(struct host *host, const struct subject *subject, const char *name) {
    struct execution *execution;
    int code = treadle_host_start(
        host,
        &(struct launch){
            .machine = subject->machine,
            .machine_arn = machine_arn,
            .role_arn = role_arn,
            .name = name,
            .input = subject->input,
            .at_ms = 1000,
            .seed = 1},
        &execution);
    ASSERT(code == 0);
    return execution;
}

static void run(void *data) {
    struct subject *subject = data;
    struct host *host = treadle_host_new(&(struct host_options){.keeps_history = subject->history});
    struct execution *execution = start(host, subject, "run");
    while (treadle_host_turn(host)) {}
    ASSERT(execution->outcome == subject->outcome);
    subject->events = execution->core.event_next - 1;
    treadle_host_free(host);
}

static void measure_loop(struct subject *subject, unsigned rounds) {
    for (int history = 1; history >= 0; history--) {
        subject->history = history;
        double ms = bench_least_ms(rounds, run, subject);
        double transitions = (double)subject->events / 2;
        printf(
            "host loop       %.0f transitions %.2f ms, %.2f million a second, history %s\n",
            transitions, ms, transitions / ms / 1e3, history ? "kept" : "counted");
    }
}

static void measure_map(struct subject *subject, unsigned rounds) {
    for (int history = 1; history >= 0; history--) {
        subject->history = history;
        double ms = bench_least_ms(rounds, run, subject);
        printf(
            "host map        %d items %.2f ms, %.2f million a second, history %s\n", ITEMS, ms,
            ITEMS / ms / 1e3, history ? "kept" : "counted");
    }
}

static size_t allocated(void) {
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

static bool measure_waiting(const struct subject *subject, uint32_t count) {
    size_t before = allocated();
    double begun = bench_now_ms();
    struct host *host = treadle_host_new(&(struct host_options){.keeps_history = true});
    for (uint32_t i = 0; i < count; i++) {
        char name[37];
        (void)snprintf(name, sizeof(name), "5d0c2f6e-0000-4000-8000-%012u", i);
        (void)start(host, subject, name);
        if (i % 1000 == 999) (void)treadle_host_turn(host);
    }
    (void)treadle_host_turn(host);
    double each = (double)(allocated() - before) / count, ms = bench_now_ms() - begun;
    ASSERT(treadle_host_running(host) == count);
    while (treadle_host_wake(host, 31000))
        (void)treadle_host_turn(host);
    (void)treadle_host_turn(host);
    double whole = bench_now_ms() - begun;
    ASSERT(treadle_host_running(host) == 0);
    treadle_host_free(host);
    printf(
        "host waiting    %u executions, %.0f bytes each; started in %.0f ms, ended in %.0f ms\n",
        count, each, ms, whole - ms);
    if (each < WAITING_BYTES_MAX) return true;
    printf("host waiting: over the bound of %d bytes each\n", WAITING_BYTES_MAX);
    return false;
}

static void prepare(struct subject *subject, const char *definition, const char *input) {
    int code = treadle_machine_parse(definition, &subject->machine, NULL);
    ASSERT(code == 0);
    subject->input = treadle_doc_read(NULL, input, strlen(input), NULL);
}

static void clear(struct subject *subject) {
    treadle_doc_drop(subject->input);
    treadle_machine_drop(subject->machine);
}

static void prepare_map(struct subject *subject) {
    struct text input = {0};
    treadle_text_add(&input, "{\"items\":[{\"n\":0}");
    for (int i = 1; i < ITEMS; i++)
        treadle_text_printf(&input, ",{\"n\":%d}", i);
    treadle_text_add(&input, "]}");
    prepare(subject, map, input.bytes);
    treadle_text_clear(&input);
}

bool bench_host(const struct bench_options *options) {
    struct subject looping = {.outcome = TREADLE_FAILED}, waiting = {0};
    struct subject mapping = {.outcome = TREADLE_SUCCEEDED};
    unsigned rounds = options->brief ? ROUNDS_BRIEF : ROUNDS;
    prepare(&looping, loop, "{\"i\":0,\"n\":4999}");
    prepare_map(&mapping);
    prepare(&waiting, wait, "{}");
    measure_loop(&looping, rounds);
    measure_map(&mapping, rounds);
    bool fine = measure_waiting(&waiting, options->brief ? WAITING_BRIEF : WAITING);
    clear(&looping);
    clear(&mapping);
    clear(&waiting);
    return fine;
}
