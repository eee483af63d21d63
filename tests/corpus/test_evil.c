// Definitions and texts made to harm: each ends within its bounds, and by a name.
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/json/value.h"
#include "tests/corpus/suites.h"
#include "tests/support/support.h"
#include "treadle/test.h"

// Of processor time and of memory, for each definition. Sanitizers take two to five times as much
// of both.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SECONDS_MAX = 8, MEGABYTES_MAX = 1024 };
#else
enum { SECONDS_MAX = 2, MEGABYTES_MAX = 256 };
#endif

// -- Inputs that bring out the worst

static void put_deep(struct text *out) {
    for (int i = 0; i < 900; i++)
        treadle_text_add(out, "{\"a\":");
    treadle_text_add(out, "1");
    for (int i = 0; i < 900; i++)
        treadle_text_add(out, "}");
}

static void put_forked(struct text *out, int depth) {
    if (depth == 0) {
        treadle_text_add(out, "1");
        return;
    }
    treadle_text_add(out, "[");
    put_forked(out, depth - 1);
    treadle_text_add(out, ",");
    put_forked(out, depth - 1);
    treadle_text_add(out, "]");
}

static void put_many(struct text *out) {
    treadle_text_add(out, "[");
    for (int i = 0; i < 50000; i++)
        treadle_text_add(out, i == 0 ? "[1]" : ",[1]");
    treadle_text_add(out, "]");
}

static void put_alike(struct text *out) {
    treadle_text_add(out, "[");
    for (int i = 0; i < 2000; i++)
        treadle_text_printf(out, "%s{\"s\":\"%050d!\"}", i == 0 ? "" : ",", 0);
    for (char *zero = out->bytes; (zero = strchr(zero, '0')) != NULL;)
        *zero = 'a';
    treadle_text_add(out, "]");
}

enum input { DEEP, FORKED, MANY, ALIKE, INPUTS };

static void put_input(enum input input, struct text *out) {
    if (input == DEEP) put_deep(out);
    if (input == FORKED) put_forked(out, 14);
    if (input == MANY) put_many(out);
    if (input == ALIKE) put_alike(out);
}

// -- Ends

static void keep_first(const struct treadle_problem *problem, void *data) {
    struct text *said = data;
    if (said->count == 0) treadle_text_printf(said, "%s: %s", problem->code, problem->message);
}

static void tell_end(
    treadle_machine *machine, enum input input, const char *mock, struct text *out) {
    struct text text = {0};
    put_input(input, &text);
    treadle_rehearsal *rehearsal = treadle_rehearsal_of(machine);
    ck_assert_int_eq(treadle_rehearsal_mock(rehearsal, "*", mock), 0);
    const struct treadle_result *result = treadle_rehearsal_run(rehearsal, text.bytes);
    treadle_text_add(out, treadle_outcome_name(result->outcome));
    if (result->error != NULL) treadle_text_printf(out, " %s", result->error);
    if (result->cause != NULL) treadle_text_printf(out, ": %s", result->cause);
    treadle_rehearsal_free(rehearsal);
    treadle_text_clear(&text);
}

// Puts how [bytes] end as a definition: the first problem, or how an execution with [input] ends.
// What is no definition is put as an input, too: the problem is then that of its reader.
static void tell(
    const char *bytes, size_t size, enum input input, const char *mock, struct text *out) {
    struct treadle_source source = {.text = bytes, .size = size};
    treadle_machine *machine;
    int failed = treadle_machine_read(&source, keep_first, out, &machine, NULL);
    if (failed == 0) tell_end(machine, input, mock, out);
    treadle_machine_drop(machine);
}

static void ends(const char *name, const char *bytes, size_t size) {
    clock_t begun = clock();
    struct text told = {0};
    for (int input = 0; input < INPUTS; input++) {
        told.count = 0;
        tell(bytes, size, (enum input)input, "{error: Busy}", &told);
        ck_assert_msg(told.count > 0 && strncmp(told.bytes, "RUNNING", 7) != 0, "%s", name);
    }
    double seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
    ck_assert_msg(seconds < (double)SECONDS_MAX * INPUTS, "%s took %.1f s", name, seconds);
    struct rusage usage;
    ck_assert_int_eq(getrusage(RUSAGE_SELF, &usage), 0);
    ck_assert_msg(
        usage.ru_maxrss / 1024 < MEGABYTES_MAX, "%s, or one before it, took %ld MB", name,
        usage.ru_maxrss / 1024);
    treadle_text_clear(&told);
}

START_TEST(each_ends_within_its_bounds) {
    ck_assert_int_ne(support_data_each("fuzz/evil", "", ends), 0);
}
END_TEST

// -- Names

static const struct {
    const char *file;
    enum input input;
    const char *mock, *want;
} named[] = {
    {"asl-loop.json", DEEP, "{result: 1}",
     "FAILED States.Runtime: The execution reached the maximum number of history events (25000)."},
    {"asl-map-nest-6.json", DEEP, "{result: 1}", "FAILED States.Runtime: "},
    {"asl-nest-400.json", DEEP, "{result: 1}",
     "INVALID_JSON_DESCRIPTION: nested deeper than 1000 levels"},
    {"asl-pump-array.json", DEEP, "{result: 1}", "SUCCEEDED"},
    {"asl-pump-format.json", DEEP, "{result: 1}",
     "MISSING_TRANSITION_TARGET: State \"B\" is not reachable."},
    {"asl-retry-forever.json", DEEP, "{error: Busy}", "TIMED_OUT"},
    {"asl-wait-far.json", DEEP, "{result: 1}",
     "FAILED States.Runtime: An error occurred while executing the state 'A' (entered at the event "
     "id #2). Wait state delay is too long."},
    {"bad-utf8.json", DEEP, "{result: 1}", "INVALID_JSON_DESCRIPTION: the byte FF is no UTF-8"},
    {"billion-laughs.yaml", DEEP, "{result: 1}",
     "INVALID_JSON_DESCRIPTION: aliases stand for more than 10000 values"},
    {"bom.json", DEEP, "{result: 1}",
     "INVALID_JSON_DESCRIPTION: a byte order mark must not begin the text"},
    {"deep-array-100k.json", DEEP, "{result: 1}",
     "INVALID_JSON_DESCRIPTION: nested deeper than 1000 levels"},
    {"dup-keys-20k.json", DEEP, "{result: 1}",
     "INVALID_JSON_DESCRIPTION: the name \"k\" stands twice in one object"},
    {"jsonpath-filter-redos.json", ALIKE, "{result: 1}",
     "FAILED States.Runtime: An error occurred while executing the state 'A' (entered at the event "
     "id #2). "},
    {"jsonpath-recurse.json", DEEP, "{result: 1}",
     "FAILED States.Runtime: An error occurred while executing the state 'A' (entered at the event "
     "id #2). "},
    {"jsonpath-unclosed.json", DEEP, "{result: 1}", "SCHEMA_VALIDATION_FAILED: "},
    {"jsonpath-union.json", FORKED, "{result: 1}", "FAILED States.DataLimitExceeded: "},
    {"jsonpath-wild.json", FORKED, "{result: 1}", "SUCCEEDED"},
    {"long-string.json", DEEP, "{result: 1}",
     "SCHEMA_VALIDATION_FAILED: The definition has 1100002 bytes; AWS takes 1048576 at most"},
    {"yaml-cyclic-alias.yaml", DEEP, "{result: 1}",
     "INVALID_JSON_DESCRIPTION: the alias '*x' stands inside what it stands for"},
    {"yaml-deep-flow.yaml", DEEP, "{result: 1}",
     "INVALID_JSON_DESCRIPTION: nested deeper than 1000 levels"},
    {"yaml-dup-key.yaml", DEEP, "{result: 1}",
     "INVALID_JSON_DESCRIPTION: the name \"End\" stands twice in one mapping"},
    {"yaml-tags.yaml", DEEP, "{result: 1}",
     "INVALID_JSON_DESCRIPTION: the tag '!!python/object/apply:os.system' is not known here"}};

START_TEST(each_ends_by_its_name) {
    struct text path = {0}, bytes = {0}, told = {0};
    treadle_text_printf(&path, "fuzz/evil/%s", named[_i].file);
    const char *found = support_data(path.bytes);
    treadle_text_clear(&path);
    if (found == NULL) return;
    support_file(found, &bytes);
    tell(bytes.bytes, bytes.count, named[_i].input, named[_i].mock, &told);
    const char *want = named[_i].want;
    ck_assert_msg(
        strncmp(told.bytes, want, strlen(want)) == 0, "%s ends with %s", named[_i].file,
        told.bytes);
    treadle_text_clear(&bytes);
    treadle_text_clear(&told);
}
END_TEST

// A name is a part of an ARN, and must not break it. Of names beyond ASCII nothing is claimed but
// that they do no harm. (Which ones AWS takes is the Step Functions service's business.)
static bool is_name(const char *name, size_t size) {
    return size > 0 && size <= 80 && strpbrk(name, " :/") == NULL;
}

static bool is_ascii(const char *name) {
    for (; *name != '\0'; name++)
        if (*name < ' ' || *name > '~') return false;
    return true;
}

START_TEST(names_do_no_harm) {
    struct doc *doc = support_data_json("fuzz/evil/names.json");
    if (doc == NULL) return;
    treadle_engine *engine;
    treadle_machine *machine;
    static const char definition[] =
        TREADLE_JSON({"StartAt" : "A", "States" : {"A" : {"Type" : "Succeed"}}});
    ck_assert_int_eq(treadle_machine_parse(definition, &machine, NULL), 0);
    ck_assert_int_eq(treadle_engine_open_virtual(NULL, &engine, NULL), 0);
    const cJSON *names = treadle_json_member(treadle_doc_root(doc), "names");
    for (const cJSON *one = names->child; one != NULL; one = one->next) {
        const char *name = one->valuestring;
        const struct treadle_start start = {
            .version = TREADLE_ENGINE_VERSION, .machine = machine, .name = name};
        int status = treadle_engine_begin(engine, &start, NULL, NULL, NULL);
        ck_assert_msg(status == 0 || status == TREADLE_EINVAL, "'%s': %d", name, status);
        if (is_ascii(name))
            ck_assert_msg((status == 0) == is_name(name, strlen(name)), "'%s'", name);
        treadle_engine_turn(engine, INT64_MAX);
    }
    treadle_engine_close(engine, NULL, NULL);
    treadle_machine_drop(machine);
    treadle_doc_drop(doc);
}
END_TEST

Suite *suite_evil(void) {
    Suite *suite = suite_create("evil");
    TCase *tests = support_recorded(suite);
    tcase_set_timeout(tests, 240);
    tcase_add_test(tests, each_ends_within_its_bounds);
    ADD_EACH(tests, each_ends_by_its_name, named);
    tcase_add_test(tests, names_do_no_harm);
    return suite;
}
