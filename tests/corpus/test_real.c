// Definitions that real people deployed: each prints and parses equal, and each that AWS would take
// runs to an end in virtual time, whatever its Tasks answer.
#include <string.h>

#include "base/json/read.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/yaml/yaml.h"
#include "tests/corpus/needs.h"
#include "tests/corpus/suites.h"
#include "tests/support/support.h"
#include "treadle/test.h"

// So few of the corpus, or more, must come so far: else it is not the corpus that is tested.
enum { PRINTED_MIN = 400, RUN_MIN = 300, SUCCEEDED_MIN = 300, DISTRIBUTED_MIN = 10 };

static struct { int printed, run, distributed, ended[TREADLE_ABORTED + 1]; } counts;

static const char later[] = "treadle does not run distributed Maps yet";

// -- Printing

static void prints_and_parses_equal(const char *name, const char *bytes, size_t size) {
    if (strstr(name, ".asl.") == NULL) return;
    struct doc *doc = treadle_source_read(bytes, size, YAML_TAGS_CLOUDFORMATION, NULL, NULL);
    ck_assert_msg(doc != NULL, "%s", name);
    struct text printed = {0};
    treadle_json_write(&printed, treadle_doc_root(doc));
    struct doc *json = treadle_doc_read(NULL, printed.bytes, printed.count, NULL);
    ck_assert_msg(json != NULL, "%s: what was printed is no JSON", name);
    ck_assert_msg(treadle_json_equal(treadle_doc_root(doc), treadle_doc_root(json)), "%s", name);
    // JSON is YAML: read so, too, it is the same.
    struct doc *yaml =
        treadle_yaml_read(printed.bytes, printed.count, YAML_TAGS_CLOUDFORMATION, NULL, NULL);
    ck_assert_msg(yaml != NULL, "%s: what was printed is no YAML", name);
    ck_assert_msg(treadle_json_equal(treadle_doc_root(doc), treadle_doc_root(yaml)), "%s", name);
    treadle_doc_drop(yaml);
    treadle_doc_drop(json);
    treadle_doc_drop(doc);
    treadle_text_clear(&printed);
    counts.printed++;
}

START_TEST(each_prints_and_parses_equal) {
    if (support_data_each("corpus", "", prints_and_parses_equal) < 0) return;
    ck_assert_int_ge(counts.printed, PRINTED_MIN);
}
END_TEST

// -- Running

static void put_state(const struct treadle_state_info *state, void *data) {
    struct text *out = data;
    treadle_text_printf(out, "%s %s\n", state->pointer, state->type);
}

// A machine of what [machine] was printed as is the same machine.
static void check_twin(const char *name, const char *text, const treadle_machine *machine) {
    struct doc *doc = treadle_source_read(text, strlen(text), YAML_TAGS_CLOUDFORMATION, NULL, NULL);
    struct text printed = {0}, states = {0}, twins = {0};
    treadle_json_write(&printed, treadle_doc_root(doc));
    treadle_machine *twin;
    struct treadle_status status = {0};
    ck_assert_msg(
        treadle_machine_parse(printed.bytes, &twin, &status) == 0, "%s: %s", name, status.text);
    treadle_machine_each_state(machine, put_state, &states);
    treadle_machine_each_state(twin, put_state, &twins);
    ck_assert_str_eq(states.bytes, twins.bytes);
    treadle_machine_drop(twin);
    treadle_doc_drop(doc);
    treadle_text_clear(&printed);
    treadle_text_clear(&states);
    treadle_text_clear(&twins);
}

static void run(const char *name, const char *text, treadle_machine *machine, unsigned variant) {
    struct text input = {0}, mock = {0};
    needs_of(text, variant, &input);
    treadle_text_printf(&mock, "{\"result\": %s}", input.bytes);
    treadle_rehearsal *rehearsal = treadle_rehearsal_of(machine);
    ck_assert_int_eq(treadle_rehearsal_mock(rehearsal, "*", mock.bytes), 0);
    const struct treadle_result *result = treadle_rehearsal_run(rehearsal, input.bytes);
    ck_assert_msg(result->outcome != TREADLE_RUNNING, "%s waits in %s", name, result->state);
    bool failed = result->outcome == TREADLE_FAILED;
    bool named = failed && result->error != NULL && strcmp(result->error, "States.Runtime") == 0;
    ck_assert_msg(!named || result->cause != NULL, "%s: an error without a cause", name);
    counts.distributed +=
        failed && strstr(result->cause == NULL ? "" : result->cause, later) != NULL;
    counts.ended[result->outcome]++;
    treadle_rehearsal_free(rehearsal);
    treadle_text_clear(&input);
    treadle_text_clear(&mock);
}

static void parses_and_runs(const char *name, const char *bytes, size_t size) {
    if (strstr(name, ".asl.") == NULL) return;
    struct text raw = {0}, text = {0};
    treadle_text_put(&raw, bytes, size);
    support_tokens_replaced(treadle_text_string(&raw), &text);
    treadle_machine *machine;
    if (treadle_machine_parse(treadle_text_string(&text), &machine, NULL) == 0) {
        counts.run++;
        check_twin(name, text.bytes, machine);
        for (unsigned variant = 0; variant < 2; variant++)
            run(name, text.bytes, machine, variant);
        treadle_machine_drop(machine);
    }
    treadle_text_clear(&raw);
    treadle_text_clear(&text);
}

START_TEST(each_runs_to_an_end) {
    if (support_data_each("corpus", "", parses_and_runs) < 0) return;
    ck_assert_int_ge(counts.run, RUN_MIN);
    ck_assert_int_ge(counts.ended[TREADLE_SUCCEEDED], SUCCEEDED_MIN);
    ck_assert_int_ge(counts.distributed, DISTRIBUTED_MIN);
}
END_TEST

Suite *suite_real(void) {
    Suite *suite = suite_create("real");
    TCase *tests = support_recorded(suite);
    tcase_set_timeout(tests, 240);
    tcase_add_test(tests, each_prints_and_parses_equal);
    tcase_add_test(tests, each_runs_to_an_end);
    return suite;
}
