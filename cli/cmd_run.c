// treadle run MACHINE: a file, or the name of a machine in a template.
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json/scratch.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/time_text.h"
#include "cli/answers.h"
#include "cli/compose.h"
#include "cli/input.h"
#include "cli/line.h"
#include "cli/machine.h"
#include "cli/report.h"
#include "cli/trace.h"
#include "suite/template.h"

enum { HISTORY_PAGE = 100 };  // Events, whose payloads may have 256 KiB each.

struct run {
    struct talk *talk;
    const struct line *line;
    struct composed all;
    struct tracer tracer;
    struct text input;
    treadle_machine *machine;  // Of a file: ours to drop; of a template: NULL.
    const char *name;          // What it is called.
    char *execution_arn;       // Of the execution that was asked for.
    uv_signal_t interrupt;
    uv_timer_t patience;  // Looks once a second whether the run will wait for long.
    bool interrupted, nobody, waits, succeeded, told;
};

static bool is_express(const struct line *line) {
    return line->type != NULL && strcmp(line->type, "EXPRESS") == 0;
}

// A machine of the world by its ARN; without a world it is the file's.
static const treadle_machine *machine_of(const struct run *run, const char *machine_arn) {
    struct treadle_world_machine found;
    if (run->all.world == NULL) return run->machine;
    bool known = treadle_world_machine(run->all.world, machine_arn, &found, NULL) == 0;
    return known ? found.machine : NULL;
}

// Nothing more happens in real time, and nobody hears of a second one.
static void on_nobody(const treadle_call *call, void *data) {
    struct run *run = data;
    if (run->nobody) return;
    run->nobody = true;
    const char *machine_arn = treadle_call_machine_arn(call);
    treadle_tell_nobody(
        &run->all, machine_of(run, machine_arn), treadle_arn_name(machine_arn), call);
    if (run->all.real) uv_stop(&run->all.loop);
}

// -- traces

static void on_trace(const struct treadle_trace *trace, void *data) {
    treadle_tracer_state(&((struct run *)data)->tracer, trace);
}

static void on_note(const struct treadle_note *note, void *data) {
    treadle_tracer_note(&((struct run *)data)->tracer, note);
}

// -- starting

static bool looks_like_template(const char *text) {
    return strncmp(text, "Resources:", 10) == 0 || strstr(text, "\nResources:") != NULL ||
           strstr(text, "\"Resources\"") != NULL;
}

static bool read_machine(struct run *run, const char *path) {
    struct text text = {0};
    struct treadle_status status = {0};
    if (!treadle_machine_may_be(run->talk, path)) return false;
    if (treadle_file_read(path, LIMIT_file_size_max, &text, &status) != 0) {
        treadle_say_error(
            run->talk, "FILE",
            treadle_is_file_name(path) ? NULL
                                       : "the machine of a template is run with --template FILE",
            "%s", status.text);
        return false;
    }
    run->name = strcmp(path, "-") == 0 ? "stdin" : treadle_machine_name(run->talk, path);
    struct problems problems = {
        .talk = run->talk, .file = path, .text = treadle_text_string(&text)};
    struct treadle_source source = {
        .text = treadle_text_string(&text),
        .size = text.count,
        .name = path,
        .type = is_express(run->line) ? TREADLE_EXPRESS : TREADLE_STANDARD};
    int code =
        treadle_machine_read(&source, treadle_report_problem, &problems, &run->machine, &status);
    treadle_report_problem_count(&problems);
    if (code != 0 && problems.errors == 0)
        treadle_say_error(run->talk, "DEFINITION", NULL, "%s: %s", path, status.text);
    if (code != 0 && looks_like_template(treadle_text_string(&text)))
        treadle_say_error(
            run->talk, "DEFINITION",
            treadle_arena_print(&run->talk->arena, "treadle run NAME --template %s", path),
            "%s looks like a template: it is the machines in it that are run", path);
    treadle_text_clear(&text);
    return code == 0;
}

// What was given; else what the mocks came with.
static const char *input_of(const struct run *run) {
    bool given = run->line->input != NULL || run->all.input == NULL;
    return given ? treadle_text_string(&run->input) : run->all.input;
}

static bool start_file(struct run *run) {
    struct arena *arena = &run->talk->arena;
    if (!treadle_check_mocks(&run->all, run->machine)) return false;
    struct treadle_start start = {
        .version = TREADLE_ENGINE_VERSION,
        .machine = run->machine,
        .machine_arn = treadle_arena_print(
            arena, "arn:aws:states:%s:%s:stateMachine:%s", treadle_line_region(run->line),
            treadle_line_account(run->line), run->name),
        .input = input_of(run)};
    int code = treadle_engine_begin(run->all.engine, &start, NULL, NULL, NULL);
    if (code != 0)
        treadle_say_error(
            run->talk, "START", NULL, "the execution could not be started: %s",
            treadle_status_meaning(code));
    return code == 0;
}

static void on_start_answered(const struct treadle_response *response, void *data) {
    struct run *run = data;
    if (response->output != NULL) return;
    run->told = true;
    treadle_say_error(
        run->talk, response->code, NULL, "%s was not started: %s", run->name, response->message);
}

static bool start_named(struct run *run, const char *name) {
    struct treadle_world_machine machine;
    struct treadle_status status = {0};
    if (treadle_world_machine(run->all.world, name, &machine, &status) != 0) {
        treadle_composed_refuse(&run->all, &status);
        return false;
    }
    run->name = machine.name;
    if (!treadle_check_mocks(&run->all, NULL)) return false;
    treadle_tracer_fit(&run->tracer, machine.machine);
    struct arena *arena = &run->talk->arena;
    cJSON *input = treadle_scratch_node(arena, cJSON_Object);
    treadle_put_text(arena, input, "stateMachineArn", machine.arn);
    treadle_put_text(arena, input, "input", input_of(run));
    struct treadle_ask ask = {
        .service = "states",
        .operation = "StartExecution",
        .region = machine.region,
        .input = input};
    int code =
        treadle_world_ask(run->all.world, NULL, machine.account, &ask, on_start_answered, run);
    if (code != 0)
        treadle_say_error(
            run->talk, "START", NULL, "the execution could not be started: %s",
            treadle_status_meaning(code));
    return code == 0;
}

// -- the end

struct reading {  // Of a history.
    struct history *history;
    uint32_t read, total;
};

static void on_history(int status, const struct treadle_rows *rows, void *data) {
    struct reading *reading = data;
    if (status != 0) return;
    treadle_report_events(reading->history, rows->events);
    reading->read += rows->count;
    reading->total = rows->total;
}

static void show_history(struct run *run) {
    struct reading reading = {.history = treadle_report_history(run->talk)};
    uint32_t before;
    do {
        before = reading.read;
        const struct treadle_query query = {
            .version = TREADLE_ENGINE_VERSION,
            .kind = TREADLE_QUERY_HISTORY,
            .execution_arn = run->execution_arn,
            .offset = before,
            .limit = HISTORY_PAGE};
        treadle_engine_read(run->all.engine, &query, on_history, &reading);
        treadle_composed_run(&run->all);
    } while (reading.read > before && reading.read < reading.total);
    treadle_report_history_end(reading.history);
}

static void tell_running(struct run *run, const struct treadle_execution *one) {
    run->waits = true;
    treadle_say_error(
        run->talk, "RUNNING", "a mock with 'after: never' wants a Task with TimeoutSeconds",
        "%s waits for an answer that never comes", treadle_arn_name(one->machine_arn));
}

// The first execution is the one that was asked for; the others it caused.
static void on_executions(int status, const struct treadle_rows *rows, void *data) {
    struct run *run = data;
    if (status != 0 || rows->count == 0) return;
    const struct treadle_execution *own = &rows->executions[0];
    run->execution_arn = treadle_arena_copy(&run->talk->arena, own->execution_arn);
    run->succeeded = true;
    if (run->line->trace || rows->count > 1)
        treadle_report_ends(run->talk, rows, run->line->virtual_time);
    for (uint32_t i = 0; i < rows->count; i++) {
        const struct treadle_execution *one = &rows->executions[i];
        if (one->outcome == TREADLE_SUCCEEDED) continue;
        run->succeeded = false;
        if (one->outcome == TREADLE_RUNNING)
            tell_running(run, one);
        else
            treadle_report_failure(run->talk, one, machine_of(run, one->machine_arn));
    }
    if (run->line->history) return;
    if (run->line->json) {
        treadle_report_describe(run->talk, own);
    } else if (own->outcome == TREADLE_SUCCEEDED) {
        struct text text = {0};
        treadle_json_write(&text, own->output);
        fprintf(run->talk->out, "%s\n", text.bytes);
        treadle_text_clear(&text);
    }
}

static void refuse_history(struct talk *talk) {
    treadle_say_error(
        talk, "USAGE", "--trace shows what happens",
        "an EXPRESS execution keeps no history: GetExecutionHistory refuses it on AWS");
}

static int finish(struct run *run) {
    if (run->nobody || run->told) return EXIT_UNABLE;
    treadle_warn_unused(&run->all);
    struct treadle_query query = {
        .version = TREADLE_ENGINE_VERSION, .kind = TREADLE_QUERY_EXECUTIONS};
    treadle_engine_read(run->all.engine, &query, on_executions, run);
    treadle_composed_run(&run->all);
    if (run->execution_arn == NULL) return EXIT_UNABLE;
    if (run->line->history && strstr(run->execution_arn, ":express:") != NULL) {
        refuse_history(run->talk);
        return EXIT_UNABLE;
    }
    if (run->line->history) show_history(run);
    if (run->interrupted) return EXIT_INTERRUPTED;
    if (run->waits) return EXIT_UNABLE;
    return run->succeeded ? EXIT_WISHED : EXIT_WORKFLOW;
}

static void on_running(int status, const struct treadle_rows *rows, void *data) {
    struct run *run = data;
    for (uint32_t i = 0; status == 0 && i < rows->count; i++)
        if (rows->executions[i].outcome == TREADLE_RUNNING)
            treadle_engine_stop(run->all.engine, rows->executions[i].execution_arn, NULL, NULL);
}

// The first Ctrl-C stops what runs, the second one everything.
static void on_interrupt(uv_signal_t *signal, int number) {
    struct run *run = signal->data;
    (void)number;
    if (run->interrupted) _exit(EXIT_INTERRUPTED);
    run->interrupted = true;
    struct treadle_query query = {
        .version = TREADLE_ENGINE_VERSION, .kind = TREADLE_QUERY_EXECUTIONS};
    treadle_engine_read(run->all.engine, &query, on_running, run);
}

enum { LOOK_MS = 1000, LONG_MS = 10000 };

// Says once that a long wait has begun, and how not to wait.
static void on_look(uv_timer_t *timer) {
    struct run *run = timer->data;
    struct treadle_next next;
    if (!treadle_engine_next(run->all.engine, &next)) return;
    int64_t wait_ms = next.due_ms - treadle_engine_now(run->all.engine);
    if (wait_ms < LONG_MS - LOOK_MS) return;
    uv_timer_stop(timer);
    char wait[TIME_TEXT_SIZE];
    treadle_duration_write(wait, (wait_ms + LOOK_MS + LOOK_MS / 2) / LOOK_MS * LOOK_MS);
    if (next.state != NULL)
        fprintf(run->talk->err, "waiting %s in '%s'", wait, next.state);
    else
        fprintf(run->talk->err, "waiting %s", wait);
    fprintf(run->talk->err, "; Ctrl-C, then --virtual-time jumps over it\n");
}

static void open_handles(struct run *run) {
    uv_signal_init(&run->all.loop, &run->interrupt);
    uv_timer_init(&run->all.loop, &run->patience);
    run->interrupt.data = run->patience.data = run;
    uv_signal_start(&run->interrupt, on_interrupt, SIGINT);
    uv_unref((uv_handle_t *)&run->interrupt);
    if (run->talk->json) return;
    uv_timer_start(&run->patience, on_look, LOOK_MS, LOOK_MS);
    uv_unref((uv_handle_t *)&run->patience);
}

static void close_handles(struct run *run) {
    uv_close((uv_handle_t *)&run->interrupt, NULL);
    uv_close((uv_handle_t *)&run->patience, NULL);
}

static int run_composed(struct run *run, const char *word, bool own) {
    const char *named = own ? run->name : word;
    if (run->all.real) open_handles(run);
    run->tracer.start_ms = treadle_engine_now(run->all.engine);
    run->tracer.mocks = run->all.mocks;
    bool started = run->all.world == NULL ? start_file(run) : start_named(run, named);
    int code = EXIT_UNABLE;
    if (started) {
        treadle_composed_run(&run->all);
        code = finish(run);
    }
    if (run->all.real) close_handles(run);
    return code;
}

// What a type excludes, or what excludes a type.
static bool type_agrees(struct talk *talk, const struct line *line) {
    bool named = line->templates.count > 0 && !treadle_is_file_name(line->words[0]);
    if (line->type == NULL) return true;
    if (!is_express(line) && strcmp(line->type, "STANDARD") != 0)
        treadle_say_error(
            talk, "USAGE", NULL, "--type %s: a machine is STANDARD or EXPRESS", line->type);
    else if (named)
        treadle_say_error(
            talk, "USAGE", "a machine of a template has a StateMachineType there",
            "--type is for machines in files");
    else if (is_express(line) && line->history)
        refuse_history(talk);
    else
        return true;
    return false;
}

int treadle_cmd_run(struct talk *talk, const struct line *line) {
    if (line->word_count != 1) {
        treadle_say_error(
            talk, "USAGE", "treadle run examples/hello.asl.json --input '{\"who\":\"Ada\"}'",
            line->word_count == 0 ? "run wants a machine: a file, or a name in a --template"
                                  : "run takes one machine");
        return EXIT_UNABLE;
    }
    if (!type_agrees(talk, line)) return EXIT_UNABLE;
    struct run run = {
        .talk = talk,
        .line = line,
        .tracer = {.talk = talk, .accounts = line->templates.count > 0}};
    const char *word = line->words[0];
    bool own = line->templates.count == 0 || treadle_is_file_name(word);
    struct compose_hooks hooks = {
        .on_trace = line->trace ? on_trace : NULL,
        .on_note = line->trace ? on_note : NULL,
        .on_nobody = on_nobody,
        .data = &run,
        .world = line->templates.count > 0};
    int code = EXIT_UNABLE;
    bool ready =
        treadle_input_read(talk, "--input", line->input == NULL ? "{}" : line->input, &run.input);
    if (ready && own) ready = read_machine(&run, word);
    if (ready && run.machine != NULL) treadle_tracer_fit(&run.tracer, run.machine);
    if (ready &&
        treadle_compose(&run.all, talk, line, !line->virtual_time, own ? word : NULL, &hooks))
        code = run_composed(&run, word, own);
    if (ready) treadle_composed_close(&run.all);
    treadle_machine_drop(run.machine);
    treadle_tracer_clear(&run.tracer);
    treadle_text_clear(&run.input);
    return code;
}
