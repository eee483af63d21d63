// Definitions that were put to AWS, or that real people have deployed: what was said of them.
#include <string.h>

#include "base/file.h"
#include "base/json/read.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "engine/model/machine.h"
#include "tests/model/suites.h"
#include "tests/support/support.h"

struct said {
    struct text lines;  // "CODE: message at location" of each error.
    bool later, other;  // Some problem is that treadle does not have it yet; some other error.
};

static void put_problem(const struct treadle_problem *problem, void *data) {
    struct said *said = data;
    if (problem->warning) return;
    bool later = strcmp(problem->code, "NOT_SUPPORTED_YET") == 0;
    said->later |= later;
    said->other |= !later;
    treadle_text_printf(
        &said->lines, "%s%s: %s", said->lines.count == 0 ? "" : ", ", problem->code,
        problem->message);
    if (problem->location != NULL) treadle_text_printf(&said->lines, " at %s", problem->location);
}

static void read(const char *text, size_t size, enum treadle_machine_type type, struct said *said) {
    treadle_machine *machine;
    struct treadle_source source = {.text = text, .size = size, .type = type};
    *said = (struct said){0};
    treadle_machine_read(&source, put_problem, said, &machine, NULL);
    treadle_machine_drop(machine);
}

// The message of an InvalidDefinition without its frame.
static bool unframe(const char *message, struct text *out) {
    static const char frame[] = "Invalid State Machine Definition: '";
    if (message == NULL || strncmp(message, frame, strlen(frame)) != 0) return false;
    treadle_text_put(out, message + strlen(frame), strlen(message) - strlen(frame) - 1);
    return true;
}

// What CreateStateMachine and ValidateStateMachineDefinition answered, on AWS.
START_TEST(says_what_aws_says) {
    struct doc *cases = support_data_json("aws/validation.json");
    if (cases == NULL) return;
    int compared = 0;
    for (const cJSON *one = treadle_doc_root(cases)->child; one != NULL; one = one->next) {
        const cJSON *definition = treadle_json_member(one, "definition");
        const cJSON *error = treadle_json_at(one, "/expected/error_response/message");
        struct text want = {0};
        struct arena arena = {0};
        const char *type = treadle_json_string(one, "type");
        bool express = type != NULL && strcmp(type, "EXPRESS") == 0;
        if (definition != NULL && error != NULL && unframe(error->valuestring, &want)) {
            const char *text = treadle_json_print(&arena, definition);
            struct said said;
            read(text, strlen(text), express ? TREADLE_EXPRESS : TREADLE_STANDARD, &said);
            if (!said.later) {
                ck_assert_str_eq(treadle_text_string(&said.lines), want.bytes);
                compared++;
            }
            treadle_text_clear(&said.lines);
        }
        treadle_text_clear(&want);
        treadle_arena_clear(&arena);
    }
    ck_assert_int_ge(compared, 10);
    treadle_doc_drop(cases);
}
END_TEST

// AWS looks closer at what a Task calls than validators do, and some definitions have placeholders
// there.
static bool is_about_resources(const char *said) {
    static const char *const words[] = {
        "Value is not a valid resource ARN", "/Resource", "Parameters field is required",
        "'RoleArn' is required"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strstr(said, words[i]) != NULL) return true;
    return false;
}

// Real definitions whose verdict is known.
static void check_real(const char *file, bool valid, int *accepted) {
    struct text path = {0}, raw = {0}, text = {0};
    treadle_text_printf(&path, "corpus/%s", file);
    support_file(support_data(path.bytes), &raw);
    support_tokens_replaced(treadle_text_string(&raw), &text);
    struct said said;
    read(treadle_text_string(&text), text.count, TREADLE_STANDARD, &said);
    const char *lines = treadle_text_string(&said.lines);
    if (valid && said.other && strstr(raw.bytes, "${") == NULL)
        ck_assert_msg(is_about_resources(lines), "%s: %s", file, lines);
    *accepted += said.lines.count == 0;
    treadle_text_clear(&said.lines);
    treadle_text_clear(&path);
    treadle_text_clear(&raw);
    treadle_text_clear(&text);
}

START_TEST(takes_what_real_people_deployed) {
    struct doc *verdicts = support_data_json("corpus/verdicts.json");
    if (verdicts == NULL) return;
    int accepted = 0;
    const cJSON *all = treadle_json_member(treadle_doc_root(verdicts), "verdicts");
    for (const cJSON *one = all->child; one != NULL; one = one->next) {
        const char *verdict = treadle_json_string(one, "adjudicated");
        check_real(one->string, strcmp(verdict, "valid") == 0, &accepted);
    }
    ck_assert_int_ge(accepted, 350);
    treadle_doc_drop(verdicts);
}
END_TEST

// AWS, measured by users: takes a literal of the wrong type, and fails when it is evaluated.
static bool is_told_later(const char *file) {
    return strcmp(file, "aslvalidator-invalid-math-add.json") == 0;
}

// AWS, recorded: refuses names that stand twice, wherever they stand. Not all validators look for
// them.
static bool is_about_names(const char *said) {
    return strstr(said, "DUPLICATE_STATE_NAME") != NULL;
}

// Three public validators' own test definitions, with what each test expects.
START_TEST(agrees_with_the_validators_tests) {
    struct doc *index = support_data_json("invalid/index.json");
    if (index == NULL) return;
    int judged = 0;
    const cJSON *cases = treadle_json_member(treadle_doc_root(index), "cases");
    for (const cJSON *one = cases->child; one != NULL; one = one->next) {
        const char *file = treadle_json_string(one, "file");
        const char *expected = treadle_json_string(one, "expected");
        struct text path = {0}, text = {0};
        treadle_text_printf(&path, "invalid/%s", file);
        support_file(support_data(path.bytes), &text);
        struct said said;
        read(treadle_text_string(&text), text.count, TREADLE_STANDARD, &said);
        const char *lines = treadle_text_string(&said.lines);
        bool about = !said.later && !is_about_resources(lines) && !is_about_names(lines) &&
                     !is_told_later(file);
        if (expected != NULL && about) {
            bool valid = strcmp(expected, "valid") == 0;
            ck_assert_msg(valid != said.other, "%s is %s: %s", file, expected, lines);
            judged++;
        }
        treadle_text_clear(&said.lines);
        treadle_text_clear(&path);
        treadle_text_clear(&text);
    }
    ck_assert_int_ge(judged, 135);
    treadle_doc_drop(index);
}
END_TEST

Suite *suite_recorded(void) {
    Suite *suite = suite_create("recorded");
    TCase *tests = support_recorded(suite);
    tcase_add_test(tests, says_what_aws_says);
    tcase_add_test(tests, takes_what_real_people_deployed);
    tcase_add_test(tests, agrees_with_the_validators_tests);
    return suite;
}
