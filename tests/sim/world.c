// The world: what becomes of a call, by the execution's seed and the call's ticket alone, so that
// a call that is begun again is answered as it would have been.
#include <stdlib.h>

#include "base/json/read.h"
#include "base/memory.h"
#include "base/random.h"
#include "tests/sim/sim.h"

enum {
    BEATS_MAX = 40,
    LATE_MAX_MS = 8000  // Of an answer, where things take their time.
};

struct lot {  // What is drawn for one call.
    uint64_t random;
    int64_t at_ms;
    struct life *life;
    uint32_t ticket;
};

static uint32_t draw(struct lot *lot, uint32_t below) {
    return (uint32_t)treadle_random_below(&lot->random, below);
}

static struct doc *read(const char *text, size_t size) {
    return treadle_doc_read(NULL, text, size, NULL);
}

// Takes [value].
static void say(
    struct sim *sim, struct lot *lot, enum fact_kind kind, int64_t due_ms, struct doc *value) {
    bool slow = sim->faults.slow;
    bool answers = kind == FACT_CALL_DONE || kind == FACT_CALL_FAILED;
    struct mail mail = {
        .life = lot->life, .kind = MAIL_FACT, .fact = {.kind = kind, .ticket = lot->ticket}};
    uint32_t tie = lot->ticket << 4 | (uint32_t)kind;
    uint32_t times = 1;
    if (sim_chance(sim, sim->faults.doubled)) {
        times = 2;
        sim->counts->doubled++;
    }
    if (slow && answers && sim_chance(sim, sim->faults.lost)) {
        times = 0;
        sim->counts->lost++;
    }
    for (; times > 0; times--) {
        mail.fact.value = value == NULL ? NULL : treadle_doc_ref(value);
        sim_post(sim, slow ? due_ms + sim_draw(sim, LATE_MAX_MS) : due_ms, tie, &mail);
        // What is said again may come when nobody waits for it any more; but a sign of life always
        // counts.
        if (kind != FACT_HEARTBEAT) due_ms += sim_draw(sim, 2) ? sim_draw(sim, 90000) : 0;
    }
    treadle_doc_drop(value);
}

static void fail(struct sim *sim, struct lot *lot, int64_t due_ms) {
    static const struct {
        const char *text;
        size_t size;
    } errors[] = {
#define ERROR(text) {text, sizeof(text) - 1}
        ERROR("{\"Error\":\"Flaky\",\"Cause\":\"it is\"}"), ERROR("{\"Error\":\"Flaky\"}"),
        ERROR("{\"Error\":\"Bad\"}"),
        ERROR("{\"Error\":\"States.TaskFailed\",\"Cause\":\"\\ud83d\"}"), ERROR("{}")
#undef ERROR
    };
    uint32_t at = draw(lot, COUNT_OF(errors));
    say(sim, lot, FACT_CALL_FAILED, due_ms, read(errors[at].text, errors[at].size));
}

static void succeed(
    struct sim *sim, struct lot *lot, int64_t due_ms, const struct command *command) {
    static const char result[] = "{\"left\":{},\"n\":[1.0,-0,1e400,\"a\\u0000b\"]}";
    struct doc *value = draw(lot, 2) ? read(result, sizeof(result) - 1)
                                     : treadle_doc_settle(NULL, command->of.call.arguments);
    say(sim, lot, FACT_CALL_DONE, due_ms, value);
}

void world_begin(struct sim *sim, struct life *life, const struct command *call) {
    static const char taken[] = "{\"MessageId\":\"m-1\"}", worker[] = "\"worker-1\"";
    struct lot lot = {
        .random = life->seed ^ ((uint64_t)call->ticket << 32),
        .at_ms = call->of.call.at_ms,
        .life = life,
        .ticket = call->ticket};
    (void)treadle_random_next(&lot.random);
    int64_t after_ms = 1 + draw(&lot, 2000);
    if (draw(&lot, 10) == 0) after_ms = 30000 + draw(&lot, 70000);
    if (draw(&lot, 2))
        say(sim, &lot, FACT_CALL_STARTED, lot.at_ms + 1,
            draw(&lot, 2) ? read(worker, sizeof(worker) - 1) : NULL);
    if (draw(&lot, 4) == 0)
        say(sim, &lot, FACT_CALL_SUBMITTED, lot.at_ms + 2, read(taken, sizeof(taken) - 1));
    bool beats = draw(&lot, 3) == 0;
    for (int64_t i = 1; beats && i < BEATS_MAX && i * 900 < after_ms; i++)
        if (lot.at_ms + i * 900 >= sim->now_ms)
            say(sim, &lot, FACT_HEARTBEAT, lot.at_ms + i * 900, NULL);
    if (draw(&lot, 30) == 0) return;  // Nobody ever answers.
    if (draw(&lot, 3) == 0)
        fail(sim, &lot, lot.at_ms + after_ms);
    else
        succeed(sim, &lot, lot.at_ms + after_ms, call);
}
