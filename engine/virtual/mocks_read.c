// Mocks from their notation, strictly: what is not understood is an error with its place and a
// remedy.
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json/read.h"
#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/number.h"
#include "base/status.h"
#include "base/time_text.h"
#include "base/yaml/yaml.h"
#include "engine/virtual/mocks.h"

// -- The text

static struct doc *refuse_text(const struct read_problem *problem, struct treadle_status *status) {
    treadle_status_set(
        status, TREADLE_EPARSE, "%u:%u: %s", problem->line, problem->column, problem->message);
    if (status != NULL) {
        status->line = problem->line;
        status->column = problem->column;
    }
    return NULL;
}

// `{result: 1}` is YAML, `{"result": 1}` is both; what is neither gets the words of what it looks
// like.
struct doc *treadle_mock_text(
    const char *text, struct places *places, struct treadle_status *status) {
    static const char blanks[] = " \t\r\n";
    size_t size = strlen(text);
    struct read_problem json = {0}, yaml = {0};
    struct doc *doc = treadle_doc_read_source(text, size, places, &json);
    if (doc != NULL) return doc;
    treadle_places_clear(places);
    *places = (struct places){0};
    doc = treadle_yaml_read(text, size, YAML_TAGS_REFUSED, places, &yaml);
    if (doc != NULL) return doc;
    const char *at = text + strspn(text, blanks);
    bool looks_like_json = *at == '{' && at[1 + strspn(at + 1, blanks)] == '"';
    return refuse_text(looks_like_json ? &json : &yaml, status);
}

int treadle_mock_refuse(
    const struct places *places, const cJSON *at, bool name, struct treadle_status *status,
    const char *format, ...) {
    if (status == NULL) return TREADLE_EPARSE;
    struct place place = name ? treadle_place_of_name(places, at) : treadle_place_of(places, at);
    struct arena arena = {0};
    va_list args;
    va_start(args, format);
    const char *words = treadle_arena_print_args(&arena, format, args);
    va_end(args);
    treadle_status_set(status, TREADLE_EPARSE, "%u:%u: %s", place.line, place.column, words);
    status->line = place.line;
    status->column = place.column;
    treadle_arena_clear(&arena);
    return TREADLE_EPARSE;
}

// -- One answer

struct reader {
    const struct places *places;
    struct treadle_status *status;
};

static int refuse_type(const struct reader *reader, const cJSON *value, const char *wanted) {
    const char *type = treadle_json_type(value);
    const char *article = cJSON_IsNull(value) ? "" : strchr("aeiou", *type) == NULL ? "a " : "an ";
    return treadle_mock_refuse(
        reader->places, value, false, reader->status, "%s; this is %s%s", wanted, article, type);
}

static bool is_computed(const cJSON *value) {
    if (!cJSON_IsString(value)) return false;
    size_t size = strlen(value->valuestring);
    return size >= 4 && strncmp(value->valuestring, "{%", 2) == 0 &&
           strcmp(value->valuestring + size - 2, "%}") == 0;
}

// The first computed value in [value]; NULL: there is none.
static const cJSON *find_computed(const cJSON *value, uint32_t depth) {
    if (is_computed(value)) return value;
    if (depth == LIMIT_json_depth_max) return NULL;  // The reader lets nothing deeper pass.
    for (const cJSON *part = value->child; part != NULL; part = part->next) {
        const cJSON *computed = find_computed(part, depth + 1);
        if (computed != NULL) return computed;
    }
    return NULL;
}

static int refuse_computed(const struct reader *reader, const cJSON *value) {
    return treadle_mock_refuse(
        reader->places, value, false, reader->status,
        "computed mocks come with the JSONata evaluator: write the value itself");
}

static int read_result(
    const struct reader *reader, const cJSON *value, struct mock_answer *answer) {
    const cJSON *computed = find_computed(value, 0);
    if (computed != NULL) return refuse_computed(reader, computed);
    answer->result = value;
    return 0;
}

static int read_text(
    const struct reader *reader, const cJSON *value, const char *wanted, const char **out) {
    if (!cJSON_IsString(value)) return refuse_type(reader, value, wanted);
    if (is_computed(value)) return refuse_computed(reader, value);
    *out = value->valuestring;
    return 0;
}

static int read_error(const struct reader *reader, const cJSON *value, struct mock_answer *answer) {
    return read_text(reader, value, "'error' is a name, such as \"Busy\"", &answer->error);
}

static int read_cause(const struct reader *reader, const cJSON *value, struct mock_answer *answer) {
    return read_text(reader, value, "'cause' is a text", &answer->cause);
}

static int read_after(const struct reader *reader, const cJSON *value, struct mock_answer *answer) {
    static const char wanted[] = "'after' is a duration, such as 250ms, 30s or 1h30m, or never";
    const char *text = NULL;
    int status = read_text(reader, value, wanted, &text);
    if (status < 0) return status;
    ASSERT(text != NULL);
    if (strcmp(text, "never") == 0)
        answer->after_ms = MOCK_NEVER;
    else if (!treadle_duration_read(text, &answer->after_ms))
        return treadle_mock_refuse(
            reader->places, value, false, reader->status, "%s; this is \"%s\"", wanted, text);
    return 0;
}

static int read_times(const struct reader *reader, const cJSON *value, struct mock_answer *answer) {
    int64_t times;
    if (!cJSON_IsNumber(value) || !treadle_number_int(value, &times) || times < 1 ||
        times > UINT32_MAX)
        return treadle_mock_refuse(
            reader->places, value, false, reader->status, "'times' is a whole number from 1");
    answer->times = (uint32_t)times;
    return 0;
}

static const struct {
    const char *name;
    int (*read)(const struct reader *reader, const cJSON *value, struct mock_answer *answer);
} keys[] = {
    {"after", read_after},
    {"cause", read_cause},
    {"error", read_error},
    {"result", read_result},
    {"times", read_times}};

static const char *const later_keys[] = {"heartbeat", "items", "reader", "submit"};

static int refuse_key(const struct reader *reader, const cJSON *member) {
    struct nearest nearest = {.typed = member->string};
    for (size_t i = 0; i < COUNT_OF(later_keys); i++) {
        if (strcmp(later_keys[i], member->string) == 0)
            return treadle_mock_refuse(
                reader->places, member, true, reader->status, "mocks do not have '%s' yet",
                member->string);
    }
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        treadle_nearest_offer(&nearest, keys[i].name);
    if (nearest.word != NULL)
        return treadle_mock_refuse(
            reader->places, member, true, reader->status, "a mock has no '%s': did you mean '%s'?",
            member->string, nearest.word);
    return treadle_mock_refuse(
        reader->places, member, true, reader->status,
        "a mock has no '%s'; it has 'result', or 'error' and 'cause', and 'after'", member->string);
}

static int read_member(
    const struct reader *reader, const cJSON *member, struct mock_answer *answer) {
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (strcmp(keys[i].name, member->string) == 0) return keys[i].read(reader, member, answer);
    return refuse_key(reader, member);
}

static int check_answer(
    const struct reader *reader, const cJSON *raw, const struct mock_answer *answer) {
    const char *words = NULL;
    const cJSON *at = raw;
    bool name = false;
    if (answer->result != NULL && answer->error != NULL) {
        words = "a mock has 'result' or 'error', not both";
        at = treadle_json_member(raw, "error");
        name = true;
    } else if (answer->cause != NULL && answer->error == NULL) {
        words = "'cause' explains an 'error', and there is none";
        at = treadle_json_member(raw, "cause");
        name = true;
    } else if (answer->result == NULL && answer->error == NULL && answer->after_ms != MOCK_NEVER) {
        words = "a mock needs 'result' or 'error', or 'after: never'";
    }
    if (words == NULL) return 0;
    return treadle_mock_refuse(reader->places, at, name, reader->status, "%s", words);
}

static int read_answer(
    const struct reader *reader, const cJSON *raw, bool in_list, struct mock_answer *out) {
    if (!cJSON_IsObject(raw))
        return is_computed(raw) ? refuse_computed(reader, raw)
                                : refuse_type(
                                      reader, raw,
                                      "a mock is an object with 'result' or 'error', or a list "
                                      "of them");
    *out = (struct mock_answer){.times = in_list ? 1 : 0};
    for (const cJSON *member = raw->child; member != NULL; member = member->next) {
        int status = read_member(reader, member, out);
        if (status < 0) return status;
    }
    const cJSON *times = treadle_json_member(raw, "times");
    if (times != NULL && !in_list)
        return treadle_mock_refuse(
            reader->places, times, true, reader->status,
            "'times' belongs to the entries of a list");
    return check_answer(reader, raw, out);
}

// -- One mock

int treadle_mock_read(
    struct mock *out, const char *state, struct doc *doc, const cJSON *raw,
    const struct places *places, struct treadle_status *status) {
    const struct reader reader = {places, status};
    bool list = cJSON_IsArray(raw);
    uint32_t count = list ? treadle_json_count(raw) : 1;
    if (count == 0)
        return treadle_mock_refuse(
            places, raw, false, status, "an empty list answers no call: 'after: never' waits");
    *out = (struct mock){.list = list, .count = count};
    out->answers = treadle_alloc(count * sizeof(*out->answers));
    const cJSON *one = list ? raw->child : raw;
    for (uint32_t i = 0; i < count; i++, one = one->next) {
        int failed = read_answer(&reader, one, list, &out->answers[i]);
        if (failed == 0) continue;
        treadle_mock_clear(out);
        return failed;
    }
    out->state = treadle_text_copy(state);
    out->doc = treadle_doc_ref(doc);
    return 0;
}

void treadle_mock_clear(struct mock *mock) {
    free(mock->state);
    free(mock->answers);
    treadle_doc_drop(mock->doc);
    *mock = (struct mock){0};
}

struct mock_answer *treadle_mock_next(struct mock *mock) {
    mock->calls++;
    for (uint32_t i = 0; i < mock->count; i++) {
        struct mock_answer *answer = &mock->answers[i];
        if (answer->times > 0 && answer->used == answer->times) continue;
        answer->used++;
        return answer;
    }
    return NULL;
}
