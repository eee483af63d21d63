// Values as a failure shows them.
//
// Long texts that differ are shown around the place where they do: what both begin and end with is
// left out. Other long values keep their beginning and tell their size.
#include "suite/value.h"

#include <string.h>

#include "base/json/value.h"
#include "base/json/write.h"
#include "base/utf8.h"

enum {
    VALUE_SIZE_MAX = 400,   // Of one value, in bytes; what is longer is cut.
    MIDDLE_SIZE_MAX = 800,  // Of what differs in a text.
    AROUND_SIZE = 24,       // Of what is equal beside it, where that is left out.
    FOLD_SIZE_MIN = 100,    // Texts up to this are shown whole.
    STATES_BEFORE = 3,      // Of a long way, before the first state that differs.
    STATES_AFTER = 8,
};

// The beginning of a character at or before [at].
static size_t character_start(const char *text, size_t at) {
    while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80)
        at--;
    return at;
}

static void put_cut(struct text *out, const char *text, size_t size, size_t size_max) {
    if (size <= size_max) {
        treadle_text_put(out, text, size);
        return;
    }
    treadle_text_put(out, text, character_start(text, size_max));
    treadle_text_printf(out, "… %zu bytes", size);
}

void treadle_value_show_line(struct text *out, const char *text) {
    struct text quoted = {0};
    treadle_json_write_string(&quoted, text);
    for (size_t i = 1; i + 1 < quoted.count; i++) {  // Without the quotes, and those inside bare.
        bool bare = quoted.bytes[i] == '\\' && strchr("\"\\", quoted.bytes[i + 1]) != NULL;
        treadle_text_put(out, &quoted.bytes[i + bare], 1);
        i += bare;
    }
    treadle_text_clear(&quoted);
}

// Text escaped as in JSON, in quotes or bare, to be shown piece by piece.
static void escape(struct text *out, const char *text, enum suite_look look) {
    if (look == LOOK_WORD)
        treadle_value_show_line(out, text);
    else
        treadle_json_write_string(out, text);
}

static size_t equal_before(const struct text *a, const struct text *b) {
    size_t size = 0;
    while (size < a->count && size < b->count && a->bytes[size] == b->bytes[size])
        size++;
    return character_start(a->bytes, size);
}

static size_t equal_behind(const struct text *a, const struct text *b, size_t before) {
    size_t size = 0;
    while (size < a->count - before && size < b->count - before &&
           a->bytes[a->count - 1 - size] == b->bytes[b->count - 1 - size])
        size++;
    while (size > 0 && ((unsigned char)a->bytes[a->count - size] & 0xC0) == 0x80)
        size--;
    return size;
}

// What differs of [mine], with a little of what does not.
static void show_around(struct text *out, const struct text *mine, size_t before, size_t behind) {
    size_t from = before > AROUND_SIZE ? character_start(mine->bytes, before - AROUND_SIZE) : 0;
    size_t to = mine->count - behind, end = behind > AROUND_SIZE ? to + AROUND_SIZE : mine->count;
    if (end < mine->count) end = character_start(mine->bytes, end);
    if (from > 0) treadle_text_add(out, "…");
    treadle_text_put(out, mine->bytes + from, before - from);
    put_cut(out, mine->bytes + before, to - before, MIDDLE_SIZE_MAX);
    treadle_text_put(out, mine->bytes + to, end - to);
    if (end < mine->count) treadle_text_add(out, "…");
}

static void show_text(struct text *out, const char *mine, const char *other, enum suite_look look) {
    struct text a = {0}, b = {0};
    escape(&a, mine, look);
    escape(&b, other, look);
    if (a.count <= FOLD_SIZE_MIN && b.count <= FOLD_SIZE_MIN) {
        treadle_text_put(out, treadle_text_string(&a), a.count);
    } else {
        size_t before = a.count == 0 || b.count == 0 ? 0 : equal_before(&a, &b);
        size_t behind = a.count == 0 || b.count == 0 ? 0 : equal_behind(&a, &b, before);
        if (a.count > 0) show_around(out, &a, before, behind);
    }
    treadle_text_clear(&a);
    treadle_text_clear(&b);
}

// -- Ways

static void show_state(struct text *out, const cJSON *state) {
    struct text text = {0};
    if (!cJSON_IsString(state))
        treadle_json_write(&text, state);
    else if (strcmp(state->valuestring, "...") == 0)
        treadle_text_add(&text, "…");
    else
        treadle_value_show_line(&text, state->valuestring);
    put_cut(out, treadle_text_string(&text), text.count, VALUE_SIZE_MAX);
    treadle_text_clear(&text);
}

static bool has_stretch(const cJSON *names) {
    for (const cJSON *name = names->child; name != NULL; name = name->next)
        if (cJSON_IsString(name) && strcmp(name->valuestring, "...") == 0) return true;
    return false;
}

// A long way is shown around the first state that differs: those before it are as expected. Only a
// pattern with stretches, whose places are not those of the way, is shown from its beginning.
static void show_path(struct text *out, const cJSON *names, uint32_t first, bool fold) {
    if (!cJSON_IsArray(names)) {
        show_state(out, names);
        return;
    }
    if (names->child == NULL) treadle_text_add(out, "(no state)");
    uint32_t index = 0, from = fold && first > 2 * STATES_BEFORE ? first - STATES_BEFORE : 0;
    uint32_t count = treadle_json_count(names), to = from + STATES_BEFORE + STATES_AFTER;
    if (from == 0) to = first + STATES_AFTER;
    if (!fold || to + 2 > count) to = count;
    if (from > 0) treadle_text_printf(out, "… %u earlier", from);
    for (const cJSON *name = names->child; name != NULL && index < to; name = name->next, index++) {
        if (index < from) continue;
        if (index > 0) treadle_text_add(out, " → ");
        show_state(out, name);
    }
    if (to < count) treadle_text_printf(out, " → … %u more", count - to);
}

// -- All

void treadle_value_show(
    struct text *out, const struct suite_part *part, enum suite_look look, enum side side,
    uint32_t first) {
    const cJSON *mine = side == SIDE_WANT ? part->want : part->have,
                *other = side == SIDE_WANT ? part->have : part->want;
    if (*part->path != '\0') treadle_text_printf(out, "%s: ", part->path);
    if (mine == NULL) {
        treadle_text_add(out, "(nothing)");
    } else if (look == LOOK_PATH) {
        show_path(out, mine, first, side == SIDE_HAVE || !has_stretch(mine));
    } else if (cJSON_IsString(mine) && cJSON_IsString(other)) {
        show_text(out, mine->valuestring, other->valuestring, look);
    } else if (cJSON_IsString(mine) && look == LOOK_WORD) {
        treadle_value_show_line(out, mine->valuestring);
    } else {
        struct text text = {0};
        treadle_json_write(&text, mine);
        put_cut(out, text.bytes, text.count, VALUE_SIZE_MAX);
        treadle_text_clear(&text);
    }
}
