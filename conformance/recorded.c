// Texts with tokens in them, and JSON that stands for its text.
#include "conformance/recorded.h"

#include <stdlib.h>
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/memory.h"

struct binding {  // Texts in the recording's arena, or the case's.
    const char *token, *text;
    size_t token_size, text_size;
};

// README 3.3: whole strings that stand for anything. The last is one test's own mask.
static const char *const wildcards[] = {
    "date",
    "datetime",
    "timestamp",
    "start-date",
    "stop-date",
    "start-time",
    "entered-time",
    "time",
    "RequestId",
    "x-amzn-RequestId",
    "X-Amzn-Trace-Id",
    "x-amz-crc32",
    "<masked>",
    "RandomNumberGenerated",
    "generated-uuid",
    "a_task_token"};

// README 3.7: what AWS added over the years; a name that begins so may be missing or more.
static const char *const newer[] = {
    "redrive",
    "Redrive",
    "traceHeader",
    "stateMachineVersionArn",
    "variableReferences",
    "stateMachineAliasArn",
    "encryptionConfiguration"};

// -- Places

static bool differ(struct recorded *recorded, const cJSON *wanted, const cJSON *had) {
    if (recorded->place != NULL) return false;
    struct arena *arena = &recorded->arena;
    recorded->place = treadle_arena_copy(arena, treadle_text_string(&recorded->path));
    recorded->wanted = wanted == NULL ? NULL : treadle_json_print(arena, wanted);
    recorded->had = had == NULL ? NULL : treadle_json_print(arena, had);
    return false;
}

static void leave_place(struct recorded *recorded, size_t size) {
    recorded->path.count = size;
    if (recorded->path.bytes != NULL) recorded->path.bytes[size] = '\0';
}

// -- Instants

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// The length of an ISO-8601 instant at [at], or 0.
static size_t instant_size(const char *at) {
    static const char shape[] = "dddd-dd-ddTdd:dd:dd";
    size_t size = 0;
    for (; shape[size] != '\0'; size++) {
        bool fits = shape[size] == 'd' ? is_digit(at[size]) : at[size] == shape[size];
        if (!fits) return 0;
    }
    if (at[size] == '.' && is_digit(at[size + 1])) size++;
    while (is_digit(at[size]))
        size++;
    if (at[size] == 'Z') return size + 1;
    bool offset = (at[size] == '+' || at[size] == '-') && is_digit(at[size + 1]) &&
                  is_digit(at[size + 2]) && at[size + 3] == ':' && is_digit(at[size + 4]) &&
                  is_digit(at[size + 5]);
    return offset ? size + 6 : size;
}

// README 3.4: the recorder wrote "date" for every instant.
static const char *without_instants(struct arena *arena, const char *text) {
    struct text out = {0};
    for (const char *at = text; *at != '\0';) {
        size_t size = instant_size(at);
        if (size > 0)
            treadle_text_add(&out, "date");
        else
            treadle_text_put(&out, at, 1);
        at += size > 0 ? size : 1;
    }
    const char *copy = treadle_arena_copy(arena, treadle_text_string(&out));
    treadle_text_clear(&out);
    return copy;
}

// -- Tokens

static bool is_name(char c) {
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || is_digit(c) || c == '_' || c == '-' || c == ':';
}

// The length of a token "<name>", "<name:1>" or (where the recorder went twice over) "<<name>:1>"
// at [at], or 0.
static size_t token_size(const char *at) {
    size_t size = 0;
    int depth = 0;
    if (*at != '<') return 0;
    do {
        char c = at[size];
        if (!is_name(c) && c != '<' && c != '>') return 0;
        depth += c == '<' ? 1 : c == '>' ? -1 : 0;
        size++;
    } while (depth > 0);
    return size > 2 ? size : 0;
}

// README 3.2: a numbered token stands for the same text wherever it recurs, another for anything.
static bool is_numbered(const char *token, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (is_digit(token[i])) return true;
    return false;
}

static bool is_json_input(const char *token) {
    return strncmp(token, "<json-input:", 12) == 0;
}

static const struct binding *find(const struct recorded *recorded, const char *token, size_t size) {
    for (uint32_t i = 0; i < recorded->binding_count; i++) {
        const struct binding *binding = &recorded->bindings[i];
        if (binding->token_size == size && memcmp(binding->token, token, size) == 0) return binding;
    }
    return NULL;
}

static bool match_text(struct recorded *recorded, const char *pattern, const char *text);

// A token that means nothing yet stands for as little as will do.
static bool match_token(
    struct recorded *recorded, const char *pattern, size_t token, const char *text) {
    bool json = is_json_input(pattern), numbered = !json && is_numbered(pattern, token);
    const struct binding *known = numbered ? find(recorded, pattern, token) : NULL;
    if (known != NULL)
        return strncmp(text, known->text, known->text_size) == 0 &&
               match_text(recorded, pattern + token, text + known->text_size);
    uint32_t mark = recorded->binding_count;
    for (size_t size = 0;; size++) {
        if (numbered)
            ADD(recorded->bindings, recorded->binding_count, recorded->binding_size) =
                (struct binding){pattern, text, token, size};
        // README 3.6: any JSON text.
        bool stands = !json || treadle_scratch_read(&recorded->arena, text, size) != NULL;
        if (stands && match_text(recorded, pattern + token, text + size)) return true;
        recorded->binding_count = mark;
        if (text[size] == '\0') return false;
    }
}

static bool match_text(struct recorded *recorded, const char *pattern, const char *text) {
    for (; *pattern != '\0'; pattern++, text++) {
        size_t token = token_size(pattern);
        if (token > 0) return match_token(recorded, pattern, token, text);
        if (*pattern != *text) return false;
    }
    return *text == '\0';
}

// -- Values

static bool is_one_of(const char *text, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], text) == 0) return true;
    return false;
}

static const cJSON *read_text(struct recorded *recorded, const cJSON *string) {
    return treadle_scratch_read(&recorded->arena, string->valuestring, strlen(string->valuestring));
}

static bool match_value(
    struct recorded *recorded, const cJSON *wanted, const cJSON *had, bool event);

static bool match_string(struct recorded *recorded, const cJSON *wanted, const cJSON *had) {
    const char *pattern = wanted->valuestring;
    if (is_one_of(pattern, wildcards, COUNT_OF(wildcards))) return true;
    if (!cJSON_IsString(had)) {  // A mask over what was no string.
        bool masked = token_size(pattern) > 0 && token_size(pattern) == strlen(pattern);
        const char *text = treadle_json_print(&recorded->arena, had);
        return (masked && match_text(recorded, pattern, text)) || differ(recorded, wanted, had);
    }
    pattern = without_instants(&recorded->arena, pattern);
    if (match_text(recorded, pattern, without_instants(&recorded->arena, had->valuestring)))
        return true;
    // README 3.5: what the recorder read as JSON was the text of a string.
    const cJSON *inner = read_text(recorded, had);
    if (cJSON_IsString(inner) &&
        match_text(recorded, pattern, without_instants(&recorded->arena, inner->valuestring)))
        return true;
    return differ(recorded, wanted, had);
}

static bool is_newer(const char *name) {
    for (size_t i = 0; i < COUNT_OF(newer); i++)
        if (strncmp(name, newer[i], strlen(newer[i])) == 0) return true;
    return false;
}

// README 3.7: what may be missing on either side.
static bool may_miss(const cJSON *member, bool event) {
    if (is_newer(member->string)) return true;
    return event && (cJSON_IsNull(member) || strcmp(member->string, "timestamp") == 0 ||
                     strcmp(member->string, "reconstructed") == 0);
}

static bool is_details(const char *name) {
    size_t size = strlen(name);
    return size > 7 && strcmp(name + size - 7, "Details") == 0;
}

static bool match_member(
    struct recorded *recorded, const cJSON *wanted, const cJSON *had, bool event) {
    size_t size = recorded->path.count;
    const char *name = wanted == NULL ? had->string : wanted->string;
    treadle_json_pointer_add(&recorded->path, name);
    bool same = wanted != NULL && had != NULL
                    ? match_value(recorded, wanted, had, event && is_details(name))
                    : differ(recorded, wanted, had);
    leave_place(recorded, size);
    return same;
}

static bool match_object(
    struct recorded *recorded, const cJSON *wanted, const cJSON *had, bool event) {
    for (const cJSON *member = wanted->child; member != NULL; member = member->next) {
        const cJSON *twin = treadle_json_member(had, member->string);
        if (twin == NULL && may_miss(member, event)) continue;
        if (!match_member(recorded, member, twin, event)) return false;
    }
    for (const cJSON *member = had->child; member != NULL; member = member->next) {
        bool there = treadle_json_member(wanted, member->string) != NULL;
        if (there || may_miss(member, event)) continue;
        return match_member(recorded, NULL, member, event);
    }
    return true;
}

static bool match_array(struct recorded *recorded, const cJSON *wanted, const cJSON *had) {
    const cJSON *one = wanted->child, *other = had->child;
    for (uint32_t i = 0; one != NULL && other != NULL; i++) {
        size_t size = recorded->path.count;
        treadle_json_pointer_add_index(&recorded->path, i);
        bool same = match_value(recorded, one, other, false);
        leave_place(recorded, size);
        if (!same) return false;
        one = one->next;
        other = other->next;
    }
    return (one == NULL && other == NULL) || differ(recorded, wanted, had);
}

// README 3.7: numbers in value and form; 1 is not 1.0.
static bool match_number(struct recorded *recorded, const cJSON *wanted, const cJSON *had) {
    bool whole = strpbrk(treadle_json_print(&recorded->arena, wanted), ".eE") == NULL;
    bool other = strpbrk(treadle_json_print(&recorded->arena, had), ".eE") == NULL;
    // The recorder's fractions went through a double.
    bool same = whole ? treadle_json_equal(wanted, had) : wanted->valuedouble == had->valuedouble;
    return (whole == other && same) || differ(recorded, wanted, had);
}

static bool match_value(
    struct recorded *recorded, const cJSON *wanted, const cJSON *had, bool event) {
    if (cJSON_IsString(wanted)) return match_string(recorded, wanted, had);
    if (cJSON_IsString(had)) {  // README 3.5: the recorder read the text.
        const cJSON *value = read_text(recorded, had);
        if (value == NULL || cJSON_IsString(value)) return differ(recorded, wanted, had);
        return match_value(recorded, wanted, value, event);
    }
    if (cJSON_IsObject(wanted) && cJSON_IsObject(had))
        return match_object(recorded, wanted, had, event);
    if (cJSON_IsArray(wanted) && cJSON_IsArray(had)) return match_array(recorded, wanted, had);
    if (cJSON_IsNumber(wanted) && cJSON_IsNumber(had)) return match_number(recorded, wanted, had);
    bool same = (wanted->type & 0xFF) == (had->type & 0xFF) && treadle_json_equal(wanted, had);
    return same || differ(recorded, wanted, had);
}

static bool match(struct recorded *recorded, const cJSON *wanted, const cJSON *had, bool event) {
    if (wanted == NULL && had == NULL) return true;
    if (wanted == NULL || had == NULL) return differ(recorded, wanted, had);
    return match_value(recorded, wanted, had, event);
}

bool recorded_is(struct recorded *recorded, const cJSON *wanted, const cJSON *had) {
    return match(recorded, wanted, had, false);
}

bool recorded_is_event(struct recorded *recorded, const cJSON *wanted, const cJSON *had) {
    return match(recorded, wanted, had, true);
}

bool recorded_could_be_event(struct recorded *recorded, const cJSON *wanted, const cJSON *had) {
    struct arena *arena = &recorded->arena;
    cJSON *copy = treadle_scratch_node(arena, cJSON_Object);
    for (const cJSON *member = had->child; member != NULL; member = member->next)
        if (strcmp(member->string, "id") != 0 && strcmp(member->string, "previousEventId") != 0)
            treadle_put_value(arena, copy, member->string, member);
    uint32_t mark = recorded->binding_count;
    const char *place = recorded->place;
    recorded->place = "";
    bool same = match(recorded, wanted, copy, true);
    recorded->place = place;
    recorded->binding_count = same ? recorded->binding_count : mark;
    return same;
}

void recorded_clear(struct recorded *recorded) {
    free(recorded->bindings);
    treadle_text_clear(&recorded->path);
    treadle_arena_clear(&recorded->arena);
    *recorded = (struct recorded){0};
}
