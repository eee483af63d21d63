// Jobs: what runs soon or at a time, on the engine's thread and inside nothing else.
//
// Other threads leave theirs in the inbox, a list that grows at its head by one atomic exchange:
// nobody waits for anybody. A closed engine's inbox is shut, by a head that no letter can be (the
// engine itself); and it is released only when no thread is still inside.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/time_text.h"
#include "engine/host/engine.h"

enum { RINGS_MAX = 1000 };  // Of one round, so that facts and other jobs get their turn.

struct mail {  // A job from another thread.
    struct mail *next;
    struct job job;
};

// While it closes jobs still run, since integrations may close by them.
static void must_take_jobs(const struct treadle_engine *engine) {
    MUST(engine->life != ENGINE_RELEASED, "a job was posted to an engine that is closed");
}

void treadle_engine_post(treadle_engine *engine, treadle_job_cb job, void *data) {
    ENGINE_MUST_LIVE(engine);
    REQUIRE(job);
    must_take_jobs(engine);
    ADD(engine->jobs, engine->job_count, engine->job_size) = (struct job){job, data};
    treadle_engine_stir(engine);
}

void treadle_engine_post_at(
    treadle_engine *engine, int64_t due_ms, treadle_job_cb job, void *data) {
    ENGINE_MUST_LIVE(engine);
    REQUIRE(job);
    must_take_jobs(engine);
    struct job *alarm = treadle_alloc(sizeof(*alarm));
    *alarm = (struct job){job, data};
    if (due_ms > TIME_MAX_MS) due_ms = TIME_MAX_MS;
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

bool treadle_jobs_ring(struct treadle_engine *engine, int64_t now_ms) {
    for (int left = RINGS_MAX; engine->alarms.count > 0; left--) {
        if (engine->alarms.entries[0].due_ms > now_ms) return false;
        if (left == 0) return true;
        struct job *alarm = treadle_heap_take(&engine->alarms).data;
        ADD(engine->jobs, engine->job_count, engine->job_size) = *alarm;
        free(alarm);
    }
    return false;
}

// The oldest first.
static void open_mail(struct treadle_engine *engine) {
    struct mail *mail = NULL;
    if (atomic_load(&engine->inbox) != engine) mail = atomic_exchange(&engine->inbox, NULL);
    struct mail *oldest = NULL;
    for (struct mail *next; mail != NULL; mail = next) {
        next = mail->next;
        mail->next = oldest;
        oldest = mail;
    }
    for (struct mail *next; oldest != NULL; oldest = next) {
        next = oldest->next;
        ADD(engine->jobs, engine->job_count, engine->job_size) = oldest->job;
        free(oldest);
    }
}

void treadle_jobs_run(struct treadle_engine *engine) {
    open_mail(engine);
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

void treadle_jobs_drop_alarms(struct treadle_engine *engine) {
    while (engine->alarms.count > 0)
        free(treadle_heap_take(&engine->alarms).data);
}

static void drop_mail(struct treadle_engine *engine) {
    struct mail *mail = atomic_exchange(&engine->inbox, engine);
    if ((void *)mail == engine) return;
    for (struct mail *next; mail != NULL; mail = next) {
        next = mail->next;
        free(mail);
    }
}

void treadle_jobs_clear(struct treadle_engine *engine) {
    drop_mail(engine);
    treadle_jobs_drop_alarms(engine);
    treadle_heap_clear(&engine->alarms);
    free(engine->jobs);
}

// -- From other threads

static bool put(struct treadle_engine *engine, struct mail *mail) {
    void *head = atomic_load(&engine->inbox);
    do {
        if (head == engine) return false;
        mail->next = head;
    } while (!atomic_compare_exchange_weak(&engine->inbox, &head, mail));
    return true;
}

int treadle_engine_post_from_thread(treadle_engine *engine, treadle_job_cb job, void *data) {
    REQUIRE(engine);
    REQUIRE(job);
    struct mail *mail = treadle_alloc(sizeof(*mail));
    *mail = (struct mail){.job = {job, data}};
    atomic_fetch_add(&engine->posting, 1);
    bool posted = put(engine, mail);
    if (posted) engine->driver->wake(engine);
    atomic_fetch_sub(&engine->posting, 1);
    if (!posted) free(mail);
    return posted ? 0 : TREADLE_ECLOSED;
}

bool treadle_jobs_shut(struct treadle_engine *engine) {
    void *empty = NULL;
    bool shut = atomic_compare_exchange_strong(&engine->inbox, &empty, engine) || empty == engine;
    return shut && atomic_load(&engine->posting) == 0;
}
