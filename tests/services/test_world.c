// Resources come, are found and go.
#include <string.h>

#include "base/json/value.h"
#include "tests/services/bed.h"
#include "tests/services/suites.h"

START_TEST(a_resource_is_found_by_its_arn) {
    struct bed bed;
    bed_open(&bed, NULL);
    struct resource *box = bed_make(&bed, "111111111111", "Test::Box", "B", "{\"Name\":\"b\"}");
    ck_assert_str_eq(box->arn, "arn:aws:box:us-east-1:111111111111:box/b");
    ck_assert_str_eq(treadle_json_string(box->attributes, "Arn"), box->arn);
    ck_assert_ptr_eq(treadle_world_find(bed.world, box->arn), box);
    ck_assert_ptr_eq(treadle_world_alias(bed.world, "box", "b"), box);
    ck_assert_ptr_null(treadle_world_find(bed.world, "arn:aws:box:us-east-1:222222222222:box/b"));
    ck_assert_ptr_null(treadle_world_alias(bed.world, "box", "c"));
    ck_assert_ptr_null(treadle_world_find(bed.world, NULL));
    bed_close(&bed);
}
END_TEST

START_TEST(a_name_is_made_of_where_it_was_born) {
    const char *names[2];
    struct bed beds[2];
    for (int i = 0; i < 2; i++) {
        bed_open(&beds[i], NULL);
        names[i] = bed_make(&beds[i], "111111111111", "Test::Box", "B", "{}")->ref;
    }
    ck_assert_str_eq(names[0], names[1]);
    ck_assert_int_eq(strncmp(names[0], "stack-B-", 8), 0);
    ck_assert_str_ne(bed_make(&beds[0], "111111111111", "Test::Box", "C", "{}")->ref, names[0]);
    ck_assert_str_ne(bed_make(&beds[0], "222222222222", "Test::Box", "B", "{}")->ref, names[0]);
    for (int i = 0; i < 2; i++)
        bed_close(&beds[i]);
}
END_TEST

START_TEST(nothing_is_left_of_what_failed) {
    struct bed bed;
    bed_open(&bed, NULL);
    ck_assert_str_eq(
        bed_make_fails(&bed, "111111111111", "Test::Box", "B", "{\"Name\":\"broken\"}"),
        "stack.yaml:3:5: B: it is broken");
    ck_assert_ptr_null(treadle_world_alias(bed.world, "box", "broken"));
    ck_assert_ptr_null(
        treadle_world_find(bed.world, "arn:aws:box:us-east-1:111111111111:box/broken"));
    ck_assert_str_eq(
        bed_make_fails(&bed, "111111111111", "Test::Ball", "B", "{}"),
        "Test::Ball is not a type known here");
    ck_assert_str_eq(
        bed_make_fails(&bed, "111111111111", "Test::Box", "B", "[]"),
        "stack.yaml:3:5: B: its Properties are no object");
    bed_close(&bed);
}
END_TEST

START_TEST(two_of_one_arn_cannot_be) {
    struct bed bed;
    bed_open(&bed, NULL);
    struct resource *first = bed_make(&bed, "111111111111", "Test::Box", "A", "{\"Name\":\"b\"}");
    ck_assert_str_eq(
        bed_make_fails(&bed, "111111111111", "Test::Box", "B", "{\"Name\":\"b\"}"),
        "stack.yaml:3:5: B: arn:aws:box:us-east-1:111111111111:box/b exists already");
    ck_assert_ptr_eq(treadle_world_find(bed.world, first->arn), first);
    ck_assert_ptr_eq(treadle_world_alias(bed.world, "box", "b"), first);
    bed_close(&bed);
}
END_TEST

START_TEST(what_was_made_can_be_taken_back) {
    struct bed bed;
    bed_open(&bed, NULL);
    bed_make(&bed, "111111111111", "Test::Box", "A", "{\"Name\":\"a\"}");
    struct resource *last = bed_make(&bed, "111111111111", "Test::Box", "B", "{\"Name\":\"b\"}");
    const char *arn = last->arn;
    treadle_world_uncreate(bed.world, last);
    ck_assert_ptr_null(treadle_world_find(bed.world, arn));
    ck_assert_ptr_null(treadle_world_alias(bed.world, "box", "b"));
    ck_assert_ptr_nonnull(treadle_world_alias(bed.world, "box", "a"));
    ck_assert_str_eq(
        bed_make(&bed, "111111111111", "Test::Box", "B", "{\"Name\":\"b\"}")->arn, arn);
    bed_close(&bed);
}
END_TEST

// (Of a template's resources its own room tells, with the line of the property.)
START_TEST(what_is_not_understood_is_told) {
    struct bed bed;
    bed_open(&bed, NULL);
    struct birthplace place = {
        .account = "111111111111", .region = "us-east-1", .stack = "", .logical_id = "B"};
    struct doc *doc = support_read(
        "{\"Name\":\"b\",\"Nmae\":1,\"Policy\":{\"a\":[{\"b\":{}}]},\"Parts\":[{\"Name\":\"x\"},"
        "{\"Size\":{\"a\":1}}],\"Tags\":[{\"Key\":\"k\",\"Value\":\"v\"}],\"Part\":[]}");
    struct resource *box;
    ck_assert_int_eq(treadle_world_create(bed.world, &place, "Test::Box", doc, &box, NULL), 0);
    treadle_doc_drop(doc);
    ck_assert_str_eq(
        bed.warnings.bytes, "B: Nmae of Test::Box is not understood and does nothing\n"
                            "B: Parts[].Size of Test::Box is not understood and does nothing\n"
                            "B: Part of Test::Box is not understood and does nothing\n");
    bed_close(&bed);
}
END_TEST

// CloudFormation: what a type wants as a text is one, however a template wrote it.
static const struct {
    const char *properties, *name, *problem;
} shaped[] = {
    {"{\"Name\":\"5\"}", "5", NULL},
    {"{\"Name\":5}", "5", NULL},
    {"{\"Name\":1.50}", "1.50", NULL},
    {"{\"Name\":12345678901234567890}", "12345678901234567890", NULL},
    {"{\"Name\":true}", "true", NULL},
    {"{\"Name\":false,\"Parts\":[{\"Name\":1}],\"Other\":[{}]}", "false", NULL},
    {"{\"Name\":\"a\",\"Policy\":[5]}", "a", NULL},  // Anything may stand below "Policy.*".
    {"{\"Name\":null}", NULL, "Name must be a text, not null"},
    {"{\"Name\":[\"a\"]}", NULL, "Name must be a text, not array"},
    {"{\"Name\":{\"a\":1}}", NULL, "Name must be a text, not object"},
    {"{\"Parts\":\"a\"}", NULL, "Parts must be a list, not string"},
    {"{\"Parts\":{\"Name\":\"a\"}}", NULL, "Parts must be a list, not object"},
    {"{\"Parts\":[\"a\"]}", NULL, "Parts[] must be an object, not string"},
    {"{\"Parts\":[{\"Name\":\"a\"},{\"Name\":[]}]}", NULL,
     "Parts[].Name must be a text, not array"},
};

START_TEST(properties_have_the_shape_their_type_wants) {
    struct bed bed;
    bed_open(&bed, NULL);
    const char *account = "111111111111", *properties = shaped[_i].properties;
    if (shaped[_i].problem == NULL) {
        ck_assert_str_eq(
            bed_make(&bed, account, "Test::Box", "B", properties)->ref, shaped[_i].name);
    } else {
        const char *said = bed_make_fails(&bed, account, "Test::Box", "B", properties);
        ck_assert_str_eq(said + strlen("stack.yaml:3:5: B: "), shaped[_i].problem);
        ck_assert_uint_eq(bed.world->count, 0);
    }
    bed_close(&bed);
}
END_TEST

START_TEST(an_option_of_the_future_is_refused) {
    struct treadle_world_options options = {.version = TREADLE_WORLD_VERSION + 1};
    struct treadle_status status = {0};
    struct bed bed;
    bed_open(&bed, NULL);
    treadle_world *world;
    ck_assert_int_eq(treadle_world_open(bed.engine, &options, &world, &status), TREADLE_EINVAL);
    ck_assert_ptr_null(world);
    treadle_world_close(NULL);
    bed_close(&bed);
}
END_TEST

static void close_world_first(void) {
    treadle_engine *engine;
    treadle_world *world;
    ck_assert_int_eq(treadle_engine_open_virtual(NULL, &engine, NULL), 0);
    ck_assert_int_eq(treadle_world_open(engine, NULL, &world, NULL), 0);
    treadle_world_close(world);
}

// On a loop an engine is closed later, when [on_closed] says so.
static void close_world_too_soon(void) {
    treadle_engine *engine;
    treadle_world *world;
    ck_assert_int_eq(treadle_engine_open_own(NULL, &engine, NULL), 0);
    ck_assert_int_eq(treadle_world_open(engine, NULL, &world, NULL), 0);
    treadle_engine_close(engine, NULL, NULL);
    treadle_world_close(world);
}

static void close_world(void *world) {
    treadle_world_close(world);
}

START_TEST(a_world_ends_after_its_engine) {
    treadle_engine *engine;
    treadle_world *world;
    support_dies(close_world_first, "treadle: a world was closed before its engine");
    support_dies(close_world_too_soon, "treadle: a world was closed before its engine");
    ck_assert_int_eq(treadle_engine_open_own(NULL, &engine, NULL), 0);
    ck_assert_int_eq(treadle_world_open(engine, NULL, &world, NULL), 0);
    treadle_engine_close(engine, close_world, world);
    while (treadle_engine_run_once(engine)) {}
}
END_TEST

Suite *suite_world(void) {
    TCase *tests = tcase_create("world");
    tcase_add_test(tests, a_resource_is_found_by_its_arn);
    tcase_add_test(tests, a_world_ends_after_its_engine);
    tcase_add_test(tests, a_name_is_made_of_where_it_was_born);
    tcase_add_test(tests, nothing_is_left_of_what_failed);
    tcase_add_test(tests, two_of_one_arn_cannot_be);
    tcase_add_test(tests, what_was_made_can_be_taken_back);
    tcase_add_test(tests, what_is_not_understood_is_told);
    ADD_EACH(tests, properties_have_the_shape_their_type_wants, shaped);
    tcase_add_test(tests, an_option_of_the_future_is_refused);
    return support_suite("world", tests);
}
