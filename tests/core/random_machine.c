// A flow is a few states in a row, then a Choice that may go back to the first of them. Before them
// it assigns variables of its own, which everything in it may read.
#include "tests/core/random_machine.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "base/text.h"

enum {
    SCOPES_MAX = 4,
    WIDE = 100  // Items that do not go into one step.
};

struct lot {
    struct text *out;
    uint64_t random;
    uint32_t names;                      // Names are unique in the whole machine.
    uint32_t scopes[SCOPES_MAX], depth;  // The flows that are being put, by what their variables
                                         // are numbered with.
};

static uint32_t draw(struct lot *lot, uint32_t below) {
    return (uint32_t)treadle_random_below(&lot->random, below);
}

static const char *pick(struct lot *lot, const char *const *texts, uint32_t count) {
    return texts[draw(lot, count)];
}

static void put_flow(struct lot *lot, int depth);

// The number of the innermost flow's variables; of any flow around.
static uint32_t own(const struct lot *lot) {
    return lot->scopes[lot->depth - 1];
}

static uint32_t any(struct lot *lot) {
    return lot->scopes[draw(lot, lot->depth)];
}

static void put_assign(struct lot *lot) {
    switch (draw(lot, 6)) {
        case 0:
            treadle_text_printf(
                lot->out, ",\"Assign\":{\"v%u.$\":\"$\",\"w%u.$\":\"$v%u\"}", own(lot), own(lot),
                any(lot));
            break;
        case 1:
            treadle_text_printf(
                lot->out, ",\"Assign\":{\"w%u.$\":\"States.Array($w%u[0],States.UUID())\"}",
                own(lot), any(lot));
            break;
        case 2: treadle_text_printf(lot->out, ",\"Assign\":{\"new%u\":[1.0,{}]}", own(lot)); break;
        default: break;
    }
}

static void put_policies(struct lot *lot, uint32_t caught) {
    static const char *const first[] = {"Flaky", "States.Timeout", "States.TaskFailed", "Bad"};
    static const char *const jitter[] = {
        "", ",\"JitterStrategy\":\"FULL\"", ",\"MaxDelaySeconds\":2"};
    if (draw(lot, 2))
        treadle_text_printf(
            lot->out,
            ",\"Retry\":[{\"ErrorEquals\":[\"%s\"],\"MaxAttempts\":%u,\"IntervalSeconds\":%u%s},"
            "{\"ErrorEquals\":[\"States.ALL\"],\"MaxAttempts\":1,\"BackoffRate\":1.5}]",
            pick(lot, first, COUNT_OF(first)), draw(lot, 3), 1 + draw(lot, 3),
            pick(lot, jitter, COUNT_OF(jitter)));
    if (draw(lot, 2))
        treadle_text_printf(
            lot->out,
            ",\"Catch\":[{\"ErrorEquals\":[\"%s\"],\"Next\":\"S%u\",\"Assign\":{\"e%u.$\":\"$\"}%s}"
            "]",
            draw(lot, 3) ? "States.ALL" : "Flaky", caught, own(lot),
            draw(lot, 2) ? ",\"ResultPath\":\"$.caught\"" : ",\"ResultPath\":null");
}

static void put_pass(struct lot *lot) {
    static const char *const forms[] = {
        "",
        ",\"ResultPath\":\"$.lot\",\"Parameters\":{\"lot.$\":\"States.UUID()\"}",
        ",\"ResultPath\":\"$.fixed\",\"Result\":[1.0,-0,1e400]",
        ",\"ResultPath\":\"$.at\",\"Parameters\":{\"s.$\":\"$$.State\",\"n.$\":\"$$.Execution\"}",
        ",\"Parameters\":{\"left.$\":\"$.left\",\"was.$\":\"States.Format('{}',$.left)\"}",
        ",\"ResultPath\":null,\"Result\":1",
        ",\"ResultPath\":\"$.none\",\"Parameters\":{\"x.$\":\"$.nowhere\"}"};
    // The last one, which is fatal, seldom.
    treadle_text_printf(
        lot->out, "\"Type\":\"Pass\"%s",
        forms[draw(lot, draw(lot, 8) ? COUNT_OF(forms) - 1 : COUNT_OF(forms))]);
}

static void put_wait(struct lot *lot) {
    switch (draw(lot, 6)) {
        case 0:
            treadle_text_printf(
                lot->out, "\"Type\":\"Wait\",\"Timestamp\":\"2026-01-01T00:0%u:00Z\"",
                draw(lot, 3));
            break;
        case 1:
            treadle_text_add(
                lot->out, "\"Type\":\"Wait\",\"SecondsPath\":\"$$.Execution.Input.pause\"");
            break;
        default:
            treadle_text_printf(lot->out, "\"Type\":\"Wait\",\"Seconds\":%u", 1 + draw(lot, 3));
    }
}

static void put_task(struct lot *lot, uint32_t caught) {
    static const char *const resources[] = {
        "arn:aws:states:::lambda:invoke", "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "arn:aws:states:::states:startExecution.sync:2",
        "arn:aws:lambda:us-east-1:123456789012:function:f",
        "arn:aws:states:us-east-1:123456789012:activity:a"};
    uint32_t at = draw(lot, COUNT_OF(resources));
    treadle_text_printf(
        lot->out, "\"Type\":\"Task\",\"Resource\":\"%s\",\"ResultPath\":\"$.got\"", resources[at]);
    if (at == 0 || at == 2) treadle_text_add(lot->out, ",\"Parameters\":{\"all.$\":\"$\"}");
    if (at == 1)
        treadle_text_add(
            lot->out, ",\"Parameters\":{\"left.$\":\"$.left\",\"token.$\":\"$$.Task.Token\","
                      "\"retries.$\":\"$$.State.RetryCount\"}");
    if (at < 4 && draw(lot, 6) == 0)
        treadle_text_add(
            lot->out, ",\"Credentials\":{\"RoleArn\":\"arn:aws:iam::123456789012:role/Other\"}");
    if (draw(lot, 3))
        treadle_text_printf(
            lot->out, ",\"TimeoutSeconds\":%u,\"HeartbeatSeconds\":%u", 40 + draw(lot, 60),
            1 + draw(lot, 39));
    else if (draw(lot, 2))
        treadle_text_printf(lot->out, ",\"TimeoutSeconds\":%u", 1 + draw(lot, 90));
    put_policies(lot, caught);
}

static void put_parallel(struct lot *lot, int depth, uint32_t caught) {
    treadle_text_add(lot->out, "\"Type\":\"Parallel\",\"ResultPath\":\"$.all\"");
    if (draw(lot, 3) == 0) treadle_text_add(lot->out, ",\"ResultSelector\":{\"first.$\":\"$[0]\"}");
    put_policies(lot, caught);
    treadle_text_add(lot->out, ",\"Branches\":[");
    for (uint32_t i = 0, count = 1 + draw(lot, 3); i < count; i++) {
        if (i > 0) treadle_text_add(lot->out, ",");
        put_flow(lot, depth - 1);
    }
    treadle_text_add(lot->out, "]");
}

static void put_map(struct lot *lot, int depth, uint32_t caught) {
    static const char *const items[] = {"$$.Execution.Input.big", "$.big"};
    static const char *const inputs[] = {
        "\"ItemSelector\":{\"left.$\":\"$.left\",\"of.$\":\"$$.Map.Item\",\"big\":[1,2]},",
        "\"Parameters\":{\"left\":{\"left\":{}},\"lot.$\":\"States.UUID()\",\"big\":[0]},", ""};
    static const char *const processors[] = {"ItemProcessor", "Iterator"};
    // A path that may lead nowhere, which is fatal, and items as they are, which few flows like:
    // seldom.
    treadle_text_printf(
        lot->out, "\"Type\":\"Map\",\"ResultPath\":\"$.all\",\"ItemsPath\":\"%s\",%s",
        items[draw(lot, 4) == 0], inputs[draw(lot, draw(lot, 4) ? 2 : 3)]);
    if (draw(lot, 3)) treadle_text_printf(lot->out, "\"MaxConcurrency\":%u,", draw(lot, 3));
    treadle_text_printf(lot->out, "\"%s\":", pick(lot, processors, COUNT_OF(processors)));
    put_flow(lot, depth - 1);
    put_policies(lot, caught);
}

// Of a flow, by number: where what is caught goes, and where what is bad ends.
struct spots {
    uint32_t next, caught, fail;
    bool fails;  // Somebody goes there.
};

static void put_branching(struct lot *lot, struct spots *spots) {
    static const char *const asked[] = {"$.left", "$.left.left", "$.caught"};
    treadle_text_printf(
        lot->out,
        "\"Type\":\"Choice\",\"Choices\":[{\"Variable\":\"$new%u\",\"IsPresent\":true,\"Next\":"
        "\"S%u\",\"Assign\":{\"new%u\":null}},{\"Not\":{\"Variable\":\"%s\",\"IsPresent\":%s},"
        "\"Next\":\"S%u\"}],\"Default\":\"S%u\"",
        any(lot), spots->next, own(lot), pick(lot, asked, COUNT_OF(asked)),
        draw(lot, 4) ? "false" : "true", spots->next, spots->fail);
    spots->fails = true;
}

static void put_state(struct lot *lot, int depth, struct spots *spots) {
    switch (draw(lot, depth > 0 ? 11 : 8)) {
        case 0:
        case 1: put_pass(lot); break;
        case 7:
            treadle_text_printf(
                lot->out,
                "\"Type\":\"Pass\",\"ResultPath\":\"$.read\",\"Parameters\":{\"v.$\":\"$v%u\","
                "\"w.$\":\"$w%u[0]\"}",
                any(lot), any(lot));
            break;
        case 2: put_wait(lot); break;
        case 3:
        case 4:
        case 5: put_task(lot, spots->caught); break;
        case 6: put_branching(lot, spots); return;
        case 8: put_map(lot, depth, spots->caught); break;
        default: put_parallel(lot, depth, spots->caught); break;
    }
    put_assign(lot);
    treadle_text_printf(lot->out, ",\"Next\":\"S%u\"", spots->next);
}

static void put_flow(struct lot *lot, int depth) {
    uint32_t count = 1 + draw(lot, 3), first = lot->names;
    uint32_t choice = first + count, again = choice + 1, done = choice + 2;
    struct spots spots = {.caught = choice, .fail = choice + 3};
    lot->names += count + 4;
    lot->scopes[lot->depth++] = first;
    treadle_text_printf(
        lot->out,
        "{\"StartAt\":\"A%u\",\"States\":{\"A%u\":{\"Type\":\"Pass\",\"Next\":\"S%u\",\"Assign\":{"
        "\"v%u\":"
        "%u,\"w%u.$\":\"States.Array($$.State.EnteredTime)\"}},",
        first, first, first, first, draw(lot, 3), first);
    for (uint32_t i = 0; i < count; i++) {
        treadle_text_printf(lot->out, "\"S%u\":{", first + i);
        spots.next = first + i + 1;
        put_state(lot, depth, &spots);
        treadle_text_add(lot->out, "},");
    }
    if (spots.fails)
        treadle_text_printf(lot->out, "\"S%u\":{\"Type\":\"Fail\",\"Error\":\"Bad\"},", spots.fail);
    treadle_text_printf(
        lot->out,
        "\"S%u\":{\"Type\":\"Choice\",\"Choices\":[{\"And\":[{\"Variable\":\"$.left\","
        "\"IsPresent\":"
        "true},{\"Variable\":\"$.left.left\",\"IsPresent\":true}],\"Next\":\"S%u\"}],\"Default\":"
        "\"S%u\"},\"S%u\":{\"Type\":\"Pass\",\"InputPath\":\"$.left.left\",\"ResultPath\":\"$."
        "left\","
        "\"Next\":\"S%u\"},\"S%u\":{\"Type\":\"Succeed\"}",
        choice, again, done, again, first, done);
    treadle_text_add(lot->out, "}}");
    lot->depth--;
}

char *random_machine(uint64_t seed) {
    struct text out = {0};
    struct lot lot = {.out = &out, .random = seed};
    put_flow(&lot, 2);
    if (draw(&lot, 6) == 0) {
        out.count--;  // The bracket that closes it.
        treadle_text_printf(&out, ",\"TimeoutSeconds\":%u}", 2 + draw(&lot, 120));
    }
    return out.bytes;
}

// Each round of a loop takes one layer of "left" off.
char *random_input(uint64_t seed) {
    static const char *const items[] = {"9007199254740993", "1.0", "\"a\\u0000b\"",
                                        "{\"left\":{}}",    "[]",  "\"\\ud83d\""};
    struct text out = {0};
    struct lot lot = {.out = &out, .random = ~seed};
    uint32_t layers = 1 + draw(&lot, 3), count = 1 + draw(&lot, 4);
    if (draw(&lot, 64) == 0) count = WIDE;
    treadle_text_add(&out, "{\"left\":");
    for (uint32_t i = 1; i < layers; i++)
        treadle_text_add(&out, "{\"left\":");
    treadle_text_add(&out, "{}");
    for (uint32_t i = 1; i < layers; i++)
        treadle_text_add(&out, "}");
    treadle_text_printf(&out, ",\"pause\":%u,\"big\":[", draw(&lot, 40));
    for (uint32_t i = 0; i < count; i++)
        treadle_text_printf(&out, "%s%s", i == 0 ? "" : ",", pick(&lot, items, COUNT_OF(items)));
    treadle_text_add(&out, "]}");
    return out.bytes;
}
