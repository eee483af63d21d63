// What is made up where nothing is known: answers of services, and an input.
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/memory.h"
#include "base/text.h"
#include "suite/machines.h"
#include "suite/record_inside.h"

static const char names[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";

static const struct {
    const char *end, *answer;
} canned[] = {
#define CANNED(end, answer) {end, answer},
#include "suite/canned.def"
#undef CANNED
};

// What stands before a placeholder, on its line, that has to be a Resource.
static bool is_resource(const char *text, const char *at) {
    static const char key[] = "Resource";
    const char *line = at;
    while (line > text && line[-1] != '\n' && line[-1] != ',' && line[-1] != '{')
        line--;
    const char *found = strstr(line, key);
    return found != NULL && found < at &&
           strspn(found + strlen(key), "\"': ") == (size_t)(at - found) - strlen(key);
}

// A name that a function may have: "Fn.Arn" may not.
static const char *function_of(struct arena *arena, const char *name) {
    char *function = treadle_arena_copy(arena, name);
    for (char *at = function; *at != '\0'; at++)
        if (*at == '.' || strchr(names, *at) == NULL) *at = '-';
    return function;
}

// JSON's text holds it without quotes: it has to be a number, or the like.
static bool is_bare(const char *text, const char *at) {
    while (at > text && (at[-1] == ' ' || at[-1] == '\n'))
        at--;
    return at > text && at[-1] == ':' && text[strspn(text, " \n\r\t")] == '{';
}

const cJSON *treadle_suite_record_substitutions(
    struct arena *arena, const char *text, struct text *out) {
    cJSON *made = treadle_scratch_node(arena, cJSON_Object);
    for (const char *at = text; (at = strstr(at, "${")) != NULL; at += 2) {
        const char *end = strchr(at, '}');
        if (end == NULL) break;
        const char *name = treadle_arena_copy_size(arena, at + 2, (size_t)(end - at) - 2);
        if (*name == '\0' || treadle_json_member(made, name) != NULL) continue;
        if (is_bare(text, at))
            treadle_put_int(arena, made, name, 1);
        else if (is_resource(text, at))
            treadle_put_text(
                arena, made, name,
                treadle_arena_print(
                    arena, "arn:aws:lambda:us-east-1:123456789012:function:%s",
                    function_of(arena, name)));
        else
            treadle_put_text(arena, made, name, name);
    }
    treadle_machines_substitute(out, text, made);
    return made->child == NULL ? NULL : made;
}

cJSON *treadle_record_canned(struct arena *arena, const char *resource) {
    const char *answer = "{}";
    for (size_t i = 0; resource != NULL && i < COUNT_OF(canned); i++)
        if (treadle_text_ends(resource, canned[i].end)) answer = canned[i].answer;
    cJSON *mock = treadle_scratch_node(arena, cJSON_Object);
    treadle_put_value(arena, mock, "result", treadle_scratch_read(arena, answer, strlen(answer)));
    return mock;
}

static const char made_up[] = "text";  // It was, and may be something else.

bool treadle_record_is_made_up(const cJSON *value) {
    return value != NULL && cJSON_IsString(value) && strcmp(value->valuestring, made_up) == 0;
}

// [value] with [leaf] at the names of [path], "a.b.c"; NULL: something else stands in the way. A
// list of one item is its item.
static cJSON *with(
    struct arena *arena, const cJSON *value, const char *path, const cJSON *leaf, uint32_t depth) {
    size_t size = strcspn(path, ".");
    const char *name = treadle_arena_copy_size(arena, path, size);
    if (treadle_record_is_made_up(value)) value = NULL;
    if (value != NULL && cJSON_IsArray(value) && treadle_json_count(value) == 1) {
        const cJSON *item = with(arena, value->child, path, leaf, depth);
        cJSON *list = treadle_scratch_node(arena, cJSON_Array);
        if (item != NULL) treadle_scratch_append(list, NULL, treadle_scratch_copy(arena, item));
        return item == NULL ? NULL : list;
    }
    if (size == 0 || depth == 10 || (value != NULL && !cJSON_IsObject(value))) return NULL;
    const cJSON *old = value == NULL ? NULL : treadle_json_member(value, name), *new = leaf;
    if (path[size] == '\0' && old != NULL && !cJSON_IsArray(leaf)) return NULL;
    if (path[size] == '.') new = with(arena, old, path + size + 1, leaf, depth + 1);
    if (new == NULL) return NULL;
    cJSON *made = treadle_scratch_node(arena, cJSON_Object);
    for (const cJSON *one = value == NULL ? NULL : value->child; one != NULL; one = one->next)
        if (one != old) treadle_put_value(arena, made, one->string, one);
    treadle_put_value(arena, made, name, new);
    return made;
}

// The causes that tell of a path which led nowhere, as far as they have to be known: what stands
// before the path, and what before the value it was looked for in.
static const struct {
    const char *before, *in;
    bool list;
} causes[] = {
    {"The JSONPath '$", "in the input '", false},
    {"The JsonPath argument for the field '$", "in the input '", false},
    {"Unable to apply step \"", "to input ", false},
    {"Reference path \"$", NULL, true},
    {"Invalid path '$", NULL, false}};

// The JSON value that [text] begins with: as much of it as is one.
static const cJSON *value_at(struct arena *arena, const char *text) {
    for (size_t size = strlen(text); size > 0; size--) {
        if (strchr("}]", text[size - 1]) == NULL) continue;
        const cJSON *value = treadle_scratch_read(arena, text, size);
        if (value != NULL) return value;
    }
    return NULL;
}

struct missing treadle_record_missing(struct arena *arena, const char *cause) {
    for (size_t i = 0; cause != NULL && i < COUNT_OF(causes); i++) {
        const char *at = strstr(cause, causes[i].before);
        if (at == NULL) continue;
        at += strlen(causes[i].before);
        if (at[-1] == '$') at += strcspn(at, ".'\"");  // A variable's name: mostly of the input.
        if (*at == '.') at++;
        size_t size = strspn(at, names);
        const char *in = causes[i].in == NULL ? NULL : strstr(at, causes[i].in);
        if (size == 0) continue;
        return (struct missing){
            .path = treadle_arena_copy_size(arena, at, size),
            .list = causes[i].list || at[size] == '[',
            .object = at[size] == '"',
            .json = strstr(cause, "States.StringToJson($") != NULL,
            .whole = in == NULL ? NULL : value_at(arena, in + strlen(causes[i].in))};
    }
    return (struct missing){.path = NULL};
}

// A name that a rule looks at has what the rule compares it with.
static const cJSON *leaf_of(struct record *record, const struct missing *missing) {
    static const char items[] = "[{}]", object[] = "\"{}\"";
    const char *last = strrchr(missing->path, '.');
    const cJSON *operand =
        treadle_map_find(&record->operands, last == NULL ? missing->path : last + 1);
    if (operand != NULL && !missing->list) return operand;
    if (missing->object && !missing->list)
        return treadle_scratch_node(&record->arena, cJSON_Object);
    if (!missing->list && !missing->json) return treadle_scratch_string(&record->arena, made_up);
    const char *json = missing->list ? items : object;
    return treadle_scratch_read(&record->arena, json, strlen(json));
}

const cJSON *treadle_record_fill(
    struct record *record, const cJSON *value, const struct missing *missing) {
    return with(&record->arena, value, missing->path, leaf_of(record, missing), 0);
}
