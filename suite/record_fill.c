// What a machine that was played alone stumbled over, made up where it has to come from: states
// pass on the input and their results whole, in parts, and under other names.
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/memory.h"
#include "suite/record_inside.h"

enum { DEPTH_OF_PARTS = 10 };

// The mock whose result is [value], of those that were [called]; NULL: no mock's is.
static cJSON *mock_with(const cJSON *mocks, const cJSON *called, const cJSON *value) {
    for (cJSON *mock = mocks == NULL ? NULL : mocks->child; mock != NULL; mock = mock->next) {
        const cJSON *result = treadle_json_member(mock, "result");
        bool answered = treadle_json_member(called, mock->string) != NULL;
        if (answered && result != NULL && treadle_json_equal(result, value)) return mock;
    }
    return NULL;
}

struct found {    // What something is missing in, and where in it.
    cJSON *mock;  // NULL: the input.
    const char *path;
};

// Where in [value] that one is, "a.b", or a list of it alone; NULL: nowhere.
static const char *path_to(
    struct arena *arena, const cJSON *value, const cJSON *wanted, uint32_t depth) {
    const cJSON *part = cJSON_IsObject(value) && depth < DEPTH_OF_PARTS ? value->child : NULL;
    for (; part != NULL; part = part->next) {
        bool item = cJSON_IsArray(part) && part->child != NULL && part->child->next == NULL;
        if (treadle_json_equal(item ? part->child : part, wanted)) return part->string;
        const char *rest = path_to(arena, part, wanted, depth + 1);
        if (rest != NULL) return treadle_arena_print(arena, "%s.%s", part->string, rest);
    }
    return NULL;
}

// Where in [value] something of that name was made up, "a.b"; NULL: nowhere.
static const char *path_of(
    struct arena *arena, const cJSON *value, const char *name, uint32_t depth) {
    const cJSON *part = cJSON_IsObject(value) && depth < DEPTH_OF_PARTS ? value->child : NULL;
    for (; part != NULL; part = part->next) {
        if (strcmp(part->string, name) == 0 && treadle_record_is_made_up(part)) return name;
        const char *rest = path_of(arena, part, name, depth + 1);
        if (rest != NULL) return treadle_arena_print(arena, "%s.%s", part->string, rest);
    }
    return NULL;
}

// What the state that was entered last was given; NULL: none was.
static const cJSON *last_input(struct arena *arena, const cJSON *events) {
    const char *input = NULL;
    for (const cJSON *one = events->child; one != NULL; one = one->next) {
        const cJSON *details = treadle_json_member(one, "stateEnteredEventDetails");
        if (details != NULL) input = treadle_json_string(details, "input");
    }
    return input == NULL ? NULL : treadle_scratch_read(arena, input, strlen(input));
}

// The list of which [value] is the one item, in a mock's result or the input: a Map hands it on.
static struct found find_item(
    struct arena *arena, const struct play *play, const struct recorded *came, const cJSON *input,
    const cJSON *value) {
    cJSON *mock = play->mocks == NULL ? NULL : play->mocks->child;
    for (; mock != NULL; mock = mock->next) {
        const cJSON *result = treadle_json_member(mock, "result");
        bool called = treadle_json_member(came->mocks, mock->string) != NULL;
        const char *path = called ? path_to(arena, result, value, 0) : NULL;
        if (path != NULL) return (struct found){mock, path};
    }
    return (struct found){NULL, path_to(arena, input, value, 0)};
}

// States pass values on under other names: what the path leads through may be a mock's result, or
// the input.
static struct found find_owner(
    struct arena *arena, const struct play *play, const struct recorded *came, const cJSON *input,
    const struct missing *missing) {
    const cJSON *value = missing->whole;
    const char *path = missing->path;
    while (value != NULL) {
        cJSON *mock = mock_with(play->mocks, came->mocks, value);
        if (mock != NULL || treadle_json_equal(value, input)) return (struct found){mock, path};
        struct found item = find_item(arena, play, came, input, value);
        if (item.path != NULL)
            return (struct found){item.mock, treadle_arena_print(arena, "%s.%s", item.path, path)};
        size_t size = strcspn(path, ".");
        if (path[size] == '\0') break;
        const cJSON *part = cJSON_IsObject(value) ? value->child : NULL;
        while (part != NULL &&
               (strlen(part->string) != size || strncmp(part->string, path, size) != 0))
            part = part->next;
        value = part;
        path += size + 1;
    }
    const char *last = strrchr(missing->path, '.');
    cJSON *mock = play->mocks == NULL ? NULL : play->mocks->child;
    for (; mock != NULL && last != NULL; mock = mock->next) {
        const cJSON *result = treadle_json_member(mock, "result");
        bool called = treadle_json_member(came->mocks, mock->string) != NULL;
        path = called ? path_of(arena, result, last + 1, 0) : NULL;
        if (path != NULL) return (struct found){mock, path};
    }
    return (struct found){NULL, missing->path};
}

bool treadle_record_supply(struct record *record, struct play *play, const struct recorded *came) {
    struct arena *arena = &record->arena;
    struct missing missing = treadle_record_missing(arena, came->cause);
    if (missing.path == NULL) return false;
    if (missing.whole == NULL) missing.whole = last_input(arena, play->events);
    const cJSON *input = treadle_scratch_read(arena, play->input, strlen(play->input));
    struct found found = find_owner(arena, play, came, input, &missing);
    missing.path = found.path;
    if (found.mock != NULL) {
        const cJSON *result = treadle_json_member(found.mock, "result");
        const cJSON *filled = treadle_record_fill(record, result, &missing);
        if (filled == NULL) return false;
        found.mock->child = NULL;
        treadle_put_value(arena, found.mock, "result", filled);
        return true;
    }
    if (record->wanted->input != NULL) return false;
    const cJSON *filled = treadle_record_fill(record, input, &missing);
    if (filled != NULL) play->input = treadle_json_print(arena, filled);
    return filled != NULL;
}
