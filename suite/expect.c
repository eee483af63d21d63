// What a case expects beside what came.
//
// Each key has a function that fills a difference; what got no part was met. Where an entry of the
// outcome is missing, nothing came: no visits, no calls.
#include "suite/expect.h"

#include <stdlib.h>
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/time_text.h"
#include "suite/compare.h"
#include "suite/path.h"

struct check {
    struct suite_result *result;
    struct arena *arena;  // The result's.
    const cJSON *expect, *outcome;
};

// -- Differences

static const enum suite_look looks[] = {
#define EXPECT(key, look, way) [EXPECT_##key] = LOOK_##look,
#include "suite/expect.def"
#undef EXPECT
};

// A difference at [pointer] that is called [what], both in the arena or literals.
static struct suite_difference at(enum expect_key key, const char *what, const char *pointer) {
    return (struct suite_difference){
        .key = key, .look = looks[key], .what = what, .pointer = pointer};
}

static const cJSON *copied(const struct check *check, const cJSON *value) {
    return value == NULL ? NULL : treadle_scratch_copy(check->arena, value);
}

// Puts the difference to the result, which outlives the values that were compared.
static void put(struct check *check, const struct suite_difference *difference) {
    struct suite_result *result = check->result;
    struct suite_difference made = *difference;
    for (uint32_t i = 0; i < made.parts_count; i++) {
        made.parts[i].want = copied(check, made.parts[i].want);
        made.parts[i].have = copied(check, made.parts[i].have);
    }
    made.put = copied(check, made.put);
    ADD(result->differences, result->differences_count, result->differences_size) = made;
    if (made.parts_count > 0 && result->verdict == VERDICT_PASSED) result->verdict = VERDICT_FAILED;
}

static void put_where_otherwise(struct check *check, const struct suite_difference *difference) {
    if (difference->parts_count > 0) put(check, difference);
}

// A value that is to be [have]; NULL: nothing came.
static void compare(
    struct check *check, struct suite_difference *difference, const cJSON *want,
    const cJSON *have) {
    difference->put = have;
    treadle_compare_add(difference, check->arena, "", want, have);
    put_where_otherwise(check, difference);
}

// -- How it ended

// Without `status` a case succeeds, unless it expects an error or a cause.
static const char *default_status(bool fails) {
    return fails ? "FAILED" : "SUCCEEDED";
}

// What --update would write where the case expects another end: what came, if nothing is there.
static void put_besides(struct check *check, enum expect_key key, const char *pointer) {
    const char *name = treadle_expect_name(key);
    const cJSON *came = treadle_json_member(check->outcome, name);
    if (came == NULL || treadle_json_member(check->expect, name) != NULL) return;
    struct suite_difference difference = at(key, name, pointer);
    difference.put = came;
    put(check, &difference);
}

static void check_status(struct check *check) {
    const cJSON *expect = check->expect, *outcome = check->outcome;
    const cJSON *written = treadle_json_member(expect, "status"),
                *came = treadle_json_member(outcome, "status"),
                *error = treadle_json_member(outcome, "error"),
                *cause = treadle_json_member(outcome, "cause");
    bool fails = treadle_json_member(expect, "error") != NULL ||
                 treadle_json_member(expect, "cause") != NULL;
    const cJSON *want =
        written != NULL ? written : treadle_scratch_string(check->arena, default_status(fails));
    if (treadle_compare_matches(want, came, false)) return;
    struct suite_difference difference = at(EXPECT_status, "status", "/status");
    treadle_compare_part(&difference, "", want, came);
    bool succeeded = error == NULL && cause == NULL;
    if (error != NULL && treadle_json_member(expect, "error") == NULL)
        treadle_compare_part(&difference, "error", NULL, error);
    if (cause != NULL && treadle_json_member(expect, "cause") == NULL)
        treadle_compare_part(&difference, "cause", NULL, cause);
    const char *follows = default_status(!succeeded),
               *is = cJSON_IsString(came) ? came->valuestring : "";
    difference.put = written == NULL && strcmp(follows, is) == 0 ? NULL : came;
    put(check, &difference);
    put_besides(check, EXPECT_error, "/error");
    if (treadle_json_member(expect, "includes") == NULL)
        put_besides(check, EXPECT_output, "/output");
}

// Keys whose values are compared as they are.
static void check_plain(
    struct check *check, enum expect_key key, const char *pointer, const char *came, bool partial) {
    const cJSON *want = treadle_json_member(check->expect, treadle_expect_name(key));
    if (want == NULL) return;
    struct suite_difference difference = at(key, treadle_expect_name(key), pointer);
    difference.partial = partial;
    compare(check, &difference, want, treadle_json_member(check->outcome, came));
}

static void check_next(struct check *check) {
    check_plain(check, EXPECT_next, "/next", "next", false);
}

static void check_error(struct check *check) {
    check_plain(check, EXPECT_error, "/error", "error", false);
}

static void check_cause(struct check *check) {
    check_plain(check, EXPECT_cause, "/cause", "cause", false);
}

static void check_output(struct check *check) {
    check_plain(check, EXPECT_output, "/output", "output", false);
}

static void check_includes(struct check *check) {
    check_plain(check, EXPECT_includes, "/includes", "output", true);
}

static void check_history(struct check *check) {
    check_plain(check, EXPECT_history, "/history", "history", false);
}

static const cJSON *member_or_empty(struct check *check, const char *name) {
    const cJSON *list = treadle_json_member(check->outcome, name);
    return list != NULL ? list : treadle_scratch_node(check->arena, cJSON_Array);
}

static void check_executions(struct check *check) {
    const cJSON *want = treadle_json_member(check->expect, "executions");
    if (want == NULL) return;
    struct suite_difference difference = at(EXPECT_executions, "executions", "/executions");
    difference.partial = true;
    compare(check, &difference, want, member_or_empty(check, "executions"));
}

// -- The way

static void check_path(struct check *check) {
    const cJSON *want = treadle_json_member(check->expect, "path");
    if (want == NULL) return;
    const cJSON *have = member_or_empty(check, "path");
    struct suite_difference difference = at(EXPECT_path, "path", "/path");
    if (treadle_path_matches(want, have, &difference.first)) return;
    difference.put = have;
    treadle_compare_part(&difference, "", want, have);
    put(check, &difference);
}

// Milliseconds as people write them.
static const cJSON *spelled(const struct check *check, const cJSON *ms) {
    int64_t duration;
    if (!cJSON_IsNumber(ms) || !treadle_number_int(ms, &duration) || duration < 0) return ms;
    char text[TIME_TEXT_SIZE];
    treadle_duration_spell(text, duration);
    return treadle_scratch_string(check->arena, treadle_arena_copy(check->arena, text));
}

// [want], a text or a number of seconds, in the spelling of [have] where it is the same duration.
static const cJSON *spelled_as(const cJSON *want, const cJSON *have) {
    int64_t wanted, came, seconds;
    if (!cJSON_IsString(have) || !treadle_duration_read(have->valuestring, &came)) return want;
    if (cJSON_IsNumber(want) && treadle_number_int(want, &seconds) && seconds >= 0)
        return seconds == came / 1000 && came % 1000 == 0 ? have : want;
    if (!cJSON_IsString(want) || !treadle_duration_read(want->valuestring, &wanted)) return want;
    return wanted == came ? have : want;
}

static void check_elapsed(struct check *check) {
    const cJSON *want = treadle_json_member(check->expect, "elapsed");
    if (want == NULL) return;
    const cJSON *have = spelled(check, treadle_json_member(check->outcome, "elapsed"));
    struct suite_difference difference = at(EXPECT_elapsed, "elapsed", "/elapsed");
    compare(check, &difference, spelled_as(want, have), have);
}

// -- States

enum form { FORM_COUNT, FORM_EACH };

static const struct {
    const char *key;
    enum form form;
} facts[] = {
#define STATE(key, form) {#key, FORM_##form},
#include "suite/state.def"
#undef STATE
};

// The same list in the spelling of [have], where the entries are durations.
static const cJSON *spelled_list(const struct check *check, const cJSON *want, const cJSON *have) {
    if (!cJSON_IsArray(want)) return want;
    cJSON *made = treadle_scratch_node(check->arena, cJSON_Array);
    const cJSON *twin = have->child;
    for (const cJSON *entry = want->child; entry != NULL; entry = entry->next) {
        const cJSON *same = twin == NULL ? entry : spelled_as(entry, twin);
        treadle_scratch_append(made, NULL, treadle_scratch_link(check->arena, same));
        if (twin != NULL) twin = twin->next;
    }
    return made;
}

static const cJSON *spelled_all(const struct check *check, const cJSON *list) {
    cJSON *made = treadle_scratch_node(check->arena, cJSON_Array);
    for (const cJSON *entry = list->child; entry != NULL; entry = entry->next)
        treadle_scratch_append(
            made, NULL, treadle_scratch_link(check->arena, spelled(check, entry)));
    return made;
}

// What is no list holds for every entry.
static void compare_every(
    struct check *check, struct suite_difference *difference, const cJSON *want, const cJSON *have,
    bool durations) {
    uint32_t count = treadle_json_count(have), i = 0;
    difference->put = count == 0 ? NULL : count == 1 ? have->child : have;
    if (count == 0) treadle_compare_part(difference, "", want, NULL);
    for (const cJSON *entry = have->child; entry != NULL; entry = entry->next, i++)
        treadle_compare_add(
            difference, check->arena,
            count == 1 ? "" : treadle_compare_element(check->arena, "", i),
            durations ? spelled_as(want, entry) : want, entry);
    put_where_otherwise(check, difference);
}

static void check_each(
    struct check *check, struct suite_difference *difference, const char *key, const cJSON *want,
    const cJSON *have) {
    bool durations = strcmp(key, "retries") == 0;
    difference->partial = strcmp(key, "received") == 0;
    if (have == NULL) have = treadle_scratch_node(check->arena, cJSON_Array);
    if (durations) have = spelled_all(check, have);
    if (durations) want = spelled_list(check, want, have);
    if (cJSON_IsArray(want))
        compare(check, difference, want, have);
    else
        compare_every(check, difference, want, have, durations);
}

// "Charge Card calls", and where that stands.
static struct suite_difference at_state(
    const struct check *check, const char *state, const char *key) {
    struct text pointer = {0};
    treadle_text_add(&pointer, "/states");
    treadle_json_pointer_add(&pointer, state);
    treadle_json_pointer_add(&pointer, key);
    struct suite_difference difference =
        at(EXPECT_states, treadle_arena_print(check->arena, "%s %s", state, key),
           treadle_arena_copy(check->arena, pointer.bytes));
    treadle_text_clear(&pointer);
    return difference;
}

static void check_state(struct check *check, const cJSON *wants) {
    const cJSON *came =
        treadle_json_member(treadle_json_member(check->outcome, "states"), wants->string);
    for (size_t i = 0; i < COUNT_OF(facts); i++) {
        const char *key = facts[i].key;
        const cJSON *want = treadle_json_member(wants, key), *have = treadle_json_member(came, key);
        if (want == NULL) continue;
        struct suite_difference difference = at_state(check, wants->string, key);
        if (facts[i].form == FORM_EACH)
            check_each(check, &difference, key, want, have);
        else
            compare(
                check, &difference, want,
                have != NULL ? have : treadle_scratch_int(check->arena, 0));
    }
}

static void check_states(struct check *check) {
    const cJSON *states = treadle_json_member(check->expect, "states");
    if (states == NULL) return;
    for (const cJSON *state = states->child; state != NULL; state = state->next)
        check_state(check, state);
}

// -- What is left behind

// "variable order" of /variables/order.
static struct suite_difference at_name(
    const struct check *check, enum expect_key key, const char *noun, const char *name) {
    struct text pointer = {0};
    treadle_json_pointer_add(&pointer, treadle_expect_name(key));
    treadle_json_pointer_add(&pointer, name);
    struct suite_difference difference =
        at(key, treadle_arena_print(check->arena, "%s %s", noun, name),
           treadle_arena_copy(check->arena, pointer.bytes));
    treadle_text_clear(&pointer);
    return difference;
}

static void check_variables(struct check *check) {
    const cJSON *wants = treadle_json_member(check->expect, "variables"),
                *came = treadle_json_member(check->outcome, "variables");
    for (const cJSON *want = wants == NULL ? NULL : wants->child; want != NULL; want = want->next) {
        struct suite_difference difference =
            at_name(check, EXPECT_variables, "variable", want->string);
        compare(check, &difference, want, treadle_json_member(came, want->string));
    }
}

// The first of [count] items that is as [want], and not taken; NULL: there is none.
static const cJSON *take_item(const cJSON *want, const cJSON **items, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (items[i] == NULL || !treadle_compare_matches(want, items[i], false)) continue;
        const cJSON *item = items[i];
        items[i] = NULL;
        return item;
    }
    return NULL;
}

// How many members of [item] are as those of [want].
static uint32_t likeness(const cJSON *want, const cJSON *item) {
    uint32_t count = 0;
    if (want == NULL || !cJSON_IsObject(want)) return 0;
    for (const cJSON *member = want->child; member != NULL; member = member->next)
        count += treadle_compare_matches(member, treadle_json_member(item, member->string), false);
    return count;
}

// The first of those that are most like [want], and not taken; NULL: all are.
static const cJSON *take_likest(const cJSON *want, const cJSON **items, uint32_t count) {
    uint32_t best = count, best_likeness = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (items[i] == NULL) continue;
        uint32_t its = likeness(want, items[i]);
        if (best < count && its <= best_likeness) continue;
        best = i;
        best_likeness = its;
    }
    if (best == count) return NULL;
    const cJSON *item = items[best];
    items[best] = NULL;
    return item;
}

// A table has no order: each item is laid beside one that is equal, what remains beside what is
// most like it. [items] are the [count] items of the table, which are taken out of it.
static void compare_items(
    const struct check *check, struct suite_difference *difference, const cJSON *want,
    const cJSON **items, uint32_t count) {
    uint32_t wanted = treadle_json_count(want), i = 0;
    const cJSON **twins = treadle_arena_alloc(check->arena, (wanted + 1) * sizeof(*twins));
    for (const cJSON *entry = want->child; entry != NULL; entry = entry->next)
        twins[i++] = take_item(entry, items, count);
    cJSON *right = treadle_scratch_node(check->arena, cJSON_Array);
    i = 0;
    for (const cJSON *entry = want->child; entry != NULL; entry = entry->next, i++) {
        const cJSON *twin = twins[i] != NULL ? twins[i] : take_likest(entry, items, count);
        const char *path = treadle_compare_element(check->arena, "", i);
        treadle_compare_add(difference, check->arena, path, entry, twin);
        if (twin != NULL)
            treadle_scratch_append(right, NULL, treadle_scratch_link(check->arena, twin));
    }
    for (const cJSON *rest; (rest = take_likest(NULL, items, count)) != NULL; i++) {
        treadle_compare_part(difference, treadle_compare_element(check->arena, "", i), NULL, rest);
        treadle_scratch_append(right, NULL, treadle_scratch_link(check->arena, rest));
    }
    difference->put = right;
}

static void check_table(struct check *check, const cJSON *want, const cJSON *have) {
    struct suite_difference difference = at_name(check, EXPECT_tables, "table", want->string);
    if (!cJSON_IsArray(want) || !cJSON_IsArray(have)) {
        compare(check, &difference, want, have);
        return;
    }
    uint32_t count = treadle_json_count(have), i = 0;
    const cJSON **items = treadle_arena_alloc(check->arena, (count + 1) * sizeof(*items));
    for (const cJSON *item = have->child; item != NULL; item = item->next)
        items[i++] = item;
    compare_items(check, &difference, want, items, count);
    put_where_otherwise(check, &difference);
}

static void check_tables(struct check *check) {
    const cJSON *wants = treadle_json_member(check->expect, "tables"),
                *came = treadle_json_member(check->outcome, "tables");
    for (const cJSON *want = wants == NULL ? NULL : wants->child; want != NULL; want = want->next)
        check_table(check, want, treadle_json_member(came, want->string));
}

// -- All

void treadle_suite_expect(struct suite_result *result, const cJSON *expect, const cJSON *outcome) {
    static void (*const checks[])(struct check * check) = {
#define EXPECT(key, look, way) check_##key,
#include "suite/expect.def"
#undef EXPECT
    };
    struct check check = {result, &result->arena, expect, outcome};
    for (size_t i = 0; i < COUNT_OF(checks); i++)
        checks[i](&check);
}
