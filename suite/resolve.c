// A case as it runs: the defaults with the case over them, rows, files and outputs put in.
//
// Copied node by node, so that each remembers where it came from; a case is small.
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "suite/check.h"
#include "suite/computed.h"

struct resolver {
    struct suite_file *file;
    const cJSON *row;
    struct arena *arena;
    suite_output_cb on_output;
    void *data;
    struct suite_case *out;
};

static void say(
    const struct resolver *resolver, const cJSON *origin, const char *help, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static void say(
    const struct resolver *resolver, const cJSON *origin, const char *help, const char *format,
    ...) {
    va_list args;
    va_start(args, format);
    const char *words = treadle_arena_print_args(resolver->arena, format, args);
    va_end(args);
    const struct suite_checker checker = {
        .arena = resolver->arena,
        .problems = &resolver->out->problems,
        .places = &resolver->file->places};
    treadle_suite_say(&checker, origin, false, help, "%s", words);
}

// -- Copying

// A node like [value], without its children. [origin]: what it is said to come from.
static struct placed *place(
    struct arena *arena, const cJSON *value, const cJSON *origin, enum suite_from from) {
    struct placed *made = treadle_arena_alloc(arena, sizeof(*made));
    made->json = *value;
    made->json.next = made->json.prev = made->json.child = NULL;
    made->origin = origin;
    made->from = from;
    return made;
}

// Where a value stands while it is copied.
struct spot {
    enum suite_from from;
    const cJSON *origin;  // What all of it is said to come from; NULL: itself.
    bool outputs;         // A template's output may be put in.
    bool final;           // Computed values in it are left as they are.
};

static cJSON *copy(struct resolver *resolver, const cJSON *value, struct spot spot, uint32_t depth);

// [child] of the container [whole] stands in YAML's alias or came by merging.
static bool is_elsewhere(const struct resolver *resolver, const cJSON *whole, const cJSON *child) {
    struct extent around = treadle_extent_of(&resolver->file->places, whole),
                  inside = treadle_extent_of(&resolver->file->places, child);
    if (inside.at < around.at || inside.at + inside.size > around.at + around.size) return true;
    return inside.size > 0 && resolver->file->text.bytes[inside.at] == '*';
}

static cJSON *copy_plain(
    struct resolver *resolver, const cJSON *value, struct spot spot, uint32_t depth) {
    ASSERT(depth <= (uint32_t)LIMIT_json_depth_max * 2);  // A case, and a file put into it.
    struct placed *made =
        place(resolver->arena, value, spot.origin == NULL ? value : spot.origin, spot.from);
    for (const cJSON *child = value->child; child != NULL; child = child->next) {
        struct spot inner = spot;
        bool own = spot.origin == NULL && spot.from != FROM_ALIAS;
        if (own && is_elsewhere(resolver, value, child)) inner.from = FROM_ALIAS;
        treadle_scratch_append(&made->json, child->string, copy(resolver, child, inner, depth + 1));
    }
    return &made->json;
}

static cJSON *copy_row(
    struct resolver *resolver, const cJSON *value, const struct computed *computed,
    struct spot spot, uint32_t depth) {
    const cJSON *at = resolver->row;
    if (at == NULL) {
        say(resolver, value, "each: [{n: 1}, {n: 2}] gives the case two rows",
            "$row is a row of 'each', and the case has none");
        return copy_plain(resolver, value, spot, depth);
    }
    for (uint32_t i = 0; i < computed->count; i++) {
        const cJSON *next = treadle_json_member(at, computed->steps[i]);
        if (next == NULL) {
            struct nearest nearest = {.typed = computed->steps[i]};
            for (const cJSON *known = at->child; known != NULL; known = known->next)
                if (known->string != NULL) treadle_nearest_offer(&nearest, known->string);
            say(resolver, value,
                nearest.word == NULL
                    ? NULL
                    : treadle_arena_print(resolver->arena, "did you mean '%s'?", nearest.word),
                "this row has no '%s'", computed->steps[i]);
            return copy_plain(resolver, value, spot, depth);
        }
        at = next;
    }
    spot.from = FROM_ROW;
    spot.final = true;
    cJSON *made = copy_plain(resolver, at, spot, depth);
    made->string = value->string;
    return made;
}

static cJSON *copy_output(
    struct resolver *resolver, const cJSON *value, const struct computed *computed,
    struct spot spot, uint32_t depth) {
    const char *stack = computed->steps[0], *name = computed->steps[1];
    const char *output =
        resolver->on_output == NULL ? NULL : resolver->on_output(stack, name, resolver->data);
    if (output == NULL) {
        say(resolver, value,
            resolver->on_output == NULL ? "templates: [app.yaml] have outputs" : NULL,
            "there is no stack '%s' with an output '%s'", stack, name);
        return copy_plain(resolver, value, spot, depth);
    }
    struct placed *made = place(resolver->arena, value, value, FROM_FILE);
    made->json.valuestring = treadle_arena_copy(resolver->arena, output);
    return &made->json;
}

static cJSON *copy(
    struct resolver *resolver, const cJSON *value, struct spot spot, uint32_t depth) {
    if (spot.final || !treadle_computed_is(value)) return copy_plain(resolver, value, spot, depth);
    struct computed computed = treadle_computed_read(resolver->arena, value);
    if (computed.kind == COMPUTED_ROW) return copy_row(resolver, value, &computed, spot, depth);
    if (computed.kind == COMPUTED_OUTPUT && spot.outputs)
        return copy_output(resolver, value, &computed, spot, depth);
    return copy_plain(resolver, value, spot, depth);
}

// -- Files

// What a text "@FILE" names, in its place; "@@…" is a text that begins with '@'.
static cJSON *expand(struct resolver *resolver, cJSON *value) {
    struct placed *placed = (struct placed *)value;
    if (!cJSON_IsString(value) || *value->valuestring != '@' || placed->from == FROM_FILE)
        return value;
    if (value->valuestring[1] == '@') {
        value->valuestring++;
        return value;
    }
    struct treadle_status status = {0};
    const cJSON *loaded = treadle_suite_file_load(resolver->file, value->valuestring + 1, &status);
    if (loaded == NULL) {
        say(resolver, placed->origin, "@@ at the beginning is a plain @", "%s", status.text);
        return value;
    }
    if (treadle_json_member(loaded, "StateMachines") != NULL && value->string != NULL &&
        strcmp(value->string, "mocks") == 0) {
        say(resolver, placed->origin,
            treadle_arena_print(
                resolver->arena, "\"%s#CASE\" takes those of one", value->valuestring),
            "a MockConfigFile has the mocks of several cases");
        return value;
    }
    struct spot spot = {.from = FROM_FILE, .origin = placed->origin, .final = true};
    cJSON *made = copy_plain(resolver, loaded, spot, 0);
    made->string = value->string;
    return made;
}

bool treadle_suite_is_config(const cJSON *mocks) {
    return cJSON_IsString(mocks) && *mocks->valuestring == '@' &&
           strchr(mocks->valuestring, '#') != NULL;
}

// The members of [object], some of which may be files: those of the forms VALUE and OBJECT at
// [level], or all (LEVELS).
static void expand_members(struct resolver *resolver, cJSON *object, enum suite_level level) {
    cJSON *member = object->child;
    object->child = NULL;
    while (member != NULL) {
        cJSON *next = member->next;
        const struct suite_key *key =
            level == LEVELS ? NULL : treadle_suite_key(level, member->string);
        bool file = level == LEVELS ||
                    (key != NULL && (key->form == FORM_VALUE || key->form == FORM_OBJECT ||
                                     key->form == FORM_MOCKS));
        // A case of Step Functions Local's MockConfigFile is read by who reads mocks.
        if (key != NULL && key->form == FORM_MOCKS && treadle_suite_is_config(member)) file = false;
        const char *name = member->string;
        member->next = member->prev = NULL;
        treadle_scratch_append(object, name, file ? expand(resolver, member) : member);
        member = next;
    }
}

static cJSON *member_of(cJSON *object, const char *name) {
    cJSON *member = object->child;
    while (member != NULL && strcmp(member->string, name) != 0)
        member = member->next;
    return member;
}

// A case, or the defaults, with all that is to be put in.
static cJSON *fill(struct resolver *resolver, const cJSON *raw, enum suite_from from) {
    struct placed *made = place(resolver->arena, raw, raw, from);
    for (const cJSON *member = raw->child; member != NULL; member = member->next) {
        const struct suite_key *key = treadle_suite_key(LEVEL_CASE, member->string);
        ASSERT(key != NULL);  // The file has been checked.
        struct spot spot = {
            .from = from, .outputs = key->form != FORM_MOCKS && key->form != FORM_EXPECT};
        if (key->form == FORM_ROWS) continue;  // They have been dealt out.
        treadle_scratch_append(&made->json, member->string, copy(resolver, member, spot, 1));
    }
    expand_members(resolver, &made->json, LEVEL_CASE);
    cJSON *mocks = member_of(&made->json, "mocks"), *expect = member_of(&made->json, "expect");
    if (cJSON_IsObject(mocks)) expand_members(resolver, mocks, LEVELS);
    if (cJSON_IsObject(expect)) expand_members(resolver, expect, LEVEL_EXPECT);
    return &made->json;
}

// -- Merging

enum merge { MERGE_CASE, MERGE_MOCKS, MERGE_VALUE };

static enum merge merge_below(enum merge merge, const char *name) {
    if (merge == MERGE_CASE && strcmp(name, "mocks") == 0) return MERGE_MOCKS;
    return MERGE_VALUE;
}

// The members of [object] as a list of [*count], and by name.
static cJSON **members_of(struct arena *arena, cJSON *object, struct map *names, uint32_t *count) {
    *count = treadle_json_count(object);
    cJSON **list = treadle_arena_alloc(arena, (*count + 1) * sizeof(cJSON *));
    treadle_map_reserve(names, *count);
    uint32_t i = 0;
    for (cJSON *member = object->child; member != NULL; member = member->next) {
        list[i++] = member;
        (void)treadle_map_put(names, member->string, member);
    }
    return list;
}

// JSON Merge Patch (RFC 7396), with two things of our own: a mock is replaced whole, and a null
// that takes no default away is a null, so that a case says what it seems to say.
static cJSON *merge(
    struct arena *arena, cJSON *under, cJSON *over, enum merge kind, uint32_t depth) {
    ASSERT(depth <= (uint32_t)LIMIT_json_depth_max * 2);
    const struct placed *patch = (const struct placed *)over;
    cJSON *made = &place(arena, over, patch->origin, patch->from)->json;
    struct map old = {0}, new = {0};
    uint32_t old_count, new_count;
    cJSON **olds = members_of(arena, under, &old, &old_count);
    cJSON **news = members_of(arena, over, &new, &new_count);
    for (uint32_t i = 0; i < old_count; i++) {
        const char *name = olds[i]->string;
        cJSON *one = treadle_map_find(&new, name);
        bool both = cJSON_IsObject(one) && cJSON_IsObject(olds[i]) && kind != MERGE_MOCKS;
        if (one == NULL)
            treadle_scratch_append(made, name, olds[i]);
        else if (both)
            treadle_scratch_append(
                made, name, merge(arena, olds[i], one, merge_below(kind, name), depth + 1));
        else if (!cJSON_IsNull(one))
            treadle_scratch_append(made, name, one);
    }
    for (uint32_t i = 0; i < new_count; i++) {
        bool nothing = cJSON_IsNull(news[i]) && kind != MERGE_VALUE;
        if (treadle_map_find(&old, news[i]->string) == NULL && !nothing)
            treadle_scratch_append(made, news[i]->string, news[i]);
    }
    treadle_map_clear(&old);
    treadle_map_clear(&new);
    return made;
}

// -- The whole

// Keys that go together, or do not.
static void check_whole(const struct suite_checker *checker, const cJSON *whole) {
    const cJSON *state = treadle_json_member(whole, "state");
    static const char *const others[] = {"from", "to"};
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (state != NULL && treadle_json_member(whole, others[i]) != NULL)
            treadle_suite_say(
                checker, treadle_json_member(whole, others[i]), true, NULL,
                "'state' is a stretch of one state, and '%s' begins or ends another", others[i]);
}

void treadle_suite_case_resolve(
    struct suite_file *file, const struct suite_entry *entry, struct arena *arena,
    suite_output_cb on_output, void *data, struct suite_case *out) {
    static const cJSON nothing = {.type = cJSON_Object};
    *out =
        (struct suite_case){.file = file, .entry = entry, .name = entry->name, .line = entry->line};
    struct resolver resolver = {
        .file = file,
        .row = entry->row,
        .arena = arena,
        .on_output = on_output,
        .data = data,
        .out = out};
    cJSON *over = fill(&resolver, entry->raw, FROM_CASE);
    cJSON *under = file->defaults == NULL ? &place(arena, &nothing, NULL, FROM_DEFAULTS)->json
                                          : fill(&resolver, file->defaults, FROM_DEFAULTS);
    const cJSON *whole = merge(arena, under, over, MERGE_CASE, 0);
    out->whole = whole;
    const struct suite_checker checker = {
        .arena = arena, .problems = &out->problems, .places = &file->places, .placed = true};
    if (out->problems.count == 0) treadle_suite_check(&checker, whole, FORM_CASE);
    if (out->problems.count == 0) treadle_suite_check_computed(&checker, whole);
    if (out->problems.count == 0) check_whole(&checker, whole);
    const cJSON *expect = treadle_json_member(whole, "expect");
    out->expect = expect == NULL ? &place(arena, &nothing, entry->raw, FROM_NOWHERE)->json : expect;
}

void treadle_suite_case_clear(struct suite_case *one) {
    free(one->problems.items);
    one->problems = (struct suite_problems){0};
}

// -- Places

static struct suite_place place_at(const struct suite_case *one, const cJSON *node, bool name) {
    const struct placed *placed = (const struct placed *)node;
    const struct places *places = &one->file->places;
    struct place where = name ? treadle_place_of_name(places, placed->origin)
                              : treadle_place_of(places, placed->origin);
    struct extent extent = treadle_extent_of(places, placed->origin);
    return (struct suite_place){
        .from = placed->from,
        .line = where.line,
        .column = where.column,
        .width = where.width,
        .at = extent.at,
        .size = extent.size};
}

struct suite_place treadle_suite_place_of(const struct suite_case *one, const cJSON *node) {
    return place_at(one, node, false);
}

struct suite_place treadle_suite_place_of_name(const struct suite_case *one, const cJSON *member) {
    return place_at(one, member, true);
}

struct suite_place treadle_suite_place(const struct suite_case *one, const char *pointer) {
    const cJSON *found = treadle_json_at(one->expect, pointer);
    if (found != NULL) return treadle_suite_place_of(one, found);
    const cJSON *around = one->expect;
    struct text shorter = {0};
    treadle_text_add(&shorter, pointer);
    for (char *slash; (slash = strrchr(shorter.bytes, '/')) != NULL;) {
        *slash = '\0';
        const cJSON *there = treadle_json_at(one->expect, shorter.bytes);
        if (there == NULL) continue;
        around = there;
        break;
    }
    treadle_text_clear(&shorter);
    struct suite_place place = treadle_suite_place_of(one, around);
    place.from = FROM_NOWHERE;
    return place;
}

void treadle_suite_case_refuse(
    struct suite_case *one, struct arena *arena, const cJSON *node, bool name, const char *help,
    const char *format, ...) {
    va_list args;
    va_start(args, format);
    const char *words = treadle_arena_print_args(arena, format, args);
    va_end(args);
    const struct suite_checker checker = {
        .arena = arena, .problems = &one->problems, .places = &one->file->places, .placed = true};
    treadle_suite_say(&checker, node, name, help, "%s", words);
}
