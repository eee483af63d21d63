// An engine's life and its rounds.
#include "engine/host/engine.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/grave.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/time_text.h"

enum { EXECUTION_SHARE = 8 };  // No execution may hold more than that part of the memory.

static const char account_default[] = "123456789012", region_default[] = "us-east-1";

static const unsigned moves[ENGINE_LIFE_COUNT] = {
#define TO(name)          (1U << ENGINE_##name)
#define LIFE(name, moves) [ENGINE_##name] = (moves),
#include "engine/host/engine_life.def"
#undef LIFE
#undef TO
};

static void move(struct treadle_engine *engine, enum engine_life life) {
    ASSERT(moves[engine->life] >> life & 1);
    engine->life = life;
}

// -- Opening

// The core's hook: what an integration says of a call's arguments before the call is scheduled.
static bool check(
    void *data, const struct state *state, const cJSON *arguments, struct arena *scratch,
    struct error *error) {
    const struct treadle_engine *engine = data;
    const struct treadle_task_uri *uri = &state->of.task->uri;
    const struct carrier *carrier = treadle_engine_carrier(engine, uri->service);
    if (treadle_tasks_carrier(engine, uri->text) != NULL) return true;  // It is not asked.
    if (carrier == NULL || carrier->table->check == NULL) return true;
    struct treadle_error wrong = {0};
    if (carrier->table->check(carrier->self, uri, arguments, &wrong)) return true;
    *error = (struct error){
        .name = treadle_arena_copy(scratch, wrong.name),
        .cause = wrong.cause[0] == '\0' ? NULL : treadle_arena_copy(scratch, wrong.cause)};
    return false;
}

// Likewise: whether who is asked first answers for a Map or Parallel as a whole.
static bool stands_in(void *data, const struct state *state) {
    const struct carrier *first = treadle_engine_carrier(data, "*");
    return first != NULL && first->table->stands_in != NULL &&
           first->table->stands_in(first->self, state->name);
}

static void on_step(
    void *data, struct execution *execution, const struct fact *fact, const struct step *step) {
    struct treadle_engine *engine = data;
    if (engine->on_trace != NULL) treadle_engine_trace(engine, execution, fact, step);
}

// Parts of ARNs, which must not break them.
static bool is_account(const char *text) {
    return strlen(text) == 12 && strspn(text, "0123456789") == 12;
}

static bool is_region(const char *text) {
    size_t size = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return size > 0 && text[size] == '\0';
}

int treadle_engine_check(
    const struct treadle_engine_options *options, struct treadle_status *status) {
    if (options == NULL) return 0;
    if (options->version != TREADLE_ENGINE_VERSION)
        return treadle_status_set(
            status, TREADLE_EINVAL, "options of version %d; this library knows version %d",
            options->version, TREADLE_ENGINE_VERSION);
    const char *account = options->account, *region = options->region;
    if (account != NULL && !is_account(account))
        return treadle_status_set(
            status, TREADLE_EINVAL, "'%s' is not an account, which has twelve digits", account);
    if (region != NULL && !is_region(region))
        return treadle_status_set(status, TREADLE_EINVAL, "'%s' is not a region", region);
    if (options->now_ms >= 0 && options->now_ms <= TIME_MAX_MS) return 0;
    return treadle_status_set(
        status, TREADLE_EINVAL, "now_ms is %" PRId64 ", which is not within the years 1970 to 9999",
        options->now_ms);
}

void treadle_engine_init(
    struct treadle_engine *engine, const struct driver *driver,
    const struct treadle_engine_options *options) {
    static const struct treadle_engine_options defaults = {.version = TREADLE_ENGINE_VERSION};
    if (options == NULL) options = &defaults;
    uint64_t most = options->memory_max;
    const struct host_options host = {
        .bytes_max = most,
        // Never nothing of something, which would be no bound.
        .execution_bytes_max = most / EXECUTION_SHARE + (most % EXECUTION_SHARE != 0),
        .keeps_history = options->history,
        .check = check,
        .stands_in = stands_in,
        .remarks = options->on_trace != NULL,
        .on_step = on_step,
        .data = engine};
    *engine = (struct treadle_engine){
        .driver = driver,
        .host = treadle_host_new(&host),
        .account = treadle_text_copy(options->account == NULL ? account_default : options->account),
        .region = treadle_text_copy(options->region == NULL ? region_default : options->region),
        .on_trace = options->on_trace,
        .on_nobody = options->on_nobody,
        .data = options->data,
        .thread = treadle_assert_thread(),
        .keeps_history = options->history,
        .names = treadle_digest_use(options->seed, "names"),
        .seeds = treadle_digest_use(options->seed, "seeds")};
}

static void clear(struct treadle_engine *engine) {
    treadle_calls_clear(engine);
    for (uint32_t i = 0; i < treadle_host_count(engine->host); i++)
        free(treadle_host_at(engine->host, i)->driver);  // Its struct run.
    treadle_host_free(engine->host);
    for (uint32_t i = 0; i < engine->carrier_count; i++) {
        if (engine->carriers[i]->pattern != NULL) treadle_task_free(engine->carriers[i]);
        engine->carriers[i]->engine = NULL;
        treadle_bury(engine->carriers[i]);  // An integration may say too late that it is closed.
    }
    free(engine->carriers);
    treadle_jobs_clear(engine);
    free(engine->account);
    free(engine->region);
}

void treadle_engine_bury(struct treadle_engine *engine) {
    ASSERT(!engine->working);
    treadle_close_cb on_closed = engine->on_closed;
    void *data = engine->closed_data;
    move(engine, ENGINE_BURIED);
    clear(engine);
    treadle_bury(engine);
    if (on_closed != NULL) on_closed(data);
}

// -- Integrations

static struct carrier *find_carrier(
    const struct treadle_engine *engine, const char *service, size_t size) {
    for (uint32_t i = 0; i < engine->carrier_count; i++) {
        const char *name = engine->carriers[i]->table->service;
        if (engine->carriers[i]->pattern != NULL) continue;
        if (strlen(name) == size && memcmp(name, service, size) == 0) return engine->carriers[i];
    }
    return NULL;
}

struct carrier *treadle_engine_carrier(const struct treadle_engine *engine, const char *service) {
    struct carrier *carrier = find_carrier(engine, service, strlen(service));
    size_t family = strcspn(service, ":");
    return carrier == NULL && service[family] == ':' ? find_carrier(engine, service, family)
                                                     : carrier;
}

struct carrier *treadle_engine_carrier_add(
    struct treadle_engine *engine, const struct treadle_integration *table, void *self) {
    struct carrier *carrier = treadle_alloc(sizeof(*carrier));
    *carrier = (struct carrier){.table = table, .self = self, .engine = engine};
    ADD(engine->carriers, engine->carrier_count, engine->carrier_size) = carrier;
    return carrier;
}

int treadle_engine_add(
    treadle_engine *engine, const struct treadle_integration *integration, void *self) {
    ENGINE_MUST_LIVE(engine);
    REQUIRE(integration);
    if (engine->life != ENGINE_OPEN) return TREADLE_ECLOSED;
    if (integration->version != TREADLE_INTEGRATION_VERSION || integration->begin == NULL ||
        integration->service == NULL || integration->service[0] == '\0')
        return TREADLE_EINVAL;
    if (find_carrier(engine, integration->service, strlen(integration->service)) != NULL)
        return TREADLE_EEXIST;
    (void)treadle_engine_carrier_add(engine, integration, self);
    return 0;
}

bool treadle_engine_carries(const treadle_engine *engine, const char *resource) {
    ENGINE_MUST_LIVE(engine);
    REQUIRE(resource);
    struct arena arena = {0};
    struct treadle_task_uri uri;
    bool carried = treadle_task_uri_read(&arena, resource, &uri) &&
                   (treadle_tasks_carrier(engine, resource) != NULL ||
                    treadle_engine_carrier(engine, uri.service) != NULL);
    treadle_arena_clear(&arena);
    return carried;
}

// -- A round

int64_t treadle_engine_now(const treadle_engine *engine) {
    ENGINE_MUST_LIVE(engine);
    return engine->driver->now(engine);
}

static void carry_out(struct treadle_engine *engine, struct outgoing *out) {
    switch (out->kind) {
        case OUTGOING_CALL: treadle_calls_begin(engine, out); break;
        case OUTGOING_CANCEL: treadle_calls_cancel(engine, out); break;
        case OUTGOING_FINISH: treadle_run_end(out->execution); break;
        case OUTGOING_RELOAD: ASSERT(!"memory refuses nothing"); break;
        case OUTGOING_ANSWER: {
            struct sender *sender = out->sender;
            sender->answered(engine, sender, out->execution, out->status);
            break;
        }
    }
}

void treadle_engine_stir(struct treadle_engine *engine) {
    engine->stirred = true;
    engine->driver->stir(engine);
}

bool treadle_engine_due(const struct treadle_engine *engine, int64_t *due_ms) {
    int64_t timer_ms;
    bool due = engine->life == ENGINE_OPEN && treadle_host_due(engine->host, &timer_ms);
    bool alarm = engine->alarms.count > 0;
    if (alarm) *due_ms = engine->alarms.entries[0].due_ms;
    if (due && (!alarm || timer_ms < *due_ms)) *due_ms = timer_ms;
    return due || alarm;
}

bool treadle_engine_next(const treadle_engine *engine, struct treadle_next *out) {
    ENGINE_MUST_LIVE(engine);
    REQUIRE(out);
    *out = (struct treadle_next){0};
    if (!treadle_engine_due(engine, &out->due_ms)) return false;
    int64_t timer_ms;
    if (!treadle_host_due(engine->host, &timer_ms) || timer_ms != out->due_ms) return true;
    const struct execution *execution;
    const struct state *state = treadle_host_due_state(engine->host, &execution);
    if (state != NULL) {
        out->state = state->name;
        out->execution_arn = execution->identity.arn;
    }
    return true;
}

// What was due in the host comes before alarms of the same moment: a Task whose answer comes at the
// moment of its timeout has timed out.
static bool advance(struct treadle_engine *engine) {
    int64_t now_ms = engine->driver->now(engine);
    bool more = treadle_host_wake(engine->host, now_ms);
    more = treadle_jobs_ring(engine, now_ms) || more;
    more = treadle_host_turn(engine->host) || more;
    struct outgoing out;
    while (engine->life == ENGINE_OPEN && treadle_host_take(engine->host, &out)) {
        carry_out(engine, &out);
        treadle_outgoing_clear(&out);
    }
    return more;
}

// True: it was released.
static bool close_down(struct treadle_engine *engine) {
    if (engine->job_count > 0) return false;
    for (uint32_t i = 0; i < engine->carrier_count; i++) {
        const struct carrier *carrier = engine->carriers[i];
        bool waits = carrier->table->close == NULL ? carrier->calls > 0 : !carrier->closed;
        if (waits) return false;
    }
    if (!treadle_jobs_shut(engine)) {  // Another thread is just posting.
        treadle_engine_stir(engine);
        return false;
    }
    treadle_engine_release(engine);
    return true;
}

enum work treadle_engine_work(struct treadle_engine *engine) {
    ASSERT(!engine->working && engine->life <= ENGINE_CLOSING);
    engine->working = true;
    engine->stirred = false;
    bool more = engine->life == ENGINE_OPEN && advance(engine);
    // What closes may need time for it.
    if (engine->life == ENGINE_CLOSING)
        more = treadle_jobs_ring(engine, engine->driver->now(engine));
    treadle_jobs_run(engine);
    engine->working = false;
    if (engine->life == ENGINE_CLOSING && close_down(engine)) return WORK_RELEASED;
    return more || engine->stirred || engine->job_count > 0 ? WORK_MORE : WORK_DONE;
}

// -- Closing

void treadle_engine_release(struct treadle_engine *engine) {
    move(engine, ENGINE_RELEASED);
    engine->driver->release(engine);
}

static void on_carrier_closed(void *data) {
    struct carrier *carrier = data;
    MUST(!carrier->closed, "an integration said twice that it is closed");
    carrier->closed = true;
    if (carrier->engine != NULL) treadle_engine_stir(carrier->engine);
}

void treadle_engine_close(treadle_engine *engine, treadle_close_cb on_closed, void *data) {
    if (engine == NULL) return;
    MUST(engine->life == ENGINE_OPEN, "an engine was closed twice");
    move(engine, ENGINE_CLOSING);
    engine->on_closed = on_closed;
    engine->closed_data = data;
    treadle_jobs_drop_alarms(engine);
    treadle_calls_cancel_all(engine);
    for (uint32_t i = 0; i < engine->carrier_count; i++) {
        struct carrier *carrier = engine->carriers[i];
        if (carrier->table->close != NULL)
            carrier->table->close(carrier->self, on_carrier_closed, carrier);
    }
    engine->driver->closing(engine);
}
