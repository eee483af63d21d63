// What the shape promises: an execution that runs straight, is restored from rows after each step,
// gets every fact twice, loses its host after each commit, has commits that fail or do not say,
// keeps no history, or is replayed from its facts, has the same history, byte for byte.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/core/random_machine.h"
#include "tests/core/rig.h"
#include "tests/core/suites.h"
#include "tests/support/support.h"

// A world that is slow, flaky, talkative or silent, by turns.
static void random_answer(
    void *data, const struct command *call, uint32_t nth, struct rig_answer *answer) {
    static const char flaky[] = "{\"Error\":\"Flaky\",\"Cause\":\"it is\"}";
    static const char bad[] = "{\"Error\":\"Bad\"}";
    static const char nameless[] = "{}";
    (void)data;
    const cJSON *arguments = call->of.call.arguments;
    *answer = (struct rig_answer){.after_ms = 5 + nth % 3, .starts = nth % 2 == 0};
    if (nth % 5 == 4) answer->after_ms = 60000;
    if (nth % 11 == 10) answer->after_ms = -1;
    if (nth % 3 == 1) answer->beat_ms = 900;
    if (nth % 4 == 2) answer->submitted = support_read("{\"MessageId\":\"m-1\"}");
    answer->failed = nth % 4 == 1 || nth % 4 == 2;
    if (answer->after_ms < 0) return;
    if (answer->failed)
        answer->value = support_read(nth % 13 == 5 ? nameless : nth % 3 == 0 ? bad : flaky);
    else
        answer->value = treadle_doc_settle(NULL, arguments);
}

START_TEST(random_machines_run_all_ways_alike) {
    // TREADLE_SEED begins elsewhere, TREADLE_RANDOM runs more of them.
    const char *first = getenv("TREADLE_SEED"), *count = getenv("TREADLE_RANDOM");
    unsigned long long seed = first == NULL ? 1 : strtoull(first, NULL, 10);
    unsigned long long last = seed + (count == NULL ? 200 : strtoull(count, NULL, 10));
    unsigned long long from = seed, steps = 0, bytes = 0, ended[5] = {0};
    for (; seed < last; seed++) {
        struct rig_outcome outcome;
        char *definition = random_machine(seed), *input = random_input(seed);
        rig_run_all(
            &(struct rig_run){
                .definition = definition,
                .input = input,
                .seed = seed,
                .answer = random_answer,
                .stop_ms = seed % 5 == 0 ? (int64_t)(seed % 61) * 500 : 0},
            &outcome);
        steps += outcome.steps;
        bytes += strlen(outcome.history);
        ended[outcome.outcome]++;
        rig_outcome_clear(&outcome);
        free(definition);
        free(input);
    }
    printf(
        "random machines: seeds %llu to %llu, all ways alike; %llu steps, %.1f MB of history; "
        "%llu "
        "succeeded, %llu failed, %llu were stopped, %llu wait for ever\n",
        from, last - 1, steps, (double)bytes / 1e6, ended[TREADLE_SUCCEEDED], ended[TREADLE_FAILED],
        ended[TREADLE_ABORTED], ended[TREADLE_RUNNING]);
    ck_assert_uint_gt(ended[TREADLE_SUCCEEDED], 0);
    ck_assert_uint_gt(ended[TREADLE_FAILED], 0);
    ck_assert_uint_gt(ended[TREADLE_ABORTED], 0);
}
END_TEST

Suite *suite_proof(void) {
    TCase *tests = tcase_create("proof");
    tcase_set_timeout(tests, 240);
    tcase_add_test(tests, random_machines_run_all_ways_alike);
    return support_suite("proof", tests);
}
