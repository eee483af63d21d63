// Ends of executions, in words and in JSON.
#include "cli/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/time_text.h"

enum { PROBLEMS_IN_FULL = 10, NOTE_SIZE_MAX = 400 };

const char *treadle_arn_name(const char *arn) {
    const char *colon = strrchr(arn, ':');
    return colon == NULL ? arn : colon + 1;
}

// -- shapes

static void put_seconds(struct arena *arena, cJSON *object, const char *key, int64_t at_ms) {
    treadle_put_value(arena, object, key, treadle_scratch_number(arena, (double)at_ms / 1000));
}

static void put_payload(
    struct arena *arena, cJSON *object, const char *key, const char *details, const cJSON *value) {
    if (value != NULL) treadle_put_text(arena, object, key, treadle_json_print(arena, value));
    cJSON *included = treadle_scratch_node(arena, cJSON_Object);
    treadle_put_bool(arena, included, "included", true);
    treadle_put_value(arena, object, details, included);
}

// AWS, recorded: what failed may be redriven, and nothing else.
static void put_redrive(struct arena *arena, cJSON *shown, enum treadle_outcome outcome) {
    bool may = outcome != TREADLE_SUCCEEDED && outcome != TREADLE_RUNNING;
    treadle_put_text(arena, shown, "redriveStatus", may ? "REDRIVABLE" : "NOT_REDRIVABLE");
    if (!may)
        treadle_put_text(
            arena, shown, "redriveStatusReason",
            treadle_arena_print(
                arena, "Execution is %s and cannot be redriven", treadle_outcome_name(outcome)));
}

// AWS, recorded: 64 MB, and each begun tenth of a second.
static void put_bill(struct arena *arena, cJSON *shown, int64_t elapsed_ms) {
    enum { STEP_MS = 100, MEMORY_MB = 64 };
    int64_t steps = elapsed_ms <= STEP_MS ? 1 : (elapsed_ms + STEP_MS - 1) / STEP_MS;
    cJSON *bill = treadle_scratch_node(arena, cJSON_Object);
    treadle_put_int(arena, bill, "billedMemoryUsedInMB", MEMORY_MB);
    treadle_put_int(arena, bill, "billedDurationInMilliseconds", steps * STEP_MS);
    treadle_put_value(arena, shown, "billingDetails", bill);
}

void treadle_report_describe(struct talk *talk, const struct treadle_execution *execution) {
    struct arena arena = {0};
    cJSON *shown = treadle_scratch_node(&arena, cJSON_Object);
    treadle_put_text(&arena, shown, "executionArn", execution->execution_arn);
    treadle_put_text(&arena, shown, "stateMachineArn", execution->machine_arn);
    treadle_put_text(&arena, shown, "name", execution->name);
    treadle_put_text(&arena, shown, "status", treadle_outcome_name(execution->outcome));
    put_seconds(&arena, shown, "startDate", execution->started_ms);
    if (execution->stopped_ms >= 0) put_seconds(&arena, shown, "stopDate", execution->stopped_ms);
    put_payload(&arena, shown, "input", "inputDetails", execution->input);
    // AWS, recorded: StartSyncExecution tells details of an output that is not there.
    bool express = strstr(execution->execution_arn, ":express:") != NULL;
    if (express || execution->output != NULL)
        put_payload(&arena, shown, "output", "outputDetails", execution->output);
    treadle_put_text(&arena, shown, "error", execution->error);
    treadle_put_text(&arena, shown, "cause", execution->cause);
    if (express) {
        put_bill(&arena, shown, execution->stopped_ms - execution->started_ms);
    } else {
        treadle_put_int(&arena, shown, "redriveCount", 0);
        put_redrive(&arena, shown, execution->outcome);
    }
    fprintf(talk->out, "%s\n", treadle_json_print(&arena, shown));
    treadle_arena_clear(&arena);
}

// -- history

// The details of an event are its one member that is an object.
static const cJSON *details_of(const cJSON *event) {
    for (const cJSON *member = event->child; member != NULL; member = member->next)
        if (cJSON_IsObject(member)) return member;
    return NULL;
}

static int64_t number_of(const cJSON *event, const char *name) {
    const cJSON *number = treadle_json_member(event, name);
    return number == NULL ? 0 : (int64_t)number->valuedouble;
}

static int64_t moment_of(const cJSON *event) {
    const cJSON *at = treadle_json_member(event, "timestamp");
    return at == NULL ? 0 : (int64_t)(at->valuedouble * 1000 + 0.5);
}

struct row {
    int64_t id, previous, after_ms;
    const char *type, *state, *resource;
};

struct history {
    struct talk *talk;
    struct row *rows;  // Of a table; JSON is written as it comes.
    uint32_t count, size;
    int64_t first_ms;
    int type_width, state_width, resource_width;
    struct arena arena;  // The texts of [rows].
};

static bool starts(const char *text, const char *with) {
    return strncmp(text, with, strlen(with)) == 0;
}

// An event without a name of its own belongs to the state of the event it follows, a Parallel's or
// Map's to that which was entered last before it. What was aborted follows what failed elsewhere,
// and does not say whose it is.
static const char *state_of(const struct row *rows, uint32_t count, const cJSON *event) {
    const char *name = treadle_json_string(details_of(event), "name");
    if (name != NULL) return name;
    int64_t previous = number_of(event, "previousEventId");
    const char *type = treadle_json_string(event, "type");
    if (starts(type, "Execution") || strstr(type, "StateAborted") != NULL) return "";
    const char *of = starts(type, "ParallelState") ? "ParallelStateEntered"
                     : starts(type, "MapState")    ? "MapStateEntered"
                                                   : NULL;
    while (previous >= 1 && previous <= count) {
        const struct row *row = &rows[previous - 1];
        if (of == NULL || strcmp(row->type, of) == 0) return row->state;
        previous = row->previous;
    }
    return "";
}

// Every unit that is not zero: "1 h 9 s".
static void write_exact(char out[TIME_TEXT_SIZE], int64_t duration_ms) {
    static const struct {
        int64_t ms;
        const char *name;
    } units[] = {{86400000, "d"}, {3600000, "h"}, {60000, "m"}, {1000, "s"}, {1, "ms"}};
    size_t size = 0;
    *out = '\0';
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        int64_t count = duration_ms / units[i].ms;
        duration_ms %= units[i].ms;
        bool last = i + 1 == COUNT_OF(units);
        if (count == 0 && !(last && size == 0)) continue;
        int put = snprintf(
            out + size, TIME_TEXT_SIZE - size, "%s%lld %s", size == 0 ? "" : " ", (long long)count,
            units[i].name);
        if (put < 0 || (size += (size_t)put) >= TIME_TEXT_SIZE) return;
    }
}

static const char *resource_of(struct arena *arena, const cJSON *event) {
    const cJSON *details = details_of(event);
    const char *type = treadle_json_string(details, "resourceType"),
               *resource = treadle_json_string(details, "resource");
    if (resource == NULL) return "";
    return type == NULL ? resource : treadle_arena_print(arena, "%s:%s", type, resource);
}

static void widen(int *width, const char *text) {
    int size = (int)strlen(text);
    if (size > *width) *width = size;
}

// What of an event the table shows. (The event itself, with its payloads, is lent for the page.)
static void add_row(struct history *history, const cJSON *event) {
    struct arena *arena = &history->arena;
    int64_t at_ms = moment_of(event);
    if (history->count == 0) history->first_ms = at_ms;
    struct row row = {
        .id = number_of(event, "id"),
        .previous = number_of(event, "previousEventId"),
        .after_ms = at_ms - history->first_ms,
        .type = treadle_arena_copy(arena, treadle_json_string(event, "type")),
        .resource = treadle_arena_copy(arena, resource_of(arena, event))};
    row.state = treadle_arena_copy(
        arena, treadle_talk_plain(history->talk, state_of(history->rows, history->count, event)));
    widen(&history->type_width, row.type);
    widen(&history->state_width, row.state);
    widen(&history->resource_width, row.resource);
    ADD(history->rows, history->count, history->size) = row;
}

static void show_table(const struct history *history) {
    FILE *out = history->talk->out;
    int type_width = history->type_width, state_width = history->state_width,
        resource_width = history->resource_width;
    fprintf(
        out, "%5s %5s  %-*s  %-*s  %-*s  %s\n", "id", "prev", type_width, "type", state_width,
        "state", resource_width, "resource", "after");
    for (uint32_t i = 0; i < history->count; i++) {
        const struct row *row = &history->rows[i];
        char after[TIME_TEXT_SIZE];
        write_exact(after, row->after_ms);
        fprintf(
            out, "%5lld %5lld  %-*s  %-*s  %-*s  %s\n", (long long)row->id,
            (long long)row->previous, type_width, row->type, state_width, row->state,
            resource_width, row->resource, after);
    }
}

struct history *treadle_report_history(struct talk *talk) {
    struct history *history = treadle_alloc_zeroed(sizeof(*history));
    *history =
        (struct history){.talk = talk, .type_width = 4, .state_width = 5, .resource_width = 8};
    return history;
}

void treadle_report_events(struct history *history, const cJSON *events) {
    FILE *out = history->talk->out;
    for (const cJSON *event = events->child; event != NULL; event = event->next) {
        if (!history->talk->json) {
            add_row(history, event);
            continue;
        }
        struct text text = {0};
        treadle_json_write(&text, event);
        fprintf(out, "%s%s", history->count++ == 0 ? "{\"events\":[" : ",", text.bytes);
        treadle_text_clear(&text);
    }
}

void treadle_report_history_end(struct history *history) {
    if (history->talk->json)
        fprintf(history->talk->out, "%s]}\n", history->count == 0 ? "{\"events\":[" : "");
    else
        show_table(history);
    treadle_arena_clear(&history->arena);
    free(history->rows);
    free(history);
}

// -- failures

static const char *cut(struct arena *arena, const struct talk *talk, const char *text) {
    if (strlen(text) <= NOTE_SIZE_MAX) return text;
    size_t size = NOTE_SIZE_MAX;
    while (size > 0 && (text[size] & 0xC0) == 0x80)
        size--;
    return treadle_arena_print(arena, "%.*s%s", (int)size, text, treadle_glyph(talk, GLYPH_MORE));
}

// Where a path of one name led nowhere: the input's name that was probably meant.
static const char *meant(struct arena *arena, const char *cause, const cJSON *input) {
    static const char before[] = "The JSONPath '$.";
    const char *at = cause == NULL ? NULL : strstr(cause, before);
    if (at == NULL) return NULL;
    at += sizeof(before) - 1;
    size_t size = strcspn(at, "'.[(");
    if (at[size] != '\'') return NULL;
    struct nearest nearest = {.typed = treadle_arena_copy_size(arena, at, size)};
    for (const cJSON *member = input == NULL ? NULL : input->child; member != NULL;
         member = member->next)
        if (member->string != NULL) treadle_nearest_offer(&nearest, member->string);
    if (nearest.word == NULL) return NULL;
    return treadle_arena_print(
        arena, "the input has '%s'%s", nearest.word,
        treadle_nearest_distance(nearest.word, nearest.typed) <= 1 &&
                strlen(nearest.word) == strlen(nearest.typed)
            ? ", and names are case-sensitive"
            : "");
}

// Where it was no TimeoutSeconds of the machine's.
static const char *help_for_timeout(const struct treadle_execution *execution) {
    bool express = strstr(execution->execution_arn, ":express:") != NULL;
    int64_t most = express ? LIMIT_express_seconds_max : LIMIT_execution_seconds_max;
    if (execution->stopped_ms - execution->started_ms < most * 1000) return NULL;
    return express ? "an EXPRESS execution ends after five minutes (`treadle help limits`)"
                   : "an execution ends after a year (`treadle help limits`)";
}

static const char *help_for(struct arena *arena, const struct treadle_execution *execution) {
    const char *error = execution->error == NULL ? "" : execution->error,
               *cause = execution->cause == NULL ? "" : execution->cause;
    if (starts(cause, "The mock of '"))
        return "an answer more in its list, or 'times', or a mock that is no list (`treadle help "
               "mocks`)";
    if (starts(error, "ApiGateway.403") && strstr(cause, "not authorized") != NULL)
        return "the API's resource policy says who may call it; --trace shows who asked";
    if (strstr(cause, "AccessDenied") != NULL)
        return "the policies of the role it acts as do not allow this; --no-iam asks none of them";
    if (execution->outcome == TREADLE_TIMED_OUT) return help_for_timeout(execution);
    bool runtime = execution->error != NULL && strcmp(execution->error, "States.Runtime") == 0;
    const char *hint = meant(arena, execution->cause, execution->input);
    if (!runtime) return hint;
    return treadle_arena_print(
        arena, "%s%sAWS neither retries nor catches States.Runtime (`treadle help errors`)",
        hint == NULL ? "" : hint, hint == NULL ? "" : ". ");
}

static const char *headline(struct arena *arena, const struct treadle_execution *execution) {
    const char *name = treadle_arn_name(execution->machine_arn),
               *outcome = treadle_outcome_name(execution->outcome);
    if (execution->outcome == TREADLE_TIMED_OUT) {
        char took[TIME_TEXT_SIZE];
        write_exact(took, execution->stopped_ms - execution->started_ms);
        return treadle_arena_print(arena, "%s %s after %s", name, outcome, took);
    }
    if (execution->state == NULL)
        return treadle_arena_print(
            arena, "%s %s%s%s", name, outcome, execution->error == NULL ? "" : ": ",
            execution->error == NULL ? "" : execution->error);
    return treadle_arena_print(
        arena, "%s %s in state '%s'%s%s", name, outcome, execution->state,
        execution->error == NULL ? "" : ": ", execution->error == NULL ? "" : execution->error);
}

struct blame {
    struct arena *arena;
    const char *state, *pointer;
};

static void seek(const struct treadle_state_info *state, void *data) {
    struct blame *blame = data;
    if (strcmp(state->name, blame->state) != 0) return;
    const char *field = state->resource != NULL ? "Resource" : "Type";
    blame->pointer = treadle_arena_print(blame->arena, "%s/%s", state->pointer, field);
}

// Where no field is to blame, what the state does is shown.
static const char *blamed(
    struct arena *arena, const struct treadle_execution *execution,
    const treadle_machine *machine) {
    if (execution->outcome == TREADLE_TIMED_OUT) return "/TimeoutSeconds";  // Of the whole.
    struct blame blame = {.arena = arena, .state = execution->state};
    if (machine != NULL && blame.state != NULL) treadle_machine_each_state(machine, seek, &blame);
    return blame.pointer;
}

void treadle_report_failure(
    struct talk *talk, const struct treadle_execution *execution, const treadle_machine *machine) {
    struct arena arena = {0};
    struct treadle_place place = {0};
    const char *pointer =
        execution->pointer != NULL ? execution->pointer : blamed(&arena, execution, machine);
    bool known = machine != NULL && pointer != NULL &&
                 treadle_machine_place(machine, pointer, false, &place);
    struct complaint complaint = {
        .code =
            execution->error == NULL ? treadle_outcome_name(execution->outcome) : execution->error,
        .message = headline(&arena, execution),
        .help = help_for(&arena, execution)};
    if (known) {
        const char *source = treadle_machine_source(machine);
        complaint.file = source != NULL ? source : treadle_arn_name(execution->machine_arn);
        complaint.source = treadle_machine_text(machine);
        complaint.line = place.line;
        complaint.column = place.column;
        complaint.width = place.width;
        if (execution->cause != NULL && strstr(execution->cause, "could not be found") != NULL)
            complaint.label = "nothing there";
    }
    int notes = 0;
    if (execution->cause != NULL)
        complaint.notes[notes++] = treadle_arena_print(&arena, "cause: %s", execution->cause);
    if (execution->input != NULL)
        complaint.notes[notes++] = treadle_arena_print(
            &arena, "input: %s", cut(&arena, talk, treadle_json_print(&arena, execution->input)));
    treadle_complain(talk, &complaint);
    treadle_arena_clear(&arena);
}

void treadle_report_ends(struct talk *talk, const struct treadle_rows *rows, bool is_virtual) {
    if (talk->json) return;
    for (uint32_t i = 0; i < rows->count; i++) {
        const struct treadle_execution *one = &rows->executions[i];
        char took[TIME_TEXT_SIZE];
        write_exact(took, one->stopped_ms - one->started_ms);
        if (i > 0) fprintf(talk->err, " %s ", treadle_glyph(talk, GLYPH_DOT));
        if (one->outcome == TREADLE_RUNNING)
            fprintf(talk->err, "%s RUNNING", treadle_arn_name(one->machine_arn));
        else
            fprintf(
                talk->err, "%s %s in %s%s", treadle_arn_name(one->machine_arn),
                treadle_outcome_name(one->outcome), took, is_virtual ? " (virtual)" : "");
    }
    fputc('\n', talk->err);
}

// -- definitions

void treadle_report_problem(const struct treadle_problem *problem, void *data) {
    struct problems *problems = data;
    struct talk *talk = problems->talk;
    if (problem->warning)
        problems->warnings++;
    else
        problems->errors++;
    bool full = problems->errors + problems->warnings <= PROBLEMS_IN_FULL;
    if (!full && !talk->json) {
        fprintf(
            talk->err, "%s:%u:%u: %s[%s]: %s\n", problems->file, problem->line, problem->column,
            problem->warning ? "warning" : "error", problem->code, problem->message);
        return;
    }
    treadle_complain(
        talk, &(struct complaint){
                  .code = problem->code,
                  .show_code = true,
                  .warning = problem->warning,
                  .message = problem->message,
                  .file = problems->file,
                  .source = problems->text,
                  .line = problem->line,
                  .column = problem->column,
                  .width = problem->width,
                  .at = problem->pointer,
                  .label = problem->label,
                  .help = problem->help});
}

void treadle_report_problem_count(const struct problems *problems) {
    if (problems->talk->json || problems->errors == 0) return;
    fprintf(
        problems->talk->err, "%s: %u error%s", problems->file, problems->errors,
        problems->errors == 1 ? "" : "s");
    if (problems->warnings > 0)
        fprintf(
            problems->talk->err, ", %u warning%s", problems->warnings,
            problems->warnings == 1 ? "" : "s");
    fputc('\n', problems->talk->err);
}
