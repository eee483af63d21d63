// The forms of values, checked; everything that is wrong is said, with its place and a remedy.
#include "suite/check.h"

#include <string.h>

#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/number.h"
#include "base/time_text.h"
#include "suite/computed.h"

// -- Saying

void treadle_suite_say(
    const struct suite_checker *checker, const cJSON *node, bool name, const char *help,
    const char *format, ...) {
    const cJSON *origin = checker->placed ? ((const struct placed *)node)->origin : node;
    struct place place = name ? treadle_place_of_name(checker->places, origin)
                              : treadle_place_of(checker->places, origin);
    va_list args;
    va_start(args, format);
    const char *message = treadle_arena_print_args(checker->arena, format, args);
    va_end(args);
    struct suite_problems *problems = checker->problems;
    for (uint32_t i = 0; i < problems->count; i++) {  // Rows say the same thing each.
        const struct suite_problem *old = &problems->items[i];
        if (old->line == place.line && old->column == place.column &&
            strcmp(old->message, message) == 0)
            return;
    }
    if (problems->count == (uint32_t)LIMIT_problems_max) return;
    ADD(problems->items, problems->count, problems->size) = (struct suite_problem){
        .message = message,
        .help = treadle_arena_copy(checker->arena, help),
        .line = place.line,
        .column = place.column,
        .width = place.width};
}

// The value itself where it is short, else its type.
static const char *shown(struct arena *arena, const cJSON *value) {
    const char *type = treadle_json_type(value);
    if (cJSON_IsString(value)) return treadle_arena_print(arena, "\"%s\"", value->valuestring);
    if (value->child == NULL) return treadle_json_print(arena, value);
    return treadle_arena_print(arena, "%s %s", strchr("aeiou", *type) == NULL ? "a" : "an", type);
}

static void refuse_form(
    const struct suite_checker *checker, const cJSON *value, enum suite_form form) {
    const char *wanted = treadle_suite_form_words(form), *this = shown(checker->arena, value);
    if (value->string != NULL)
        treadle_suite_say(
            checker, value, false, NULL, "'%s' wants %s; this is %s", value->string, wanted, this);
    else
        treadle_suite_say(
            checker, value, false, NULL, "wanted here is %s; this is %s", wanted, this);
}

// -- Objects of keys

static void refuse_key(
    const struct suite_checker *checker, const cJSON *member, enum suite_level level) {
    struct nearest nearest = {.typed = member->string};
    struct text all = {0};
    size_t count;
    const struct suite_key *keys = treadle_suite_keys(&count);
    for (size_t i = 0; i < count; i++) {
        if (keys[i].level != level) continue;
        treadle_nearest_offer(&nearest, keys[i].name);
        treadle_text_printf(&all, "%s%s", all.count == 0 ? "" : ", ", keys[i].name);
    }
    const char *words = treadle_suite_level_words(level);
    const char *help =
        nearest.word != NULL
            ? treadle_arena_print(checker->arena, "did you mean '%s'?", nearest.word)
            : treadle_arena_print(checker->arena, "%s has %s", words, treadle_text_string(&all));
    treadle_suite_say(checker, member, true, help, "%s has no '%s'", words, member->string);
    treadle_text_clear(&all);
}

static void check_at(
    const struct suite_checker *checker, const cJSON *value, enum suite_form form, uint32_t depth);

// A null takes a default away. What is left of it in a resolved case took nothing away, and must be
// what its key wants.
static bool takes_away(
    const struct suite_checker *checker, const cJSON *member, enum suite_level level) {
    bool merged = level == LEVEL_CASE ||
                  (!checker->placed && (level == LEVEL_EXPECT || level == LEVEL_STATE));
    return merged && cJSON_IsNull(member);
}

static void check_keys(
    const struct suite_checker *checker, const cJSON *object, enum suite_level level,
    uint32_t depth) {
    for (const cJSON *member = object->child; member != NULL; member = member->next) {
        const struct suite_key *key = treadle_suite_key(level, member->string);
        if (key == NULL)
            refuse_key(checker, member, level);
        else if (!takes_away(checker, member, level))
            check_at(checker, member, key->form, depth + 1);
    }
}

static void check_each(
    const struct suite_checker *checker, const cJSON *parent, enum suite_form form,
    uint32_t depth) {
    for (const cJSON *child = parent->child; child != NULL; child = child->next)
        check_at(checker, child, form, depth + 1);
}

// -- Single values

static bool is_count(const cJSON *value) {
    int64_t number;
    return cJSON_IsNumber(value) && treadle_number_int(value, &number) && number >= 0;
}

static bool is_duration(const cJSON *value) {
    int64_t ms;
    if (cJSON_IsNumber(value)) return is_count(value);
    return cJSON_IsString(value) && treadle_duration_read(value->valuestring, &ms);
}

static bool is_moment(const cJSON *value) {
    int64_t ms;
    return cJSON_IsString(value) && treadle_time_read(value->valuestring, &ms) && ms > 0;
}

static bool is_one_of(const cJSON *value, const char *const *words) {
    if (!cJSON_IsString(value)) return false;
    for (; *words != NULL; words++)
        if (strcmp(*words, value->valuestring) == 0) return true;
    return false;
}

static bool is_texts(const cJSON *value) {
    if (!cJSON_IsArray(value)) return false;
    for (const cJSON *child = value->child; child != NULL; child = child->next)
        if (!cJSON_IsString(child)) return false;
    return true;
}

static bool is_file(const cJSON *value) {
    return cJSON_IsString(value) && *value->valuestring == '@';
}

static bool is_rows(const cJSON *value) {
    if (!cJSON_IsArray(value) || value->child == NULL) return false;
    for (const cJSON *child = value->child; child != NULL; child = child->next)
        if (!cJSON_IsObject(child)) return false;
    return true;
}

static bool is_plain(const cJSON *value) {  // Of parameters.
    return cJSON_IsString(value) || cJSON_IsNumber(value) || cJSON_IsBool(value);
}

static bool is_all_plain(const cJSON *value) {
    if (!cJSON_IsObject(value)) return false;
    for (const cJSON *child = value->child; child != NULL; child = child->next)
        if (!is_plain(child)) return false;
    return true;
}

// What is no container of further keys.
static bool fits(const cJSON *value, enum suite_form form) {
    static const char *const statuses[] = {"SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", NULL};
    static const char *const types[] = {"STANDARD", "EXPRESS", NULL};
    static const char *const never[] = {"never", NULL};
    switch (form) {
        case FORM_TEXT: return cJSON_IsString(value);
        case FORM_OBJECT: return cJSON_IsObject(value) || is_file(value);
        case FORM_SUBMIT: return cJSON_IsObject(value);
        case FORM_COUNT: return is_count(value);
        case FORM_DURATION: return is_duration(value);
        case FORM_AFTER: return is_one_of(value, never) || is_duration(value);
        case FORM_MOMENT: return is_moment(value);
        case FORM_STATUS: return is_one_of(value, statuses);
        case FORM_TYPE: return is_one_of(value, types);
        case FORM_TEMPLATES:
        case FORM_PATH: return is_texts(value);
        case FORM_PARAMETERS: return is_all_plain(value);
        case FORM_ROWS: return is_rows(value);
        case FORM_LOCAL: return cJSON_IsBool(value) || is_texts(value);
        case FORM_CAUGHT: return cJSON_IsString(value) || is_texts(value);
        default: return true;
    }
}

// -- Containers

static void check_answers(const struct suite_checker *checker, const cJSON *value, uint32_t depth) {
    if (cJSON_IsArray(value) && value->child != NULL)
        check_each(checker, value, FORM_MOCK, depth);
    else if (cJSON_IsObject(value))
        check_keys(checker, value, LEVEL_MOCK, depth);
    else if (!is_file(value) && !cJSON_IsNull(value))  // null takes a default's mock away.
        refuse_form(checker, value, FORM_ANSWERS);
}

struct container {
    enum suite_form form;
    bool list;               // Else an object.
    bool keys;               // Its members are keys,
    enum suite_level level;  // of this level;
    enum suite_form child;   // else each child is of this form.
};

static const struct container containers[] = {
    {FORM_FILE, false, true, LEVEL_FILE, FORM_ANY},
    {FORM_CASE, false, true, LEVEL_CASE, FORM_ANY},
    {FORM_MOCK, false, true, LEVEL_MOCK, FORM_ANY},
    {FORM_EXPECT, false, true, LEVEL_EXPECT, FORM_ANY},
    {FORM_STATE, false, true, LEVEL_STATE, FORM_ANY},
    {FORM_EXECUTION, false, true, LEVEL_EXECUTION, FORM_ANY},
    {FORM_CASES, false, false, LEVEL_FILE, FORM_CASE},
    {FORM_MOCKS, false, false, LEVEL_FILE, FORM_ANSWERS},
    {FORM_ITEMS, false, false, LEVEL_FILE, FORM_ANSWERS},
    {FORM_STATES, false, false, LEVEL_FILE, FORM_STATE},
    {FORM_TABLES, false, false, LEVEL_FILE, FORM_ANY},
    {FORM_EXECUTIONS, true, false, LEVEL_FILE, FORM_EXECUTION},
    {FORM_DURATIONS, true, false, LEVEL_FILE, FORM_DURATION},
};

// True where [form] is that of a container; it has been checked.
static bool check_container(
    const struct suite_checker *checker, const cJSON *value, enum suite_form form, uint32_t depth) {
    for (size_t i = 0; i < COUNT_OF(containers); i++) {
        const struct container *container = &containers[i];
        if (container->form != form) continue;
        if (form == FORM_MOCKS && is_file(value)) return true;
        if (container->list ? !cJSON_IsArray(value) : !cJSON_IsObject(value))
            refuse_form(checker, value, form);
        else if (container->keys)
            check_keys(checker, value, container->level, depth);
        else
            check_each(checker, value, container->child, depth);
        return true;
    }
    return false;
}

static void check_at(
    const struct suite_checker *checker, const cJSON *value, enum suite_form form, uint32_t depth) {
    if (depth > (uint32_t)LIMIT_json_depth_max) return;  // The reader lets nothing deeper pass.
    bool written = form == FORM_FILE || form == FORM_CASES || form == FORM_CASE;
    if (!written && treadle_computed_is(value)) return;  // Looked at by itself.
    if (form == FORM_STATE && cJSON_IsNull(value) && !checker->placed) return;  // As takes_away.
    if (form == FORM_LATER)
        treadle_suite_say(
            checker, value, true, "say it with output, includes, states, path, …",
            "'that' is computed by JSONata, whose evaluator is not there yet");
    else if (form == FORM_ANSWERS)
        check_answers(checker, value, depth);
    else if (!check_container(checker, value, form, depth) && !fits(value, form))
        refuse_form(checker, value, form);
}

void treadle_suite_check(
    const struct suite_checker *checker, const cJSON *value, enum suite_form form) {
    check_at(checker, value, form, 0);
}

// -- Computed values

enum where { IN_CASE, IN_MOCKS, IN_EXPECT };

static void check_expression(
    const struct suite_checker *checker, const cJSON *value, enum where where) {
    static const char help[] =
        "without it there are {% $row.NAME %} for a row's value, {% STACK.OUTPUT %} for a "
        "template's output, and in 'expect' {% $ %} for whatever came";
    struct computed computed = treadle_computed_read(checker->arena, value);
    bool fine = computed.kind == COMPUTED_NONE || computed.kind == COMPUTED_ROW ||
                (computed.kind == COMPUTED_WHATEVER && where == IN_EXPECT) ||
                (computed.kind == COMPUTED_OUTPUT && where == IN_CASE);
    if (!fine)
        treadle_suite_say(
            checker, value, false, help,
            "%s is computed by JSONata, whose evaluator is not there yet", value->valuestring);
}

static void check_expressions(
    const struct suite_checker *checker, const cJSON *value, enum where where, uint32_t depth) {
    if (depth > (uint32_t)LIMIT_json_depth_max) return;
    check_expression(checker, value, where);
    for (const cJSON *child = value->child; child != NULL; child = child->next)
        check_expressions(checker, child, where, depth + 1);
}

void treadle_suite_check_computed(const struct suite_checker *checker, const cJSON *value) {
    if (!cJSON_IsObject(value)) return;  // It has been refused.
    for (const cJSON *member = value->child; member != NULL; member = member->next) {
        const struct suite_key *key = treadle_suite_key(LEVEL_CASE, member->string);
        if (key == NULL) continue;
        enum where where = key->form == FORM_MOCKS    ? IN_MOCKS
                           : key->form == FORM_EXPECT ? IN_EXPECT
                                                      : IN_CASE;
        // (What a row holds may be meant for any place; it is looked at where it is put.)
        if (key->form != FORM_ROWS) check_expressions(checker, member, where, 1);
    }
}
