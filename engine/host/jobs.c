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

// What was posted and has neither run nor been taken back is found by its job and data, so that
// taking back costs the same however much there is. What is taken back keeps its place in the queue
// or among the alarms, and does nothing there.
struct posting {
    struct job job;
    struct posting *next;  // Of the oldest of its job and data: the next ones' in its bucket.
    struct posting *older, *newer;  // Of the same. The oldest's [older] is the newest.
};

enum { BUCKETS_FIRST = 16, SPENT_MIN = 64 };

// -- Finding

static bool is_job(const struct job *job, treadle_job_cb run, const void *data) {
    return job->run == run && job->data == data;
}

// Where the oldest posting of that job and data hangs, or would.
static struct posting **find(
    struct posting **buckets, uint32_t size, treadle_job_cb run, const void *data) {
    uint64_t mixed = ((uint64_t)(uintptr_t)run ^ (uint64_t)(uintptr_t)data) * 0x9E3779B97F4A7C15U;
    struct posting **link = &buckets[(mixed >> 32) & (size - 1)];
    while (*link != NULL && !is_job(&(*link)->job, run, data))
        link = &(*link)->next;
    return link;
}

static void grow(struct treadle_engine *engine) {
    uint32_t size = engine->bucket_count == 0 ? BUCKETS_FIRST : engine->bucket_count * 2;
    struct posting **buckets = treadle_alloc_zeroed(size * sizeof(struct posting *));
    for (uint32_t i = 0; i < engine->bucket_count; i++) {
        for (struct posting *oldest = engine->buckets[i], *next; oldest != NULL; oldest = next) {
            next = oldest->next;
            oldest->next = NULL;
            *find(buckets, size, oldest->job.run, oldest->job.data) = oldest;
        }
    }
    free(engine->buckets);
    engine->buckets = buckets;
    engine->bucket_count = size;
}

static struct posting *post(struct treadle_engine *engine, treadle_job_cb run, void *data) {
    if (engine->posting_count >= engine->bucket_count) grow(engine);
    engine->posting_count++;
    struct posting *posting = treadle_alloc(sizeof(*posting));
    *posting = (struct posting){.job = {run, data}};
    struct posting **link = find(engine->buckets, engine->bucket_count, run, data);
    struct posting *oldest = *link;
    if (oldest == NULL) {
        *link = posting->older = posting;
        return posting;
    }
    posting->older = oldest->older;
    oldest->older->newer = posting;
    oldest->older = posting;
    return posting;
}

// It is found no more.
static void forget(struct treadle_engine *engine, struct posting *posting) {
    struct posting **link =
        find(engine->buckets, engine->bucket_count, posting->job.run, posting->job.data);
    struct posting *oldest = *link, *newer = posting->newer;
    ASSERT(oldest != NULL && engine->posting_count > 0);
    engine->posting_count--;
    if (posting != oldest) {
        posting->older->newer = newer;
        (newer != NULL ? newer : oldest)->older = posting->older;
        return;
    }
    *link = newer != NULL ? newer : oldest->next;
    if (newer == NULL) return;
    newer->next = oldest->next;
    newer->older = oldest->older;
}

// -- Posting

// While it closes jobs still run, since integrations may close by them.
static void must_take_jobs(const struct treadle_engine *engine) {
    MUST(engine->life != ENGINE_RELEASED, "a job was posted to an engine that is closed");
}

void treadle_engine_post(treadle_engine *engine, treadle_job_cb job, void *data) {
    ENGINE_MUST_LIVE(engine);
    REQUIRE(job);
    must_take_jobs(engine);
    ADD(engine->jobs, engine->job_count, engine->job_size) = post(engine, job, data);
    treadle_engine_stir(engine);
}

void treadle_engine_post_at(
    treadle_engine *engine, int64_t due_ms, treadle_job_cb job, void *data) {
    ENGINE_MUST_LIVE(engine);
    REQUIRE(job);
    must_take_jobs(engine);
    struct posting *alarm = post(engine, job, data);
    if (due_ms > TIME_MAX_MS) due_ms = TIME_MAX_MS;
    treadle_heap_put(&engine->alarms, (struct heap_entry){due_ms, engine->alarm_next++, alarm});
    treadle_engine_stir(engine);
}

static bool is_set(const struct heap_entry *entry) {
    struct posting *alarm = entry->data;
    if (alarm->job.run != NULL) return true;
    free(alarm);
    return false;
}

// The first alarm is always one that is to ring, since a driver sleeps until it; and of all of them
// half are.
static void drop_spent(struct treadle_engine *engine) {
    struct heap *alarms = &engine->alarms;
    if (engine->alarms_spent > SPENT_MIN && engine->alarms_spent > alarms->count / 2) {
        treadle_heap_sift(alarms, is_set);
        engine->alarms_spent = 0;
    }
    while (alarms->count > 0 && !is_set(&alarms->entries[0])) {
        (void)treadle_heap_take(alarms);
        if (engine->alarms_spent > 0) engine->alarms_spent--;
    }
}

void treadle_engine_unpost(treadle_engine *engine, treadle_job_cb job, void *data) {
    ENGINE_MUST_LIVE(engine);
    REQUIRE(job);
    if (engine->posting_count == 0) return;
    struct posting *posting = *find(engine->buckets, engine->bucket_count, job, data);
    if (posting == NULL) return;
    forget(engine, posting);
    posting->job = (struct job){0};
    engine->alarms_spent++;  // Or of a job that waits: it is a bound.
    drop_spent(engine);
}

bool treadle_jobs_ring(struct treadle_engine *engine, int64_t now_ms) {
    for (int left = RINGS_MAX; engine->alarms.count > 0; left--) {
        if (engine->alarms.entries[0].due_ms > now_ms) return false;
        if (left == 0) return true;
        ADD(engine->jobs, engine->job_count, engine->job_size) =
            treadle_heap_take(&engine->alarms).data;
        drop_spent(engine);
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
        ADD(engine->jobs, engine->job_count, engine->job_size) =
            post(engine, oldest->job.run, oldest->job.data);
        free(oldest);
    }
}

void treadle_jobs_run(struct treadle_engine *engine) {
    open_mail(engine);
    for (uint32_t end = engine->job_count; engine->job_at < end;) {
        struct posting *posting = engine->jobs[engine->job_at++];
        struct job job = posting->job;
        if (job.run != NULL) forget(engine, posting);
        free(posting);
        if (job.run != NULL) job.run(job.data);
    }
    uint32_t left = engine->job_count - engine->job_at;
    if (left > 0)
        memmove(engine->jobs, engine->jobs + engine->job_at, left * sizeof(*engine->jobs));
    engine->job_count = left;
    engine->job_at = 0;
}

void treadle_jobs_drop_alarms(struct treadle_engine *engine) {
    for (uint32_t i = 0; i < engine->alarms.count; i++) {
        struct posting *alarm = engine->alarms.entries[i].data;
        if (alarm->job.run != NULL) forget(engine, alarm);
        free(alarm);
    }
    engine->alarms.count = engine->alarms_spent = 0;
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
    for (uint32_t i = engine->job_at; i < engine->job_count; i++)
        free(engine->jobs[i]);
    free(engine->jobs);
    free(engine->buckets);
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
