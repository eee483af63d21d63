// Check tests of a workflow in virtual time: no loop, no thread, no clock.
// cc test_order.c $(pkg-config --cflags --libs treadle check) -o test_order && ./test_order
#include <treadle/test.h>

#include <check.h>

static treadle_rehearsal *order;
static const char small[] = TREADLE_JSON({"id" : "o-1", "sku" : "A", "total" : 120});
static const char big[] = TREADLE_JSON({"id" : "o-2", "sku" : "B", "total" : 5000});

static void open_order(void) {
    ck_assert_int_eq(treadle_rehearsal_open("order.asl.yaml", &order, NULL), 0);
    treadle_rehearsal_mock(
        order, "*", "{result: {Payload: {bin: 7, chargeId: ch-1, trackingId: t-9}}}");
}

static void free_order(void) {
    treadle_rehearsal_free(order);
}

START_TEST(asks_a_slow_bank_again) {
    treadle_rehearsal_mock(
        order, "Charge Card",
        "[{error: PaymentTimeout, times: 2}, {result: {Payload: {chargeId: ch-2}}}]");
    const struct treadle_result *result = treadle_rehearsal_run(order, small);
    ck_assert_msg(result->outcome == TREADLE_SUCCEEDED, "%s", result->cause);
    ck_assert_int_eq(result->elapsed_ms, 6000);  // 2 s and 4 s of backoff, in no time.
    ck_assert_uint_eq(treadle_rehearsal_calls(order, "Charge Card"), 3);
}
END_TEST

START_TEST(releases_the_item_when_the_card_is_declined) {
    treadle_rehearsal_mock(order, "Charge Card", "{error: CardDeclined}");
    ck_assert_str_eq(treadle_rehearsal_run(order, small)->error, "OrderCancelled");
    ck_assert_uint_eq(treadle_rehearsal_calls(order, "Release Item"), 1);
}
END_TEST

START_TEST(waits_three_days_for_approval) {
    treadle_rehearsal_mock(order, "Await Approval", "{after: never}");
    ck_assert_int_eq(treadle_rehearsal_run(order, big)->elapsed_ms, 3 * 24 * 60 * 60 * 1000);
    ck_assert_uint_eq(treadle_rehearsal_calls(order, "Release Item"), 1);
}
END_TEST

int main(void) {
    TCase *tests = tcase_create("order");
    tcase_add_checked_fixture(tests, open_order, free_order);
    tcase_add_test(tests, asks_a_slow_bank_again);
    tcase_add_test(tests, releases_the_item_when_the_card_is_declined);
    tcase_add_test(tests, waits_three_days_for_approval);
    Suite *suite = suite_create("order");
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed;
}
