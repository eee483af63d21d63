// What becomes of a mock: which answer is next, and at the end what was too much or too little.
#include <inttypes.h>
#include <string.h>

#include "base/json/value.h"
#include "base/memory.h"
#include "engine/virtual/mocks.h"

// -- The next answer

static struct mock_list *list_for(const struct mock *mock, int32_t item) {
    struct mock_list *otherwise = NULL;
    for (uint32_t i = 0; i < mock->count; i++) {
        if (mock->lists[i].item == MOCK_ELSE)
            otherwise = &mock->lists[i];
        else if (mock->lists[i].item == item)
            return &mock->lists[i];
    }
    return otherwise;
}

static struct mock_answer *next_of(struct mock_list *list) {
    list->calls++;
    for (uint32_t i = 0; i < list->count; i++) {
        struct mock_answer *answer = &list->answers[i];
        if (answer->times == 0 || answer->used < answer->times) return answer;
    }
    return NULL;
}

// The number of the execution's call, from 0.
static uint32_t number_of(struct mock *mock, const char *execution_arn) {
    uint32_t *calls = treadle_map_find(&mock->executions, execution_arn);
    if (calls == NULL) {
        calls = treadle_arena_alloc(&mock->arena, sizeof(*calls));
        *calls = 0;
        treadle_map_put(&mock->executions, treadle_arena_copy(&mock->arena, execution_arn), calls);
    }
    return (*calls)++;
}

static struct mock_answer *numbered(struct mock *mock, const char *execution_arn) {
    struct mock_list *list = &mock->lists[0];
    uint32_t number = number_of(mock, execution_arn);
    list->calls = number + 1;
    for (uint32_t i = 0; i < list->count; i++)
        if (list->answers[i].first <= number && number <= list->answers[i].last)
            return &list->answers[i];
    return NULL;
}

const struct mock_answer *treadle_mock_next(
    struct mock *mock, const char *execution_arn, int32_t item) {
    struct mock_answer *answer = NULL;
    mock->calls++;
    if (mock->numbered) {
        answer = numbered(mock, execution_arn);
    } else {
        struct mock_list *list = list_for(mock, item);
        if (list != NULL) answer = next_of(list);
        if (list == NULL) {
            mock->lost++;
            mock->lost_item = item;
        }
    }
    if (answer != NULL) answer->used++;
    return answer;
}

// -- Words

static uint64_t answers_of(const struct mock_list *list) {
    uint64_t answers = 0;
    for (uint32_t i = 0; i < list->count; i++)
        answers += list->answers[i].times;
    return answers;
}

// "The mock of 'T' answers 2 calls of item 1"
static void put_answers(const struct mock *mock, const struct mock_list *list, struct text *out) {
    uint64_t answers = answers_of(list);
    treadle_text_printf(
        out, "The mock of '%s' answers %" PRIu64 " call%s", mock->state, answers,
        answers == 1 ? "" : "s");
    if (list->item != MOCK_ELSE)
        treadle_text_printf(out, " of item %d", (int)list->item);
    else if (mock->by_item)
        treadle_text_add(out, " of other items");
}

static void put_lost(const struct mock *mock, int32_t item, struct text *out) {
    if (item >= 0)
        treadle_text_printf(out, "The mock of '%s' has no answer for item %d", mock->state, item);
    else
        treadle_text_printf(
            out, "The mock of '%s' answers by the items of a Map, and this call is in none",
            mock->state);
}

void treadle_mock_lack(const struct mock *mock, const char *state, int32_t item, struct text *out) {
    const struct mock_list *list = mock->numbered ? &mock->lists[0] : list_for(mock, item);
    if (list == NULL) {
        put_lost(mock, item, out);
    } else if (mock->numbered) {
        treadle_text_printf(
            out, "The mock of '%s' has no response for call %u (the first is 0)", mock->state,
            list->calls - 1);
    } else {
        put_answers(mock, list, out);
        treadle_text_printf(out, ", and this is call %u", list->calls);
    }
    treadle_text_add(out, ".");
    if (strcmp(mock->state, "*") == 0) treadle_text_printf(out, " (State '%s')", state);
}

// -- At the end

uint32_t treadle_mock_unused(const struct mock *mock) {
    uint32_t unused = 0;
    for (uint32_t i = 0; i < mock->count && !mock->numbered; i++) {
        const struct mock_list *list = &mock->lists[i];
        bool meant = list->many || list->item != MOCK_ELSE;
        for (uint32_t j = 0; j < list->count && meant; j++)
            unused += list->answers[j].used == 0;
    }
    return unused;
}

struct teller {
    const struct mock *mock;
    treadle_mock_fault_cb on_fault;
    void *data;
};

static void tell(
    const struct teller *teller, enum treadle_mock_fault_kind kind, const char *pointer,
    const cJSON *raw, struct text *words) {
    struct place place = treadle_place_of(&teller->mock->source->places, raw);
    const struct treadle_mock_fault fault = {
        .kind = kind,
        .state = teller->mock->state,
        .pointer = pointer,
        .line = place.line,
        .column = place.column,
        .words = treadle_text_string(words)};
    teller->on_fault(&fault, teller->data);
    words->count = 0;
}

// The first answer that fewer calls took than it is for; NULL: there is none.
static const struct mock_answer *first_unused(const struct mock_list *list) {
    for (uint32_t i = 0; i < list->count; i++) {
        const struct mock_answer *answer = &list->answers[i];
        if (answer->used == 0 || answer->used < answer->times) return answer;
    }
    return NULL;
}

static void tell_list(const struct teller *teller, const struct mock_list *list) {
    const struct mock *mock = teller->mock;
    const struct mock_answer *unused = first_unused(list);
    bool too_many = list->many && list->calls > answers_of(list);
    struct text pointer = {0}, words = {0};
    if (!too_many && (unused == NULL || (!list->many && list->item == MOCK_ELSE))) return;
    if (mock->by_item) treadle_text_add(&pointer, "/items");
    if (list->item != MOCK_ELSE)
        treadle_json_pointer_add_index(&pointer, (uint32_t)list->item);
    else if (mock->by_item)
        treadle_json_pointer_add(&pointer, "else");
    if (list->many) {
        put_answers(mock, list, &words);
        treadle_text_printf(
            &words, ", and there %s %u", list->calls == 1 ? "was" : "were", list->calls);
    } else {
        treadle_text_printf(
            &words, "The mock of '%s' has an answer for item %d, which made no call", mock->state,
            (int)list->item);
    }
    if (unused != NULL && list->many)
        treadle_json_pointer_add_index(&pointer, (uint32_t)(unused - list->answers));
    tell(
        teller, too_many ? TREADLE_MOCK_MISSING : TREADLE_MOCK_UNUSED,
        treadle_text_string(&pointer), unused == NULL ? list->raw : unused->raw, &words);
    treadle_text_clear(&pointer);
    treadle_text_clear(&words);
}

void treadle_mock_each_fault(const struct mock *mock, treadle_mock_fault_cb on_fault, void *data) {
    const struct teller teller = {mock, on_fault, data};
    struct text words = {0};
    for (uint32_t i = 0; i < mock->count && !mock->numbered; i++)
        tell_list(&teller, &mock->lists[i]);
    if (mock->lost > 0) {
        put_lost(mock, mock->lost_item, &words);
        tell(&teller, TREADLE_MOCK_MISSING, "", mock->raw, &words);
    }
    treadle_text_clear(&words);
}
