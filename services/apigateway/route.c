// From a path to a method. AWS's order: at the first segment where two resources differ, the exact
// one goes before {x}, that one before {x+}. The resource is found first, its method then: a better
// resource without the verb hides a worse one that has it. (Only resources with methods are seen;
// what AWS does about others is unknown.)
#include <string.h>

#include "services/apigateway/api.h"

const struct stage *treadle_api_stage(const struct api *api, const char *name) {
    for (uint32_t i = 0; i < api->stage_count; i++)
        if (strcmp(api->stages[i].name, name) == 0) return &api->stages[i];
    return NULL;
}

enum rank { RANK_EXACT, RANK_VARIABLE, RANK_GREEDY };

static enum rank rank_of(const char *segment, size_t size) {
    if (*segment != '{') return RANK_EXACT;
    return size > 2 && segment[size - 2] == '+' ? RANK_GREEDY : RANK_VARIABLE;
}

// Both are "" or begin with '/'. An empty segment is one too: "/items/" is not "/items".
static bool fits(const char *pattern, const char *path) {
    while (*pattern != '\0' && *path != '\0') {
        size_t wanted = strcspn(++pattern, "/"), there = strcspn(++path, "/");
        enum rank rank = rank_of(pattern, wanted);
        if (rank == RANK_GREEDY) return *path != '\0';
        if (rank == RANK_VARIABLE && there == 0) return false;
        if (rank == RANK_EXACT && (wanted != there || memcmp(pattern, path, there) != 0))
            return false;
        pattern += wanted;
        path += there;
    }
    return *pattern == *path;
}

// Of two patterns that fit the same path.
static bool goes_before(const char *one, const char *other) {
    while (*one != '\0' && *other != '\0') {
        size_t one_size = strcspn(++one, "/"), other_size = strcspn(++other, "/");
        enum rank rank = rank_of(one, one_size), other_rank = rank_of(other, other_size);
        if (rank != other_rank) return rank < other_rank;
        one += one_size;
        other += other_size;
    }
    return false;
}

static const char *resource_of(const struct methods *methods, const char *path) {
    const char *best = NULL;
    for (uint32_t i = 0; i < methods->count; i++) {
        const char *pattern = methods->items[i]->path;
        if (fits(pattern, path) && (best == NULL || goes_before(pattern, best))) best = pattern;
    }
    return best;
}

const struct method *treadle_api_route(
    const struct stage *stage, const char *verb, const char *path) {
    if (strcmp(path, "/") == 0) path = "";
    const char *resource = resource_of(stage->deployed, path);
    const struct method *any = NULL;
    for (uint32_t i = 0; i < stage->deployed->count && resource != NULL; i++) {
        const struct method *method = stage->deployed->items[i];
        if (strcmp(method->path, resource) != 0) continue;
        if (strcmp(method->verb, verb) == 0) return method;
        if (strcmp(method->verb, "ANY") == 0) any = method;
    }
    return any;
}
