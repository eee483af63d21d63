// A program with an engine inside, and a Task that only the program can answer.
//
//   cc greet.c $(pkg-config --cflags --libs treadle) -o greet && ./greet
#include <stdio.h>
#include <stdlib.h>
#include <treadle/treadle.h>

static const char definition[] = TREADLE_JSON({
    "StartAt" : "Greet",
    "States" :
        {"Greet" : {"Type" : "Task", "Resource" : "arn:aws:lambda:::function:greet", "End" : true}}
});

static void on_closed(uv_handle_t *timer) {
    free(timer);
}

// Later, on the loop: a call is answered exactly once.
static void answer(uv_timer_t *timer) {
    treadle_call *call = timer->data;
    const cJSON *who = cJSON_GetObjectItemCaseSensitive(treadle_call_arguments(call), "who");
    cJSON *result = cJSON_CreateObject();
    cJSON_AddItemToObject(result, "hello", cJSON_Duplicate(who, 1));
    treadle_call_done(call, result);  // takes both
    uv_close((uv_handle_t *)timer, on_closed);
}

static void greet(treadle_call *call, void *loop) {
    uv_timer_t *timer = malloc(sizeof(*timer));
    if (timer == NULL) treadle_memory_out(sizeof(*timer));
    timer->data = call;
    uv_timer_init(loop, timer);
    uv_timer_start(timer, answer, 20, 0);
}

static void on_end(const struct treadle_result *result, void *engine) {
    char *text = treadle_json_text(result->output);
    printf("%s\n", result->outcome == TREADLE_SUCCEEDED ? text : result->error);
    free(text);
    treadle_engine_close(engine, NULL, NULL);
}

int main(void) {
    uv_loop_t loop;
    treadle_engine *engine;
    treadle_machine *machine;
    struct treadle_status status = {0};
    if (uv_loop_init(&loop) != 0) return 2;
    if (treadle_machine_parse(definition, &machine, &status) != 0 ||
        treadle_engine_open(&loop, NULL, &engine, &status) != 0) {
        fprintf(stderr, "greet: %s\n", status.text);
        return 2;
    }
    treadle_engine_on_task(engine, "arn:aws:lambda:*:function:greet", greet, &loop);
    treadle_engine_start(engine, machine, "{\"who\": \"Ada\"}", on_end, engine);
    treadle_machine_drop(machine);  // The execution keeps its own reference.
    uv_run(&loop, UV_RUN_DEFAULT);
    return uv_loop_close(&loop);
}
