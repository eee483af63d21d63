// An engine's life, its jobs and its rounds.
#include "engine/host/engine.h"

#include <stdlib.h>
#include <string.h>

#include "base/grave.h"
#include "base/memory.h"
#include "base/random.h"
#include "base/status.h"

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
    const struct treadle_task_uri *uri = &state->of.task.uri;
    const struct carrier *carrier = treadle_engine_carrier(engine, uri->service);
    if (carrier == NULL || carrier->table->check == NULL) return true;
    struct treadle_error wrong = {0};
    if (carrier->table->check(carrier->self, uri, arguments, &wrong)) return true;
    *error = (struct error){
        .name = treadle_arena_copy(scratch, wrong.name),
        .cause = wrong.cause[0] == '\0' ? NULL : treadle_arena_copy(scratch, wrong.cause)};
    return false;
}

static void on_step(
    void *data, struct execution *execution, const struct fact *fact, const struct step *step) {
    struct treadle_engine *engine = data;
    if (engine->on_trace != NULL) treadle_engine_trace(engine, execution, fact, step);
}

int treadle_engine_init(
    struct treadle_engine *engine, const struct driver *driver,
    const struct treadle_engine_options *options, struct treadle_status *status) {
    static const struct treadle_engine_options defaults = {.version = TREADLE_ENGINE_VERSION};
    if (options == NULL) options = &defaults;
    if (options->version != TREADLE_ENGINE_VERSION)
        return treadle_status_set(
            status, TREADLE_EINVAL, "options of version %d; this library knows version %d",
            options->version, TREADLE_ENGINE_VERSION);
    const struct host_options host = {
        .keeps_history = options->history, .check = check, .on_step = on_step, .data = engine};
    *engine = (struct treadle_engine){
        .driver = driver,
        .host = treadle_host_new(&host),
        .account = treadle_text_copy(options->account == NULL ? account_default : options->account),
        .region = treadle_text_copy(options->region == NULL ? region_default : options->region),
        .on_trace = options->on_trace,
        .on_nobody = options->on_nobody,
        .data = options->data,
        .keeps_history = options->history,
        .random = options->seed};
    return 0;
}

static void drop_alarms(struct treadle_engine *engine) {
    while (engine->alarms.count > 0)
        free(treadle_heap_take(&engine->alarms).data);
}

static void clear(struct treadle_engine *engine) {
    treadle_calls_clear(engine);
    treadle_host_free(engine->host);
    while (engine->runs != NULL) {
        struct run *run = engine->runs;
        engine->runs = run->next;
        free(run);
    }
    for (uint32_t i = 0; i < engine->carrier_count; i++) {
        engine->carriers[i]->engine = NULL;
        treadle_bury(engine->carriers[i]);  // An integration may say too late that it is closed.
    }
    free(engine->carriers);
    drop_alarms(engine);
    treadle_heap_clear(&engine->alarms);
    free(engine->jobs);
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
    struct carrier *carrier = treadle_alloc(sizeof(*carrier));
    *carrier = (struct carrier){.table = integration, .self = self, .engine = engine};
    ADD(engine->carriers, engine->carrier_count, engine->carrier_size) = carrier;
    return 0;
}

bool treadle_engine_carries(const treadle_engine *engine, const char *resource) {
    ENGINE_MUST_LIVE(engine);
    REQUIRE(resource);
    struct arena arena = {0};
    struct treadle_task_uri uri;
    bool carried = treadle_task_uri_read(&arena, resource, &uri) &&
                   treadle_engine_carrier(engine, uri.service) != NULL;
    treadle_arena_clear(&arena);
    return carried;
}

// -- Jobs

// While it closes jobs still run, since integrations may close by them.
static void must_take_jobs(const struct treadle_engine *engine) {
    ENGINE_MUST_LIVE(engine);
    MUST(engine->life != ENGINE_RELEASED, "a job was posted to an engine that is closed");
}

void treadle_engine_post(treadle_engine *engine, treadle_job_cb job, void *data) {
    must_take_jobs(engine);
    REQUIRE(job);
    ADD(engine->jobs, engine->job_count, engine->job_size) = (struct job){job, data};
    treadle_engine_stir(engine);
}

void treadle_engine_post_at(
    treadle_engine *engine, int64_t due_ms, treadle_job_cb job, void *data) {
    must_take_jobs(engine);
    REQUIRE(job);
    struct job *alarm = treadle_alloc(sizeof(*alarm));
    *alarm = (struct job){job, data};
    treadle_heap_put(&engine->alarms, (struct heap_entry){due_ms, engine->alarm_next++, alarm});
    treadle_engine_stir(engine);
}

static bool is_set(const struct heap_entry *entry) {
    const struct job *alarm = entry->data;
    return alarm != NULL;
}

static bool is_job(const struct job *job, treadle_job_cb run, const void *data) {
    return job->run == run && job->data == data;
}

void treadle_engine_unpost(treadle_engine *engine, treadle_job_cb job, void *data) {
    ENGINE_MUST_LIVE(engine);
    REQUIRE(job);
    for (uint32_t i = engine->job_at; i < engine->job_count; i++) {
        if (!is_job(&engine->jobs[i], job, data)) continue;
        engine->jobs[i] = (struct job){0};  // It keeps its place and does nothing.
        return;
    }
    for (uint32_t i = 0; i < engine->alarms.count; i++) {
        struct job *alarm = engine->alarms.entries[i].data;
        if (!is_job(alarm, job, data)) continue;
        free(alarm);
        engine->alarms.entries[i].data = NULL;
        treadle_heap_sift(&engine->alarms, is_set);
        return;
    }
}

int64_t treadle_engine_now(const treadle_engine *engine) {
    ENGINE_MUST_LIVE(engine);
    return engine->driver->now(engine);
}

static void ring(struct treadle_engine *engine, int64_t now_ms) {
    while (engine->alarms.count > 0 && engine->alarms.entries[0].due_ms <= now_ms) {
        struct job *alarm = treadle_heap_take(&engine->alarms).data;
        ADD(engine->jobs, engine->job_count, engine->job_size) = *alarm;
        free(alarm);
    }
}

// Those that wait now; what they post waits for the next round.
static void run_jobs(struct treadle_engine *engine) {
    for (uint32_t end = engine->job_count; engine->job_at < end;) {
        struct job job = engine->jobs[engine->job_at++];  // A copy: the list may move meanwhile.
        if (job.run != NULL) job.run(job.data);
    }
    uint32_t left = engine->job_count - engine->job_at;
    if (left > 0)
        memmove(engine->jobs, engine->jobs + engine->job_at, left * sizeof(*engine->jobs));
    engine->job_count = left;
    engine->job_at = 0;
}

// -- A round

static void carry_out(struct treadle_engine *engine, struct outgoing *out) {
    switch (out->kind) {
        case OUTGOING_CALL: treadle_calls_begin(engine, out); break;
        case OUTGOING_CANCEL: treadle_calls_cancel(engine, out); break;
        case OUTGOING_FINISH: treadle_run_end(out->execution); break;
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
    bool due = treadle_host_due(engine->host, &timer_ms);
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
    ring(engine, now_ms);
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
    treadle_engine_release(engine);
    return true;
}

enum work treadle_engine_work(struct treadle_engine *engine) {
    ASSERT(!engine->working && engine->life <= ENGINE_CLOSING);
    engine->working = true;
    engine->stirred = false;
    bool more = engine->life == ENGINE_OPEN && advance(engine);
    run_jobs(engine);
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
    drop_alarms(engine);
    treadle_calls_cancel_all(engine);
    for (uint32_t i = 0; i < engine->carrier_count; i++) {
        struct carrier *carrier = engine->carriers[i];
        if (carrier->table->close != NULL)
            carrier->table->close(carrier->self, on_carrier_closed, carrier);
    }
    engine->driver->closing(engine);
}
