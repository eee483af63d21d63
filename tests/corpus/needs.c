// Data a definition can do something with.
#include "tests/corpus/needs.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"

struct need {
    const char *name;
    size_t size;
    bool list;
    struct need *child, *next;
};

static struct need *child_of(
    struct arena *arena, struct need *need, const char *name, size_t size) {
    struct need **at = &need->child;
    for (; *at != NULL; at = &(*at)->next)
        if ((*at)->size == size && memcmp((*at)->name, name, size) == 0) return *at;
    *at = treadle_arena_alloc(arena, sizeof(**at));
    **at = (struct need){.name = name, .size = size};
    return *at;
}

static size_t name_size(const char *at) {
    size_t size = 0;
    while (isalnum((unsigned char)at[size]) || at[size] == '_')
        size++;
    return size;
}

// Notes what the path at [at], behind its `$`, names; gives where it ends.
static const char *note(struct arena *arena, struct need *need, const char *at, bool items) {
    for (;;) {
        size_t size = *at == '.' ? name_size(at + 1) : 0;
        if (size > 0) {
            need = child_of(arena, need, at + 1, size);
            at += size + 1;
        } else if (*at == '[' && (isdigit((unsigned char)at[1]) || at[1] == '*')) {
            need->list = true;
            at += strcspn(at, "]\n");
            at += *at == ']';
        } else {
            need->list |= items;
            return at;
        }
    }
}

static void put(const struct need *need, unsigned variant, struct text *out);

static void put_one(const struct need *need, unsigned variant, struct text *out) {
    static const char *const ends[] = {"1", "\"text\"", "true", "[{}, {}]"};
    if (need->child == NULL) {
        treadle_text_add(out, need->list ? "{}" : ends[(need->size + variant) % COUNT_OF(ends)]);
        return;
    }
    treadle_text_add(out, "{");
    for (const struct need *child = need->child; child != NULL; child = child->next) {
        treadle_text_printf(out, "\"%.*s\":", (int)child->size, child->name);
        put(child, variant, out);
        if (child->next != NULL) treadle_text_add(out, ",");
    }
    treadle_text_add(out, "}");
}

static void put(const struct need *need, unsigned variant, struct text *out) {
    if (need->list) treadle_text_add(out, "[");
    put_one(need, variant, out);
    if (need->list) treadle_text_add(out, ",");
    if (need->list) put_one(need, variant, out);
    if (need->list) treadle_text_add(out, "]");
}

void needs_of(const char *definition, unsigned variant, struct text *out) {
    static const char items_path[] = "ItemsPath";
    struct arena arena = {0};
    struct need root = {0};
    const char *line = definition;
    for (const char *at = definition; *at != '\0'; at++) {
        if (*at == '\n') line = at;
        if (at[0] != '$' || at[1] != '.') continue;
        if (at > definition && at[-1] == '$') continue;  // The context object's.
        const char *items = strstr(line, items_path);
        bool is_items = items != NULL && items < at && at - items < 20;
        at = note(&arena, &root, at + 1, is_items) - 1;
    }
    put_one(&root, variant, out);
    treadle_arena_clear(&arena);
}
