// Applying a path to a value.
//
// A definite path, which nearly every one is, is a loop. Everything else is a walk that knows where
// it is, so that it can tell it in Jayway's words when it fails; the loop too leaves its explaining
// to the walk.
#include <string.h>

#include "base/json/members.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "jsonpath/filter.h"
#include "jsonpath/path.h"

// What stands beyond the end of an array, or before its beginning.
// AWS, recorded: `$.rows[*][0]` over [[1],[],[2]] gives [1,null,2].
static const cJSON absent = {.type = cJSON_NULL};

bool treadle_is_absent(const cJSON *value) {
    return value == &absent;
}

static const cJSON *member(const cJSON *object, const char *name) {
    const cJSON *child = object->child;
    for (; child != NULL; child = child->next)
        if (*child->string == *name && strcmp(child->string, name) == 0) return child;
    return NULL;
}

static const cJSON *element(const cJSON *array, int64_t index) {
    if (index < 0) return &absent;
    const cJSON *child = array->child;
    for (; child != NULL && index > 0; index--)
        child = child->next;
    return child != NULL ? child : &absent;
}

// -- Where the walk is, and what it says there

struct trail {
    const struct trail *up;  // NULL: the root.
    const char *name;        // NULL: an element.
    int64_t index;
    bool met;  // An element met by `..`.
};

struct walk {
    const struct path *path;
    struct arena *scratch;
    struct filter_env filter;
    const char **detail;  // Where the words go; NULL: nobody asks.
    cJSON *results;
    bool item;           // The root is what a filter tests.
    uint32_t forgiving;  // How many `[*]` above will pass over what is missing.
    uint32_t visits;     // Values it may still look at.
    uint32_t matches;    // Regular expressions tried.
};

// Jayway takes members out of their wrapping, what a filter tests and what `..` meets too, but not
// other elements. It shows in messages, and in a null's being nothing at all rather than of the
// wrong type.
static bool is_unwrapped(const struct walk *walk, const struct trail *trail) {
    return trail == NULL ? walk->item : trail->name != NULL || trail->met;
}

static bool spend(struct walk *walk, uint64_t visits) {
    bool enough = walk->visits >= visits;
    walk->visits -= enough ? (uint32_t)visits : walk->visits;
    return enough;
}

static void put_fragment(struct text *out, const struct step *step) {
    switch (step->kind) {
        case STEP_NAME: treadle_text_printf(out, "['%s']", step->name); break;
        case STEP_NAMES:
            treadle_text_add(out, "[");
            for (uint32_t i = 0; i < step->count; i++)
                treadle_text_printf(out, "%s'%s'", i > 0 ? ", " : "", step->names[i]);
            treadle_text_add(out, "]");
            break;
        case STEP_INDEX: treadle_text_printf(out, "[%d]", step->from); break;
        case STEP_FROM_END: treadle_text_printf(out, "[@.size()%d]", step->from); break;
        case STEP_INDEXES:
            for (uint32_t i = 0; i < step->count; i++)
                treadle_text_printf(out, "%c%d", i > 0 ? ',' : '[', step->indexes[i]);
            treadle_text_add(out, "]");
            break;
        case STEP_SLICE_FROM: treadle_text_printf(out, "[%d:]", step->from); break;
        case STEP_SLICE_TO: treadle_text_printf(out, "[:%d]", step->to); break;
        case STEP_SLICE: treadle_text_printf(out, "[%d:%d]", step->from, step->to); break;
        case STEP_WILDCARD: treadle_text_add(out, "[*]"); break;
        case STEP_FILTER: treadle_text_add(out, "[?]"); break;
        case STEP_SCAN: treadle_text_add(out, ".."); break;
    }
}

static void put_trail(struct text *out, struct arena *scratch, const struct trail *trail) {
    uint32_t count = 0;
    for (const struct trail *at = trail; at != NULL; at = at->up)
        count++;
    const struct trail **list = treadle_arena_alloc(scratch, count * sizeof(struct trail *));
    for (uint32_t i = count; i-- > 0; trail = trail->up)
        list[i] = trail;
    treadle_text_add(out, "$");
    for (uint32_t i = 0; i < count; i++) {
        if (list[i]->name != NULL)
            treadle_text_printf(out, "['%s']", list[i]->name);
        else
            treadle_text_printf(out, "[%lld]", (long long)list[i]->index);
    }
}

// Fails with [before], the way up to here, and [after].
static enum find_result fail_at(
    struct walk *walk, enum find_result result, const char *before, const struct trail *trail,
    const char *after) {
    bool heard = result == FIND_INVALID || walk->forgiving == 0;
    if (walk->detail == NULL || !heard) return result;
    struct text text = {0};
    treadle_text_add(&text, before);
    put_trail(&text, walk->scratch, trail);
    treadle_text_add(&text, after);
    *walk->detail = treadle_arena_copy(walk->scratch, treadle_text_string(&text));
    treadle_text_clear(&text);
    return result;
}

static enum find_result fail_property(
    struct walk *walk, const struct step *step, const struct trail *trail) {
    struct text before = {0};
    treadle_text_add(&before, "Property ");
    put_fragment(&before, step);
    treadle_text_add(&before, " not found in path ");
    fail_at(walk, FIND_MISSING, treadle_text_string(&before), trail, "");
    treadle_text_clear(&before);
    return FIND_MISSING;
}

// The value is of the wrong type for the step [at]; a fault that nothing passes over.
static enum find_result fail_type(
    struct walk *walk, uint32_t at, const cJSON *value, const struct trail *trail,
    const char *complaint) {
    if (walk->detail == NULL) return FIND_INVALID;
    struct text text = {0};
    treadle_text_add(&text, "Filter: ");
    for (uint32_t i = at; i < walk->path->count; i++)
        put_fragment(&text, &walk->path->steps[i]);
    treadle_text_printf(&text, " %s. Current context is: ", complaint);
    if (is_string(value) && is_unwrapped(walk, trail))
        treadle_text_add(&text, value->valuestring);
    else
        treadle_json_write(&text, value);
    *walk->detail = treadle_arena_copy(walk->scratch, treadle_text_string(&text));
    treadle_text_clear(&text);
    return FIND_INVALID;
}

static enum find_result fail_visits(struct walk *walk) {
    if (walk->detail != NULL)
        *walk->detail = treadle_arena_print(
            walk->scratch, "The path looks at more than %d values", LIMIT_path_visits_max);
    return FIND_INVALID;
}

// -- The walk

static enum find_result go(
    struct walk *walk, uint32_t at, const cJSON *value, const struct trail *trail);

static bool is_leaf(const struct walk *walk, uint32_t at) {
    return at + 1 == walk->path->count;
}

// Whether a name that is missing at [at] is passed over: not where the step before it and all that
// follow are definite.
static bool is_lenient(const struct walk *walk, uint32_t at) {
    if (walk->path->definite) return false;
    for (uint32_t i = at > 0 ? at - 1 : 0; i < walk->path->count; i++)
        if (walk->path->steps[i].kind > STEP_FROM_END) return true;
    return false;
}

static enum find_result go_name(
    struct walk *walk, uint32_t at, const cJSON *value, const struct trail *trail) {
    const struct step *step = &walk->path->steps[at];
    if (!is_object(value)) return fail_property(walk, step, trail);
    struct trail here = {.up = trail, .name = step->name};
    const cJSON *next = member(value, step->name);
    if (next != NULL) return go(walk, at + 1, next, &here);
    if (is_leaf(walk, at)) return fail_at(walk, FIND_MISSING, "No results for path: ", &here, "");
    if (is_lenient(walk, at)) return FIND_DONE;
    return fail_at(walk, FIND_MISSING, "Missing property in path ", &here, "");
}

static cJSON *merge(struct arena *scratch, const struct step *step, const cJSON *object) {
    cJSON *merged = treadle_scratch_node(scratch, cJSON_Object);
    struct members members;
    struct map taken = {0};
    treadle_members_init(&members, object);
    for (uint32_t i = 0; i < step->count; i++) {
        const cJSON *value = treadle_members_find(&members, step->names[i]);
        if (value == NULL || treadle_map_find(&taken, step->names[i]) != NULL) continue;
        treadle_map_put(&taken, step->names[i], merged);
        treadle_scratch_append(merged, step->names[i], treadle_scratch_link(scratch, value));
    }
    treadle_map_clear(&taken);
    treadle_members_clear(&members);
    return merged;
}

static enum find_result go_names(
    struct walk *walk, uint32_t at, const cJSON *value, const struct trail *trail) {
    const struct step *step = &walk->path->steps[at];
    if (!is_object(value)) return fail_property(walk, step, trail);
    if (is_leaf(walk, at)) return go(walk, at + 1, merge(walk->scratch, step, value), trail);
    struct text after = {0};
    put_fragment(&after, step);
    fail_at(
        walk, FIND_INVALID, "Multi properties can only be used as path leafs: ", trail,
        treadle_text_string(&after));
    treadle_text_clear(&after);
    return FIND_INVALID;
}

// A filter costs as many visits as it has terms.
static enum find_result test(
    struct walk *walk, const struct filter *filter, const cJSON *item, bool *passes) {
    if (!spend(walk, filter->count)) return fail_visits(walk);
    return treadle_filter_test(filter, &walk->filter, item, passes);
}

static enum find_result go_index(
    struct walk *walk, uint32_t at, const cJSON *array, const struct trail *trail, int64_t index) {
    if (index > 0 && !spend(walk, (uint64_t)index)) return fail_visits(walk);
    struct trail here = {.up = trail, .index = index};
    return go(walk, at + 1, element(array, index), &here);
}

// The elements from [from] to before [to], or to the end.
static enum find_result go_range(
    struct walk *walk, uint32_t at, const cJSON *array, const struct trail *trail, int64_t from,
    int64_t to) {
    const cJSON *next = array->child;
    for (int64_t skip = from; skip > 0 && next != NULL; skip--)
        next = next->next;
    for (int64_t i = from; i < to && next != NULL; i++) {
        struct trail here = {.up = trail, .index = i};
        enum find_result result = go(walk, at + 1, i < 0 ? &absent : next, &here);
        if (result != FIND_DONE) return result;
        if (i >= 0 && next != NULL) next = next->next;
    }
    return FIND_DONE;
}

static enum find_result go_array(
    struct walk *walk, uint32_t at, const cJSON *value, const struct trail *trail) {
    const struct step *step = &walk->path->steps[at];
    if (is_null(value) && (value == &absent || is_unwrapped(walk, trail)))
        return fail_at(walk, FIND_MISSING, "The path ", trail, " is null");
    if (!is_array(value)) return fail_type(walk, at, value, trail, "can only be applied to arrays");
    int64_t from = step->from, to = step->to;
    bool from_end = step->kind == STEP_FROM_END || (step->kind == STEP_SLICE_FROM && from < 0) ||
                    (step->kind == STEP_SLICE_TO && to < 0);
    int64_t count = from_end ? (int64_t)treadle_json_count(value) : 0;
    switch (step->kind) {
        case STEP_INDEX:
        case STEP_FROM_END: return go_index(walk, at, value, trail, count + from);
        case STEP_SLICE_FROM:
            from += count;
            return go_range(walk, at, value, trail, from < 0 ? 0 : from, INT64_MAX);
        case STEP_SLICE_TO: return go_range(walk, at, value, trail, 0, count + to);
        // Both ends as they are written: `[-2:-1]` lies before the beginning and gives [null].
        case STEP_SLICE: return go_range(walk, at, value, trail, from, to);
        default: break;
    }
    for (uint32_t i = 0; i < step->count; i++) {
        enum find_result result = go_index(walk, at, value, trail, step->indexes[i]);
        if (result != FIND_DONE) return result;
    }
    return FIND_DONE;
}

static enum find_result go_wildcard(
    struct walk *walk, uint32_t at, const cJSON *value, const struct trail *trail) {
    bool array = is_array(value);
    if (!array && !is_object(value)) return FIND_DONE;
    enum find_result result = FIND_DONE;
    struct trail here = {.up = trail};
    // AWS, recorded: what an element lacks is passed over, what a member lacks is not.
    walk->forgiving += array;
    const cJSON *child = value->child;
    for (; child != NULL && result == FIND_DONE; child = child->next, here.index++) {
        here.name = array ? NULL : child->string;
        result = go(walk, at + 1, child, &here);
        if (array && result == FIND_MISSING) result = FIND_DONE;
    }
    walk->forgiving -= array;
    return result;
}

static enum find_result go_filter(
    struct walk *walk, uint32_t at, const cJSON *value, const struct trail *trail) {
    const struct filter *filter = walk->path->steps[at].filter;
    bool passes = false;
    enum find_result result = FIND_DONE;
    if (is_object(value)) {
        result = test(walk, filter, value, &passes);
        return passes && result == FIND_DONE ? go(walk, at + 1, value, trail) : result;
    }
    if (!is_array(value))
        return fail_type(walk, at, value, trail, "can not be applied to primitives");
    struct trail here = {.up = trail};
    const cJSON *child = value->child;
    for (; child != NULL && result == FIND_DONE; child = child->next, here.index++) {
        if (!spend(walk, 1)) return fail_visits(walk);
        passes = false;
        result = test(walk, filter, child, &passes);
        if (passes && result == FIND_DONE) result = go(walk, at + 1, child, &here);
    }
    return result;
}

// -- `..`: a walk of its own, over all that lies below, without recursion

static bool is_all_there(const struct step *step, const cJSON *object) {
    if (step->kind == STEP_NAME) return member(object, step->name) != NULL;
    struct members members;
    treadle_members_init(&members, object);
    bool all = true;
    for (uint32_t i = 0; i < step->count && all; i++)
        all = treadle_members_find(&members, step->names[i]) != NULL;
    treadle_members_clear(&members);
    return all;
}

// Whether the scan's target, the step [at], is to be applied to [value], an object or array.
static enum find_result is_target(
    struct walk *walk, uint32_t at, const cJSON *value, bool *target) {
    const struct step *step = &walk->path->steps[at];
    *target = false;
    switch (step->kind) {
        case STEP_NAME:
        case STEP_NAMES: *target = is_object(value) && is_all_there(step, value); return FIND_DONE;
        case STEP_WILDCARD: *target = true; return FIND_DONE;
        case STEP_FILTER: return test(walk, step->filter, value, target);
        case STEP_SCAN: return FIND_DONE;
        default: *target = is_array(value); return FIND_DONE;
    }
}

static enum find_result scan_at(
    struct walk *walk, uint32_t at, const cJSON *value, const struct trail *trail) {
    bool target;
    enum find_result result = is_target(walk, at, value, &target);
    if (result != FIND_DONE || !target) return result;
    if (is_object(value) || is_leaf(walk, at)) return go(walk, at, value, trail);
    // A slip of Jayway's: of an array that is met, the rest goes to all elements, whatever the
    // target.
    struct trail here = {.up = trail, .met = true};
    const cJSON *child = value->child;
    for (; child != NULL && result == FIND_DONE; child = child->next, here.index++)
        result = go(walk, at + 1, child, &here);
    return result;
}

struct level {
    struct level *up, *down;
    const cJSON *child;  // The next one to look at.
    bool array;
    struct trail trail;  // Of the child looked at.
};

static struct level *descend(
    struct walk *walk, struct level *level, const cJSON *value, const struct trail *trail) {
    struct level *down = level != NULL ? level->down : NULL;
    if (down == NULL) {
        down = treadle_arena_alloc_zeroed(walk->scratch, sizeof(*down));
        down->up = level;
        if (level != NULL) level->down = down;
    }
    down->child = value->child;
    down->array = is_array(value);
    down->trail = (struct trail){.up = trail, .index = -1};
    return down;
}

static enum find_result go_scan(
    struct walk *walk, uint32_t at, const cJSON *value, const struct trail *trail) {
    if (!is_array(value) && !is_object(value)) return FIND_DONE;
    enum find_result result = scan_at(walk, at + 1, value, trail);
    struct level *level = descend(walk, NULL, value, trail);
    while (level != NULL && result == FIND_DONE) {
        const cJSON *child = level->child;
        if (child == NULL) {
            level = level->up;
            continue;
        }
        level->child = child->next;
        level->trail.index++;
        if (!is_array(child) && !is_object(child)) continue;
        if (!spend(walk, 1)) return fail_visits(walk);
        level->trail.name = level->array ? NULL : child->string;
        result = scan_at(walk, at + 1, child, &level->trail);
        level = descend(walk, level, child, &level->trail);
    }
    return result;
}

// The depth is that of the steps, at most LIMIT_path_steps_max.
static enum find_result go(
    struct walk *walk, uint32_t at, const cJSON *value, const struct trail *trail) {
    if (!spend(walk, 1)) return fail_visits(walk);
    if (at == walk->path->count) {
        treadle_scratch_append(walk->results, NULL, treadle_scratch_link(walk->scratch, value));
        return FIND_DONE;
    }
    switch (walk->path->steps[at].kind) {
        case STEP_NAME: return go_name(walk, at, value, trail);
        case STEP_NAMES: return go_names(walk, at, value, trail);
        case STEP_WILDCARD: return go_wildcard(walk, at, value, trail);
        case STEP_FILTER: return go_filter(walk, at, value, trail);
        case STEP_SCAN: return go_scan(walk, at, value, trail);
        default: return go_array(walk, at, value, trail);
    }
}

static enum find_result walk_all(
    const struct path *path, const cJSON *root, struct arena *scratch, cJSON **results,
    const char **detail) {
    *results = treadle_scratch_node(scratch, cJSON_Array);
    struct walk walk = {
        .path = path,
        .scratch = scratch,
        .filter = {.root = root, .scratch = scratch, .detail = detail},
        .detail = detail,
        .results = *results,
        .item = path->item,
        .visits = LIMIT_path_visits_max};
    walk.filter.matches = &walk.matches;
    if (path->slots > 0)
        walk.filter.slots =
            treadle_arena_alloc_zeroed(scratch, path->slots * sizeof(struct filter_slot));
    return go(&walk, 0, root, NULL);
}

// -- The loop

// Applies a step between array brackets; [unwrapped]: see is_unwrapped.
static enum find_result step_array(
    const struct step *step, const cJSON *value, bool unwrapped, const cJSON **out) {
    if (!is_array(value)) {
        bool missing = is_null(value) && (unwrapped || value == &absent);
        return missing ? FIND_MISSING : FIND_INVALID;
    }
    int64_t base = step->kind == STEP_FROM_END ? (int64_t)treadle_json_count(value) : 0;
    *out = element(value, base + step->from);
    return FIND_DONE;
}

static enum find_result step_names(
    const struct step *step, const cJSON *value, bool leaf, struct arena *scratch,
    const cJSON **out) {
    if (!is_object(value)) return FIND_MISSING;
    if (!leaf) return FIND_INVALID;
    *out = merge(scratch, step, value);
    return FIND_DONE;
}

static enum find_result find_definite(
    const struct path *path, const cJSON *value, struct arena *scratch, const cJSON **out) {
    for (uint32_t i = 0; i < path->count; i++) {
        const struct step *step = &path->steps[i];
        if (step->kind == STEP_NAME) {
            if (!is_object(value)) return FIND_MISSING;
            value = member(value, step->name);
            if (value == NULL) return FIND_MISSING;
            continue;
        }
        enum find_result result =
            step->kind == STEP_NAMES
                ? step_names(step, value, i + 1 == path->count, scratch, &value)
                : step_array(step, value, i > 0 ? step[-1].kind == STEP_NAME : path->item, &value);
        if (result != FIND_DONE) return result;
    }
    *out = value;
    return FIND_DONE;
}

enum find_result treadle_steps_find(
    const struct path *path, const cJSON *root, struct arena *scratch, const cJSON **out,
    const char **detail) {
    if (path->definite) {
        enum find_result result = find_definite(path, root, scratch, out);
        if (result == FIND_DONE || detail == NULL) return result;
    }
    cJSON *results;
    enum find_result result = walk_all(path, root, scratch, &results, detail);
    ASSERT(!path->definite || result != FIND_DONE);
    *out = results;
    return result;
}
