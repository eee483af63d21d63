// A Resource is split at its colons, then looked for in resources.def.
#include "engine/model/task_uri.h"

#include <string.h>

#include "base/memory.h"
#include "base/nearest.h"

enum { NO, YES };

static const struct {
    const char *service, *action;
    bool sync, sync_2, token;
} resources[] = {
#define RESOURCE(service, action, sync, sync_2, token) {service, action, sync, sync_2, token},
#include "engine/model/resources.def"
#undef RESOURCE
};

static const struct {
    const char *text;
    enum treadle_pattern pattern;
} suffixes[] = {
    {".sync:2", TREADLE_SYNC_2},
    {".sync", TREADLE_SYNC},
    {".waitForTaskToken", TREADLE_WAIT_FOR_TOKEN}};

// The first [count] fields of an ARN, and the rest as the last one.
enum { ARN_FIELDS = 6 };

struct arn {
    const char *at[ARN_FIELDS];
    size_t size[ARN_FIELDS];
};

static bool split(const char *text, struct arn *out) {
    for (int i = 0; i < ARN_FIELDS; i++) {
        out->at[i] = text;
        out->size[i] = i == ARN_FIELDS - 1 ? strlen(text) : strcspn(text, ":");
        if (i == ARN_FIELDS - 1) return true;
        text += out->size[i];
        if (*text++ != ':') return false;
    }
    return false;
}

static bool field_is(const struct arn *arn, int field, const char *text) {
    return arn->size[field] == strlen(text) && memcmp(arn->at[field], text, arn->size[field]) == 0;
}

static bool starts(const char *text, const char *with) {
    return strncmp(text, with, strlen(with)) == 0;
}

// Takes the pattern's suffix off the action.
static enum treadle_pattern cut_suffix(const char *action, size_t *size) {
    for (size_t i = 0; i < COUNT_OF(suffixes); i++) {
        size_t suffix = strlen(suffixes[i].text);
        if (*size <= suffix || memcmp(action + *size - suffix, suffixes[i].text, suffix) != 0)
            continue;
        *size -= suffix;
        return suffixes[i].pattern;
    }
    return TREADLE_REQUEST_RESPONSE;
}

static bool has_pattern(size_t row, enum treadle_pattern pattern) {
    switch (pattern) {
        case TREADLE_REQUEST_RESPONSE: return true;
        case TREADLE_SYNC: return resources[row].sync;
        case TREADLE_SYNC_2: return resources[row].sync_2;
        case TREADLE_WAIT_FOR_TOKEN: return resources[row].token;
    }
    return false;
}

static bool is_known(const struct treadle_task_uri *uri) {
    bool service_known = false;
    for (size_t i = 0; i < COUNT_OF(resources); i++) {
        if (strcmp(resources[i].service, uri->service) != 0) continue;
        service_known = true;
        if (strcmp(resources[i].action, uri->action) == 0) return has_pattern(i, uri->pattern);
    }
    return !service_known;
}

static bool is_letter(char byte, const char *others) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || strchr(others, byte) != NULL;
}

static bool is_name(const char *text, const char *others) {
    for (; *text != '\0'; text++)
        if (!is_letter(*text, others)) return false;
    return true;
}

// "service:action", "aws-sdk:service:action", with a suffix.
static bool read_integration(struct arena *arena, const char *text, struct treadle_task_uri *out) {
    bool sdk = starts(text, "aws-sdk:");
    size_t prefix = sdk ? strlen("aws-sdk:") : 0;
    size_t service = prefix + strcspn(text + prefix, ":");
    if (service == prefix || text[service] != ':') return false;
    const char *action = text + service + 1;
    size_t size = strlen(action);
    out->pattern = cut_suffix(action, &size);
    if (size == 0) return false;
    out->service = treadle_arena_copy_size(arena, text, service);
    out->action = treadle_arena_copy_size(arena, action, size);
    if (!is_name(out->service + prefix, "-") || !is_name(out->action, "")) return false;
    if (!sdk) return is_known(out);
    return out->pattern == TREADLE_REQUEST_RESPONSE || out->pattern == TREADLE_WAIT_FOR_TOKEN;
}

// "function:NAME" or "function:NAME:QUALIFIER".
static bool is_function(const char *text) {
    if (!starts(text, "function:")) return false;
    text += strlen("function:");
    size_t size = strcspn(text, ":");
    const char *qualifier = text[size] == ':' ? text + size + 1 : NULL;
    for (size_t i = 0; i < size; i++)
        if (!is_letter(text[i], "-_")) return false;
    return size > 0 && (qualifier == NULL || (*qualifier != '\0' && is_name(qualifier, "-_$")));
}

bool treadle_task_uri_read(struct arena *arena, const char *text, struct treadle_task_uri *out) {
    struct arn arn;
    *out = (struct treadle_task_uri){.text = text, .service = "", .action = ""};
    if (!split(text, &arn) || !field_is(&arn, 0, "arn") || arn.size[1] == 0) return false;
    const char *rest = arn.at[ARN_FIELDS - 1];
    if (field_is(&arn, 2, "lambda") && is_function(rest)) {
        out->service = "lambda";
        return true;
    }
    if (!field_is(&arn, 2, "states")) return false;
    if (starts(rest, "activity:") && rest[9] != '\0') {
        out->service = "states";
        return arn.size[3] > 0 && arn.size[4] > 0;
    }
    // Region and account are empty, or the machine's own, as people's definitions have it.
    return read_integration(arena, rest, out);
}

const char *treadle_task_uri_nearest(struct arena *arena, const char *text) {
    struct arn arn;
    if (!split(text, &arn)) return NULL;
    const char *typed = arn.at[ARN_FIELDS - 1];
    struct nearest nearest = {.typed = typed};
    for (size_t i = 0; i < COUNT_OF(resources); i++) {
        char *known =
            treadle_arena_print(arena, "%s:%s", resources[i].service, resources[i].action);
        treadle_nearest_offer(&nearest, known);
        for (size_t j = 0; j < COUNT_OF(suffixes); j++)
            if (has_pattern(i, suffixes[j].pattern))
                treadle_nearest_offer(
                    &nearest, treadle_arena_print(arena, "%s%s", known, suffixes[j].text));
    }
    if (nearest.word == NULL) return NULL;
    return treadle_arena_print(arena, "%.*s%s", (int)(typed - text), text, nearest.word);
}

enum task_events treadle_task_uri_events(const struct treadle_task_uri *uri) {
    if (uri->action[0] != '\0') return TASK_EVENTS_TASK;
    return strcmp(uri->service, "lambda") == 0 ? TASK_EVENTS_LAMBDA : TASK_EVENTS_ACTIVITY;
}

const char *treadle_task_uri_suffix(const struct treadle_task_uri *uri) {
    for (size_t i = 0; i < COUNT_OF(suffixes); i++)
        if (suffixes[i].pattern == uri->pattern) return suffixes[i].text;
    return "";
}
