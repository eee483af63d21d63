// GetExecutionHistory: the events of an execution, in either direction.
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "services/stepfunctions/operations.h"

struct listing {  // In the request's arena.
    struct request *request;
    struct page page;
    bool reverse, bare;  // Newest first; without what went in and out.
    const char *what;
    uint32_t offset;  // Of the page, in the direction it is read.
};

// The event without what went in and out.
static const cJSON *bare_event(struct arena *arena, const cJSON *event) {
    cJSON *bare = treadle_scratch_node(arena, cJSON_Object);
    for (const cJSON *member = event->child; member != NULL; member = member->next) {
        if (!cJSON_IsObject(member)) {
            treadle_put_value(arena, bare, member->string, member);
            continue;
        }
        cJSON *details = treadle_scratch_node(arena, cJSON_Object);
        for (const cJSON *one = member->child; one != NULL; one = one->next)
            if (strncmp(one->string, "input", 5) != 0 && strncmp(one->string, "output", 6) != 0)
                treadle_put_value(arena, details, one->string, one);
        treadle_put_value(arena, bare, member->string, details);
    }
    return bare;
}

static void on_events(int status, const struct treadle_rows *rows, void *data) {
    const struct listing *listing = data;
    struct request *request = listing->request;
    if (status != 0) {
        treadle_states_refuse_unknown(request);
        return;
    }
    struct arena *arena = &request->arena;
    cJSON *output = treadle_scratch_node(arena, cJSON_Object),
          *events = treadle_scratch_node(arena, cJSON_Array);
    for (const cJSON *event = rows->events->child; event != NULL; event = event->next)
        treadle_scratch_append(
            events, NULL,
            treadle_scratch_link(arena, listing->bare ? bare_event(arena, event) : event));
    treadle_put_value(arena, output, "events", events);
    uint32_t shown = listing->offset + rows->count;
    if (shown < rows->total)
        treadle_states_put_token(
            request, output, listing->what, listing->reverse ? rows->total - shown : shown);
    treadle_request_answer(request, output);
}

static void read_page(struct listing *listing) {
    struct request *request = listing->request;
    struct treadle_query query = {
        .version = TREADLE_ENGINE_VERSION,
        .kind = TREADLE_QUERY_HISTORY,
        .execution_arn = request->uses->arn,
        .offset = listing->offset,
        .limit = listing->page.max,
        .reverse = listing->reverse};
    treadle_states_read(request, &query, on_events, listing);
}

// Events may have come since the page before: it begins so many from the newest.
static void on_counted(int status, const struct treadle_rows *rows, void *data) {
    struct listing *listing = data;
    if (status != 0) {
        treadle_states_refuse_unknown(listing->request);
        return;
    }
    listing->offset = rows->total > listing->page.token ? rows->total - listing->page.token : 0;
    read_page(listing);
}

static void count_first(struct listing *listing) {
    struct treadle_query query = {
        .version = TREADLE_ENGINE_VERSION,
        .kind = TREADLE_QUERY_HISTORY,
        .execution_arn = listing->request->uses->arn,
        .limit = 1};
    treadle_states_read(listing->request, &query, on_counted, listing);
}

void treadle_states_history(struct world *world, struct request *request) {
    (void)world;
    if (treadle_states_is_elsewhere(request)) return;
    const cJSON *input = treadle_doc_root(request->input);
    struct listing *listing = treadle_arena_alloc(&request->arena, sizeof(*listing));
    *listing = (struct listing){
        .request = request,
        .reverse = cJSON_IsTrue(treadle_json_member(input, "reverseOrder")),
        .bare = cJSON_IsFalse(treadle_json_member(input, "includeExecutionData"))};
    listing->what = treadle_arena_print(
        &request->arena, "history %d %d %s", listing->reverse, listing->bare, request->uses->arn);
    if (!treadle_states_page(request, listing->what, &listing->page)) return;
    if (listing->reverse && listing->page.has_token) {
        count_first(listing);
        return;
    }
    listing->offset = listing->page.token;
    read_page(listing);
}
