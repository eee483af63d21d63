// Three ways to write a definition, one text that comes out, and a
// source to mend.
#include "services/cloudformation/machine.h"

#include <stdlib.h>
#include <string.h>

#include "base/json/string.h"
#include "base/limits.h"
#include "services/cloudformation/layout.h"

struct definition {
    struct stack *stack;
    struct part *part;
    struct place at;  // Of the property it comes from.
    struct text text;
};

// -- files

// "../x" and "/x" would be read from wherever treadle runs: a template reads what lies beside it.
static bool stays_below(const char *path) {
    if (*path == '/' || *path == '\0' || strchr(path, '\\') != NULL) return false;
    for (const char *at = path;; at++) {
        size_t size = strcspn(at, "/");
        if (size == 2 && at[0] == '.' && at[1] == '.') return false;
        at += size;
        if (*at == '\0') return true;
    }
}

// The path as people see it: beside the template.
static const char *beside(struct stack *stack, const char *path) {
    const char *slash = strrchr(stack->file, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - stack->file) + 1;
    return treadle_arena_print(&stack->arena, "%.*s%s", (int)folder, stack->file, path);
}

static bool take_file(struct definition *definition, char *bytes, size_t size) {
    struct stack *stack = definition->stack;
    const char *source = definition->part->place.source;
    if (size > LIMIT_definition_size_max)
        return treadle_stack_refuse(
            stack, definition->at, "%s holds %zu bytes, and a definition holds %d at most", source,
            size, LIMIT_definition_size_max);
    if (memchr(bytes, '\0', size) != NULL ||
        !treadle_string_of_bytes(bytes, size, &definition->text))
        return treadle_stack_refuse(
            stack, definition->at, "%s is no text: it holds NUL bytes, or what is no UTF-8",
            source);
    return true;
}

static bool read_file(struct definition *definition, const char *path) {
    struct stack *stack = definition->stack;
    const struct world *world = stack->world;
    if (strncmp(path, "s3://", 5) == 0)
        return treadle_stack_refuse(stack, definition->at, "nothing is read from S3: %s", path);
    while (strncmp(path, "./", 2) == 0)
        path += 2;  // Before it is judged: what follows in ".//x" begins at the root.
    if (!stays_below(path))
        return treadle_stack_refuse(
            stack, definition->at,
            "'%s' leaves the template's folder, and only what is in it is read", path);
    if (world->on_load == NULL)
        return treadle_stack_refuse(
            stack, definition->at, "'%s' cannot be read: nobody here reads files", path);
    definition->part->place.source = beside(stack, path);
    char *bytes = NULL;
    size_t size = 0;
    struct treadle_status status = {0};
    if (world->on_load(stack->file, path, &bytes, &size, &status, world->data) != 0)
        return treadle_stack_refuse(stack, definition->at, "%s", status.text);
    bool taken = take_file(definition, bytes, size);
    free(bytes);
    return taken;
}

// -- placeholders

enum { PLACEHOLDERS_TOLD = 10 };

struct cursor {  // In a definition's text.
    const char *at;
    uint32_t line, column;
};

static void move_to(struct cursor *cursor, const char *at) {
    for (; cursor->at < at; cursor->at++) {
        bool inside = ((unsigned char)*cursor->at & 0xC0) == 0x80;
        cursor->line += *cursor->at == '\n';
        cursor->column = *cursor->at == '\n' ? 1 : cursor->column + !inside;
    }
}

static void warn_of_placeholder(
    const struct definition *definition, const struct cursor *cursor, const char *name,
    const char *meant) {
    struct birthplace place = definition->part->place;
    // (Where the text itself stands in the template, its lines are not the file's.)
    bool lines = place.source != NULL;
    place.file = lines ? place.source : place.file;
    place.line = lines ? cursor->line : definition->at.line;
    place.column = lines ? cursor->column : definition->at.column;
    treadle_world_warn(
        definition->stack->world, &place, "%s: nothing is put in for %s%s; it stays as it is",
        definition->part->id, name, meant);
}

// The name in "${name}" at [at], or NULL: it is none.
static const char *placeholder(struct arena *arena, const char *at) {
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    size_t size = strncmp(at, "${", 2) == 0 ? strspn(at + 2, letters) : 0;
    return size == 0 || at[2 + size] != '}' ? NULL : treadle_arena_copy_size(arena, at + 2, size);
}

static bool check_substitutions(const struct definition *definition, const cJSON *substitutions) {
    struct stack *stack = definition->stack;
    bool fine = substitutions == NULL || cJSON_IsObject(substitutions);
    for (const cJSON *one = fine && substitutions != NULL ? substitutions->child : NULL;
         fine && one != NULL; one = one->next)
        fine = treadle_stack_text(stack, one) != NULL;
    const cJSON *raw = treadle_json_member(
        treadle_json_member(definition->part->raw, "Properties"), "DefinitionSubstitutions");
    return fine || treadle_stack_refuse(
                       stack, treadle_stack_at(stack, raw),
                       "DefinitionSubstitutions wants an object of texts");
}

// What has a value is replaced when the machine is made; what has none stays, as on AWS.
static void warn_of_placeholders(const struct definition *definition, const cJSON *substitutions) {
    struct arena *scratch = &definition->stack->scratch;
    const char *at = treadle_text_string(&definition->text);
    struct cursor cursor = {at, 1, 1};
    int told = 0;
    for (; told <= PLACEHOLDERS_TOLD && (at = strstr(at, "${")) != NULL; at += 2) {
        const char *name = placeholder(scratch, at);
        if (name == NULL || treadle_json_member(substitutions, name) != NULL) continue;
        move_to(&cursor, at);
        if (told++ < PLACEHOLDERS_TOLD)
            warn_of_placeholder(
                definition, &cursor, treadle_arena_print(scratch, "${%s}", name),
                treadle_stack_meant(definition->stack, name, substitutions));
        else
            warn_of_placeholder(definition, &cursor, "this one and what follows", "");
    }
}

// -- definitions

static bool has_one(
    struct stack *stack, const struct part *part, const cJSON *properties, const char *uri) {
    int count = (treadle_json_member(properties, "Definition") != NULL) +
                (treadle_json_member(properties, "DefinitionString") != NULL) + (uri != NULL);
    if (count == 1) return true;
    return treadle_stack_refuse(
        stack, treadle_stack_at_name(stack, part->raw), "%s: %s", part->id,
        count > 1 ? "one definition is wanted, and there are several"
        : treadle_json_member(properties, "DefinitionS3Location") != NULL
            ? "nothing is read from S3: DefinitionString or Definition is wanted"
            : "a definition is wanted: DefinitionString, Definition or, of SAM's type, "
              "DefinitionUri");
}

static bool read_definition(
    struct definition *definition, const cJSON *properties, const char *uri) {
    struct stack *stack = definition->stack;
    const cJSON *raw = treadle_json_member(definition->part->raw, "Properties");
    const cJSON *object = treadle_json_member(properties, "Definition"),
                *string = treadle_json_member(properties, "DefinitionString");
    const char *name = uri != NULL      ? "DefinitionUri"
                       : object != NULL ? "Definition"
                                        : "DefinitionString";
    raw = treadle_json_member(raw, name);
    definition->at = treadle_stack_at(stack, raw);
    if (uri != NULL) return read_file(definition, uri);
    if (cJSON_IsString(string)) {
        treadle_text_add(&definition->text, string->valuestring);
        return true;
    }
    if (!cJSON_IsObject(object))
        return treadle_stack_refuse(
            stack, definition->at, "%s: %s is %s, not %s", definition->part->id, name,
            object == NULL ? "a text" : "an object",
            treadle_json_type(object == NULL ? string : object));
    definition->part->place.source = stack->file;
    treadle_layout_write(&definition->text, &stack->places, raw, object);
    return true;
}

bool treadle_machine_define(
    struct stack *stack, struct part *part, const cJSON *properties, const char *uri, cJSON *out) {
    struct definition definition = {.stack = stack, .part = part};
    const cJSON *substitutions = treadle_json_member(properties, "DefinitionSubstitutions");
    bool fine = has_one(stack, part, properties, uri) &&
                check_substitutions(&definition, substitutions) &&
                read_definition(&definition, properties, uri);
    if (fine) {
        warn_of_placeholders(&definition, substitutions);
        const char *text =
            treadle_arena_copy(&stack->scratch, treadle_text_string(&definition.text));
        treadle_put_text(&stack->scratch, out, "DefinitionString", text);
        treadle_put_value(&stack->scratch, out, "DefinitionSubstitutions", substitutions);
    }
    treadle_text_clear(&definition.text);
    return fine;
}

// -- AWS::StepFunctions::StateMachine

static bool reads_all(const char *property) {
    (void)property;
    return true;
}

static bool is_definition(const char *property) {
    return strcmp(property, "Definition") == 0 || strcmp(property, "DefinitionString") == 0 ||
           strcmp(property, "DefinitionSubstitutions") == 0;
}

static const cJSON *expand(struct stack *stack, struct part *part, const cJSON *properties) {
    cJSON *plain = treadle_scratch_node(&stack->scratch, cJSON_Object);
    for (const cJSON *one = properties->child; one != NULL; one = one->next)
        if (!is_definition(one->string))
            treadle_put_value(&stack->scratch, plain, one->string, one);
    return treadle_machine_define(stack, part, properties, NULL, plain) ? plain : NULL;
}

const struct expansion treadle_machine_expansion = {
    .type = "AWS::StepFunctions::StateMachine", .reads = reads_all, .expand = expand};
