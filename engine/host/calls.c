// Calls: from the core's command to an integration, and back as a fact.
//
// An integration may answer inside begin, or a year later, or after nobody wants to know any more.
// All of it is the same here: an answer is a fact with the call's ticket, and the core knows what
// it is worth.
#include <stdlib.h>
#include <string.h>

#include "base/grave.h"
#include "base/json/foreign.h"
#include "base/json/scratch.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/utf8.h"
#include "engine/core/arn.h"
#include "engine/host/engine.h"

enum { SPENT_MAX = 256 };  // Shells kept, so that a call that is used once too often is caught.

enum call_life {
#define LIFE(name, moves) CALL_##name,
#include "engine/host/call_life.def"
#undef LIFE
    CALL_LIFE_COUNT
};

static const unsigned moves[CALL_LIFE_COUNT] = {
#define TO(name)          (1U << CALL_##name)
#define LIFE(name, moves) [CALL_##name] = (moves),
#include "engine/host/call_life.def"
#undef LIFE
#undef TO
};

struct treadle_call {
    struct sender sender;  // Of its answer.
    struct treadle_engine *engine;
    struct execution *execution;
    struct carrier *carrier;    // Who took it, or is being asked.
    struct treadle_call *next;  // Among the spent ones.
    struct command command;     // With its payload, counted.
    struct arena arena;         // Of the texts.
    const char *key, *token, *account, *region, *acted_as;
    enum call_life life;
};

static void move(struct treadle_call *call, enum call_life life) {
    ASSERT(moves[call->life] >> life & 1);
    call->life = life;
}

static void must_be_home(const struct treadle_call *call) {
    MUST(
        call->engine->thread == treadle_assert_thread(),
        "a call was used on another thread than its engine's");
}

// The first claim of every function of the door that is given a call: what its engine was may be
// gone as well.
static void must_live(const struct treadle_call *call) {
    MUST(call->life != CALL_DROPPED, "a call was used after its engine was closed");
    MUST(
        call->life != CALL_ANSWERED && call->life != CALL_GONE, "a call was used after its answer");
    must_be_home(call);
}

#define CALL_MUST_LIVE(call) (REQUIRE(call), must_live(call))

static void must_be_owed(const struct treadle_call *call) {
    MUST(call->life != CALL_DROPPED, "a call was answered after its engine was closed");
    MUST(call->life != CALL_ANSWERED && call->life != CALL_GONE, "a call was answered twice");
    MUST(call->life != CALL_LEFT, "a call that its integration refused was answered");
    must_be_home(call);
}

#define CALL_MUST_BE_OWED(call) (REQUIRE(call), must_be_owed(call))

// -- Making and ending

static const char *key_of(struct arena *arena, const struct execution *execution, uint32_t ticket) {
    return treadle_arena_print(arena, "%s/%u", execution->identity.arn, ticket);
}

static struct treadle_call *find(
    const struct treadle_engine *engine, const struct execution *execution, uint32_t ticket) {
    struct arena arena = {0};
    struct treadle_call *call = treadle_map_find(&engine->calls, key_of(&arena, execution, ticket));
    treadle_arena_clear(&arena);
    return call;
}

static void retire(struct treadle_call *call, enum call_life life) {
    struct treadle_engine *engine = call->engine;
    move(call, life);
    treadle_map_remove(&engine->calls, call->key);
    treadle_doc_drop(call->command.payload.doc);
    treadle_arena_clear(&call->arena);
    call->next = NULL;
    if (engine->spent == NULL)
        engine->spent = call;
    else
        engine->spent_last->next = call;
    engine->spent_last = call;
    engine->spent_count++;
    // While it closes, whoever cancels them all still holds their pointers.
    if (engine->spent_count <= SPENT_MAX || engine->life != ENGINE_OPEN) return;
    struct treadle_call *oldest = engine->spent;
    engine->spent = oldest->next;
    engine->spent_count--;
    free(oldest);
}

static void on_answered(
    struct treadle_engine *engine, struct sender *sender, struct execution *execution, int status) {
    (void)engine;
    (void)execution;
    (void)status;  // Late answers are harmless: TREADLE_ESTALE.
    retire((struct treadle_call *)sender, CALL_GONE);
}

static struct treadle_call *make(struct treadle_engine *engine, struct outgoing *out) {
    struct treadle_call *call = treadle_alloc_zeroed(sizeof(*call));
    call->sender.answered = on_answered;
    call->engine = engine;
    call->execution = out->execution;
    call->command = out->command;
    out->command.payload = (struct payload){0};
    const char *machine_arn = out->execution->identity.machine_arn;
    call->key = key_of(&call->arena, out->execution, out->command.ticket);
    call->token = treadle_execution_token(out->execution, &call->arena, &call->command);
    call->region = treadle_arn_part(&call->arena, machine_arn, 3);
    call->account = treadle_arn_part(&call->arena, machine_arn, 4);
    void *taken = treadle_map_put(&engine->calls, call->key, call);
    ASSERT(taken == call);
    return call;
}

// -- Asking

static int offer(struct treadle_call *call, struct carrier *carrier) {
    if (carrier == NULL) return TREADLE_ENOROUTE;
    call->carrier = carrier;
    carrier->calls++;
    int status = carrier->table->begin(carrier->self, call);
    if (status < 0) {
        MUST(call->life == CALL_OFFERED, "an integration answered a call and then refused it");
        carrier->calls--;
        call->carrier = NULL;
    } else if (call->life == CALL_OFFERED) {
        move(call, CALL_BEGUN);
    }
    return status;
}

static void answer(struct treadle_call *call, enum fact_kind kind, struct doc *value);

// NULL: it stands in for a Map or Parallel.
static const struct treadle_task_uri *uri_of(const struct treadle_call *call) {
    const struct state *state = call->command.state;
    return state->kind == KIND_TASK ? &state->of.task->uri : NULL;
}

static void leave(struct treadle_engine *engine, struct treadle_call *call) {
    if (engine->on_nobody != NULL) {
        move(call, CALL_LEFT);
        engine->on_nobody(call, engine->data);
        return;
    }
    const char *cause =
        treadle_arena_print(&call->arena, "Nobody answers %s here.", uri_of(call)->text);
    answer(call, FACT_CALL_FAILED, treadle_error_doc(engine, "States.Runtime", cause));
}

void treadle_calls_begin(struct treadle_engine *engine, struct outgoing *out) {
    struct treadle_call *call = make(engine, out);
    if (call == NULL) return;
    const struct treadle_task_uri *uri = uri_of(call);
    int status = offer(call, treadle_engine_carrier(engine, "*"));
    if (status == TREADLE_ENOROUTE && uri != NULL)
        status = offer(call, treadle_tasks_carrier(engine, uri->text));
    if (status == TREADLE_ENOROUTE && uri != NULL)
        status = offer(call, treadle_engine_carrier(engine, uri->service));
    MUST(
        status != TREADLE_ENOROUTE || uri != NULL,
        "an integration said that it stands in for a state, and does not answer");
    if (status == TREADLE_ENOROUTE) {
        leave(engine, call);
    } else if (status < 0) {
        const char *cause = treadle_arena_print(
            &call->arena, "The call of %s could not begin: %s.",
            uri == NULL ? call->command.state->name : uri->text, treadle_status_meaning(status));
        answer(call, FACT_CALL_FAILED, treadle_error_doc(engine, "States.TaskFailed", cause));
    }
}

static void cancel(struct treadle_call *call) {
    if (call->life == CALL_LEFT) {
        retire(call, CALL_GONE);
        return;
    }
    if (call->life != CALL_BEGUN) return;
    const struct treadle_integration *table = call->carrier->table;
    if (table->cancel != NULL) table->cancel(call->carrier->self, call);
}

void treadle_calls_cancel(struct treadle_engine *engine, const struct outgoing *out) {
    struct treadle_call *call = find(engine, out->execution, out->command.ticket);
    if (call != NULL) cancel(call);
}

// Cancelling may answer, and so change the map: the calls are listed first, in the order of their
// keys, so that the order is nobody's luck.
static int compare(const void *a, const void *b) {
    const struct treadle_call *const *x = a, *const *y = b;
    return strcmp((*x)->key, (*y)->key);
}

static struct treadle_call **list_calls(const struct treadle_engine *engine) {
    struct treadle_call **list =
        treadle_alloc((engine->calls.count + 1) * sizeof(struct treadle_call *));
    uint32_t count = 0;
    for (struct map_slot *slot = NULL; (slot = treadle_map_next(&engine->calls, slot)) != NULL;)
        list[count++] = slot->value;
    ASSERT(count == engine->calls.count);
    qsort(list, count, sizeof(struct treadle_call *), compare);
    list[count] = NULL;
    return list;
}

void treadle_calls_cancel_all(struct treadle_engine *engine) {
    struct treadle_call **list = list_calls(engine);
    for (uint32_t i = 0; list[i] != NULL; i++)
        cancel(list[i]);
    free(list);
}

void treadle_calls_clear(struct treadle_engine *engine) {
    struct treadle_call **list = list_calls(engine);
    for (uint32_t i = 0; list[i] != NULL; i++)
        retire(list[i], list[i]->life == CALL_BEGUN ? CALL_DROPPED : CALL_GONE);
    free(list);
    treadle_map_clear(&engine->calls);
    while (engine->spent != NULL) {
        struct treadle_call *call = engine->spent;
        engine->spent = call->next;
        treadle_bury(call);
    }
}

const char *treadle_calls_acted_as(
    const struct treadle_engine *engine, const struct execution *execution,
    const struct fact *fact) {
    if (fact->ticket == 0) return NULL;
    const struct treadle_call *call = find(engine, execution, fact->ticket);
    return call == NULL ? NULL : call->acted_as;
}

// -- Answering

static void deliver(const struct treadle_call *call, struct fact *fact, struct sender *sender) {
    struct treadle_engine *engine = call->engine;
    fact->ticket = call->command.ticket;
    fact->at_ms = treadle_engine_now(engine);
    treadle_host_deliver(engine->host, call->execution, fact, sender);
    treadle_engine_stir(engine);
}

// Takes both.
static void answer(struct treadle_call *call, enum fact_kind kind, struct doc *value) {
    struct treadle_engine *engine = call->engine;
    move(call, CALL_ANSWERED);
    if (call->carrier != NULL) call->carrier->calls--;
    if (engine->life == ENGINE_OPEN) {
        struct fact fact = {.kind = kind, .value = value};
        deliver(call, &fact, &call->sender);
    } else {
        retire(call, CALL_GONE);
        treadle_engine_stir(engine);
    }
    treadle_doc_drop(value);
}

static void tell(struct treadle_call *call, enum fact_kind kind, struct doc *value) {
    if (call->engine->life == ENGINE_OPEN) {
        struct fact fact = {.kind = kind, .value = value};
        deliver(call, &fact, NULL);
    }
    treadle_doc_drop(value);
}

void treadle_call_started(treadle_call *call) {
    CALL_MUST_LIVE(call);
    tell(call, FACT_CALL_STARTED, NULL);
}

void treadle_call_started_by(treadle_call *call, const char *worker) {
    CALL_MUST_LIVE(call);
    REQUIRE(worker);
    struct arena arena = {0};
    struct pool *pool = &call->execution->core.pool;
    const char *head =
        treadle_arena_copy_size(&arena, worker, treadle_utf8_head(worker, LIMIT_worker_size_max));
    tell(
        call, FACT_CALL_STARTED, treadle_doc_from_tree(pool, treadle_scratch_string(&arena, head)));
    treadle_arena_clear(&arena);
}

void treadle_call_submitted(treadle_call *call, const cJSON *output) {
    CALL_MUST_LIVE(call);
    REQUIRE(output);
    tell(call, FACT_CALL_SUBMITTED, treadle_doc_from_tree(&call->execution->core.pool, output));
}

void treadle_call_heartbeat(treadle_call *call) {
    CALL_MUST_LIVE(call);
    tell(call, FACT_HEARTBEAT, NULL);
}

void treadle_call_answer(treadle_call *call, const cJSON *result) {
    CALL_MUST_BE_OWED(call);
    static const cJSON nothing = {.type = cJSON_NULL};
    if (result == NULL) result = &nothing;
    answer(call, FACT_CALL_DONE, treadle_doc_from_tree(&call->execution->core.pool, result));
}

void treadle_call_done(treadle_call *call, cJSON *result) {
    REQUIRE(call);
    treadle_call_answer(call, result);
    treadle_tree_free(result);
}

void treadle_call_fail(treadle_call *call, const char *error, const char *cause) {
    CALL_MUST_BE_OWED(call);
    answer(call, FACT_CALL_FAILED, treadle_error_doc(call->engine, error, cause));
}

void treadle_call_as(treadle_call *call, const char *role_arn) {
    CALL_MUST_LIVE(call);
    call->acted_as = treadle_arena_copy(&call->arena, role_arn);
}

// -- What a call tells

const struct treadle_task_uri *treadle_call_uri(const treadle_call *call) {
    CALL_MUST_LIVE(call);
    return uri_of(call);
}

const cJSON *treadle_call_arguments(const treadle_call *call) {
    CALL_MUST_LIVE(call);
    return call->command.of.call.arguments;
}

const cJSON *treadle_call_credentials(const treadle_call *call) {
    CALL_MUST_LIVE(call);
    return call->command.of.call.credentials;
}

const char *treadle_call_state(const treadle_call *call) {
    CALL_MUST_LIVE(call);
    return call->command.state->name;
}

const char *treadle_call_execution_arn(const treadle_call *call) {
    CALL_MUST_LIVE(call);
    return call->execution->identity.arn;
}

const char *treadle_call_machine_arn(const treadle_call *call) {
    CALL_MUST_LIVE(call);
    return call->execution->identity.machine_arn;
}

const char *treadle_call_role_arn(const treadle_call *call) {
    CALL_MUST_LIVE(call);
    return call->execution->identity.role_arn;
}

const char *treadle_call_account(const treadle_call *call) {
    CALL_MUST_LIVE(call);
    return call->account;
}

const char *treadle_call_region(const treadle_call *call) {
    CALL_MUST_LIVE(call);
    return call->region;
}

uint32_t treadle_call_attempt(const treadle_call *call) {
    CALL_MUST_LIVE(call);
    return call->command.of.call.attempt;
}

int32_t treadle_call_item(const treadle_call *call) {
    CALL_MUST_LIVE(call);
    return call->command.of.call.item;
}

const char *treadle_call_key(const treadle_call *call) {
    CALL_MUST_LIVE(call);
    return call->key;
}

const char *treadle_call_token(const treadle_call *call) {
    CALL_MUST_LIVE(call);
    return call->token;
}

int64_t treadle_call_at_ms(const treadle_call *call) {
    CALL_MUST_LIVE(call);
    return call->command.of.call.at_ms;
}
