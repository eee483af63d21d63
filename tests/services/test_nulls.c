// NULL where a value is needed ends the process with the function's and the value's name; NULL
// where it is allowed does no harm.
#include "tests/services/suites.h"
#include "tests/support/support.h"
#include "treadle/test.h"
#include "treadle/world.h"

static const char account[] = "111111111111";

static struct props {
    treadle_engine *engine;
    treadle_world *world;
    treadle_call *call;
} props;

static void on_response(const struct treadle_response *response, void *data) {
    (void)response;
    (void)data;
}

static void on_machine(const struct treadle_world_machine *machine, void *data) {
    (void)machine;
    (void)data;
}

static void hold(treadle_call *call, void *data) {
    (void)data;
    props.call = call;
}

static void set_up(void) {
    static const char definition[] = TREADLE_JSON({
        "StartAt" : "T",
        "States" :
            {"T" : {"Type" : "Task", "Resource" : "arn:aws:lambda:::function:hold", "End" : true}}
    });
    treadle_machine *machine;
    ck_assert_int_eq(treadle_machine_parse(definition, &machine, NULL), 0);
    ck_assert_int_eq(treadle_engine_open_virtual(NULL, &props.engine, NULL), 0);
    ck_assert_int_eq(treadle_world_open(props.engine, NULL, &props.world, NULL), 0);
    ck_assert_int_eq(treadle_engine_on_task(props.engine, "*", hold, NULL), 0);
    ck_assert_int_eq(treadle_engine_start(props.engine, machine, NULL, NULL, NULL), 0);
    treadle_engine_turn(props.engine, INT64_MAX);
    treadle_machine_drop(machine);
    ck_assert_ptr_nonnull(props.call);
}

static void clean_up(void) {
    treadle_engine_turn(props.engine, INT64_MAX);
    treadle_engine_close(props.engine, NULL, NULL);
    treadle_world_close(props.world);
}

// Makes the call of nulls.def that has this number.
static void make_call(int number) {
    static const struct treadle_ask ask = {.service = "sts", .operation = "GetCallerIdentity"};
    static const struct treadle_template one = {
        .text = "{\"Resources\": {}}", .size = 17, .name = "t.json", .account = account};
    treadle_engine *engine = props.engine;
    treadle_world *world = props.world, *opened;
    treadle_call *call = props.call;
    struct treadle_world_machine machine;
    int at = 0;
#define NEEDED(function, expression, value)                                                        \
    if (at++ == number) (void)(expression);
#define FINE(function, expression)                                                                 \
    if (at++ == number) (void)(expression);
#include "tests/services/nulls.def"
#undef NEEDED
#undef FINE
}

static const struct {
    const char *function, *value;
} rows[] = {
#define NEEDED(function, expression, value) {#function, value},
#define FINE(function, expression)          {#function, NULL},
#include "tests/services/nulls.def"
#undef NEEDED
#undef FINE
};

static int crime;

static void commit(void) {
    make_call(crime);
}

START_TEST(null_is_named_or_does_no_harm) {
    crime = _i;
    if (rows[_i].value == NULL) {
        make_call(_i);
        return;
    }
    struct text words = {0};
    treadle_text_printf(
        &words, "treadle: %s: [%s] is NULL, and must not be", rows[_i].function, rows[_i].value);
    support_dies(commit, words.bytes);
    treadle_text_clear(&words);
}
END_TEST

Suite *suite_nulls(void) {
    TCase *tests = tcase_create("nulls");
    tcase_add_checked_fixture(tests, set_up, clean_up);
    ADD_EACH(tests, null_is_named_or_does_no_harm, rows);
    return support_suite("nulls", tests);
}
