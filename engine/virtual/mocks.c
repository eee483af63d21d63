// Mocks as an integration: asked first about every call, they answer for the states they know.
//
// Over the door alone, so the same mocks answer in virtual time and on a loop: an answer that comes
// later is an alarm of the engine's.
#include "engine/virtual/mocks.h"

#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"
#include "treadle/test.h"

struct treadle_mocks {
    treadle_engine *engine;
    struct mock **list;  // In the order they came; those that were replaced keep their place.
    uint32_t count, size;
    struct map by_state;
    struct asked **asked;  // In the order of their first calls.
    uint32_t asked_count, asked_size;
    struct map asked_by_state;
    struct map pending;  // By call key: answers that have not come yet.
    treadle_close_cb on_closed;
    void *closed_data;
    bool closed;
};

struct asked {  // A state that made calls, whichever mock was asked.
    uint32_t calls;
    char state[];
};

struct pending {
    struct treadle_mocks *mocks;
    treadle_call *call;
    const struct mock_answer *answer;
    int64_t due_ms;  // Of the answer; MOCK_NEVER.
    uint32_t beats;  // Signs of life so far.
    char *key;
};

// -- Answering

// Recorded mock files return what Invoke answers for any function, so a Task that names
// the function by its ARN gets the Payload of it.
static const cJSON *result_of(const treadle_call *call, const struct mock_answer *said) {
    const struct treadle_task_uri *uri = treadle_call_uri(call);
    bool function = uri != NULL && strcmp(uri->service, "lambda") == 0 && uri->action[0] == '\0';
    const cJSON *payload =
        said->invoked && function ? treadle_json_member(said->result, "Payload") : NULL;
    return payload == NULL ? said->result : payload;
}

static void answer(treadle_call *call, const struct mock_answer *said) {
    if (said->result != NULL)
        treadle_call_answer(call, result_of(call, said));
    else
        treadle_call_fail(call, said->error, said->cause);
}

static treadle_call *forget(struct pending *pending) {
    treadle_call *call = pending->call;
    treadle_map_remove(&pending->mocks->pending, pending->key);
    free(pending->key);
    free(pending);
    return call;
}

static void on_due(void *data) {
    struct pending *pending = data;
    const struct mock_answer *said = pending->answer;
    answer(forget(pending), said);
}

static void on_beat(void *data);

// What comes next: a sign of life, or the answer; nothing where neither does.
static void await(struct pending *pending, int64_t now_ms) {
    treadle_engine *engine = pending->mocks->engine;
    int64_t beat_ms = pending->answer->beat_ms;
    bool beats = beat_ms > 0 && pending->beats < LIMIT_mock_heartbeats_max &&
                 (pending->due_ms == MOCK_NEVER || beat_ms < pending->due_ms - now_ms);
    if (beats)
        treadle_engine_post_at(engine, now_ms + beat_ms, on_beat, pending);
    else if (pending->due_ms != MOCK_NEVER)
        treadle_engine_post_at(engine, pending->due_ms, on_due, pending);
}

static void on_beat(void *data) {
    struct pending *pending = data;
    pending->beats++;
    treadle_call_heartbeat(pending->call);
    await(pending, treadle_engine_now(pending->mocks->engine));
}

static void keep(struct treadle_mocks *mocks, treadle_call *call, const struct mock_answer *said) {
    struct pending *pending = treadle_alloc(sizeof(*pending));
    int64_t now_ms = treadle_engine_now(mocks->engine);
    *pending = (struct pending){
        .mocks = mocks,
        .call = call,
        .answer = said,
        .due_ms = said->after_ms == MOCK_NEVER ? MOCK_NEVER : now_ms + said->after_ms,
        .key = treadle_text_copy(treadle_call_key(call))};
    void *taken = treadle_map_put(&mocks->pending, pending->key, pending);
    ASSERT(taken == pending);
    await(pending, now_ms);
}

// A callback or a job that is waited for, and an activity's task: somebody takes it, at once, and
// its answer comes later.
static bool is_taken(const treadle_call *call) {
    const struct treadle_task_uri *uri = treadle_call_uri(call);
    if (uri == NULL) return false;
    bool activity = strcmp(uri->service, "states") == 0 && uri->action[0] == '\0';
    return activity || uri->pattern != TREADLE_REQUEST_RESPONSE;
}

static void give(struct treadle_mocks *mocks, treadle_call *call, const struct mock_answer *said) {
    static const cJSON nothing = {.type = cJSON_Object};
    bool taken = is_taken(call);
    if (said->mistake != NULL) {
        treadle_call_fail(call, "States.Runtime", said->mistake);
        return;
    }
    if (!taken && (said->submitted != NULL || said->submit_error != NULL)) {
        treadle_call_fail(
            call, "States.Runtime",
            "The mock's 'submit' is what a request is answered that is then waited for, and this "
            "call is answered once.");
        return;
    }
    if (said->submit_error != NULL) {
        treadle_call_fail(call, said->submit_error, said->submit_cause);
        return;
    }
    if (taken || said->after_ms != 0) treadle_call_started(call);
    if (taken) treadle_call_submitted(call, said->submitted == NULL ? &nothing : said->submitted);
    if (said->after_ms == 0)
        answer(call, said);
    else
        keep(mocks, call, said);
}

static const struct mock *find(const struct treadle_mocks *mocks, const char *state) {
    const struct mock *mock = treadle_map_find(&mocks->by_state, state);
    return mock == NULL ? treadle_map_find(&mocks->by_state, "*") : mock;
}

// A call that has no answer: States.Runtime, which no Retry and no Catch takes for its own, so that
// the mistake ends the run.
static void refuse(treadle_call *call, const struct mock *mock) {
    struct text cause = {0};
    treadle_mock_lack(mock, treadle_call_state(call), treadle_call_item(call), &cause);
    treadle_call_fail(call, "States.Runtime", treadle_text_string(&cause));
    treadle_text_clear(&cause);
}

static void count(struct treadle_mocks *mocks, const char *state) {
    struct asked *asked = treadle_map_find(&mocks->asked_by_state, state);
    if (asked == NULL) {
        size_t size = strlen(state) + 1;
        asked = treadle_alloc(sizeof(*asked) + size);
        asked->calls = 0;
        memcpy(asked->state, state, size);
        ADD(mocks->asked, mocks->asked_count, mocks->asked_size) = asked;
        treadle_map_put(&mocks->asked_by_state, asked->state, asked);
    }
    asked->calls++;
}

static int begin(void *self, treadle_call *call) {
    struct treadle_mocks *mocks = self;
    const char *state = treadle_call_state(call);
    count(mocks, state);
    struct mock *mock = treadle_map_find(&mocks->by_state, state);
    if (mock == NULL) mock = treadle_map_find(&mocks->by_state, "*");
    if (mock == NULL) return TREADLE_ENOROUTE;
    const struct mock_answer *said =
        treadle_mock_next(mock, treadle_call_execution_arn(call), treadle_call_item(call));
    if (said == NULL)
        refuse(call, mock);
    else
        give(mocks, call, said);
    return 0;
}

// A mock that is named for it: "*" is every Task.
static bool stands_in(void *self, const char *state) {
    const struct treadle_mocks *mocks = self;
    return treadle_map_find(&mocks->by_state, state) != NULL;
}

static void cancel(void *self, treadle_call *call) {
    struct treadle_mocks *mocks = self;
    struct pending *pending = treadle_map_find(&mocks->pending, treadle_call_key(call));
    if (pending == NULL) return;
    treadle_engine_unpost(mocks->engine, on_due, pending);
    treadle_engine_unpost(mocks->engine, on_beat, pending);
    treadle_call_fail(forget(pending), NULL, NULL);  // Nobody waits for it any more.
}

static void tell_closed(void *data) {
    struct treadle_mocks *mocks = data;
    mocks->closed = true;
    mocks->on_closed(mocks->closed_data);
}

static void close_all(void *self, treadle_close_cb on_closed, void *data) {
    struct treadle_mocks *mocks = self;
    for (struct map_slot *slot; (slot = treadle_map_next(&mocks->pending, NULL)) != NULL;)
        (void)forget(slot->value);
    mocks->on_closed = on_closed;
    mocks->closed_data = data;
    treadle_engine_post(mocks->engine, tell_closed, mocks);
}

static const struct treadle_integration integration = {
    .version = TREADLE_INTEGRATION_VERSION,
    .service = "*",
    .begin = begin,
    .cancel = cancel,
    .close = close_all,
    .stands_in = stands_in};

// -- The door

int treadle_mocks_open(treadle_engine *engine, treadle_mocks **out) {
    REQUIRE(engine);
    REQUIRE(out);
    struct treadle_mocks *mocks = treadle_alloc_zeroed(sizeof(*mocks));
    mocks->engine = engine;
    int status = treadle_engine_add(engine, &integration, mocks);
    if (status < 0) free(mocks);
    *out = status < 0 ? NULL : mocks;
    return status;
}

void treadle_mocks_close(treadle_mocks *mocks) {
    if (mocks == NULL) return;
    MUST(mocks->closed, "mocks were closed before their engine");
    for (uint32_t i = 0; i < mocks->count; i++) {
        treadle_mock_clear(mocks->list[i]);
        free(mocks->list[i]);
    }
    free(mocks->list);
    for (uint32_t i = 0; i < mocks->asked_count; i++)
        free(mocks->asked[i]);
    free(mocks->asked);
    treadle_map_clear(&mocks->asked_by_state);
    treadle_map_clear(&mocks->by_state);
    treadle_map_clear(&mocks->pending);
    free(mocks);
}

// Takes what [mock] holds. A mock that was replaced stays for the answers that are still to come
// from it.
static void put(struct treadle_mocks *mocks, const struct mock *mock) {
    struct mock *kept = treadle_alloc(sizeof(*kept));
    *kept = *mock;
    treadle_map_remove(&mocks->by_state, kept->state);
    treadle_map_put(&mocks->by_state, kept->state, kept);
    ADD(mocks->list, mocks->count, mocks->size) = kept;
}

int treadle_mocks_set(
    treadle_mocks *mocks, const char *state, const char *text, struct treadle_status *status) {
    REQUIRE(mocks);
    REQUIRE(state);
    REQUIRE(text);
    struct mock_source *source = treadle_mock_source_read(text, status);
    if (source == NULL) return TREADLE_EPARSE;
    struct mock mock;
    int failed = treadle_mock_read(&mock, state, source, treadle_doc_root(source->doc), status);
    if (failed == 0) put(mocks, &mock);
    treadle_mock_source_drop(source);
    return failed;
}

// All or none of them.
static int add_all(
    struct treadle_mocks *mocks, struct mock_source *source, struct treadle_status *status) {
    const cJSON *root = treadle_doc_root(source->doc);
    if (!cJSON_IsObject(root))
        return treadle_mock_refuse(
            source, root, false, status, "mocks are an object: the name of a state, its mock");
    uint32_t count = 0;
    struct mock *read = treadle_alloc((treadle_json_count(root) + 1) * sizeof(*read));
    int failed = 0;
    for (const cJSON *one = root->child; one != NULL && failed == 0; one = one->next) {
        failed = treadle_mock_read(&read[count], one->string, source, one, status);
        count += failed == 0;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (failed == 0)
            put(mocks, &read[i]);
        else
            treadle_mock_clear(&read[i]);
    }
    free(read);
    return failed;
}

int treadle_mocks_add(treadle_mocks *mocks, const char *text, struct treadle_status *status) {
    REQUIRE(mocks);
    REQUIRE(text);
    struct mock_source *source = treadle_mock_source_read(text, status);
    int failed = source == NULL ? TREADLE_EPARSE : add_all(mocks, source, status);
    treadle_mock_source_drop(source);
    return failed;
}

int treadle_mocks_add_config(
    treadle_mocks *mocks, const char *text, const char *machine, const char *test_case,
    struct treadle_status *status) {
    REQUIRE(mocks);
    REQUIRE(text);
    REQUIRE(test_case);
    struct mock *read = NULL;
    uint32_t count = 0;
    struct mock_source *source = treadle_mock_source_read(text, status);
    int failed = source == NULL
                     ? TREADLE_EPARSE
                     : treadle_mock_config_read(source, machine, test_case, &read, &count, status);
    for (uint32_t i = 0; i < count; i++)
        put(mocks, &read[i]);
    free(read);
    treadle_mock_source_drop(source);
    return failed;
}

static bool is_replaced(const struct treadle_mocks *mocks, const struct mock *mock) {
    return treadle_map_find(&mocks->by_state, mock->state) != mock;
}

void treadle_mocks_each(const treadle_mocks *mocks, treadle_mock_use_cb on_use, void *data) {
    REQUIRE(mocks);
    REQUIRE(on_use);
    for (uint32_t i = 0; i < mocks->count; i++) {
        const struct mock *mock = mocks->list[i];
        if (is_replaced(mocks, mock)) continue;
        const struct treadle_mock_use use = {
            .state = mock->state,
            .calls = mock->calls,
            .unused = treadle_mock_unused(mock),
            .spare = mock->numbered};
        on_use(&use, data);
    }
}

void treadle_mocks_each_fault(
    const treadle_mocks *mocks, treadle_mock_fault_cb on_fault, void *data) {
    REQUIRE(mocks);
    REQUIRE(on_fault);
    for (uint32_t i = 0; i < mocks->count; i++)
        if (!is_replaced(mocks, mocks->list[i]))
            treadle_mock_each_fault(mocks->list[i], on_fault, data);
}

uint32_t treadle_mocks_calls(const treadle_mocks *mocks, const char *state) {
    REQUIRE(mocks);
    REQUIRE(state);
    const struct asked *asked = treadle_map_find(&mocks->asked_by_state, state);
    return asked == NULL ? 0 : asked->calls;
}

bool treadle_mocks_has(const treadle_mocks *mocks, const char *state) {
    REQUIRE(mocks);
    REQUIRE(state);
    return find(mocks, state) != NULL;
}

// -- For rehearsals

const char *treadle_mocks_waiting(const treadle_mocks *mocks) {
    const struct pending *first = NULL;
    for (struct map_slot *slot = NULL; (slot = treadle_map_next(&mocks->pending, slot)) != NULL;) {
        const struct pending *pending = slot->value;
        if (first == NULL || strcmp(pending->key, first->key) < 0) first = pending;
    }
    return first == NULL ? NULL : treadle_call_state(first->call);
}
