// Mocks: read as those of all states, as that of one, and as a MockConfigFile's; what is understood
// answers a Task that tries a few times.
#include <stdlib.h>

#include "tests/fuzz/fuzz.h"
#include "treadle/test.h"
#include "treadle/treadle.h"

static const char machine_text[] = TREADLE_JSON({
    "StartAt" : "A",
    "States" : {
        "A" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::lambda:invoke",
            "Parameters" : {},
            "Retry" : [ {"ErrorEquals" : ["States.ALL"], "MaxAttempts" : 3} ],
            "Catch" : [ {"ErrorEquals" : ["States.ALL"], "Next" : "B"} ],
            "Next" : "B"
        },
        "B" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::aws-sdk:s3:getObject",
            "Parameters" : {},
            "TimeoutSeconds" : 99999999,
            "End" : true
        }
    }
});

static void on_end(const struct treadle_result *result, void *data) {
    int *ends = data;
    ++*ends;
    if (result->output != NULL) fuzz_check_value(result->output);
}

static void on_use(const struct treadle_mock_use *use, void *data) {
    (void)data;
    ASSERT(use->state != NULL);
}

static void on_nobody(const treadle_call *call, void *data) {
    (void)data;
    ASSERT(treadle_call_state(call) != NULL);
}

enum as { OF_ALL, OF_ONE, OF_A_FILE };

static int add(treadle_mocks *mocks, const char *text, enum as as, struct treadle_status *status) {
    switch (as) {
        case OF_ALL: return treadle_mocks_add(mocks, text, status);
        case OF_ONE: return treadle_mocks_set(mocks, "A", text, status);
        case OF_A_FILE: return treadle_mocks_add_config(mocks, text, NULL, "C", status);
    }
    return 0;
}

static void on_fault(const struct treadle_mock_fault *fault, void *data) {
    (void)data;
    ASSERT(fault->state != NULL && fault->line > 0);
    fuzz_check_words(fault->words);
}

static void play(const char *text, enum as as) {
    int ends = 0;
    const struct treadle_engine_options options = {
        .version = TREADLE_ENGINE_VERSION, .on_nobody = on_nobody};
    treadle_engine *engine;
    treadle_mocks *mocks;
    treadle_machine *machine;
    struct treadle_status status = {0};
    ASSERT(treadle_engine_open_virtual(&options, &engine, NULL) == 0);
    ASSERT(treadle_mocks_open(engine, &mocks) == 0);
    int failed = add(mocks, text, as, &status);
    if (failed != 0) {
        ASSERT(failed == TREADLE_EPARSE && status.line > 0);
        fuzz_check_words(status.text);
    } else {
        ASSERT(treadle_machine_parse(machine_text, &machine, NULL) == 0);
        ASSERT(treadle_engine_start(engine, machine, NULL, on_end, &ends) == 0);
        ASSERT(!treadle_engine_turn(engine, INT64_MAX));
        ASSERT(ends <= 1);
        treadle_machine_drop(machine);
    }
    treadle_mocks_each(mocks, on_use, NULL);
    treadle_mocks_each_fault(mocks, on_fault, NULL);
    treadle_engine_close(engine, NULL, NULL);
    treadle_mocks_close(mocks);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input input = {(const char *)data, size};
    char *text = fuzz_rest(&input);
    play(text, OF_ALL);
    play(text, OF_ONE);
    play(text, OF_A_FILE);
    free(text);
    return 0;
}
