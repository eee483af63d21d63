// What a case says of states by name: their mocks, and what is expected of them. A name that is
// none would answer nobody, and expect nothing.
#include <string.h>

#include "base/file.h"
#include "base/json/read.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "suite/computed.h"
#include "suite/stage.h"

// -- States

struct search {
    const char *name;
    struct arena *arena;
    const char *type;  // Of the state of that name; NULL: there is none.
    struct nearest nearest;
};

static void look(const struct treadle_state_info *state, void *data) {
    struct search *search = data;
    treadle_nearest_offer(&search->nearest, treadle_arena_copy(search->arena, state->name));
    if (search->type == NULL && strcmp(state->name, search->name) == 0)
        search->type = treadle_arena_copy(search->arena, state->type);
}

static void look_in(const struct treadle_world_machine *machine, void *data) {
    treadle_machine_each_state(machine->machine, look, data);
}

// The type of the state of that name, in the machine under test or, [anywhere], in any that may run
// here; NULL: there is none, and [*help] asks whether another one was meant, if there is one like
// it.
static const char *type_of(
    struct stage *stage, const char *name, bool anywhere, const char **help) {
    struct search search = {.name = name, .arena = &stage->arena, .nearest = {.typed = name}};
    treadle_machine_each_state(stage->machine, look, &search);
    if (search.type == NULL && anywhere && stage->world != NULL)
        treadle_world_each_machine(stage->world, look_in, &search);
    const char *word = search.nearest.word;
    *help = word == NULL ? NULL : treadle_arena_print(&stage->arena, "did you mean '%s'?", word);
    return search.type;
}

// -- Mocks

// The node of [resolved] whose text stands at [column] of its compact form.
struct locating {
    const struct places *places;
    uint32_t column;
    const cJSON *found;
    bool name;
};

static void locate(
    struct locating *at, const cJSON *printed, const cJSON *resolved, uint32_t depth) {
    if (at->found != NULL || depth > (uint32_t)LIMIT_json_depth_max) return;
    if (treadle_place_of(at->places, printed).column == at->column) {
        at->found = resolved;
        return;
    }
    if (treadle_place_of_name(at->places, printed).column == at->column) {
        at->found = resolved;
        at->name = true;
        return;
    }
    const cJSON *twin = resolved->child;
    for (const cJSON *child = printed->child; child != NULL && twin != NULL;
         child = child->next, twin = twin->next)
        locate(at, child, twin, depth + 1);
}

// "1:2: sentence", of the mock's compact text, becomes the sentence at the place in the file.
static void refuse_mock(
    struct stage *stage, const cJSON *mock, const char *text, const struct treadle_status *status) {
    struct places places = {0};
    struct doc *doc = treadle_doc_read_source(text, strlen(text), &places, NULL);
    struct locating at = {.places = &places, .column = status->column, .found = NULL};
    if (doc != NULL && status->line == 1) locate(&at, treadle_doc_root(doc), mock, 0);
    const char *sentence = status->line == 0 ? NULL : strstr(status->text, ": ");
    treadle_stage_refuse(
        stage, at.found == NULL ? mock : at.found, at.name, NULL, "the mock of '%s': %s",
        mock->string, sentence == NULL ? status->text : sentence + 2);
    treadle_places_clear(&places);
    treadle_doc_drop(doc);
}

static bool check_mock(struct stage *stage, const cJSON *mock) {
    static const char *const mockable[] = {"Task", "Map", "Parallel"};
    if (strcmp(mock->string, "*") == 0) return true;
    const char *help, *type = type_of(stage, mock->string, true, &help);
    for (size_t i = 0; type != NULL && i < COUNT_OF(mockable); i++)
        if (strcmp(type, mockable[i]) == 0) return true;
    if (type == NULL)
        treadle_stage_refuse(
            stage, mock, true, help, "a mock for no state: there is no '%s'", mock->string);
    else
        treadle_stage_refuse(
            stage, mock, true, "a Task, a Map or a Parallel has answers",
            "a mock for '%s', which is a %s", mock->string, type);
    return false;
}

struct configured {
    struct stage *stage;
    const cJSON *value;  // What names the mock file and its case.
};

// Step Functions Local is silent about a name that is no state's.
static void check_configured(const struct treadle_mock_use *use, void *data) {
    const struct configured *configured = data;
    const char *help;
    if (type_of(configured->stage, use->state, true, &help) == NULL)
        treadle_stage_refuse(
            configured->stage, configured->value, false, help,
            "its case has a mock for no state: there is no '%s'", use->state);
}

// "@FILE#CASE" of Step Functions Local.
static bool add_config(struct stage *stage, const cJSON *value) {
    const char *word = value->valuestring + 1, *hash = strrchr(word, '#');
    const char *name = treadle_arena_copy_size(&stage->arena, word, (size_t)(hash - word));
    const char *path = treadle_suite_file_path(stage->file, &stage->arena, name);
    struct text text = {0};
    struct treadle_status status = {0};
    if (treadle_file_read(path, LIMIT_file_size_max, &text, &status) != 0) {
        treadle_stage_refuse(stage, value, false, NULL, "%s", status.text);
        return false;
    }
    int failed = treadle_mocks_add_config(
        stage->mocks, treadle_text_string(&text), stage->name, hash + 1, &status);
    treadle_text_clear(&text);
    if (failed == 0) {
        struct configured configured = {stage, value};
        treadle_mocks_each(stage->mocks, check_configured, &configured);
        return !stage->failed;
    }
    const char *sentence = status.line == 0 ? NULL : strstr(status.text, ": ");
    treadle_stage_break(
        stage, &(struct suite_problem){
                   .message = sentence == NULL ? status.text : sentence + 2,
                   .file = path,
                   .line = status.line,
                   .column = status.column,
                   .width = 1});
    return false;
}

// The defaults' mocks are those of the defaults' machine: a case with another one may lack a state.
static bool is_of_another(struct stage *stage, const cJSON *mock) {
    const char *help;
    return treadle_json_member(stage->entry->raw, "machine") != NULL &&
           treadle_suite_place_of(&stage->one, mock).from == FROM_DEFAULTS &&
           type_of(stage, mock->string, true, &help) == NULL;
}

static bool add_mock(struct stage *stage, const cJSON *mock) {
    struct treadle_status status = {0};
    if (strcmp(mock->string, "*") != 0 && is_of_another(stage, mock)) return true;
    if (!check_mock(stage, mock)) return false;
    const char *text = treadle_json_print(&stage->arena, mock);
    if (treadle_mocks_set(stage->mocks, mock->string, text, &status) == 0) return true;
    refuse_mock(stage, mock, text, &status);
    return false;
}

bool treadle_stage_open_mocks(struct stage *stage) {
    const cJSON *mocks = treadle_stage_key(stage, "mocks");
    if (mocks == NULL) return true;
    int failed = treadle_mocks_open(stage->engine, &stage->mocks);
    ASSERT(failed == 0);
    if (treadle_suite_is_config(mocks)) return add_config(stage, mocks);
    bool fine = true;
    for (const cJSON *mock = mocks->child; mock != NULL; mock = mock->next)
        if (!add_mock(stage, mock)) fine = false;
    return fine;
}

// -- What the case names

static void check_name(struct stage *stage, const cJSON *node, bool name) {
    const char *state = name ? node->string : node->valuestring;
    const char *help, *type = type_of(stage, state, false, &help);
    if (type == NULL)
        treadle_stage_refuse(stage, node, name, help, "there is no state '%s'", state);
}

// Every state that the case speaks of must be in its machine, the only one that is watched: a slip
// would else expect nothing.
void treadle_stage_check_names(struct stage *stage) {
    static const char *const keys[] = {"state", "from", "to"};
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (treadle_stage_key(stage, keys[i]) != NULL)
            check_name(stage, treadle_stage_key(stage, keys[i]), false);
    const cJSON *expect = stage->one.expect, *path = treadle_json_member(expect, "path"),
                *states = treadle_json_member(expect, "states");
    for (const cJSON *one = path == NULL ? NULL : path->child; one != NULL; one = one->next) {
        bool any = strcmp(one->valuestring, "...") == 0 || treadle_computed_is(one);
        if (!any) check_name(stage, one, false);
    }
    for (const cJSON *one = states == NULL ? NULL : states->child; one != NULL; one = one->next)
        check_name(stage, one, true);
    const cJSON *next = treadle_json_member(expect, "next");
    if (next != NULL && !treadle_computed_is(next)) check_name(stage, next, false);
}
