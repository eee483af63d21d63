// Mock files that were tried against AWS: what a machine does with them, it does with the services
// that they stand for.
#include <ctype.h>
#include <string.h>

#include "base/json/value.h"
#include "base/json/write.h"
#include "tests/mocks/suites.h"
#include "tests/support/support.h"
#include "treadle/test.h"

struct seen {  // Of one run.
    struct text types, arn;
    bool same, told;
    const cJSON *expected;
};

// What AWS adds to a service's answer, and a mock file does not say.
static bool is_added(const char *name) {
    static const char *const added[] = {"SdkHttpMetadata", "SdkResponseMetadata",
                                        "ExecutedVersion", "RedriveCount",
                                        "RedriveStatus",   "RedriveStatusReason"};
    for (size_t i = 0; i < COUNT_OF(added); i++)
        if (strcmp(added[i], name) == 0) return true;
    return false;
}

// What was recorded is masked: "<uuid:1>", or "execution-arn" as an ExecutionArn.
static bool is_masked(const cJSON *want) {
    char mask[64];
    size_t size = 0;
    if (!cJSON_IsString(want)) return false;
    if (want->valuestring[0] == '<') return true;
    const char *name = want->string == NULL ? "" : want->string;
    for (; *name != '\0' && size < sizeof(mask) - 2; name++) {
        if (isupper((unsigned char)*name) && size > 0) mask[size++] = '-';
        mask[size++] = (char)tolower((unsigned char)*name);
    }
    mask[size] = '\0';
    return strcmp(mask, want->valuestring) == 0;
}

static bool is_like(const cJSON *want, const cJSON *have) {
    if (have == NULL) return false;
    if (is_masked(want)) return cJSON_IsString(have);
    if (!cJSON_IsObject(want) && !cJSON_IsArray(want)) return treadle_json_equal(want, have);
    if (cJSON_IsObject(want) != cJSON_IsObject(have)) return false;
    uint32_t members = 0;
    const cJSON *other = have->child;
    for (const cJSON *one = want->child; one != NULL; one = one->next) {
        if (cJSON_IsObject(want) && is_added(one->string)) continue;
        if (cJSON_IsObject(want)) other = treadle_json_member(have, one->string);
        if (!is_like(one, other)) return false;
        if (!cJSON_IsObject(want)) other = other->next;
        members++;
    }
    return treadle_json_count(have) == members;
}

static void on_end(const struct treadle_result *result, void *data) {
    struct seen *seen = data;
    seen->told = true;
    seen->same = strcmp(
                     treadle_outcome_name(result->outcome),
                     treadle_json_string(seen->expected, "status")) == 0 &&
                 is_like(treadle_json_member(seen->expected, "output"), result->output);
}

static void on_history(int status, const struct treadle_rows *rows, void *data) {
    struct seen *seen = data;
    ck_assert_int_eq(status, 0);
    for (const cJSON *event = rows->events->child; event != NULL; event = event->next)
        treadle_text_printf(&seen->types, "%s\n", treadle_json_string(event, "type"));
}

static void on_started(int status, const struct treadle_execution *execution, void *data) {
    struct seen *seen = data;
    ck_assert_int_eq(status, 0);
    treadle_text_add(&seen->arn, execution->execution_arn);
}

static void run(treadle_engine *engine, const cJSON *test, struct seen *out) {
    struct text definition = {0}, input = {0};
    treadle_machine *machine;
    struct treadle_status status = {0};
    treadle_json_write(&definition, treadle_json_member(test, "definition"));
    treadle_json_write(&input, treadle_json_member(test, "input"));
    ck_assert_msg(
        treadle_machine_parse(definition.bytes, &machine, &status) == 0, "%s", status.text);
    const struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION, .machine = machine, .input = input.bytes};
    ck_assert_int_eq(treadle_engine_begin(engine, &start, on_started, on_end, out), 0);
    treadle_engine_turn(engine, INT64_MAX);
    const struct treadle_query query = {
        .version = TREADLE_ENGINE_VERSION,
        .kind = TREADLE_QUERY_HISTORY,
        .execution_arn = treadle_text_string(&out->arn)};
    ck_assert_int_eq(treadle_engine_read(engine, &query, on_history, out), 0);
    treadle_engine_turn(engine, INT64_MAX);
    treadle_machine_drop(machine);
    treadle_text_clear(&definition);
    treadle_text_clear(&input);
}

// Puts what is wrong with it.
static void check(const cJSON *test, struct text *wrong) {
    const cJSON *mock = treadle_json_member(test, "mock");
    const cJSON *expected = treadle_json_member(test, "expected");
    const struct treadle_engine_options options = {
        .version = TREADLE_ENGINE_VERSION, .history = true};
    struct seen seen = {.expected = expected};
    struct text config = {0}, types = {0};
    struct treadle_status status = {0};
    treadle_engine *engine;
    treadle_mocks *mocks;
    treadle_json_write(&config, treadle_json_member(mock, "config"));
    const cJSON *event = treadle_json_member(expected, "events")->child;
    for (; event != NULL; event = event->next)
        treadle_text_printf(&types, "%s\n", treadle_json_string(event, "type"));
    ck_assert_int_eq(treadle_engine_open_virtual(&options, &engine, NULL), 0);
    ck_assert_int_eq(treadle_mocks_open(engine, &mocks), 0);
    ck_assert_msg(
        treadle_mocks_add_config(
            mocks, config.bytes, treadle_json_string(mock, "state_machine_name"),
            treadle_json_string(mock, "test_case"), &status) == 0,
        "%s", status.text);
    run(engine, test, &seen);
    if (!seen.told || !seen.same || strcmp(treadle_text_string(&seen.types), types.bytes) != 0)
        treadle_text_printf(
            wrong, "%s\n%s", treadle_json_string(test, "id"), treadle_text_string(&seen.types));
    treadle_engine_close(engine, NULL, NULL);
    treadle_mocks_close(mocks);
    treadle_text_clear(&config);
    treadle_text_clear(&types);
    treadle_text_clear(&seen.types);
    treadle_text_clear(&seen.arn);
}

START_TEST(mock_files_do_as_the_services_did) {
    struct doc *doc = support_data_json("aws/mocking.json");
    if (doc == NULL) return;
    struct text wrong = {0};
    uint32_t count = 0;
    for (const cJSON *one = treadle_doc_root(doc)->child; one != NULL; one = one->next) {
        const char *kind = treadle_json_string(one, "kind");
        bool config = treadle_json_member(treadle_json_member(one, "mock"), "config") != NULL;
        if (strcmp(kind, "mock") != 0 || !config ||
            !cJSON_IsTrue(treadle_json_member(one, "replayable")))
            continue;
        check(one, &wrong);
        count++;
    }
    ck_assert_msg(wrong.count == 0, "%s", treadle_text_string(&wrong));
    ck_assert_uint_eq(count, 9);
    treadle_text_clear(&wrong);
    treadle_doc_drop(doc);
}
END_TEST

Suite *suite_recorded(void) {
    Suite *suite = suite_create("recorded");
    tcase_add_test(support_recorded(suite), mock_files_do_as_the_services_did);
    return suite;
}
