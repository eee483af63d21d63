// A recording: histories become cases, cases are played, and what came is what they expect.
#include "suite/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/json/read.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/time_text.h"
#include "suite/record_inside.h"
#include "suite/spell.h"

enum {
    LINE_WIDTH = 100,
    PATH_LONG = 24,   // States that a path may have before its middle is left out.
    FILLS_MAX = 100,  // Members that an input is given.
};

// -- The machine

// {"Variable": "$.a.b", "NumericEquals": 3}, or such within And, Or, Not.
static void keep_operand(struct record *record, const cJSON *rule, uint32_t depth) {
    const char *variable = treadle_json_string(rule, "Variable");
    const char *last = variable == NULL ? NULL : strrchr(variable, '.');
    if (depth > LIMIT_machine_depth_max) return;
    for (const cJSON *one = rule->child; one != NULL; one = one->next) {
        bool scalar = cJSON_IsString(one) || cJSON_IsNumber(one) || cJSON_IsBool(one);
        bool operand = one->string != NULL && strcmp(one->string, "Variable") != 0 &&
                       strcmp(one->string, "Next") != 0 && strncmp(one->string, "Is", 2) != 0;
        if (cJSON_IsObject(one) || cJSON_IsArray(one)) keep_operand(record, one, depth + 1);
        if (last == NULL || !scalar || !operand) continue;
        if (treadle_map_find(&record->operands, last + 1) == NULL)
            (void)treadle_map_put(
                &record->operands, treadle_arena_copy(&record->arena, last + 1),
                treadle_scratch_copy(&record->arena, one));
    }
}

static void on_part(const struct treadle_part *part, void *data) {
    struct record *record = data;
    if (part->kind == TREADLE_PART_RULE) keep_operand(record, part->json, 0);
    if (part->kind != TREADLE_PART_STATE) return;
    struct record_state *state = treadle_arena_alloc(&record->arena, sizeof(*state));
    *state = (struct record_state){
        .name = treadle_arena_copy(&record->arena, part->state),
        .type = treadle_arena_copy(&record->arena, part->type),
        .resource = treadle_arena_copy(&record->arena, part->resource),
        .depth = part->depth};
    (void)treadle_map_put(&record->states, state->name, state);
    ADD(record->list, record->count, record->size) = state;
}

static void note(struct record *record, const char *name, const char *words) {
    treadle_text_printf(record->notes, "%s: %s\n", name, words);
}

// -- Playing what was read

static bool is_same_text(const char *a, const char *b) {
    return (a == NULL) == (b == NULL) && (a == NULL || strcmp(a, b) == 0);
}

static bool is_same_value(const cJSON *a, const cJSON *b) {
    return (a == NULL) == (b == NULL) && (a == NULL || treadle_json_equal(a, b));
}

// A cause may name ids of events and the like: the error has to do.
static bool is_same(const struct recorded *a, const struct recorded *b) {
    return is_same_text(a->status, b->status) && is_same_value(a->output, b->output) &&
           is_same_text(a->error, b->error) && treadle_json_equal(a->path, b->path);
}

// Does what happens depend on the moment?
static bool uses_clock(const struct record *record) {
    const char *text = treadle_machine_text(record->wanted->machine);
    return strstr(text, "StartTime") != NULL || strstr(text, "EnteredTime") != NULL ||
           strstr(text, "Timestamp") != NULL;
}

// Plays [it] as it was read; what came is put to [came], and whether it is the same to [*same].
static int replay(
    struct record *record, const struct recorded *it, struct recorded *came, bool *same,
    const char **trouble) {
    struct play play = {
        .input = it->input,
        .mocks = it->mocks,
        .clock_ms = uses_clock(record) ? it->started_ms : 0};
    int failed = treadle_record_play(record, &play);
    if (failed == 0) failed = treadle_record_read(record, play.events, true, came);
    if (failed < 0) return failed;
    *trouble = play.fault;
    if (play.nobody != NULL)
        *trouble = treadle_arena_print(
            &record->arena, "'%s' makes a call that it did not make there", play.nobody);
    *same = *trouble == NULL && is_same(it, came);
    return 0;
}

// The case that [events] tell of: its input and mocks in [*it], and in [*came] what it comes to.
static int settle(
    struct record *record, const char *name, const cJSON *events, struct recorded *it,
    struct recorded *came) {
    bool same = false;
    const char *trouble = NULL;
    for (int exact = 0; exact < 2 && !same; exact++) {
        int failed = treadle_record_read(record, events, exact == 1, it);
        if (failed == 0 && (it->status == NULL || strcmp(it->status, "ABORTED") == 0))
            failed = treadle_status_set(
                record->status, TREADLE_EINVAL,
                it->status == NULL ? "the execution has not ended: there is nothing to expect"
                                   : "the execution was stopped, which no test can do");
        if (failed == 0) failed = replay(record, it, came, &same, &trouble);
        if (failed < 0) return failed;
    }
    if (trouble != NULL) note(record, name, trouble);
    if (!same && came->status != NULL && !is_same(it, came))
        note(
            record, name,
            treadle_arena_print(
                &record->arena,
                "played again it ends otherwise (%s): what is written is what came then",
                came->error == NULL ? came->status : came->error));
    return 0;
}

// -- What is written

static void put_value(struct record *record, cJSON *object, const char *key, const cJSON *value) {
    if (cJSON_IsString(value) && value->valuestring[0] == '@')
        treadle_put_text(
            &record->arena, object, key,
            treadle_arena_print(&record->arena, "@%s", value->valuestring));
    else
        treadle_put_value(&record->arena, object, key, value);
}

static const cJSON *short_path(struct record *record, const cJSON *path) {
    uint32_t count = treadle_json_count(path), i = 0;
    if (count <= PATH_LONG) return path;
    cJSON *cut = treadle_scratch_node(&record->arena, cJSON_Array);
    for (const cJSON *one = path->child; one != NULL; one = one->next, i++) {
        const char *name = i == 3 ? "..." : one->valuestring;
        if (i <= 3 || i >= count - 3)
            treadle_scratch_append(cut, NULL, treadle_scratch_string(&record->arena, name));
    }
    return cut;
}

static cJSON *expect_of(struct record *record, const struct recorded *came) {
    struct arena *arena = &record->arena;
    cJSON *expect = treadle_scratch_node(arena, cJSON_Object);
    bool succeeded = strcmp(came->status, "SUCCEEDED") == 0;
    bool timed_out = strcmp(came->status, "TIMED_OUT") == 0;
    if (timed_out || (!succeeded && came->error == NULL))
        treadle_put_text(arena, expect, "status", came->status);
    if (succeeded) {
        put_value(record, expect, "output", came->output);
    } else if (!timed_out) {
        treadle_put_text(arena, expect, "error", came->error);
        treadle_put_text(arena, expect, "cause", came->cause);
    }
    treadle_put_value(arena, expect, "path", short_path(record, came->path));
    return expect;
}

static cJSON *case_of(
    struct record *record, const struct recorded *it, const struct recorded *came) {
    struct arena *arena = &record->arena;
    cJSON *made = treadle_scratch_node(arena, cJSON_Object);
    const cJSON *input =
        it->input == NULL ? NULL : treadle_scratch_read(arena, it->input, strlen(it->input));
    if (input != NULL && (!cJSON_IsObject(input) || input->child != NULL))
        put_value(record, made, "input", input);
    if (record->wanted->history != NULL && uses_clock(record) && it->started_ms != 0) {
        char clock[TIME_TEXT_SIZE];
        treadle_time_write(clock, it->started_ms);
        treadle_put_text(arena, made, "clock", treadle_arena_copy(arena, clock));
    }
    if (it->mocks->child != NULL) treadle_put_value(arena, made, "mocks", it->mocks);
    if (came->status != NULL) treadle_scratch_append(made, "expect", expect_of(record, came));
    return made;
}

// -- From a mock file, or from nothing

static bool is_own(const char *error) {
    return error != NULL && strncmp(error, "States.", 7) == 0;
}

// Plays until the input and the mocks have all that is asked of them, as far as it can be made up.
static int play_filled(struct record *record, struct play *play, struct recorded *out) {
    const char *last = NULL, *before = NULL;
    *out = (struct recorded){.status = NULL};
    play->input = record->wanted->input == NULL ? "{}" : record->wanted->input;
    for (int i = 0; i < FILLS_MAX; i++) {
        int failed = treadle_record_play(record, play);
        if (failed == 0) failed = treadle_record_read(record, play->events, true, out);
        if (failed < 0 || !is_own(out->error)) return failed;
        if (last != NULL && is_same_text(last, out->cause)) {
            play->input = before;  // What was made up for it was of no use.
            failed = treadle_record_play(record, play);
            return failed < 0 ? failed : treadle_record_read(record, play->events, true, out);
        }
        before = play->input;
        last = out->cause;
        if (!treadle_record_supply(record, play, out)) return 0;
    }
    return 0;
}

static void note_stumble(struct record *record, const char *name, const struct recorded *came) {
    note(
        record, name,
        treadle_arena_print(
            &record->arena, "it needs another input, or other answers: %s",
            came->cause == NULL ? came->error : came->cause));
}

// The machine alone, with answers that are made up. Where it stumbles over them all the same, there
// is nothing to expect.
static int add_alone(struct record *record, cJSON *cases) {
    static const char name[] = "it runs";
    struct play play = {.mocks = treadle_scratch_node(&record->arena, cJSON_Object)};
    struct recorded came = {0};
    for (uint32_t i = 0; i < record->count; i++)
        if (record->list[i]->resource != NULL)
            treadle_scratch_append(
                play.mocks, record->list[i]->name,
                treadle_record_canned(&record->arena, record->list[i]->resource));
    int failed = play_filled(record, &play, &came);
    if (failed < 0) return failed;
    if (is_own(came.error)) {
        note_stumble(record, name, &came);
        came.status = NULL;
    }
    came.mocks = play.mocks;
    treadle_scratch_append(cases, name, case_of(record, &came, &came));
    return 0;
}

static int add_config(struct record *record, const char *name, cJSON *cases) {
    struct play play = {.config = record->wanted->config, .test_case = name};
    struct recorded it, came = {0};
    name = treadle_arena_copy(&record->arena, name);
    int failed = play_filled(record, &play, &it);
    if (failed < 0) return failed;
    if (play.nobody != NULL)
        return treadle_status_set(
            record->status, TREADLE_EINVAL, "%s: nobody answers Task '%s'", name, play.nobody);
    bool stumbles = record->wanted->input == NULL && is_same_text(it.error, "States.Runtime");
    if (stumbles) note_stumble(record, name, &it);
    failed = settle(record, name, play.events, &it, &came);
    if (stumbles) came.status = NULL;
    if (failed == 0) treadle_scratch_append(cases, name, case_of(record, &it, &came));
    return failed;
}

// The test cases of the machine in the mock file; NULL: the file has none.
static const cJSON *cases_in(struct record *record, const struct doc *config) {
    const cJSON *machines = treadle_json_member(treadle_doc_root(config), "StateMachines");
    const cJSON *own = treadle_json_member(machines, record->wanted->name);
    if (own == NULL && treadle_json_count(machines) == 1) own = machines->child;
    const cJSON *cases = treadle_json_member(own, "TestCases");
    return cJSON_IsObject(cases) && cases->child != NULL ? cases : NULL;
}

static int add_all_of_config(struct record *record, cJSON *cases) {
    struct read_problem problem;
    const char *text = record->wanted->config;
    struct doc *config = treadle_doc_read(NULL, text, strlen(text), &problem);
    if (config == NULL)
        return treadle_status_set(
            record->status, TREADLE_EPARSE, "%u:%u: %s", problem.line, problem.column,
            problem.message);
    const cJSON *all = cases_in(record, config);
    int failed = 0;
    if (all == NULL)
        failed = treadle_status_set(
            record->status, TREADLE_EPARSE, "the mock file has no test cases for '%s'",
            record->wanted->name);
    for (const cJSON *one = all == NULL ? NULL : all->child; one != NULL && failed == 0;
         one = one->next)
        failed = add_config(record, one->string, cases);
    treadle_doc_drop(config);
    return failed;
}

// -- All of it

static int add_cases(struct record *record, cJSON *cases) {
    const struct suite_recording *wanted = record->wanted;
    if (wanted->history != NULL) {
        static const char name[] = "as it happened";
        struct recorded it, came = {0};
        int failed = settle(record, name, wanted->history, &it, &came);
        if (failed == 0) treadle_scratch_append(cases, name, case_of(record, &it, &came));
        return failed;
    }
    if (wanted->config != NULL && wanted->test_case != NULL)
        return add_config(record, wanted->test_case, cases);
    if (wanted->config != NULL) return add_all_of_config(record, cases);
    return add_alone(record, cases);
}

static void put_text(const struct record *record, const cJSON *cases, struct text *out) {
    const char *file = record->wanted->file;
    treadle_text_printf(
        out, "# Beside %s: treadle test %.*s.test.yaml\nmachine: ", file, (int)strcspn(file, "."),
        file);
    treadle_spell_name(out, file, false);
    if (record->wanted->substitutions != NULL) {
        treadle_text_add(out, "\nsubstitutions:");
        treadle_spell_block(out, record->wanted->substitutions, 2, LINE_WIDTH);
    }
    treadle_text_add(out, "\ncases:");
    for (const cJSON *one = cases->child; one != NULL; one = one->next) {
        treadle_text_add(out, "\n  ");
        treadle_spell_name(out, one->string, false);
        treadle_text_add(out, one->child == NULL ? ": {}" : ":");
        treadle_spell_block(out, one, 4, LINE_WIDTH);
    }
    treadle_text_add(out, "\n");
}

int treadle_suite_record(
    const struct suite_recording *recording, struct text *out, struct text *notes,
    struct treadle_status *status) {
    struct record record = {.wanted = recording, .notes = notes, .status = status};
    treadle_machine_walk(recording->machine, on_part, &record);
    cJSON *cases = treadle_scratch_node(&record.arena, cJSON_Object);
    int failed = add_cases(&record, cases);
    if (failed == 0) put_text(&record, cases, out);
    free(record.list);
    treadle_map_clear(&record.operands);
    treadle_map_clear(&record.states);
    treadle_arena_clear(&record.arena);
    return failed;
}
