// Workers are forked after the files were read, so they have them all; a job is its number, a
// result one line of JSON, and a worker has one job at a time, so that it is known which one a dead
// worker had.
#include "suite/jobs.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/status.h"

#define IDLE UINT32_MAX  // No job.

struct worker {
    pid_t process;
    int socket;    // -1: it is gone.
    uint32_t job;  // IDLE: none.
    struct text answer;
};

struct workshop {
    const struct suite_jobs *jobs;
    uint32_t next;  // The first job that nobody has.
    struct worker *workers;
    uint32_t workers_count;
    bool *done;  // By job.
    uint32_t told;
};

// -- In the worker

static bool read_all(int socket, void *bytes, size_t size) {
    char *at = bytes;
    while (size > 0) {
        ssize_t got = read(socket, at, size);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        at += got;
        size -= (size_t)got;
    }
    return true;
}

// (To a socket whose other end is gone, without a signal.)
static bool send_all(int socket, const void *bytes, size_t size) {
    const char *at = bytes;
    while (size > 0) {
        ssize_t put = send(socket, at, size, MSG_NOSIGNAL);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        at += put;
        size -= (size_t)put;
    }
    return true;
}

static _Noreturn void work(const struct workshop *shop, int socket) {
    struct suite_runner *runner = treadle_suite_runner_new(&shop->jobs->options);
    for (uint32_t job; read_all(socket, &job, sizeof(job));) {
        struct suite_result result;
        treadle_suite_run_case(
            runner, shop->jobs->list[job].file, shop->jobs->list[job].entry, &result);
        struct text line = {0};
        treadle_suite_result_write(&result, &line);
        treadle_text_put(&line, "\n", 1);
        bool sent = send_all(socket, line.bytes, line.count);
        treadle_text_clear(&line);
        treadle_suite_result_clear(&result);
        if (!sent) break;
    }
    _exit(0);
}

// -- Workers

static bool start(struct workshop *shop, struct worker *worker) {
    int ends[2];
    *worker = (struct worker){.socket = -1, .job = IDLE};
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return false;
    pid_t process = fork();
    if (process == 0) {
        (void)close(ends[0]);
        for (uint32_t i = 0; i < shop->workers_count; i++)
            if (shop->workers[i].socket >= 0) (void)close(shop->workers[i].socket);
        work(shop, ends[1]);
    }
    (void)close(ends[1]);
    if (process < 0) {
        (void)close(ends[0]);
        return false;
    }
    worker->process = process;
    worker->socket = ends[0];
    return true;
}

// Closes its socket, which ends it, and waits for that. Gives how it ended.
static int end(struct worker *worker) {
    int how = 0;
    (void)close(worker->socket);
    worker->socket = -1;
    treadle_text_clear(&worker->answer);
    while (waitpid(worker->process, &how, 0) < 0 && errno == EINTR)
        continue;
    return how;
}

// -- Results

static void tell(struct workshop *shop) {
    const struct suite_jobs *jobs = shop->jobs;
    for (; shop->told < jobs->count && shop->done[shop->told]; shop->told++)
        if (jobs->on_done != NULL) jobs->on_done(shop->told, jobs->data);
}

static void finish(struct workshop *shop, uint32_t job) {
    shop->done[job] = true;
    tell(shop);
}

static void crash(struct workshop *shop, uint32_t job, int how) {
    const struct suite_job *lost = &shop->jobs->list[job];
    struct suite_result *result = &shop->jobs->results[job];
    treadle_suite_result_clear(result);
    treadle_suite_result_init(result, lost->file->path, lost->entry->line, lost->entry->name);
    struct text words = {0};
    if (WIFSIGNALED(how))
        treadle_text_printf(
            &words, "the process that ran it was ended by signal %d", WTERMSIG(how));
    else
        treadle_text_printf(&words, "the process that ran it ended with code %d", WEXITSTATUS(how));
    treadle_suite_result_problem(
        result, &(struct suite_problem){
                    .message = words.bytes,
                    .help = "this is a bug of treadle's; --jobs 0 runs the case in this process, "
                            "for a debugger",
                    .line = lost->entry->line,
                    .column = lost->entry->column,
                    .width = lost->entry->width});
    result->verdict = VERDICT_CRASHED;
    treadle_text_clear(&words);
    finish(shop, job);
}

// -- The work

// Gives the worker its next job, or ends it where there is none.
static void give(struct workshop *shop, struct worker *worker) {
    if (shop->next == shop->jobs->count) {
        (void)end(worker);
        return;
    }
    worker->job = shop->next++;
    // (A worker that is dead already is noticed where its answer does not come.)
    (void)send_all(worker->socket, &worker->job, sizeof(worker->job));
}

static void take_answer(struct workshop *shop, struct worker *worker, size_t size) {
    uint32_t job = worker->job;
    worker->job = IDLE;
    bool read = treadle_suite_result_read(&shop->jobs->results[job], worker->answer.bytes, size);
    ASSERT(read);  // It was written by the same program.
    treadle_text_clear(&worker->answer);
    finish(shop, job);
    give(shop, worker);
}

static void bury(struct workshop *shop, struct worker *worker) {
    uint32_t job = worker->job;
    int how = end(worker);
    if (job != IDLE) crash(shop, job, how);
    if (shop->next < shop->jobs->count && start(shop, worker)) give(shop, worker);
}

static void listen_to(struct workshop *shop, struct worker *worker) {
    char bytes[65536];
    ssize_t got = read(worker->socket, bytes, sizeof(bytes));
    if (got < 0 && errno == EINTR) return;
    if (got <= 0) {
        bury(shop, worker);
        return;
    }
    treadle_text_put(&worker->answer, bytes, (size_t)got);
    if (bytes[got - 1] == '\n') take_answer(shop, worker, worker->answer.count - 1);
}

// Waits until a worker has said something. False: none is left.
static bool wait_for_one(struct workshop *shop, struct pollfd *polled) {
    uint32_t open = 0;
    for (uint32_t i = 0; i < shop->workers_count; i++) {
        polled[i] = (struct pollfd){.fd = shop->workers[i].socket, .events = POLLIN};
        open += shop->workers[i].socket >= 0;  // poll passes over those that are -1.
    }
    if (open == 0) return false;
    if (poll(polled, shop->workers_count, -1) < 0) return true;
    for (uint32_t i = 0; i < shop->workers_count; i++)
        if (polled[i].revents != 0) listen_to(shop, &shop->workers[i]);
    return true;
}

static void run_here(struct workshop *shop) {
    struct suite_runner *runner = treadle_suite_runner_new(&shop->jobs->options);
    for (uint32_t i = 0; i < shop->jobs->count; i++) {
        treadle_suite_run_case(
            runner, shop->jobs->list[i].file, shop->jobs->list[i].entry, &shop->jobs->results[i]);
        finish(shop, i);
    }
    treadle_suite_runner_free(runner);
}

static void run_there(struct workshop *shop, uint32_t workers) {
    shop->workers = treadle_alloc_zeroed(workers * sizeof(*shop->workers));
    struct pollfd *polled = treadle_alloc(workers * sizeof(*polled));
    for (uint32_t i = 0; i < workers; i++) {
        struct worker *worker = &shop->workers[i];
        if (start(shop, worker)) give(shop, worker);
        shop->workers_count++;
    }
    while (wait_for_one(shop, polled))
        continue;
    free(polled);
    free(shop->workers);
}

int treadle_suite_jobs_run(const struct suite_jobs *jobs, struct treadle_status *status) {
    struct workshop shop = {.jobs = jobs, .done = treadle_alloc_zeroed(jobs->count + 1)};
    if (jobs->workers == 0)
        run_here(&shop);
    else
        run_there(&shop, jobs->workers < jobs->count ? jobs->workers : jobs->count);
    free(shop.done);
    if (shop.told == jobs->count) return 0;
    return treadle_status_set(
        status, TREADLE_EIO, "no further process could be started: %s", strerror(errno));
}
