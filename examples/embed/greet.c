// A program with an engine inside, and a Task that only the program can answer.
//
//   cc greet.c $(pkg-config --cflags --libs treadle) && ./a.out
//
// The machine asks "example:greet"; the program answers a little later, on its own libuv loop.
#include <stdio.h>
#include <stdlib.h>
#include <treadle/treadle.h>

static const char definition[] = TREADLE_JSON({
    "StartAt" : "Greet",
    "States" : {
        "Greet" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::example:greet",
            "Parameters" : {"name.$" : "$.who"},
            "TimeoutSeconds" : 5,
            "End" : true
        }
    }
});

static void on_closed(uv_handle_t *timer) {
    free(timer);
}

// Later, on the loop: a call is answered exactly once.
static void on_time(uv_timer_t *timer) {
    treadle_call *call = timer->data;
    const cJSON *name = cJSON_GetObjectItemCaseSensitive(treadle_call_arguments(call), "name");
    cJSON *result = cJSON_CreateObject();
    cJSON_AddItemToObject(result, "hello", cJSON_Duplicate(name, 1));
    treadle_call_done(call, result);  // takes both
    uv_close((uv_handle_t *)timer, on_closed);
}

static int begin(void *loop, treadle_call *call) {
    uv_timer_t *timer = malloc(sizeof(*timer));
    if (timer == NULL || uv_timer_init(loop, timer) != 0) abort();
    timer->data = call;
    return uv_timer_start(timer, on_time, 20, 0);
}

static void on_end(const struct treadle_result *result, void *engine) {
    char *text = treadle_json_text(result->output);
    printf("%s\n", result->outcome == TREADLE_SUCCEEDED ? text : result->error);
    free(text);
    treadle_engine_close(engine, NULL, NULL);
}

int main(void) {
    static const struct treadle_integration greeter = {
        .version = TREADLE_INTEGRATION_VERSION, .service = "example", .begin = begin};
    struct treadle_status status = {0};
    treadle_machine *machine = NULL;
    treadle_engine *engine = NULL;
    uv_loop_t *loop = uv_default_loop();
    if (treadle_machine_parse(definition, &machine, &status) != 0 ||
        treadle_engine_open(loop, NULL, &engine, &status) != 0 ||
        treadle_engine_add(engine, &greeter, loop) != 0 ||
        treadle_engine_start(engine, machine, "{\"who\": \"Ada\"}", on_end, engine) != 0) {
        fprintf(stderr, "greet: %s\n", status.text);
        return 2;
    }
    treadle_machine_drop(machine);  // The execution keeps its own reference.
    uv_run(loop, UV_RUN_DEFAULT);
    return uv_loop_close(loop) == 0 ? 0 : 1;
}
