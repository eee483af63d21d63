// Keys: the same thing asked again happens once.
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "services/request.h"
#include "services/send.h"
#include "tests/services/bed.h"
#include "tests/services/suites.h"

#define A          "111111111111"
#define B          "222222222222"
#define BOX        "arn:aws:box:us-east-1:" A ":box/b"
#define PUT(value) "{\"Arn\":\"" BOX "\",\"Value\":\"" value "\"}"
#define LIST       "{\"Arn\":\"" BOX "\"}"

static void open_bed(struct bed *bed) {
    bed_open(bed, NULL);
    bed_make(
        bed, A, "Test::Box", "B",
        "{\"Name\":\"b\",\"Policy\":{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
        "\"Principal\":{\"AWS\":[\"" B "\"]}}}}");
}

static const char *values(struct bed *bed) {
    struct heard heard = bed_ask(bed, NULL, A, "box", "List", LIST);
    const char *end = strchr(heard.text, ']');
    ck_assert_ptr_nonnull(end);
    return treadle_arena_copy_size(
        &bed->arena, heard.text + strlen("{\"Values\":"),
        (size_t)(end + 1 - heard.text) - strlen("{\"Values\":"));
}

// An embedder's tree may hold what no reader of JSON would give.
START_TEST(a_tree_of_somebody_elses_becomes_json) {
    struct bed bed;
    open_bed(&bed);
    cJSON *input = cJSON_CreateObject();
    cJSON_AddStringToObject(input, "Arn", BOX);
    cJSON_AddStringToObject(input, "Value", "a\xFF");
    const struct treadle_ask ask = {.service = "box", .operation = "Put", .input = input};
    struct heard heard = {0};
    ck_assert_int_eq(treadle_world_ask(bed.world, NULL, A, &ask, bed_hear, &heard), 0);
    cJSON_Delete(input);
    bed_run(&bed);
    ck_assert_uint_eq(heard.answers, 1);
    ck_assert_str_eq(values(&bed), "[\"a\xEF\xBF\xBD\"]");
    bed_close(&bed);
}
END_TEST

START_TEST(the_same_key_does_nothing_twice) {
    struct bed bed;
    open_bed(&bed);
    struct heard first = bed_ask_key(&bed, NULL, A, "k", "box", "Put", PUT("x")),
                 again = bed_ask_key(&bed, NULL, A, "k", "box", "Put", PUT("x"));
    ck_assert_str_eq(first.text, again.text);  // The id and the chance in it too.
    ck_assert_int_eq(strncmp(first.text, "{\"Count\":1,", 11), 0);
    ck_assert_str_eq(values(&bed), "[\"x\"]");
    bed_close(&bed);
}
END_TEST

static const struct {
    const char *who, *account, *key, *input;
} others[] = {
    {NULL, A, "k2", PUT("x")},
    {NULL, A, "k", PUT("y")},
    {"arn:aws:iam::" B ":root", NULL, "k", PUT("x")},
};

START_TEST(anything_else_is_another_request) {
    struct bed bed;
    open_bed(&bed);
    bed_ask_key(&bed, NULL, A, "k", "box", "Put", PUT("x"));
    struct heard other = bed_ask_key(
        &bed, others[_i].who, others[_i].account, others[_i].key, "box", "Put", others[_i].input);
    ck_assert_int_eq(strncmp(other.text, "{\"Count\":2,", 11), 0);
    bed_close(&bed);
}
END_TEST

// A key that somebody else has used opens nothing: a kept answer is judged like a new one.
START_TEST(another_account_gets_nowhere_with_a_key) {
    struct bed bed;
    open_bed(&bed);
    bed_ask_key(&bed, NULL, A, "k", "box", "Put", PUT("x"));
    struct heard other =
        bed_ask_key(&bed, "arn:aws:iam::333333333333:root", NULL, "k", "box", "Put", PUT("x"));
    ck_assert_int_eq(strncmp(other.text, "AccessDeniedException", 21), 0);
    ck_assert_str_eq(values(&bed), "[\"x\"]");
    bed_close(&bed);
}
END_TEST

START_TEST(a_kept_answer_is_for_who_may_still_ask) {
    struct bed bed;
    open_bed(&bed);
    bed_make(&bed, A, "AWS::IAM::User", "U", "{\"UserName\":\"u\"}");
    struct resource *policy = bed_make(
        &bed, A, "AWS::IAM::Policy", "P",
        "{\"PolicyName\":\"p\",\"Users\":[\"u\"],\"PolicyDocument\":{\"Statement\":{\"Effect\":"
        "\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}}");
    const char *who = "arn:aws:iam::" A ":user/u";
    struct heard first = bed_ask_key(&bed, who, A, "k", "box", "Put", PUT("x"));
    ck_assert_int_eq(*first.text, '{');
    treadle_world_uncreate(bed.world, policy);
    struct heard again = bed_ask_key(&bed, who, A, "k", "box", "Put", PUT("x"));
    ck_assert_int_eq(strncmp(again.text, "AccessDeniedException", 21), 0);
    bed_close(&bed);
}
END_TEST

// A fault had no effect, so whoever asks again is heard again.
START_TEST(a_fault_is_not_kept) {
    struct bed bed;
    open_bed(&bed);
    struct heard first = bed_ask_key(&bed, NULL, A, "k", "box", "Put", LIST);
    ck_assert_str_eq(first.text, "NoValue 400: a Value is wanted");
    bed_ask_key(&bed, NULL, A, "k", "box", "Put", LIST);
    ck_assert_uint_eq(bed.handled, 2);
    ck_assert_uint_eq(bed.world->records.by_name.count, 0);
    bed_close(&bed);
}
END_TEST

static void skip(void *data) {
    (void)data;
}

static void pass_time(struct bed *bed, int64_t ms) {
    treadle_engine_post_at(bed->engine, treadle_engine_now(bed->engine) + ms, skip, NULL);
    bed_run(bed);
}

START_TEST(an_answer_is_kept_for_ten_minutes) {
    struct bed bed;
    open_bed(&bed);
    bed_ask_key(&bed, NULL, A, "k", "box", "Put", PUT("x"));
    pass_time(&bed, 600000);
    bed_ask_key(&bed, NULL, A, "k", "box", "Put", PUT("x"));
    ck_assert_uint_eq(bed.handled, 1);
    pass_time(&bed, 1);
    bed_ask_key(&bed, NULL, A, "k", "box", "Put", PUT("x"));
    ck_assert_uint_eq(bed.handled, 2);
    ck_assert_uint_eq(bed.world->records.by_name.count, 1);  // The old one is gone from memory.
    bed_close(&bed);
}
END_TEST

START_TEST(answers_are_kept_in_bounded_memory) {
    struct bed bed;
    open_bed(&bed);
    for (int i = 0; i < 100; i++) {
        char key[16];
        snprintf(key, sizeof(key), "k%d", i);
        bed_ask_key(&bed, NULL, A, key, "box", "Put", PUT("x"));
    }
    size_t one = bed.world->records.size / 100;
    ck_assert_uint_eq(bed.world->records.by_name.count, 100);
    ck_assert_uint_lt(one, 2000);
    // As if there were no room for more: the oldest go.
    bed.world->records.size += (size_t)LIMIT_records_size_max - one * 50;
    bed_ask_key(&bed, NULL, A, "last", "box", "Put", PUT("x"));
    ck_assert_uint_lt(bed.world->records.by_name.count, 52);
    bed_ask_key(&bed, NULL, A, "k99", "box", "Put", PUT("x"));
    ck_assert_uint_eq(bed.handled, 101);
    bed_ask_key(&bed, NULL, A, "k0", "box", "Put", PUT("x"));
    ck_assert_uint_eq(bed.handled, 102);
    bed_close(&bed);
}
END_TEST

static int hold(struct bed *bed, const char *key, struct heard *heard) {
    struct doc *input = support_read(LIST);
    struct treadle_ask ask = {
        .service = "box", .operation = "Hold", .input = treadle_doc_root(input)};
    int sent = bed_send(bed, NULL, A, key, &ask, heard);
    treadle_doc_drop(input);
    return sent;
}

START_TEST(who_asks_meanwhile_waits) {
    struct bed bed;
    open_bed(&bed);
    struct heard heard[3] = {{0}};
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(hold(&bed, "k", &heard[i]), 0);
    bed_run(&bed);
    ck_assert_uint_eq(bed.handled, 1);
    for (int i = 0; i < 3; i++)
        ck_assert_uint_eq(heard[i].answers, 0);
    struct doc *output = support_read("{\"n\":1}");
    treadle_request_answer(bed.held, treadle_doc_root(output));
    treadle_doc_drop(output);
    for (int i = 0; i < 3; i++) {
        ck_assert_uint_eq(heard[i].answers, 1);
        ck_assert_str_eq(heard[i].text, "{\"n\":1}");
    }
    bed_close(&bed);
}
END_TEST

START_TEST(who_waits_hears_the_fault_too) {
    struct bed bed;
    open_bed(&bed);
    struct heard heard[2] = {{0}};
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(hold(&bed, "k", &heard[i]), 0);
    bed_run(&bed);
    treadle_request_refuse(bed.held, 418, "Teapot", "short and %s", "stout");
    for (int i = 0; i < 2; i++)
        ck_assert_str_eq(heard[i].text, "Teapot 418: short and stout");
    ck_assert_uint_eq(bed.world->records.by_name.count, 0);
    bed_close(&bed);
}
END_TEST

START_TEST(closing_drops_what_was_never_answered) {
    struct bed bed;
    open_bed(&bed);
    struct heard heard[3] = {{0}};
    hold(&bed, "k", &heard[0]);
    hold(&bed, "k", &heard[1]);
    bed_run(&bed);
    hold(&bed, "l", &heard[2]);  // Still on its way.
    bed_close(&bed);
    for (int i = 0; i < 3; i++)
        ck_assert_uint_eq(heard[i].answers, 0);
}
END_TEST

// -- A Task's call, issued again after a crash

#define MACHINE "arn:aws:states:us-east-1:" A ":stateMachine:M"

static void make_machine(struct bed *bed) {
    bed_role(bed, A, "machine", "states.amazonaws.com", "*");
    bed_make(
        bed, A, "AWS::StepFunctions::StateMachine", "M",
        "{\"StateMachineName\":\"M\",\"RoleArn\":\"arn:aws:iam::" A ":role/"
        "machine\",\"Definition\":{\"StartAt\":\"Put\",\"States\":{\"Put\":{\"Type\":\"Task\","
        "\"Resource\":\"arn:aws:states:::ask:box\",\"Parameters\":{\"Operation\":\"Put\",\"Input\":"
        "{\"Arn\":\"" BOX "\",\"Value\":\"x\"}},\"End\":true}}}}");
}

static const char *outcome(struct bed *bed) {
    struct heard heard = bed_ask(
        bed, NULL, A, "states", "DescribeExecution",
        "{\"executionArn\":\"arn:aws:states:us-east-1:" A ":execution:M:x\"}");
    const char *output = strstr(heard.text, "\"output\":");
    ck_assert_msg(output != NULL, "%s", heard.text);
    return treadle_arena_copy(&bed->arena, output);
}

// The process dies after the item's batch and before the step's: the world is there, the step is
// not. The execution is restored (here it runs from its start), so its call has the same key.
START_TEST(a_call_issued_again_after_a_crash_does_nothing_twice) {
    struct bed bed;
    open_bed(&bed);
    make_machine(&bed);
    const char *start = "{\"stateMachineArn\":\"" MACHINE "\",\"name\":\"x\"}";
    bed_ask_key(&bed, NULL, A, "run", "states", "StartExecution", start);
    const char *before = outcome(&bed);
    bed_restart_engine(&bed);
    bed_ask_key(&bed, NULL, A, "rerun", "states", "StartExecution", start);
    ck_assert_str_eq(outcome(&bed), before);
    ck_assert_str_eq(values(&bed), "[\"x\"]");
    ck_assert_uint_eq(bed.handled, 2);  // Put once, and listed.
    bed_close(&bed);
}
END_TEST

START_TEST(a_session_of_a_machine_is_called_by_32_letters) {
    struct bed bed;
    open_bed(&bed);
    bed_role(&bed, A, "machine", "states.amazonaws.com", "*");
    bed_make(
        &bed, A, "AWS::StepFunctions::StateMachine", "M",
        "{\"StateMachineName\":\"M\",\"RoleArn\":\"arn:aws:iam::" A
        ":role/machine\",\"Definition\":{\"StartAt\":\"L\",\"States\":{\"L\":{\"Type\":\"Task\","
        "\"Resource\":\"arn:aws:states:::ask:box\",\"Parameters\":{\"Operation\":\"List\","
        "\"Input\":"
        "{\"Arn\":\"" BOX "\"}},\"End\":true}}}}");
    bed_ask_key(
        &bed, NULL, A, "run", "states", "StartExecution",
        "{\"stateMachineArn\":\"" MACHINE "\",\"name\":\"x\"}");
    const char *output = outcome(&bed), *start = "arn:aws:sts::" A ":assumed-role/machine/";
    const char *session = strstr(output, start);
    ck_assert_ptr_nonnull(session);
    ck_assert_uint_eq(
        strspn(session + strlen(start), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
        32);
    bed_close(&bed);
}
END_TEST

// A request waits cheaply: many of them do not weigh much.
START_TEST(a_waiting_request_is_small) {
    struct bed bed;
    open_bed(&bed);
    struct request *request = treadle_request_new(bed.world, "box", "List", "us-east-1", NULL);
    treadle_request_key(request, "k");
    ck_assert_uint_le(sizeof(*request), 320);
    ck_assert_uint_le((size_t)(request->arena.end - request->arena.at), 512);
    treadle_request_drop(request);
    ck_assert_ptr_null(bed.world->requests);
    bed_close(&bed);
}
END_TEST

Suite *suite_requests(void) {
    TCase *tests = tcase_create("requests");
    tcase_add_test(tests, a_tree_of_somebody_elses_becomes_json);
    tcase_add_test(tests, the_same_key_does_nothing_twice);
    ADD_EACH(tests, anything_else_is_another_request, others);
    tcase_add_test(tests, another_account_gets_nowhere_with_a_key);
    tcase_add_test(tests, a_kept_answer_is_for_who_may_still_ask);
    tcase_add_test(tests, a_fault_is_not_kept);
    tcase_add_test(tests, an_answer_is_kept_for_ten_minutes);
    tcase_add_test(tests, answers_are_kept_in_bounded_memory);
    tcase_add_test(tests, who_asks_meanwhile_waits);
    tcase_add_test(tests, who_waits_hears_the_fault_too);
    tcase_add_test(tests, closing_drops_what_was_never_answered);
    tcase_add_test(tests, a_call_issued_again_after_a_crash_does_nothing_twice);
    tcase_add_test(tests, a_session_of_a_machine_is_called_by_32_letters);
    tcase_add_test(tests, a_waiting_request_is_small);
    return support_suite("requests", tests);
}
