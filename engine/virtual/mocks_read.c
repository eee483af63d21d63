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

// `{result: 1}` is YAML, `{"result": 1}` is both; what is neither gets the words of what it looks
// like.
static struct doc *read_text_of(
    const char *text, struct places *places, struct read_problem *problem) {
    static const char blanks[] = " \t\r\n";
    size_t size = strlen(text);
    struct read_problem json = {0}, yaml = {0};
    struct doc *doc = treadle_doc_read_source(text, size, places, &json);
    if (doc != NULL) return doc;
    treadle_places_clear(places);
    *places = (struct places){0};
    doc = treadle_yaml_read(text, size, YAML_TAGS_REFUSED, places, &yaml);
    const char *at = text + strspn(text, blanks);
    bool looks_like_json = *at == '{' && at[1 + strspn(at + 1, blanks)] == '"';
    *problem = looks_like_json ? json : yaml;
    return doc;
}

struct mock_source *treadle_mock_source_read(const char *text, struct treadle_status *status) {
    struct mock_source *source = treadle_alloc_zeroed(sizeof(*source));
    struct read_problem problem;
    source->refs = 1;
    source->doc = read_text_of(text, &source->places, &problem);
    if (source->doc != NULL) return source;
    treadle_status_set(
        status, TREADLE_EPARSE, "%u:%u: %s", problem.line, problem.column, problem.message);
    if (status != NULL) {
        status->line = problem.line;
        status->column = problem.column;
    }
    treadle_mock_source_drop(source);
    return NULL;
}

void treadle_mock_source_drop(struct mock_source *source) {
    if (source == NULL || --source->refs > 0) return;
    treadle_doc_drop(source->doc);
    treadle_places_clear(&source->places);
    free(source);
}

int treadle_mock_refuse(
    const struct mock_source *source, const cJSON *at, bool name, struct treadle_status *status,
    const char *format, ...) {
    if (status == NULL) return TREADLE_EPARSE;
    const struct places *places = &source->places;
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
    struct mock_source *source;
    struct treadle_status *status;
};

static int refuse_type(const struct reader *reader, const cJSON *value, const char *wanted) {
    const char *type = treadle_json_type(value);
    const char *article = cJSON_IsNull(value) ? "" : strchr("aeiou", *type) == NULL ? "a " : "an ";
    return treadle_mock_refuse(
        reader->source, value, false, reader->status, "%s; this is %s%s", wanted, article, type);
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
        reader->source, value, false, reader->status,
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

// "30s": milliseconds. [wanted] says what it may be.
static int read_duration(
    const struct reader *reader, const cJSON *value, const char *wanted, int64_t *out_ms) {
    const char *text = NULL;
    int status = read_text(reader, value, wanted, &text);
    if (status < 0) return status;
    ASSERT(text != NULL);
    if (treadle_duration_read(text, out_ms)) return 0;
    return treadle_mock_refuse(
        reader->source, value, false, reader->status, "%s; this is \"%s\"", wanted, text);
}

static int read_after(const struct reader *reader, const cJSON *value, struct mock_answer *answer) {
    bool never = cJSON_IsString(value) && strcmp(value->valuestring, "never") == 0;
    if (!never)
        return read_duration(
            reader, value, "'after' is a duration, such as 250ms, 30s or 1h30m, or never",
            &answer->after_ms);
    answer->after_ms = MOCK_NEVER;
    return 0;
}

static int read_heartbeat(
    const struct reader *reader, const cJSON *value, struct mock_answer *answer) {
    int status = read_duration(
        reader, value, "'heartbeat' is a duration, such as 30s or 1h30m", &answer->beat_ms);
    if (status < 0 || answer->beat_ms > 0) return status;
    return treadle_mock_refuse(
        reader->source, value, false, reader->status,
        "'heartbeat' is the time between two signs of life, and not nothing");
}

// Either 'result' or 'error', which 'cause' explains.
static int check_outcome(
    const struct reader *reader, const cJSON *raw, const char *what,
    const struct mock_answer *answer) {
    const char *words = NULL;
    const cJSON *at = NULL;
    if (answer->result != NULL && answer->error != NULL) {
        words = "has 'result' or 'error', not both";
        at = treadle_json_member(raw, "error");
    } else if (answer->result == NULL && answer->error == NULL && answer->cause == NULL) {
        words = "needs 'result' or 'error'";
    }
    if (words != NULL)
        return treadle_mock_refuse(
            reader->source, at == NULL ? raw : at, at != NULL, reader->status, "%s %s", what,
            words);
    if (answer->cause == NULL || answer->error != NULL) return 0;
    return treadle_mock_refuse(
        reader->source, treadle_json_member(raw, "cause"), true, reader->status,
        "'cause' explains an 'error', and there is none");
}

// The request itself: {result} or {error, cause}.
static int read_submit(
    const struct reader *reader, const cJSON *value, struct mock_answer *answer) {
    struct mock_answer submit = {0};
    if (!cJSON_IsObject(value))
        return refuse_type(reader, value, "'submit' is an object with 'result' or 'error'");
    for (const cJSON *member = value->child; member != NULL; member = member->next) {
        int (*read)(const struct reader *, const cJSON *, struct mock_answer *) =
            strcmp(member->string, "result") == 0  ? read_result
            : strcmp(member->string, "error") == 0 ? read_error
            : strcmp(member->string, "cause") == 0 ? read_cause
                                                   : NULL;
        if (read == NULL)
            return treadle_mock_refuse(
                reader->source, member, true, reader->status,
                "'submit' has no '%s'; it has 'result', or 'error' and 'cause'", member->string);
        int status = read(reader, member, &submit);
        if (status < 0) return status;
    }
    int status = check_outcome(reader, value, "'submit'", &submit);
    answer->submitted = submit.result;
    answer->submit_error = submit.error;
    answer->submit_cause = submit.cause;
    return status;
}

static int read_times(const struct reader *reader, const cJSON *value, struct mock_answer *answer) {
    int64_t times;
    if (!cJSON_IsNumber(value) || !treadle_number_int(value, &times) || times < 1 ||
        times > UINT32_MAX)
        return treadle_mock_refuse(
            reader->source, value, false, reader->status, "'times' is a whole number from 1");
    answer->times = (uint32_t)times;
    return 0;
}

static const struct {
    const char *name;
    int (*read)(const struct reader *reader, const cJSON *value, struct mock_answer *answer);
} keys[] = {{"after", read_after},         {"cause", read_cause},   {"error", read_error},
            {"heartbeat", read_heartbeat}, {"result", read_result}, {"submit", read_submit},
            {"times", read_times}};

static int refuse_key(const struct reader *reader, const cJSON *member) {
    struct nearest nearest = {.typed = member->string};
    if (strcmp(member->string, "reader") == 0)
        return treadle_mock_refuse(
            reader->source, member, true, reader->status,
            "'reader' feeds a distributed Map, and distributed Maps do not run yet: mock the Map "
            "as a whole");
    if (strcmp(member->string, "items") == 0)
        return treadle_mock_refuse(
            reader->source, member, true, reader->status,
            "'items' stands alone: what is said by item goes into the items");
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        treadle_nearest_offer(&nearest, keys[i].name);
    if (nearest.word != NULL)
        return treadle_mock_refuse(
            reader->source, member, true, reader->status, "a mock has no '%s': did you mean '%s'?",
            member->string, nearest.word);
    return treadle_mock_refuse(
        reader->source, member, true, reader->status,
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
    bool says = answer->result != NULL || answer->error != NULL || answer->cause != NULL;
    if (says) {
        int status = check_outcome(reader, raw, "a mock", answer);
        if (status < 0) return status;
    } else if (answer->after_ms != MOCK_NEVER && answer->submit_error == NULL) {
        return treadle_mock_refuse(
            reader->source, raw, false, reader->status,
            "a mock needs 'result' or 'error', or 'after: never'");
    }
    if (says && answer->submit_error != NULL)
        return treadle_mock_refuse(
            reader->source, treadle_json_member(raw, "submit"), true, reader->status,
            "a request that fails is not answered: 'submit' has an 'error', and there is more");
    if (answer->beat_ms > 0 && answer->after_ms == 0)
        return treadle_mock_refuse(
            reader->source, treadle_json_member(raw, "heartbeat"), true, reader->status,
            "'heartbeat' is for the time until the answer, and there is no 'after'");
    return 0;
}

static int read_answer(
    const struct reader *reader, const cJSON *raw, bool in_list, struct mock_answer *out) {
    if (!cJSON_IsObject(raw))
        return is_computed(raw) ? refuse_computed(reader, raw)
                                : refuse_type(
                                      reader, raw,
                                      "a mock is an object with 'result' or 'error', or a list "
                                      "of them");
    *out = (struct mock_answer){.raw = raw, .times = in_list ? 1 : 0};
    for (const cJSON *member = raw->child; member != NULL; member = member->next) {
        int status = read_member(reader, member, out);
        if (status < 0) return status;
    }
    const cJSON *times = treadle_json_member(raw, "times");
    if (times != NULL && !in_list)
        return treadle_mock_refuse(
            reader->source, times, true, reader->status,
            "'times' belongs to the entries of a list");
    return check_answer(reader, raw, out);
}

// -- One mock

static int read_list(
    const struct reader *reader, const cJSON *raw, int32_t item, struct mock_list *out) {
    bool many = cJSON_IsArray(raw);
    uint32_t count = many ? treadle_json_count(raw) : 1;
    if (count == 0)
        return treadle_mock_refuse(
            reader->source, raw, false, reader->status,
            "an empty list answers no call: 'after: never' waits");
    *out = (struct mock_list){.item = item, .many = many, .raw = raw};
    out->answers = treadle_alloc(count * sizeof(*out->answers));
    const cJSON *one = many ? raw->child : raw;
    for (; out->count < count; one = one->next) {
        int status = read_answer(reader, one, many, &out->answers[out->count++]);
        if (status < 0) return status;
    }
    return 0;
}

// {0: …, 7: …, else: …}
static int read_items(const struct reader *reader, const cJSON *items, struct mock *out) {
    if (!cJSON_IsObject(items) || items->child == NULL)
        return treadle_mock_refuse(
            reader->source, items, false, reader->status,
            "'items' is an object: the index of an item, or else, its mock");
    out->by_item = true;
    out->lists = treadle_alloc_zeroed(treadle_json_count(items) * sizeof(*out->lists));
    for (const cJSON *one = items->child; one != NULL; one = one->next) {
        int64_t item = MOCK_ELSE;
        if (strcmp(one->string, "else") != 0 &&
            !treadle_number_read_int(one->string, 0, INT32_MAX, &item))
            return treadle_mock_refuse(
                reader->source, one, true, reader->status,
                "the index of an item is a whole number from 0, or else; this is \"%s\"",
                one->string);
        for (uint32_t i = 0; i < out->count; i++)
            if (out->lists[i].item == item)
                return treadle_mock_refuse(
                    reader->source, one, true, reader->status, "item %s has a mock already",
                    one->string);
        int status = read_list(reader, one, (int32_t)item, &out->lists[out->count++]);
        if (status < 0) return status;
    }
    return 0;
}

static int read_mock(const struct reader *reader, const cJSON *raw, struct mock *out) {
    const cJSON *items = treadle_json_member(raw, "items");
    if (items != NULL && treadle_json_count(raw) == 1) return read_items(reader, items, out);
    out->lists = treadle_alloc_zeroed(sizeof(*out->lists));
    out->count = 1;
    return read_list(reader, raw, MOCK_ELSE, &out->lists[0]);
}

int treadle_mock_read(
    struct mock *out, const char *state, struct mock_source *source, const cJSON *raw,
    struct treadle_status *status) {
    const struct reader reader = {source, status};
    *out = (struct mock){.state = treadle_text_copy(state), .source = source, .raw = raw};
    source->refs++;
    int failed = read_mock(&reader, raw, out);
    if (failed < 0) treadle_mock_clear(out);
    return failed;
}

void treadle_mock_clear(struct mock *mock) {
    for (uint32_t i = 0; i < mock->count; i++)
        free(mock->lists[i].answers);
    free(mock->state);
    free(mock->lists);
    treadle_map_clear(&mock->executions);
    treadle_arena_clear(&mock->arena);
    treadle_mock_source_drop(mock->source);
    *mock = (struct mock){0};
}
