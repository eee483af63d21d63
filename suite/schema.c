// Levels become definitions with properties, forms become definitions of their own.
#include "suite/schema.h"

#include <string.h>

#include "base/arena.h"
#include "base/json/scratch.h"
#include "base/json/write.h"
#include "suite/keys.h"

static const char computed[] =
    "{\"type\": \"string\", \"pattern\": \"^\\\\{%(.|\\\\n)*%\\\\}$\", \"description\": \"A "
    "computed value\"}";
static const char filename[] =
    "{\"type\": \"string\", \"pattern\": \"^@\", \"description\": \"A file\"}";

static cJSON *object(struct arena *arena) {
    return treadle_scratch_node(arena, cJSON_Object);
}

static void put_fixed(struct arena *arena, cJSON *into, const char *name, const char *text) {
    const cJSON *schema = treadle_scratch_read(arena, text, strlen(text));
    ASSERT(schema != NULL);
    treadle_put_value(arena, into, name, schema);
}

static cJSON *reference(struct arena *arena, const char *name) {
    cJSON *made = object(arena);
    treadle_put_text(arena, made, "$ref", treadle_arena_print(arena, "#/definitions/%s", name));
    return made;
}

// In draft 7 nothing may stand beside a $ref, so the text and the form are two members of allOf.
static cJSON *property(struct arena *arena, const struct suite_key *key) {
    cJSON *made = object(arena), *all = treadle_scratch_node(arena, cJSON_Array);
    treadle_put_text(arena, made, "description", key->text);
    cJSON *form = reference(arena, treadle_suite_form_name(key->form));
    bool merged =
        key->level == LEVEL_CASE || key->level == LEVEL_EXPECT || key->level == LEVEL_STATE;
    if (merged) {  // null takes a default away.
        cJSON *any = treadle_scratch_node(arena, cJSON_Array), *null = object(arena);
        treadle_put_text(arena, null, "type", "null");
        treadle_scratch_append(any, NULL, form);
        treadle_scratch_append(any, NULL, null);
        treadle_put_value(arena, made, "anyOf", any);
        return made;
    }
    treadle_scratch_append(all, NULL, form);
    treadle_put_value(arena, made, "allOf", all);
    return made;
}

static cJSON *level_schema(struct arena *arena, enum suite_level level) {
    size_t count;
    const struct suite_key *keys = treadle_suite_keys(&count);
    cJSON *made = object(arena), *properties = object(arena);
    treadle_put_text(arena, made, "type", "object");
    treadle_put_bool(arena, made, "additionalProperties", false);
    for (size_t i = 0; i < count; i++)
        if (keys[i].level == level)
            treadle_put_value(arena, properties, keys[i].name, property(arena, &keys[i]));
    treadle_put_value(arena, made, "properties", properties);
    return made;
}

// What stands for a level where a computed value may stand for it, too.
static cJSON *level_form(struct arena *arena, enum suite_level level) {
    if (level == LEVEL_FILE || level == LEVEL_CASE) return level_schema(arena, level);
    cJSON *made = object(arena), *any = treadle_scratch_node(arena, cJSON_Array);
    treadle_scratch_append(any, NULL, level_schema(arena, level));
    treadle_scratch_append(any, NULL, reference(arena, "COMPUTED"));
    treadle_put_value(arena, made, "anyOf", any);
    return made;
}

static bool is_level(const char *name, enum suite_level *out) {
    for (int level = 0; level < LEVELS; level++) {
        *out = (enum suite_level)level;
        if (strcmp(treadle_suite_level_name(*out), name) == 0) return true;
    }
    return false;
}

static cJSON *definitions(struct arena *arena) {
    cJSON *made = object(arena);
    put_fixed(arena, made, "COMPUTED", computed);
    put_fixed(arena, made, "FILENAME", filename);
    for (int form = 0; form < FORMS; form++) {
        enum suite_level level;
        const char *name = treadle_suite_form_name((enum suite_form)form);
        if (is_level(name, &level))
            treadle_put_value(arena, made, name, level_form(arena, level));
        else
            put_fixed(arena, made, name, treadle_suite_form_schema((enum suite_form)form));
    }
    return made;
}

void treadle_suite_schema(struct text *out) {
    struct arena arena = {0};
    cJSON *whole = object(&arena);
    treadle_put_text(&arena, whole, "$schema", "http://json-schema.org/draft-07/schema#");
    treadle_put_text(&arena, whole, "title", "A test file of treadle's");
    cJSON *all = treadle_scratch_node(&arena, cJSON_Array);
    treadle_scratch_append(all, NULL, reference(&arena, "FILE"));
    treadle_put_value(&arena, whole, "allOf", all);
    cJSON *required = treadle_scratch_node(&arena, cJSON_Array);
    treadle_scratch_append(required, NULL, treadle_scratch_string(&arena, "cases"));
    treadle_put_value(&arena, whole, "required", required);
    treadle_put_value(&arena, whole, "definitions", definitions(&arena));
    treadle_json_write(out, whole);
    treadle_text_put(out, "\n", 1);
    treadle_arena_clear(&arena);
}

void treadle_suite_help(struct text *out) {
    treadle_text_add(
        out,
        "A test file is NAME.test.yaml or NAME.test.json. Each case starts empty, on a clock of "
        "its own.\n");
    size_t count;
    const struct suite_key *keys = treadle_suite_keys(&count);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || keys[i].level != keys[i - 1].level)
            treadle_text_printf(out, "\n%s\n", treadle_suite_level_words(keys[i].level));
        treadle_text_printf(out, "  %-14s %s\n", keys[i].name, keys[i].text);
    }
}
