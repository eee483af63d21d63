// MockConfigFile.json, as Step Functions Local reads it.
//
//   {"StateMachines": {"M": {"TestCases": {"HappyPath": {"Charge": "Charged"}}}},
//    "MockedResponses": {"Charged": {"0": {"Throw": {"Error": "E"}}, "1-2": {"Return": {…}}}}}
//
// Measured on Step Functions Local 2.0.0: numbers count the calls of a state in one execution; a
// response is looked at when its state calls, so one that nobody asks for may be empty or wrong;
// where there is none for a call, or it is wrong, the execution fails with States.Runtime. What it
// answers with a plain HTTP 500, because the file makes no sense, is refused here with its place.
#include <stdlib.h>
#include <string.h>

#include "base/json/value.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/number.h"
#include "base/status.h"
#include "engine/virtual/mocks.h"

struct reader {
    struct mock_source *source;
    struct treadle_status *status;
};

// -- Names in the file

static int refuse_name(
    const struct reader *reader, const cJSON *at, const cJSON *known, const char *what,
    const char *name) {
    struct nearest nearest = {.typed = name};
    const cJSON *one = known == NULL ? NULL : known->child;
    for (; one != NULL; one = one->next)
        treadle_nearest_offer(&nearest, one->string);
    if (nearest.word == NULL)
        return treadle_mock_refuse(
            reader->source, at, false, reader->status, "there is no %s '%s'", what, name);
    return treadle_mock_refuse(
        reader->source, at, false, reader->status, "there is no %s '%s': did you mean '%s'?", what,
        name, nearest.word);
}

// The object that is the member [name] of [object]; in [*out].
static int object_at(
    const struct reader *reader, const cJSON *object, const char *name, const cJSON **out) {
    *out = treadle_json_member(object, name);
    if (cJSON_IsObject(*out)) return 0;
    if (*out != NULL)
        return treadle_mock_refuse(
            reader->source, *out, false, reader->status, "'%s' is an object", name);
    struct nearest nearest = {.typed = name};
    const cJSON *one = object == NULL ? NULL : object->child;
    for (; one != NULL; one = one->next)
        treadle_nearest_offer(&nearest, one->string);
    return treadle_mock_refuse(
        reader->source, object, false, reader->status, "'%s' is missing here%s%s%s", name,
        nearest.word == NULL ? "" : ": is '", nearest.word == NULL ? "" : nearest.word,
        nearest.word == NULL ? "" : "' meant to be it?");
}

// -- Responses

static const char *mistake(
    struct mock *mock, const struct reader *reader, const cJSON *at, const char *words) {
    struct place place = treadle_place_of(&reader->source->places, at);
    return treadle_arena_print(
        &mock->arena, "%s (line %u, column %u of the mock file)", words, place.line, place.column);
}

// {"Return": …} or {"Throw": {"Error", "Cause"}}.
static void read_response(
    const struct reader *reader, const cJSON *raw, struct mock *mock, struct mock_answer *answer) {
    const cJSON *result = treadle_json_member(raw, "Return");
    const cJSON *thrown = treadle_json_member(raw, "Throw");
    const char *error = treadle_json_string(thrown, "Error");
    const char *wrong = NULL;
    if (result != NULL && thrown != NULL)
        wrong = "A mocked response has both 'Return' and 'Throw'";
    else if (result == NULL && thrown == NULL)
        wrong = "A mocked response has neither 'Return' nor 'Throw'";
    else if (thrown != NULL && error == NULL)
        wrong = "A mocked response's 'Throw' has no 'Error'";
    if (wrong != NULL) {
        answer->mistake = mistake(mock, reader, raw, wrong);
        return;
    }
    answer->result = result;
    answer->invoked = true;
    answer->error = error;
    answer->cause = treadle_json_string(thrown, "Cause");
}

// "0", or "1-2", ends included.
static bool read_numbers(const char *text, uint32_t *first, uint32_t *last) {
    char number[16];
    int64_t from, to;
    size_t size = strcspn(text, "-");
    if (size == 0 || size >= sizeof(number)) return false;
    memcpy(number, text, size);
    number[size] = '\0';
    if (!treadle_number_read_int(number, 0, INT32_MAX, &from)) return false;
    to = from;
    if (text[size] == '-' && !treadle_number_read_int(text + size + 1, from, INT32_MAX, &to))
        return false;
    *first = (uint32_t)from;
    *last = (uint32_t)to;
    return true;
}

static int read_responses(const struct reader *reader, const cJSON *responses, struct mock *mock) {
    struct mock_list *list = mock->lists;
    uint32_t count = treadle_json_count(responses);
    list->answers = treadle_alloc_zeroed((count + 1) * sizeof(*list->answers));
    for (const cJSON *one = responses->child; one != NULL; one = one->next) {
        struct mock_answer *answer = &list->answers[list->count];
        answer->raw = one;
        if (!read_numbers(one->string, &answer->first, &answer->last))
            return treadle_mock_refuse(
                reader->source, one, true, reader->status,
                "a response is for the number of a call, from 0, or for a range such as \"1-2\"; "
                "this is \"%s\"",
                one->string);
        for (uint32_t i = 0; i < list->count; i++)
            if (list->answers[i].first <= answer->last && answer->first <= list->answers[i].last)
                return treadle_mock_refuse(
                    reader->source, one, true, reader->status,
                    "call %u has a response already, by \"%s\"",
                    list->answers[i].first > answer->first ? list->answers[i].first : answer->first,
                    list->answers[i].raw->string);
        read_response(reader, one, mock, answer);
        list->count++;
    }
    return 0;
}

static int read_state(
    const struct reader *reader, const cJSON *root, const cJSON *state, struct mock *out) {
    const cJSON *all;
    if (!cJSON_IsString(state))
        return treadle_mock_refuse(
            reader->source, state, false, reader->status,
            "the mock of '%s' is the name of one of the 'MockedResponses'", state->string);
    int status = object_at(reader, root, "MockedResponses", &all);
    if (status < 0) return status;
    const cJSON *responses = treadle_json_member(all, state->valuestring);
    if (responses == NULL)
        return refuse_name(reader, state, all, "mocked response", state->valuestring);
    if (!cJSON_IsObject(responses))
        return treadle_mock_refuse(
            reader->source, responses, false, reader->status,
            "mocked responses are an object: the number of a call, what it is answered");
    *out = (struct mock){
        .state = treadle_text_copy(state->string),
        .source = reader->source,
        .lists = treadle_alloc_zeroed(sizeof(*out->lists)),
        .count = 1,
        .numbered = true,
        .raw = state};
    reader->source->refs++;
    out->lists->item = MOCK_ELSE;
    out->lists->raw = responses;
    status = read_responses(reader, responses, out);
    if (status < 0) treadle_mock_clear(out);
    return status;
}

// -- Test cases

// The test cases of [machine]; where the file has none of that name, those of whichever machine has
// a case [name].
static int find_cases(
    const struct reader *reader, const cJSON *machines, const char *machine, const char *name,
    const cJSON **out) {
    const cJSON *own = machine == NULL ? NULL : treadle_json_member(machines, machine);
    if (own != NULL) return object_at(reader, own, "TestCases", out);
    uint32_t found = 0;
    for (const cJSON *one = machines->child; one != NULL; one = one->next) {
        const cJSON *cases = treadle_json_member(one, "TestCases");
        if (treadle_json_member(cases, name) == NULL) continue;
        *out = cases;
        found++;
    }
    if (found == 1) return 0;
    if (found > 1)
        return treadle_mock_refuse(
            reader->source, machines, false, reader->status,
            "several state machines have a test case '%s', and none of them is called '%s'", name,
            machine == NULL ? "" : machine);
    if (treadle_json_count(machines) == 1 && cJSON_IsObject(machines->child))
        return object_at(reader, machines->child, "TestCases", out);
    return treadle_mock_refuse(
        reader->source, machines, false, reader->status, "no state machine has a test case '%s'",
        name);
}

static int read_case(
    const struct reader *reader, const cJSON *root, const cJSON *states, struct mock **out,
    uint32_t *count) {
    int status = 0;
    *out = treadle_alloc((treadle_json_count(states) + 1) * sizeof(**out));
    for (const cJSON *one = states->child; one != NULL && status == 0; one = one->next) {
        status = read_state(reader, root, one, &(*out)[*count]);
        *count += status == 0;
    }
    if (status == 0) return 0;
    while (*count > 0)
        treadle_mock_clear(&(*out)[--*count]);
    free(*out);
    *out = NULL;
    return status;
}

int treadle_mock_config_read(
    struct mock_source *source, const char *machine, const char *name, struct mock **out,
    uint32_t *count, struct treadle_status *status) {
    const struct reader reader = {source, status};
    const cJSON *root = treadle_doc_root(source->doc), *machines, *cases = NULL;
    *out = NULL;
    *count = 0;
    if (!cJSON_IsObject(root))
        return treadle_mock_refuse(
            source, root, false, status,
            "a mock file is an object with 'StateMachines' and 'MockedResponses'");
    int failed = object_at(&reader, root, "StateMachines", &machines);
    if (failed < 0 || name[0] == '\0') return failed;
    failed = find_cases(&reader, machines, machine, name, &cases);
    if (failed < 0) return failed;
    const cJSON *states = treadle_json_member(cases, name);
    if (states == NULL) return refuse_name(&reader, cases, cases, "test case", name);
    if (!cJSON_IsObject(states))
        return treadle_mock_refuse(
            source, states, false, status,
            "a test case is an object: the name of a state, that of a mocked response");
    return read_case(&reader, root, states, out, count);
}
