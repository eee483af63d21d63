// Two values side by side.
//
// Objects are compared member by member. Of two lists the beginning and the end that are as
// expected are laid aside first, so that one element too many is told as that and not as a shift of
// all.
#include "suite/compare.h"

#include <stddef.h>
#include <string.h>

#include "base/assert.h"
#include "base/json/members.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/memory.h"

bool treadle_compare_is_anything(const cJSON *value) {
    if (!cJSON_IsString(value) || strncmp(value->valuestring, "{%", 2) != 0) return false;
    const char *at = value->valuestring + 2;
    at += strspn(at, " \t\r\n");
    if (*at++ != '$') return false;
    at += strspn(at, " \t\r\n");
    return strcmp(at, "%}") == 0;
}

// -- Whether

static bool matches(const cJSON *want, const cJSON *have, bool partial, uint32_t depth);

static bool lists_match(const cJSON *want, const cJSON *have, bool partial, uint32_t depth) {
    const cJSON *a = want->child, *b = have->child;
    while (a != NULL && b != NULL && matches(a, b, partial, depth)) {
        a = a->next;
        b = b->next;
    }
    return a == NULL && b == NULL;
}

static bool objects_match(const cJSON *want, const cJSON *have, bool partial, uint32_t depth) {
    if (!partial && treadle_json_count(want) != treadle_json_count(have)) return false;
    struct members members;
    treadle_members_init(&members, have);
    const cJSON *member = want->child;
    for (; member != NULL; member = member->next) {
        const cJSON *twin = treadle_members_find(&members, member->string);
        if (twin == NULL || !matches(member, twin, partial, depth)) break;
    }
    treadle_members_clear(&members);
    return member == NULL;
}

// Past the depth that any reader takes values are what they are.
static bool matches(const cJSON *want, const cJSON *have, bool partial, uint32_t depth) {
    if (treadle_compare_is_anything(want)) return true;
    bool deep = depth > LIMIT_json_depth_max;
    if (cJSON_IsArray(want) && cJSON_IsArray(have) && !deep)
        return lists_match(want, have, partial, depth + 1);
    if (cJSON_IsObject(want) && cJSON_IsObject(have) && !deep)
        return objects_match(want, have, partial, depth + 1);
    return treadle_json_equal(want, have);
}

bool treadle_compare_matches(const cJSON *want, const cJSON *have, bool partial) {
    return have != NULL && matches(want, have, partial, 0);
}

// -- What

struct comparison {
    struct suite_difference *difference;
    struct arena *arena;
};

static bool is_plain_name(const char *name) {
    static const char begins[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_",
                      goes_on[] = "0123456789-";
    if (*name == '\0' || strchr(begins, *name) == NULL) return false;
    while (*name != '\0' && (strchr(begins, *name) != NULL || strchr(goes_on, *name) != NULL))
        name++;
    return *name == '\0';
}

// A member of the whole is written as in JSON; what is deeper as one would in a program.
static const char *member_path(struct arena *arena, const char *path, const char *name) {
    struct text out = {0};
    if (*path == '"') {  // "name" was a member of the whole, and now is on the way.
        size_t size = strlen(path) - 2;
        char *bare = treadle_arena_copy_size(arena, path + 1, size);
        if (is_plain_name(bare))
            treadle_text_add(&out, bare);
        else
            treadle_text_printf(&out, "[%s]", path);
    } else {
        treadle_text_add(&out, path);
    }
    bool first = out.count == 0, plain = !first && is_plain_name(name);
    if (plain) treadle_text_add(&out, ".");
    if (!plain && !first) treadle_text_add(&out, "[");
    if (plain)
        treadle_text_add(&out, name);
    else
        treadle_json_write_string(&out, name);
    if (!plain && !first) treadle_text_add(&out, "]");
    const char *made = treadle_arena_copy_size(arena, treadle_text_string(&out), out.count);
    treadle_text_clear(&out);
    return made;
}

const char *treadle_compare_element(struct arena *arena, const char *path, uint32_t index) {
    size_t size = strlen(path);
    if (*path != '"') return treadle_arena_print(arena, "%s[%u]", path, index);
    const char *bare = treadle_arena_copy_size(arena, path + 1, size - 2);
    if (is_plain_name(bare)) return treadle_arena_print(arena, "%s[%u]", bare, index);
    return treadle_arena_print(arena, "[%s][%u]", path, index);
}

void treadle_compare_part(
    struct suite_difference *difference, const char *path, const cJSON *want, const cJSON *have) {
    ADD(difference->parts, difference->parts_count, difference->parts_size) =
        (struct suite_part){path, want, have};
}

static void compare(
    const struct comparison *comparison, const char *path, const cJSON *want, const cJSON *have,
    uint32_t depth);

// One pair of what is in two values that are otherwise.
static void compare_pair(
    const struct comparison *comparison, const char *path, const cJSON *want, const cJSON *have,
    uint32_t depth) {
    if (have != NULL && matches(want, have, comparison->difference->partial, depth))
        comparison->difference->equal++;
    else
        compare(comparison, path, want, have, depth);
}

static void compare_objects(
    const struct comparison *comparison, const char *path, const cJSON *want, const cJSON *have,
    uint32_t depth) {
    ASSERT(have != NULL);
    struct members wanted, came;
    treadle_members_init(&wanted, want);
    treadle_members_init(&came, have);
    for (const cJSON *member = want->child; member != NULL; member = member->next)
        compare_pair(
            comparison, member_path(comparison->arena, path, member->string), member,
            treadle_members_find(&came, member->string), depth + 1);
    for (const cJSON *member = have->child; member != NULL; member = member->next) {
        if (comparison->difference->partial) break;
        if (treadle_members_find(&wanted, member->string) != NULL) continue;
        treadle_compare_part(
            comparison->difference, member_path(comparison->arena, path, member->string), NULL,
            member);
    }
    treadle_members_clear(&wanted);
    treadle_members_clear(&came);
}

// The elements of [list] in a row.
static const cJSON **row_of(struct arena *arena, const cJSON *list, uint32_t *count) {
    ASSERT(list != NULL);
    *count = treadle_json_count(list);
    const cJSON **row = treadle_arena_alloc(arena, *count * sizeof(*row));
    uint32_t i = 0;
    for (const cJSON *element = list->child; element != NULL; element = element->next)
        row[i++] = element;
    return row;
}

static void compare_lists(
    const struct comparison *comparison, const char *path, const cJSON *want, const cJSON *have,
    uint32_t depth) {
    struct suite_difference *difference = comparison->difference;
    struct arena *arena = comparison->arena;
    uint32_t wanted, came, from = 0;
    const cJSON **wants = row_of(arena, want, &wanted), **haves = row_of(arena, have, &came);
    bool partial = difference->partial;
    while (from < wanted && from < came && matches(wants[from], haves[from], partial, depth + 1))
        from++;
    while (wanted > from && came > from &&
           matches(wants[wanted - 1], haves[came - 1], partial, depth + 1)) {
        wanted--;
        came--;
        difference->equal++;
    }
    difference->equal += from;
    for (; from < wanted || from < came; from++) {
        const char *place = treadle_compare_element(arena, path, from);
        if (from < wanted)
            compare_pair(
                comparison, place, wants[from], from < came ? haves[from] : NULL, depth + 1);
        else
            treadle_compare_part(difference, place, NULL, haves[from]);
    }
}

static void compare(
    const struct comparison *comparison, const char *path, const cJSON *want, const cJSON *have,
    uint32_t depth) {
    bool deep = depth > LIMIT_json_depth_max;
    if (cJSON_IsObject(want) && cJSON_IsObject(have) && !deep)
        compare_objects(comparison, path, want, have, depth);
    else if (cJSON_IsArray(want) && cJSON_IsArray(have) && !deep)
        compare_lists(comparison, path, want, have, depth);
    else
        treadle_compare_part(comparison->difference, path, want, have);
}

void treadle_compare_add(
    struct suite_difference *difference, struct arena *arena, const char *path, const cJSON *want,
    const cJSON *have) {
    struct comparison comparison = {difference, arena};
    compare_pair(&comparison, path, want, have, 0);
}
