// A rehearsal: a machine, mocks, and an engine for each run of it.
//
// Each run begins anew, with the same clock, seed and mocks, so a test does not depend on the one
// before it. What is wrong with the test itself, a mock nobody understands or an answer nobody
// asked for, is told by the result: it fails, and a test that looks at it fails with it.
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json/foreign.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/status.h"
#include "engine/virtual/mocks.h"
#include "treadle/test.h"

struct part {  // A mock as it was given.
    char *state, *text;
};

struct treadle_rehearsal {
    treadle_machine *machine;
    struct part *parts;
    uint32_t count, size;
    struct text problem;   // Of the first mock that was refused; empty: none was.
    treadle_mocks *mocks;  // Of the last run; NULL: there was none.
    struct arena arena;    // The texts of [result].
    struct doc *output;    // Of [result]; NULL: none.
    struct treadle_result result;
    bool ended;
};

// -- Its life

treadle_rehearsal *treadle_rehearsal_of(treadle_machine *machine) {
    REQUIRE(machine);
    struct treadle_rehearsal *it = treadle_alloc_zeroed(sizeof(*it));
    it->machine = treadle_machine_ref(machine);
    return it;
}

static void forget_run(struct treadle_rehearsal *it) {
    treadle_mocks_close(it->mocks);
    it->mocks = NULL;
    treadle_doc_drop(it->output);
    it->output = NULL;
    treadle_arena_reset(&it->arena);
    it->result = (struct treadle_result){0};
    it->ended = false;
}

void treadle_rehearsal_free(treadle_rehearsal *rehearsal) {
    if (rehearsal == NULL) return;
    forget_run(rehearsal);
    for (uint32_t i = 0; i < rehearsal->count; i++) {
        free(rehearsal->parts[i].state);
        free(rehearsal->parts[i].text);
    }
    free(rehearsal->parts);
    treadle_text_clear(&rehearsal->problem);
    treadle_arena_clear(&rehearsal->arena);
    treadle_machine_drop(rehearsal->machine);
    free(rehearsal);
}

// -- States

struct search {
    const char *name;
    const char *type;        // Of the state that is called so; NULL: none is.
    struct nearest nearest;  // Of the Tasks.
    struct arena names;
};

static void look(const struct treadle_state_info *state, void *data) {
    struct search *search = data;
    if (strcmp(state->name, search->name) == 0)
        search->type = treadle_arena_copy(&search->names, state->type);
    if (strcmp(state->type, "Task") == 0)
        treadle_nearest_offer(&search->nearest, treadle_arena_copy(&search->names, state->name));
}

static bool is_whole(const char *type) {
    return strcmp(type, "Map") == 0 || strcmp(type, "Parallel") == 0;
}

// Does [name] make calls: is it a Task of the machine's, or a Map or Parallel, which a mock may
// stand in for? If not, [problem] says so.
static bool calls(const struct treadle_rehearsal *it, const char *name, struct text *problem) {
    struct search search = {.name = name, .nearest = {.typed = name}};
    treadle_machine_each_state(it->machine, look, &search);
    bool good = search.type != NULL && (strcmp(search.type, "Task") == 0 || is_whole(search.type));
    if (search.type == NULL)
        treadle_text_printf(problem, "The machine has no state '%s'", name);
    else if (!good)
        treadle_text_printf(problem, "'%s' is no Task, but of type %s", name, search.type);
    if (!good && search.nearest.word != NULL)
        treadle_text_printf(problem, ": did you mean '%s'?", search.nearest.word);
    treadle_arena_clear(&search.names);
    return good;
}

// -- Mocks

// Reads [text] as it will be read at each run, and forgets it.
static int check(const char *state, const char *text, struct text *problem) {
    struct treadle_status status = {0};
    struct mock mock;
    struct mock_source *source = treadle_mock_source_read(text, &status);
    int failed = status.code;
    if (source != NULL)
        failed = treadle_mock_read(&mock, state, source, treadle_doc_root(source->doc), &status);
    if (source != NULL && failed == 0) treadle_mock_clear(&mock);
    if (failed != 0) treadle_text_printf(problem, "The mock of '%s', %s", state, status.text);
    treadle_mock_source_drop(source);
    return failed;
}

int treadle_rehearsal_mock(treadle_rehearsal *rehearsal, const char *state, const char *mock) {
    REQUIRE(rehearsal);
    REQUIRE(state);
    REQUIRE(mock);
    struct text problem = {0};
    int failed = 0;
    if (strcmp(state, "*") != 0 && !calls(rehearsal, state, &problem)) failed = TREADLE_ENOTFOUND;
    if (failed == 0) failed = check(state, mock, &problem);
    if (failed == 0)
        ADD(rehearsal->parts, rehearsal->count, rehearsal->size) =
            (struct part){treadle_text_copy(state), treadle_text_copy(mock)};
    else if (rehearsal->problem.count == 0)
        treadle_text_add(&rehearsal->problem, treadle_text_string(&problem));
    treadle_text_clear(&problem);
    return failed;
}

uint32_t treadle_rehearsal_calls(const treadle_rehearsal *rehearsal, const char *state) {
    REQUIRE(rehearsal);
    REQUIRE(state);
    struct text problem = {0};
    // A count of 0 for a name that is misspelt would pass for "never called".
    MUST(calls(rehearsal, state, &problem), treadle_text_string(&problem));
    treadle_text_clear(&problem);
    return rehearsal->mocks == NULL ? 0 : treadle_mocks_calls(rehearsal->mocks, state);
}

// -- Running

static void on_end(const struct treadle_result *result, void *data) {
    struct treadle_rehearsal *it = data;
    struct arena *arena = &it->arena;
    it->ended = true;
    if (result->output != NULL) it->output = treadle_doc_from_tree(NULL, result->output);
    it->result = (struct treadle_result){
        .outcome = result->outcome,
        .output = it->output == NULL ? NULL : treadle_doc_root(it->output),
        .error = treadle_arena_copy(arena, result->error),
        .cause = treadle_arena_copy(arena, result->cause),
        .elapsed_ms = result->elapsed_ms,
        .execution_arn = treadle_arena_copy(arena, result->execution_arn),
        .machine_arn = treadle_arena_copy(arena, result->machine_arn),
        .state = treadle_arena_copy(arena, result->state),
        .pointer = treadle_arena_copy(arena, result->pointer)};
}

// The test itself is wrong: that is told in the workflow's place.
static void fail(struct treadle_rehearsal *it, const char *words) {
    struct treadle_result *result = &it->result;
    const char *was = treadle_outcome_name(result->outcome);
    if (it->ended && result->error != NULL)
        was = treadle_arena_print(&it->arena, "%s with %s", was, result->error);
    const char *cause = it->ended
                            ? treadle_arena_print(&it->arena, "%s (The execution %s.)", words, was)
                            : treadle_arena_copy(&it->arena, words);
    result->outcome = TREADLE_FAILED;
    result->output = NULL;
    result->error = "States.Runtime";
    result->cause = cause;
}

static void fail_input(struct treadle_rehearsal *it, const char *input, int code) {
    struct treadle_status status = {0};
    if (code == TREADLE_EPARSE) {
        cJSON *tree = treadle_json_tree(input, &status);
        ASSERT(tree == NULL);
    }
    fail(
        it, treadle_arena_print(
                &it->arena, "The input: %s",
                status.code == 0 ? treadle_status_meaning(code) : status.text));
}

// An execution that waits for ever has no end to tell.
static void tell_waiting(struct treadle_rehearsal *it, int64_t elapsed_ms) {
    it->result.outcome = TREADLE_RUNNING;
    it->result.elapsed_ms = elapsed_ms;
    it->result.state = treadle_arena_copy(&it->arena, treadle_mocks_waiting(it->mocks));
}

// The first one is enough.
static void on_fault(const struct treadle_mock_fault *fault, void *data) {
    struct text *first = data;
    if (first->count == 0) treadle_text_printf(first, "%s.", fault->words);
}

static void run(struct treadle_rehearsal *it, treadle_engine *engine, const char *input) {
    for (uint32_t i = 0; i < it->count; i++) {
        int failed = treadle_mocks_set(it->mocks, it->parts[i].state, it->parts[i].text, NULL);
        ASSERT(failed == 0);  // It was read before.
    }
    int64_t begun_ms = treadle_engine_now(engine);
    int failed = treadle_engine_start(engine, it->machine, input, on_end, it);
    if (failed != 0) {
        fail_input(it, input, failed);
        return;
    }
    treadle_engine_turn(engine, INT64_MAX);
    if (!it->ended) tell_waiting(it, treadle_engine_now(engine) - begun_ms);
    bool told = it->result.error != NULL && strcmp(it->result.error, "States.Runtime") == 0;
    struct text fault = {0};
    if (it->ended && !told) treadle_mocks_each_fault(it->mocks, on_fault, &fault);
    if (fault.count > 0) fail(it, treadle_text_string(&fault));
    treadle_text_clear(&fault);
}

const struct treadle_result *treadle_rehearsal_run(
    treadle_rehearsal *rehearsal, const char *input) {
    REQUIRE(rehearsal);
    forget_run(rehearsal);
    if (rehearsal->problem.count > 0) {
        fail(rehearsal, treadle_text_string(&rehearsal->problem));
        return &rehearsal->result;
    }
    treadle_engine *engine;
    int failed = treadle_engine_open_virtual(NULL, &engine, NULL);
    ASSERT(failed == 0);
    failed = treadle_mocks_open(engine, &rehearsal->mocks);
    ASSERT(failed == 0);
    run(rehearsal, engine, input);
    treadle_engine_close(engine, NULL, NULL);
    return &rehearsal->result;
}
