// NULL where a value is needed ends the process with the function's and the value's name; NULL
// where it is allowed does no harm.
#include <stdlib.h>

#include "tests/door/scene.h"
#include "tests/door/suites.h"
#include "tests/support/support.h"
#include "treadle/test.h"
#include "treadle/treadle.h"

static struct props {
    struct scene scene;
    treadle_machine *machine;
    treadle_mocks *mocks;
    treadle_rehearsal *rehearsal;
} props;

static void on_state(const struct treadle_state_info *state, void *data) {
    (void)state;
    (void)data;
}

static void on_part(const struct treadle_part *part, void *data) {
    (void)part;
    (void)data;
}

static void on_rows(int status, const struct treadle_rows *rows, void *data) {
    (void)status;
    (void)rows;
    (void)data;
}

static void on_use(const struct treadle_mock_use *use, void *data) {
    (void)use;
    (void)data;
}

static void on_fault(const struct treadle_mock_fault *fault, void *data) {
    (void)fault;
    (void)data;
}

static void on_job(void *data) {
    (void)data;
}

static void on_task(treadle_call *call, void *data) {
    (void)call;
    (void)data;
}

static int begin(void *self, treadle_call *call) {
    (void)self;
    (void)call;
    return TREADLE_ENOROUTE;
}

static void set_up(void) {
    props = (struct props){0};
    scene_open(&props.scene);
    scene_run(&props.scene, scene_task("hold", ""), NULL);
    props.machine = scene_machine("{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}");
    ck_assert_int_eq(treadle_mocks_open(props.scene.engine, &props.mocks), 0);
    props.rehearsal = treadle_rehearsal_of(props.machine);
}

static void clean_up(void) {
    treadle_engine_turn(props.scene.engine, INT64_MAX);
    scene_forget(&props.scene);
    scene_close(&props.scene);
    treadle_mocks_close(props.mocks);
    treadle_rehearsal_free(props.rehearsal);
    treadle_machine_drop(props.machine);
}

// Makes the call of nulls.def that has this number; gives what a REFUSED one says.
static int make_call(int number) {
    static const struct treadle_integration integration = {
        .version = TREADLE_INTEGRATION_VERSION, .service = "new", .begin = begin};
    static const struct treadle_query query = {
        .version = TREADLE_ENGINE_VERSION, .kind = TREADLE_QUERY_EXECUTIONS};
    const struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION, .machine = props.machine};
    treadle_engine *engine = props.scene.engine, *opened;
    treadle_call *call = props.scene.held;
    treadle_machine *machine = props.machine, *made;
    treadle_mocks *mocks = props.mocks;
    treadle_rehearsal *rehearsal = props.rehearsal;
    struct treadle_place place;
    struct treadle_next next;
    int at = 0, said = 0;
#define NEEDED(function, expression, value)                                                        \
    if (at++ == number) (void)(expression);
#define FINE(function, expression)                                                                 \
    if (at++ == number) (void)(expression);
#define REFUSED(function, expression)                                                              \
    if (at++ == number) said = (expression);
#include "tests/door/nulls.def"
#undef NEEDED
#undef FINE
#undef REFUSED
    return said;
}

static const struct {
    const char *function, *value;
    int said;
} rows[] = {
#define NEEDED(function, expression, value) {#function, value, 0},
#define FINE(function, expression)          {#function, NULL, 0},
#define REFUSED(function, expression)       {#function, NULL, TREADLE_EINVAL},
#include "tests/door/nulls.def"
#undef NEEDED
#undef FINE
#undef REFUSED
};

static int crime;

static void commit(void) {
    (void)make_call(crime);
}

START_TEST(null_is_named_or_does_no_harm) {
    crime = _i;
    if (rows[_i].value == NULL) {
        ck_assert_int_eq(make_call(_i), rows[_i].said);
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
