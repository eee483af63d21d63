// Texts with tokens in them, and JSON that stands for its text.
#include "tests/core/match.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/memory.h"

// README 3.3: whole strings that match anything.
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

// README 3.7: what AWS added over the years.
static const char *const newer[] = {
    "redrive", "Redrive", "stateMachineVersionArn", "stateMachineAliasArn", "traceHeader"};

static bool differ(
    struct matching *matching, const char *what, const cJSON *recorded, const cJSON *have) {
    if (matching->difference[0] != '\0') return false;
    const char *wanted =
        recorded == NULL ? "nothing" : treadle_json_print(&matching->arena, recorded);
    const char *found = have == NULL ? "nothing" : treadle_json_print(&matching->arena, have);
    (void)snprintf(
        matching->difference, sizeof(matching->difference), "%s: wanted %.200s, have %.200s", what,
        wanted, found);
    return false;
}

static bool is_wildcard(const char *text) {
    for (size_t i = 0; i < COUNT_OF(wildcards); i++)
        if (strcmp(wildcards[i], text) == 0) return true;
    return false;
}

// The length of an ISO-8601 instant at [at], or 0.
static size_t instant_size(const char *at) {
    static const char shape[] = "dddd-dd-ddTdd:dd:dd";
    size_t size = 0;
    for (; shape[size] != '\0'; size++) {
        bool fits = shape[size] == 'd' ? isdigit((unsigned char)at[size]) : at[size] == shape[size];
        if (!fits) return 0;
    }
    if (at[size] == '.') size++;
    while (isdigit((unsigned char)at[size]))
        size++;
    if (at[size] == 'Z') return size + 1;
    if (at[size] == '+' || at[size] == '-') return size + 6;
    return size;
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

// The length of a token "<name>", "<name:1>" or (the recorder went twice over some) "<<name>:1>" at
// [at], or 0.
static size_t token_size(const char *at) {
    size_t size = 0;
    int depth = 0;
    do {
        char c = at[size];
        bool fits = isalnum((unsigned char)c) || (c != '\0' && strchr("<>_-:", c) != NULL);
        if (!fits || (size == 0 && c != '<')) return 0;
        depth += c == '<' ? 1 : c == '>' ? -1 : 0;
        size++;
    } while (depth > 0);
    return size > 2 ? size : 0;
}

// A numbered token stands for the same text wherever it recurs.
static bool bind(struct matching *matching, const char *token, size_t size, const char *text) {
    char *name = treadle_arena_copy_size(&matching->arena, token, size);
    if (strchr(name, ':') == NULL || strncmp(name, "<json-input:", 12) == 0) return true;
    const char *known = treadle_map_find(&matching->tokens, name);
    if (known != NULL) return strcmp(known, text) == 0;
    treadle_map_put(&matching->tokens, name, treadle_arena_copy(&matching->arena, text));
    return true;
}

// Does the pattern, with tokens in it, stand for the text? Each token for as little as will do.
static bool match_text(struct matching *matching, const char *pattern, const char *text) {
    while (*pattern != '\0') {
        size_t token = token_size(pattern);
        if (token == 0) {
            if (*pattern++ != *text++) return false;
            continue;
        }
        const char *rest = pattern + token;
        for (size_t size = 0;; size++) {
            char *taken = treadle_arena_copy_size(&matching->arena, text, size);
            if ((*rest != '\0' || text[size] == '\0') && match_text(matching, rest, text + size))
                return bind(matching, pattern, token, taken);
            if (text[size] == '\0') return false;
        }
    }
    return *text == '\0';
}

static bool match_string(struct matching *matching, const cJSON *recorded, const cJSON *have) {
    if (is_wildcard(recorded->valuestring)) return true;
    if (!cJSON_IsString(have)) {
        // README 3.5: a text may stand for its value.
        const cJSON *value = treadle_scratch_read(
            &matching->arena, recorded->valuestring, strlen(recorded->valuestring));
        bool same = value != NULL && !cJSON_IsString(value) && treadle_json_equal(value, have);
        size_t size = strlen(recorded->valuestring);
        if (token_size(recorded->valuestring) == size) return true;
        return same || differ(matching, "another type", recorded, have);
    }
    const char *text = without_instants(&matching->arena, have->valuestring);
    const char *pattern = without_instants(&matching->arena, recorded->valuestring);
    if (match_text(matching, pattern, text)) return true;
    // A JSON text of a string or a number, or spaced otherwise.
    const cJSON *parsed =
        treadle_scratch_read(&matching->arena, have->valuestring, strlen(have->valuestring));
    if (cJSON_IsString(parsed) &&
        match_text(matching, pattern, without_instants(&matching->arena, parsed->valuestring)))
        return true;
    return differ(matching, "a text", recorded, have);
}

static bool is_newer(const char *name) {
    for (size_t i = 0; i < COUNT_OF(newer); i++)
        if (strncmp(name, newer[i], strlen(newer[i])) == 0) return true;
    return false;
}

static bool match_object(struct matching *matching, const cJSON *recorded, const cJSON *have) {
    for (const cJSON *member = recorded->child; member != NULL; member = member->next) {
        const cJSON *twin = treadle_json_member(have, member->string);
        if (twin == NULL && is_newer(member->string)) continue;
        if (twin == NULL) return differ(matching, member->string, member, NULL);
        if (!match_value(matching, member, twin)) return false;
    }
    for (const cJSON *member = have->child; member != NULL; member = member->next)
        if (treadle_json_member(recorded, member->string) == NULL && !is_newer(member->string))
            return differ(matching, member->string, NULL, member);
    return true;
}

static bool match_array(struct matching *matching, const cJSON *recorded, const cJSON *have) {
    const cJSON *one = recorded->child, *other = have->child;
    for (; one != NULL && other != NULL; one = one->next, other = other->next)
        if (!match_value(matching, one, other)) return false;
    return (one == NULL && other == NULL) || differ(matching, "a length", recorded, have);
}

bool match_value(struct matching *matching, const cJSON *recorded, const cJSON *have) {
    if (cJSON_IsString(recorded)) return match_string(matching, recorded, have);
    if (cJSON_IsString(have)) {  // README 3.5: the recorder read the text.
        const cJSON *value =
            treadle_scratch_read(&matching->arena, have->valuestring, strlen(have->valuestring));
        if (value == NULL || cJSON_IsString(value))
            return differ(matching, "a JSON text", recorded, have);
        have = value;
    }
    if (cJSON_IsObject(recorded) && cJSON_IsObject(have))
        return match_object(matching, recorded, have);
    if (cJSON_IsArray(recorded) && cJSON_IsArray(have))
        return match_array(matching, recorded, have);
    const char *a = treadle_json_print(&matching->arena, recorded),
               *b = treadle_json_print(&matching->arena, have);
    return strcmp(a, b) == 0 || differ(matching, "a value", recorded, have);
}

void match_clear(struct matching *matching) {
    treadle_map_clear(&matching->tokens);
    treadle_arena_clear(&matching->arena);
}
