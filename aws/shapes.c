// The compact text into shapes: first every type gets its place, then they are filled, so that they
// may refer to each other and to themselves.
#include <stdlib.h>
#include <string.h>

#include "aws/shapes_inside.h"
#include "base/json/read.h"
#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"

static const struct {
    const char *name, *java, *java_class;
} kinds[] = {
#define KIND(enumerator, name, java, java_class) {name, java, java_class},
#include "aws/shape_kinds.def"
#undef KIND
};

const char *treadle_shape_java(enum shape_kind kind) {
    return kinds[kind].java;
}

const char *treadle_shape_java_class(enum shape_kind kind) {
    return kinds[kind].java_class;
}

// -- Reading

static enum shape_kind kind_named(const char *name) {
    size_t i = 0;
    while (i < COUNT_OF(kinds) && strcmp(kinds[i].name, name) != 0)
        i++;
    ASSERT(i < COUNT_OF(kinds));
    return (enum shape_kind)i;
}

// What stands without parameters, like "string", is a type of its own.
static struct shape *shape_named(struct shapes *shapes, const char *name) {
    struct shape *shape = treadle_list_find(&shapes->types, name);
    if (shape != NULL) return shape;
    shape = treadle_arena_alloc_zeroed(&shapes->arena, sizeof(*shape));
    shape->name = name;
    shape->kind = kind_named(name);
    treadle_list_put(&shapes->types, name, shape);
    return shape;
}

static void read_members(struct shapes *shapes, struct shape *shape, const cJSON *members) {
    struct member *list = treadle_arena_alloc_zeroed(
        &shapes->arena, (treadle_json_count(members) + 1) * sizeof(*list));
    for (const cJSON *one = members->child; one != NULL; one = one->next) {
        size_t size = strlen(one->string);
        bool required = one->string[size - 1] == '*';
        list[shape->member_count++] = (struct member){
            .name = treadle_arena_copy_size(&shapes->arena, one->string, size - required),
            .shape = shape_named(shapes, one->valuestring),
            .required = required};
    }
    shape->members = list;
}

static bool read_number(const cJSON *type, const char *name, int64_t *out) {
    const cJSON *number = treadle_json_member(type, name);
    if (number != NULL) *out = (int64_t)number->valuedouble;
    return number != NULL;
}

static void read_words(struct shapes *shapes, struct shape *shape, const cJSON *words) {
    if (words == NULL) return;
    const char **list =
        treadle_arena_alloc(&shapes->arena, treadle_json_count(words) * sizeof(*list));
    for (const cJSON *word = words->child; word != NULL; word = word->next)
        list[shape->word_count++] = word->valuestring;
    shape->words = list;
}

static void read_type(struct shapes *shapes, struct shape *shape, const cJSON *type) {
    shape->has_min = read_number(type, "min", &shape->min);
    shape->has_max = read_number(type, "max", &shape->max);
    read_number(type, "arn_max", &shape->arn_max);
    shape->alone = cJSON_IsTrue(treadle_json_member(type, "alone"));
    shape->sensitive = cJSON_IsTrue(treadle_json_member(type, "sensitive"));
    shape->pattern = treadle_json_string(type, "pattern");
    if (shape->pattern != NULL) {
        shape->regex = treadle_regex_compile(&shapes->arena, shape->pattern, false);
        ASSERT(shape->regex != NULL);
    }
    read_words(shapes, shape, treadle_json_member(type, "enum"));
    const char *of = treadle_json_string(type, "of");
    if (of != NULL) shape->of = shape_named(shapes, of);
    const cJSON *members = treadle_json_member(type, "members");
    if (members != NULL) read_members(shapes, shape, members);
}

static void read_operation(struct shapes *shapes, const cJSON *from) {
    struct shape *input = treadle_arena_alloc_zeroed(&shapes->arena, sizeof(*input));
    *input = (struct shape){.name = from->string, .kind = SHAPE_STRUCTURE};
    read_members(shapes, input, treadle_json_member(from, "input"));
    struct shape_operation *operation = treadle_arena_alloc(&shapes->arena, sizeof(*operation));
    *operation = (struct shape_operation){
        .name = from->string, .input = input, .errors = treadle_json_member(from, "errors")};
    treadle_list_put(&shapes->operations, operation->name, operation);
}

struct shapes *treadle_shapes_new(const char *text, size_t size) {
    struct shapes *shapes = treadle_alloc_zeroed(sizeof(*shapes));
    shapes->doc = treadle_doc_read(NULL, text, size, NULL);
    ASSERT(shapes->doc != NULL);
    const cJSON *root = treadle_doc_root(shapes->doc), *types = treadle_json_member(root, "types");
    shapes->dialect = treadle_dialect_named(treadle_json_string(root, "dialect"));
    ASSERT(shapes->dialect != NULL);
    shapes->package = treadle_json_string(root, "package");
    for (const cJSON *type = types->child; type != NULL; type = type->next) {
        struct shape *shape = treadle_arena_alloc_zeroed(&shapes->arena, sizeof(*shape));
        shape->name = type->string;
        shape->kind = kind_named(treadle_json_string(type, "is"));
        treadle_list_put(&shapes->types, shape->name, shape);
    }
    for (const cJSON *type = types->child; type != NULL; type = type->next)
        read_type(shapes, treadle_list_find(&shapes->types, type->string), type);
    const cJSON *operations = treadle_json_member(root, "operations");
    for (const cJSON *one = operations->child; one != NULL; one = one->next)
        read_operation(shapes, one);
    return shapes;
}

void treadle_shapes_free(struct shapes *shapes) {
    if (shapes == NULL) return;
    treadle_list_clear(&shapes->types);
    treadle_list_clear(&shapes->operations);
    treadle_doc_drop(shapes->doc);
    treadle_arena_clear(&shapes->arena);
    free(shapes);
}

// -- Asking

bool treadle_shapes_has_error(
    const struct shapes *shapes, const char *operation, const char *code) {
    const struct shape_operation *known = treadle_list_find(&shapes->operations, operation);
    if (known == NULL) return false;
    for (const cJSON *error = known->errors->child; error != NULL; error = error->next)
        if (strcmp(error->valuestring, code) == 0) return true;
    return false;
}

struct search {
    struct text path;
    void (*on_unknown)(const char *path, void *data);
    void *data;
};

static const struct member *member_named(const struct shape *shape, const char *name) {
    for (uint32_t i = 0; i < shape->member_count; i++)
        if (strcmp(shape->members[i].name, name) == 0) return &shape->members[i];
    return NULL;
}

static void search(
    struct search *s, const struct shape *shape, const cJSON *value, uint32_t depth) {
    ASSERT(depth <= LIMIT_json_depth_max);  // Checked before.
    size_t count = s->path.count;
    uint32_t index = 0;
    for (const cJSON *child = value->child; child != NULL; child = child->next) {
        if (child->string != NULL)
            treadle_text_printf(&s->path, "%s%s", count > 0 ? "." : "", child->string);
        else
            treadle_text_printf(&s->path, "[%u]", index++);
        const struct member *member =
            child->string != NULL ? member_named(shape, child->string) : NULL;
        if (shape->kind == SHAPE_STRUCTURE && member == NULL)
            s->on_unknown(treadle_text_string(&s->path), s->data);
        else
            search(s, member != NULL ? member->shape : shape->of, child, depth + 1);
        s->path.bytes[s->path.count = count] = '\0';
    }
}

void treadle_shapes_each_unknown(
    const struct shapes *shapes, const char *operation, const cJSON *input,
    void (*on_unknown)(const char *path, void *data), void *data) {
    const struct shape_operation *known = treadle_list_find(&shapes->operations, operation);
    if (known == NULL) return;
    struct search s = {.on_unknown = on_unknown, .data = data};
    search(&s, known->input, input, 0);
    treadle_text_clear(&s.path);
}
