// A condition block is operator → key → wanted values: operators and keys are ANDed, wanted values
// are ORed. Everything is compared as text but what only looks equal as a value: numbers, moments,
// addresses.
#include "aws/condition.h"

#include <string.h>

#include "aws/ip.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "base/time_text.h"

static char fold_letter(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

static bool same_folded(const char *a, const char *b) {
    while (*a != '\0' && fold_letter(*a) == fold_letter(*b))
        a++, b++;
    return *a == *b;
}

// -- Patterns

static bool is_continuation(char c) {
    return ((unsigned char)c & 0xC0) == 0x80;
}

bool treadle_glob(const char *pattern, const char *text, bool fold) {
    const char *star = NULL, *retry = NULL;
    while (*text != '\0') {
        if (*pattern == '*') {
            star = ++pattern;
            retry = text;
            continue;
        }
        bool literal = *pattern == 1;
        char wanted = pattern[literal];
        bool any = wanted == '?' && !literal;
        if (any || wanted == *text || (fold && fold_letter(wanted) == fold_letter(*text))) {
            pattern += 1 + literal;
            text++;
            while (any && is_continuation(*text))
                text++;
        } else if (star != NULL) {
            pattern = star;
            text = ++retry;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

// -- Keys

static const char *current_time(struct judging *judging) {
    char *text = treadle_arena_alloc(&judging->arena, TIME_TEXT_SIZE);
    treadle_time_write(text, judging->question->at_ms);
    return text;
}

static const char *epoch_time(struct judging *judging) {
    return treadle_arena_print(
        &judging->arena, "%lld", (long long)(judging->question->at_ms / 1000));
}

static bool is_service(const struct judging *judging) {
    return judging->question->caller->kind == CALLER_SERVICE;
}

static const char *principal_account(struct judging *judging) {
    return is_service(judging) ? NULL : judging->question->caller->account;
}

static const char *principal_arn(struct judging *judging) {
    const struct caller *caller = judging->question->caller;
    if (is_service(judging)) return NULL;
    return caller->role != NULL ? caller->role : caller->principal;
}

static const char *principal_is_service(struct judging *judging) {
    return is_service(judging) ? "true" : "false";
}

static const char *principal_service(struct judging *judging) {
    return is_service(judging) ? judging->question->caller->principal : NULL;
}

static const char *principal_type(struct judging *judging) {
    switch (judging->question->caller->kind) {
        case CALLER_NOBODY: return "Anonymous";
        case CALLER_ROOT: return "Account";
        case CALLER_USER: return "User";
        case CALLER_SESSION: return "AssumedRole";
        case CALLER_SERVICE: break;
    }
    return NULL;
}

static const char *resource_account(struct judging *judging) {
    return judging->question->use->account;
}

static const char *source_account(struct judging *judging) {
    return is_service(judging) ? judging->question->caller->account : NULL;
}

static const char *source_arn(struct judging *judging) {
    return judging->question->caller->source_arn;
}

static const char *user_name(struct judging *judging) {
    const struct caller *caller = judging->question->caller;
    const char *slash = caller->kind == CALLER_USER ? strrchr(caller->principal, '/') : NULL;
    return slash == NULL ? NULL : slash + 1;
}

static const char *external_id(struct judging *judging) {
    return treadle_json_string(judging->question->context, "sts:ExternalId");
}

static const struct key {
    const char *name;
    const char *(*value)(struct judging *judging);
} keys[] = {
#define KEY(name, value) {name, value},
#include "aws/condition_keys.def"
#undef KEY
};

struct values {  // Of a key in this request, in the judging's arena.
    const char **items;
    uint32_t count;
};

static void add_value(struct values *values, const cJSON *value) {
    if (cJSON_IsString(value)) values->items[values->count++] = value->valuestring;
}

// Keys that a caller or the time answers are never taken from the context.
static struct values key_values(struct judging *judging, const char *name) {
    struct values values = {0};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        if (!same_folded(keys[i].name, name)) continue;
        const char *value = keys[i].value(judging);
        if (value == NULL) return values;
        values.items = treadle_arena_alloc(&judging->arena, sizeof(*values.items));
        values.items[values.count++] = value;
        return values;
    }
    const cJSON *context = judging->question->context;
    for (const cJSON *member = context == NULL ? NULL : context->child; member != NULL;
         member = member->next) {
        if (!same_folded(member->string, name)) continue;
        size_t room = 1;
        EACH_ITEM(item, member) room++;
        values.items = treadle_arena_alloc(&judging->arena, room * sizeof(*values.items));
        EACH_ITEM(item, member) add_value(&values, item);
        return values;
    }
    return values;
}

bool treadle_condition_key_known(const char *name) {
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (same_folded(keys[i].name, name)) return true;
    return false;
}

// -- Variables

static void put_literal(struct text *out, const char *value, bool glob) {
    for (; *value != '\0'; value++) {
        if (glob && (*value == '*' || *value == '?')) treadle_text_put(out, "\1", 1);
        treadle_text_put(out, value, 1);
    }
}

// "aws:username" or "aws:username, 'nobody'": the value, else the default, else false.
static bool put_variable(
    struct judging *judging, struct text *out, const char *name, size_t size, bool glob) {
    char *key = treadle_arena_copy_size(&judging->arena, name, size);
    if (size == 1 && strchr("*?$", *key) != NULL) {
        put_literal(out, key, glob);
        return true;
    }
    char *otherwise = NULL, *comma = strchr(key, ',');
    if (comma != NULL) {
        otherwise = strchr(comma, '\'');
        char *end = otherwise == NULL ? NULL : strrchr(++otherwise, '\'');
        if (end == NULL) return false;
        *comma = *end = '\0';
    }
    struct values values = key_values(judging, key);
    const char *value = values.count == 1 ? values.items[0] : otherwise;
    if (value != NULL) put_literal(out, value, glob);
    return value != NULL;
}

const char *treadle_policy_expand(struct judging *judging, const char *text, bool glob) {
    if (!judging->variables || strstr(text, "${") == NULL) return text;
    struct text out = {0};
    bool known = true;
    while (*text != '\0' && known) {
        const char *end = strncmp(text, "${", 2) == 0 ? strchr(text, '}') : NULL;
        if (end == NULL) {
            treadle_text_put(&out, text++, 1);
            continue;
        }
        known = put_variable(judging, &out, text + 2, (size_t)(end - text - 2), glob);
        text = end + 1;
    }
    const char *copy =
        known ? treadle_arena_copy(&judging->arena, treadle_text_string(&out)) : NULL;
    treadle_text_clear(&out);
    return copy;
}

// -- Comparisons: [have] is the request's value, [want] the policy's

typedef bool compare_fn(struct judging *judging, const char *have, const char *want);

static bool string_equals(struct judging *judging, const char *have, const char *want) {
    (void)judging;
    return strcmp(have, want) == 0;
}

static bool string_equals_ignore_case(struct judging *judging, const char *have, const char *want) {
    (void)judging;
    return same_folded(have, want);
}

static bool string_like(struct judging *judging, const char *have, const char *want) {
    (void)judging;
    return treadle_glob(want, have, false);
}

// SPEC: part by part, so that a star does not cross the first five colons.
static bool arn_like(struct judging *judging, const char *have, const char *want) {
    if (strncmp(have, "arn:", 4) != 0) return false;
    for (int part = 0; part < 5; part++) {
        const char *have_end = strchr(have, ':'), *want_end = strchr(want, ':');
        if (have_end == NULL || want_end == NULL) return false;
        struct arena *arena = &judging->arena;
        const char *text = treadle_arena_copy_size(arena, have, (size_t)(have_end - have));
        const char *pattern = treadle_arena_copy_size(arena, want, (size_t)(want_end - want));
        if (!treadle_glob(pattern, text, false)) return false;
        have = have_end + 1;
        want = want_end + 1;
    }
    return treadle_glob(want, have, false);
}

// What is no number compares with nothing.
static bool number_order(struct judging *judging, const char *have, const char *want, int *out) {
    const cJSON *a = treadle_scratch_read(&judging->arena, have, strlen(have));
    const cJSON *b = treadle_scratch_read(&judging->arena, want, strlen(want));
    if (!cJSON_IsNumber(a) || !cJSON_IsNumber(b)) return false;
    *out = treadle_number_compare(a, b);
    return true;
}

// SPEC: W3C's ISO 8601 formats, of which a year, a month or a day alone are some, or epoch seconds.
static bool read_moment(struct judging *judging, const char *text, int64_t *out) {
    if (treadle_time_read(text, out)) return true;
    static const char *const endings[] = {"-01-01T00:00:00Z", "-01T00:00:00Z", "T00:00:00Z"};
    size_t size = strlen(text);
    for (size_t i = 0; i < COUNT_OF(endings); i++)
        if (size == 4 + 3 * i &&
            treadle_time_read(treadle_arena_print(&judging->arena, "%s%s", text, endings[i]), out))
            return true;
    int64_t seconds;
    if (!treadle_number_read_int(text, -99999999999, 99999999999, &seconds)) return false;
    *out = seconds * 1000;
    return true;
}

static bool date_order(struct judging *judging, const char *have, const char *want, int *out) {
    int64_t a, b;
    if (!read_moment(judging, have, &a) || !read_moment(judging, want, &b)) return false;
    *out = (a > b) - (a < b);
    return true;
}

#define ORDERED(kind, name, holds)                                                                 \
    static bool kind##_##name(struct judging *judging, const char *have, const char *want) {       \
        int order;                                                                                 \
        return kind##_order(judging, have, want, &order) && (holds);                               \
    }
#define EACH_ORDER(kind)                                                                           \
    ORDERED(kind, equal, order == 0)                                                               \
    ORDERED(kind, less, order < 0)                                                                 \
    ORDERED(kind, less_or_equal, order <= 0)                                                       \
    ORDERED(kind, greater, order > 0)                                                              \
    ORDERED(kind, greater_or_equal, order >= 0)

EACH_ORDER(number)
EACH_ORDER(date)

static bool ip_within(struct judging *judging, const char *have, const char *want) {
    (void)judging;
    return treadle_ip_within(have, want);
}

static const struct comparison {
    const char *name;
    compare_fn *compare;
    bool negated, pattern;
} comparisons[] = {
#define OPERATOR(name, compare, negated, pattern) {name, compare, negated, pattern},
#include "aws/condition_operators.def"
#undef OPERATOR
};

// -- Operators

enum quantifier { ONE, FOR_ANY, FOR_ALL };

struct operator_parts {  // "ForAnyValue:StringEqualsIfExists", taken apart.
    enum quantifier quantifier;
    bool if_exists, null;
    const struct comparison *comparison;  // NULL: unknown, or Null.
};

static struct operator_parts take_apart(const char *name) {
    struct operator_parts parts = {0};
    if (strncmp(name, "ForAnyValue:", 12) == 0) {
        parts.quantifier = FOR_ANY;
        name += 12;
    } else if (strncmp(name, "ForAllValues:", 13) == 0) {
        parts.quantifier = FOR_ALL;
        name += 13;
    }
    size_t size = strlen(name);
    parts.if_exists = size > 8 && strcmp(name + size - 8, "IfExists") == 0;
    if (parts.if_exists) size -= 8;
    parts.null = strcmp(name, "Null") == 0;
    for (size_t i = 0; i < COUNT_OF(comparisons); i++)
        if (strlen(comparisons[i].name) == size && memcmp(comparisons[i].name, name, size) == 0)
            parts.comparison = &comparisons[i];
    return parts;
}

bool treadle_condition_operator_known(const char *name) {
    struct operator_parts parts = take_apart(name);
    return parts.null || parts.comparison != NULL;
}

// A wanted value as text: policies write true and 5 with and without quotes.
static const char *wanted_text(struct judging *judging, const cJSON *wanted) {
    if (cJSON_IsString(wanted)) return wanted->valuestring;
    if (cJSON_IsBool(wanted)) return cJSON_IsTrue(wanted) ? "true" : "false";
    if (!cJSON_IsNumber(wanted)) return NULL;
    if (wanted->valuestring != NULL) return wanted->valuestring;
    char *text = treadle_arena_alloc(&judging->arena, NUMBER_TEXT_SIZE + 1);
    text[treadle_number_write(text, wanted->valuedouble)] = '\0';
    return text;
}

static bool any_wanted(
    struct judging *judging, const struct comparison *comparison, const char *have,
    const cJSON *wanted) {
    EACH_ITEM(item, wanted) {
        const char *text = wanted_text(judging, item);
        if (text == NULL) continue;
        const char *want = treadle_policy_expand(judging, text, comparison->pattern);
        if (want != NULL && comparison->compare(judging, have, want)) return true;
    }
    return false;
}

static bool key_holds(
    struct judging *judging, const struct operator_parts *parts, const cJSON *wanted) {
    struct values values = key_values(judging, wanted->string);
    bool negated = parts->comparison->negated;
    // SPEC: a key that is absent satisfies negated operators, ...IfExists and ForAllValues.
    if (values.count == 0)
        return parts->if_exists || parts->quantifier == FOR_ALL ||
               (negated && parts->quantifier == ONE);
    uint32_t held = 0;
    for (uint32_t i = 0; i < values.count; i++)
        held += any_wanted(judging, parts->comparison, values.items[i], wanted) != negated;
    return parts->quantifier == FOR_ALL ? held == values.count : held > 0;
}

static bool null_holds(struct judging *judging, const cJSON *wanted) {
    const char *absent = key_values(judging, wanted->string).count == 0 ? "true" : "false";
    EACH_ITEM(item, wanted) {
        const char *text = wanted_text(judging, item);
        if (text != NULL && same_folded(text, absent)) return true;
    }
    return false;
}

static bool block_holds(
    struct judging *judging, const struct operator_parts *parts, const cJSON *block) {
    for (const cJSON *key = block->child; key != NULL; key = key->next)
        if (parts->null ? !null_holds(judging, key) : !key_holds(judging, parts, key)) return false;
    return true;
}

bool treadle_conditions_hold(struct judging *judging, const cJSON *condition, bool otherwise) {
    if (condition == NULL) return true;
    if (!cJSON_IsObject(condition)) return otherwise;
    for (const cJSON *block = condition->child; block != NULL; block = block->next) {
        struct operator_parts parts = take_apart(block->string);
        bool known = cJSON_IsObject(block) && (parts.null || parts.comparison != NULL);
        if (known ? !block_holds(judging, &parts, block) : !otherwise) return false;
    }
    return true;
}
