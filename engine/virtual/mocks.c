// Mocks as an integration: asked first about every call, they answer for the states they know.
//
// Over the door alone, so the same mocks answer in virtual time and on a loop: an answer that comes
// later is an alarm of the engine's.
#include "engine/virtual/mocks.h"

#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/map.h"
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
    char *key;
};

// -- Answering

static void answer(treadle_call *call, const struct mock_answer *said) {
    if (said->result != NULL)
        treadle_call_answer(call, said->result);
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

static void keep(struct treadle_mocks *mocks, treadle_call *call, const struct mock_answer *said) {
    struct pending *pending = treadle_alloc(sizeof(*pending));
    *pending = (struct pending){mocks, call, said, treadle_text_copy(treadle_call_key(call))};
    void *taken = treadle_map_put(&mocks->pending, pending->key, pending);
    ASSERT(taken == pending);
    treadle_call_started(call);
    // A callback or a job that is waited for: the service took it, and its answer comes later.
    if (treadle_call_uri(call)->pattern != TREADLE_REQUEST_RESPONSE) {
        static const cJSON nothing = {.type = cJSON_Object};
        treadle_call_submitted(call, &nothing);
    }
    if (said->after_ms != MOCK_NEVER)
        treadle_engine_post_at(
            mocks->engine, treadle_engine_now(mocks->engine) + said->after_ms, on_due, pending);
}

static const struct mock *find(const struct treadle_mocks *mocks, const char *state) {
    const struct mock *mock = treadle_map_find(&mocks->by_state, state);
    return mock == NULL ? treadle_map_find(&mocks->by_state, "*") : mock;
}

// A call that its list has no answer for: States.Runtime, which no Retry and no Catch takes for its
// own, so that the mistake ends the run.
static void refuse(treadle_call *call, const struct mock *mock) {
    uint32_t answers = 0;
    for (uint32_t i = 0; i < mock->count; i++)
        answers += mock->answers[i].times;
    struct text cause = {0};
    treadle_text_printf(
        &cause, "The mock of '%s' answers %u call%s, and this is call %u.", mock->state, answers,
        answers == 1 ? "" : "s", mock->calls);
    if (strcmp(mock->state, "*") == 0)
        treadle_text_printf(&cause, " (State '%s')", treadle_call_state(call));
    treadle_call_fail(call, "States.Runtime", cause.bytes);
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
    const struct mock_answer *said = treadle_mock_next(mock);
    if (said == NULL)
        refuse(call, mock);
    else if (said->after_ms == 0)
        answer(call, said);
    else
        keep(mocks, call, said);
    return 0;
}

static void cancel(void *self, treadle_call *call) {
    struct treadle_mocks *mocks = self;
    struct pending *pending = treadle_map_find(&mocks->pending, treadle_call_key(call));
    if (pending == NULL) return;
    treadle_engine_unpost(mocks->engine, on_due, pending);
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
    .close = close_all};

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
    struct places places = {0};
    struct doc *doc = treadle_mock_text(text, &places, status);
    int failed = TREADLE_EPARSE;
    if (doc != NULL) {
        struct mock mock;
        failed = treadle_mock_read(&mock, state, doc, treadle_doc_root(doc), &places, status);
        if (failed == 0) put(mocks, &mock);
    }
    treadle_doc_drop(doc);
    treadle_places_clear(&places);
    return failed;
}

// All or none of them.
static int add_all(
    struct treadle_mocks *mocks, struct doc *doc, const struct places *places,
    struct treadle_status *status) {
    const cJSON *root = treadle_doc_root(doc);
    if (!cJSON_IsObject(root))
        return treadle_mock_refuse(
            places, root, false, status, "mocks are an object: the name of a state, its mock");
    uint32_t count = 0;
    struct mock *read = treadle_alloc((treadle_json_count(root) + 1) * sizeof(*read));
    int failed = 0;
    for (const cJSON *one = root->child; one != NULL && failed == 0; one = one->next) {
        failed = treadle_mock_read(&read[count], one->string, doc, one, places, status);
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
    struct places places = {0};
    struct doc *doc = treadle_mock_text(text, &places, status);
    int failed = doc == NULL ? TREADLE_EPARSE : add_all(mocks, doc, &places, status);
    treadle_doc_drop(doc);
    treadle_places_clear(&places);
    return failed;
}

void treadle_mocks_each(const treadle_mocks *mocks, treadle_mock_use_cb on_use, void *data) {
    REQUIRE(mocks);
    REQUIRE(on_use);
    for (uint32_t i = 0; i < mocks->count; i++) {
        const struct mock *mock = mocks->list[i];
        if (treadle_map_find(&mocks->by_state, mock->state) != mock) continue;  // Replaced.
        struct treadle_mock_use use = {.state = mock->state, .calls = mock->calls};
        for (uint32_t j = 0; j < mock->count && mock->list; j++)
            use.unused += mock->answers[j].used == 0;
        on_use(&use, data);
    }
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

bool treadle_mocks_unused(const treadle_mocks *mocks, struct text *out) {
    for (uint32_t i = 0; i < mocks->count; i++) {
        const struct mock *mock = mocks->list[i];
        uint32_t answers = 0;
        bool left = false;
        for (uint32_t j = 0; j < mock->count && mock->list; j++) {
            answers += mock->answers[j].times;
            left = left || mock->answers[j].used < mock->answers[j].times;
        }
        if (!left || treadle_map_find(&mocks->by_state, mock->state) != mock) continue;
        treadle_text_printf(
            out, "The mock of '%s' answers %u call%s, and there %s %u.", mock->state, answers,
            answers == 1 ? "" : "s", mock->calls == 1 ? "was" : "were", mock->calls);
        return true;
    }
    return false;
}
