// --mock, as it is typed: one state's mock, a test case of a MockConfigFile, the mocks of a test
// file.
#include "cli/mocks.h"

#include <string.h>

#include "base/file.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/nearest.h"
#include "cli/find.h"
#include "cli/machine.h"
#include "suite/file.h"

// "1:2: sentence" where the place is shown beside it.
static const char *sentence_of(const struct treadle_status *status) {
    const char *sentence = status->line == 0 ? NULL : strstr(status->text, ": ");
    return sentence == NULL ? status->text : sentence + 2;
}

// The '=' between a state and its mock: the first one that a mock may follow, since names may hold
// it too.
static const char *equals_of(const char *word) {
    for (const char *at = word; (at = strchr(at, '=')) != NULL; at++)
        if (at[1] != '\0' && strchr("{[@\" ", at[1]) != NULL) return at;
    return strchr(word, '=');
}

static bool is_mocked_twice(const struct composed *all, const char *word, size_t size) {
    int count = 0;
    for (uint32_t i = 0; i < all->line->mocks.count; i++) {
        const char *other = all->line->mocks.items[i], *equals = equals_of(other);
        count +=
            equals != NULL && (size_t)(equals - other) == size && strncmp(other, word, size) == 0;
    }
    return count > 1;
}

static void complain_mock(
    struct composed *all, const char *what, const char *file, const char *source,
    const struct treadle_status *status) {
    treadle_complain(
        all->talk,
        &(struct complaint){
            .code = "MOCK",
            .message = treadle_arena_print(&all->talk->arena, "%s: %s", what, sentence_of(status)),
            .file = file,
            .source = source,
            .line = status->line,
            .column = status->column});
}

// -- Files of mocks

// FILE#CASE, a test case of a MockConfigFile.json.
static bool add_config(struct composed *all, const char *file, const char *test_case) {
    struct talk *talk = all->talk;
    struct treadle_status status = {0};
    struct text text = {0};
    int code = treadle_file_read(file, LIMIT_file_size_max, &text, &status);
    if (code == 0)
        code = treadle_mocks_add_config(
            all->mocks, treadle_text_string(&text), treadle_machine_name(talk, all->line->words[0]),
            test_case, &status);
    if (code != 0)
        complain_mock(
            all, treadle_arena_print(&talk->arena, "the mocks of '%s'", test_case), file,
            text.bytes, &status);
    treadle_text_clear(&text);
    return code == 0;
}

static bool ends_with(const char *text, const char *end) {
    size_t size = strlen(text), tail = strlen(end);
    return size > tail && strcmp(text + size - tail, end) == 0;
}

static bool complain_file(
    struct composed *all, const struct suite_file *file, const struct suite_problems *problems) {
    for (uint32_t i = 0; i < problems->count; i++) {
        const struct suite_problem *problem = &problems->items[i];
        treadle_complain(
            all->talk, &(struct complaint){
                           .code = "MOCK",
                           .message = problem->message,
                           .help = problem->help,
                           .file = problem->file == NULL ? file->path : problem->file,
                           .source = problem->file == NULL ? file->text.bytes : NULL,
                           .line = problem->line,
                           .column = problem->column,
                           .width = problem->width});
    }
    return problems->count == 0;
}

// The case of that name; NULL after an error was said.
static const struct suite_entry *find_case(
    struct composed *all, const struct suite_file *file, const char *name) {
    struct nearest nearest = {.typed = name};
    for (uint32_t i = 0; i < file->entries_count; i++) {
        if (strcmp(file->entries[i].name, name) == 0) return &file->entries[i];
        treadle_nearest_offer(&nearest, file->entries[i].name);
    }
    treadle_say_error(
        all->talk, "MOCK",
        nearest.word == NULL
            ? treadle_arena_print(&all->talk->arena, "treadle test %s --list", file->path)
            : treadle_arena_print(&all->talk->arena, "did you mean '%s'?", nearest.word),
        "%s has no case '%s'", file->path, name);
    return NULL;
}

static bool add_mocks(
    struct composed *all, const struct suite_file *file, const struct suite_case *one) {
    struct arena *arena = &all->talk->arena;
    const cJSON *mocks = treadle_json_member(one->whole, "mocks");
    if (treadle_suite_is_config(mocks)) {
        const char *word = mocks->valuestring + 1, *hash = strrchr(word, '#');
        const char *path = treadle_arena_copy_size(arena, word, (size_t)(hash - word));
        return add_config(all, treadle_suite_file_path(file, arena, path), hash + 1);
    }
    for (const cJSON *mock = mocks == NULL ? NULL : mocks->child; mock; mock = mock->next) {
        struct treadle_status status = {0};
        const char *text = treadle_json_print(arena, mock);
        if (treadle_mocks_set(all->mocks, mock->string, text, &status) == 0) continue;
        struct suite_place place = treadle_suite_place_of(one, mock);
        status.line = place.line == 0 ? status.line : place.line;
        status.column = place.line == 0 ? status.column : place.column;
        complain_mock(
            all, treadle_arena_print(arena, "the mock of '%s'", mock->string), file->path,
            file->text.bytes, &status);
        return false;
    }
    return true;
}

// FILE: what its defaults mock; FILE#CASE: what the case does, and its input.
static bool add_test_file(struct composed *all, const char *path, const char *name) {
    static const cJSON nothing = {.type = cJSON_Object};
    static const struct suite_entry no_case = {.name = "", .raw = &nothing};
    struct arena *arena = &all->talk->arena;
    struct suite_file file;
    struct suite_case one = {.whole = NULL};
    struct treadle_status status = {0};
    bool done = treadle_suite_file_read(&file, path, &status) == 0;
    if (!done) treadle_say_error(all->talk, "FILE", NULL, "%s", status.text);
    done = done && complain_file(all, &file, &file.problems);
    const struct suite_entry *entry = &no_case;
    if (done && name != NULL) entry = find_case(all, &file, name);
    done = done && entry != NULL;
    if (done) treadle_suite_case_resolve(&file, entry, arena, NULL, NULL, &one);
    done = done && complain_file(all, &file, &one.problems) && add_mocks(all, &file, &one);
    const cJSON *input = done ? treadle_json_member(one.whole, "input") : NULL;
    all->spare = true;
    if (input != NULL) all->input = treadle_json_print(arena, input);
    treadle_suite_case_clear(&one);
    treadle_suite_file_clear(&file);
    return done;
}

// A test file, or a mock file with a case; names of cases may hold a '='.
static bool is_file(const struct composed *all, const char *word) {
    size_t size = strcspn(word, "#");
    const char *path = treadle_arena_copy_size(&all->talk->arena, word, size);
    bool json = ends_with(path, ".json");
    return treadle_find_is_test(path) || (word[size] == '#' && (json || equals_of(word) == NULL));
}

// FILE or FILE#CASE.
static bool add_file(struct composed *all, const char *word) {
    size_t size = strcspn(word, "#");
    const char *path = treadle_arena_copy_size(&all->talk->arena, word, size);
    const char *name = word[size] == '#' ? word + size + 1 : NULL;
    if (treadle_find_is_test(path)) return add_test_file(all, path, name);
    return add_config(all, path, name == NULL ? "" : name);
}

// -- One of them

// STATE=MOCK or STATE=@FILE; or FILE#CASE, or a test file.
static bool add_mock(struct composed *all, const char *word) {
    const char *equals = equals_of(word);
    if (is_file(all, word)) return add_file(all, word);
    if (equals == NULL && (ends_with(word, ".json") || ends_with(word, ".yaml"))) {
        treadle_say_error(
            all->talk, "USAGE",
            treadle_arena_print(
                &all->talk->arena, "--mock '%s#CASE' takes the mocks of a case", word),
            "--mock %s says neither a state nor a case", word);
        return false;
    }
    if (equals == NULL || equals == word) {
        treadle_say_error(
            all->talk, "USAGE", "--mock 'Charge Card={result: {ok: true}}'   (treadle help mocks)",
            "--mock %s has no '=' after a state's name", word);
        return false;
    }
    const char *state = treadle_arena_copy_size(&all->talk->arena, word, (size_t)(equals - word));
    if (is_mocked_twice(all, word, (size_t)(equals - word))) {
        treadle_say_error(
            all->talk, "USAGE",
            "answers call by call are a list: --mock 'A=[{error: E}, {result: 1}]'",
            "--mock '%s' is given twice", state);
        return false;
    }
    struct treadle_status status = {0};
    struct text text = {0};
    const char *file = equals[1] == '@' ? equals + 2 : NULL;
    int code = 0;
    if (file != NULL)
        code = treadle_file_read(file, LIMIT_file_size_max, &text, &status);
    else
        treadle_text_add(&text, equals + 1);
    if (code == 0) code = treadle_mocks_set(all->mocks, state, treadle_text_string(&text), &status);
    if (code != 0)
        complain_mock(
            all, treadle_arena_print(&all->talk->arena, "the mock of '%s'", state),
            file == NULL ? "--mock" : file, text.bytes, &status);
    treadle_text_clear(&text);
    return code == 0;
}

bool treadle_mocks_given(struct composed *all) {
    if (all->line->mocks.count == 0) return true;
    if (treadle_mocks_open(all->engine, &all->mocks) != 0) return false;
    for (uint32_t i = 0; i < all->line->mocks.count; i++)
        if (!add_mock(all, all->line->mocks.items[i])) return false;
    return true;
}
