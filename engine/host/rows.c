// An execution's own row, and an execution back from all its rows.
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/json/read.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/status.h"
#include "engine/host/inside.h"

static const char *const outcome_words[] = {
    [TREADLE_RUNNING] = "running",
    [TREADLE_SUCCEEDED] = "succeeded",
    [TREADLE_FAILED] = "failed",
    [TREADLE_TIMED_OUT] = "timed out",
    [TREADLE_ABORTED] = "aborted"};

// -- Writing

static void put_state(
    struct arena *scratch, cJSON *row, const char *key, const struct state *state) {
    if (state == NULL) return;
    cJSON *pair = treadle_scratch_node(scratch, cJSON_Array);
    treadle_scratch_append(pair, NULL, treadle_scratch_int(scratch, state->number));
    treadle_scratch_append(pair, NULL, treadle_scratch_string(scratch, state->name));
    treadle_scratch_append(row, key, pair);
}

static void put_blame(
    struct arena *scratch, cJSON *row, const struct execution *execution,
    const struct command *finish) {
    put_state(scratch, row, "state", finish->state);
    if (finish->of.finish.field == NULL) return;
    treadle_put_text(
        scratch, row, "field",
        treadle_machine_pointer(execution->machine, scratch, finish->of.finish.field));
}

static void put_row(
    struct batch *batch, const struct execution *execution, const struct command *finish) {
    struct arena scratch = {0};
    cJSON *row = treadle_scratch_node(&scratch, cJSON_Object);
    enum treadle_outcome outcome = finish == NULL ? TREADLE_RUNNING : finish->of.finish.outcome;
    treadle_put_int(&scratch, row, "format", SNAPSHOT_FORMAT);
    treadle_put_text(&scratch, row, "arn", execution->identity.arn);
    treadle_put_text(&scratch, row, "machine", execution->identity.machine_arn);
    treadle_put_text(&scratch, row, "role", execution->identity.role_arn);
    treadle_put_text(&scratch, row, "outcome", outcome_words[outcome]);
    treadle_put_int(&scratch, row, "started", execution->started_ms);
    if (finish != NULL) {
        treadle_put_int(&scratch, row, "stopped", execution->core.now_ms);
        treadle_put_int(&scratch, row, "payload", finish->payload.number);
        put_state(&scratch, row, "next", finish->of.finish.next);
        put_blame(&scratch, row, execution, finish);
    }
    struct row *place = treadle_batch_row(batch, ROW_EXECUTION, 0, 0);
    treadle_json_write(&batch->text, row);
    place->size = batch->text.count - place->at;
    treadle_arena_clear(&scratch);
}

void treadle_batch_execution(
    struct batch *batch, const struct execution *execution, const struct step *step) {
    const struct command *last =
        step->command_count == 0 ? NULL : &step->commands[step->command_count - 1];
    if (last != NULL && last->kind != COMMAND_FINISH) last = NULL;
    if (last != NULL || step->event_first == 1) put_row(batch, execution, last);
}

// -- Reading

struct reading {  // The execution's row, read.
    const char *arn, *machine_arn, *role_arn, *field;
    const cJSON *state, *next;
    enum treadle_outcome outcome;
    int64_t started_ms, stopped_ms, payload;
};

static bool int_of(const cJSON *row, const char *name, int64_t otherwise, int64_t *out) {
    const cJSON *number = treadle_json_member(row, name);
    *out = otherwise;
    return number == NULL || (cJSON_IsNumber(number) && treadle_number_int(number, out));
}

// Beyond any moment there is, and far from where the difference of two would overflow.
static bool moment_of(const cJSON *row, const char *name, int64_t otherwise, int64_t *out) {
    static const int64_t most_ms = (int64_t)1 << 53;
    return int_of(row, name, otherwise, out) && *out >= -most_ms && *out <= most_ms;
}

static bool outcome_of(const char *word, enum treadle_outcome *out) {
    for (size_t i = 0; word != NULL && i < COUNT_OF(outcome_words); i++) {
        if (strcmp(outcome_words[i], word) != 0) continue;
        *out = (enum treadle_outcome)i;
        return true;
    }
    return false;
}

// Texts lie in [arena]. False: it is no such row, or in no format known here.
static bool read_row(struct arena *arena, const struct batch *rows, struct reading *out) {
    const struct row *row = rows->count == 0 ? NULL : &rows->rows[0];
    if (row == NULL || row->kind != ROW_EXECUTION) return false;
    const cJSON *json = treadle_scratch_read(arena, rows->text.bytes + row->at, row->size);
    int64_t format;
    *out = (struct reading){
        .arn = treadle_json_string(json, "arn"),
        .machine_arn = treadle_json_string(json, "machine"),
        .role_arn = treadle_json_string(json, "role"),
        .field = treadle_json_string(json, "field"),
        .state = treadle_json_member(json, "state"),
        .next = treadle_json_member(json, "next")};
    return out->arn != NULL && strchr(out->arn, ':') != strrchr(out->arn, ':') &&
           out->machine_arn != NULL && int_of(json, "format", 0, &format) &&
           format == SNAPSHOT_FORMAT &&
           outcome_of(treadle_json_string(json, "outcome"), &out->outcome) &&
           moment_of(json, "started", 0, &out->started_ms) &&
           moment_of(json, "stopped", -1, &out->stopped_ms) &&
           int_of(json, "payload", 0, &out->payload);
}

bool treadle_host_rows_read(
    struct arena *arena, const struct batch *rows, const char **execution_arn,
    const char **machine_arn) {
    struct reading reading;
    if (!read_row(arena, rows, &reading)) return false;
    *execution_arn = reading.arn;
    *machine_arn = reading.machine_arn;
    return true;
}

static const struct state *state_of(const struct execution *execution, const cJSON *pair) {
    int64_t number;
    if (treadle_json_count(pair) != 2 || !cJSON_IsNumber(pair->child) ||
        !treadle_number_int(pair->child, &number) || number < 0 || number > UINT32_MAX ||
        !cJSON_IsString(pair->child->next))
        return NULL;
    return treadle_machine_state(
        execution->machine, (uint32_t)number, pair->child->next->valuestring);
}

static void restore_blame(
    const struct execution *execution, const struct reading *reading, struct end *end) {
    end->next = state_of(execution, reading->next);
    end->blamed = state_of(execution, reading->state);
    if (reading->field != NULL)
        end->blamed_field =
            treadle_json_at(treadle_doc_root(execution->machine->definition), reading->field);
}

// What the host knows besides the core.
static void restore_rest(
    struct host *host, struct execution *execution, const struct reading *reading,
    struct revival *revival) {
    struct core *core = &execution->core;
    execution->started_ms = reading->started_ms;
    execution->outcome = reading->outcome;
    free(execution->events);
    execution->events = revival->events;
    execution->event_count = revival->event_count;
    execution->event_size = revival->event_size;
    revival->events = NULL;
    revival->event_count = revival->event_size = 0;
    if (core->input.doc != NULL && execution->input == NULL)
        execution->input = treadle_doc_ref(core->input.doc);
    if (reading->outcome == TREADLE_RUNNING) return;
    struct doc *value = treadle_revival_payload(revival, (uint32_t)reading->payload);
    struct end *end = treadle_execution_end(execution);
    end->stopped_ms = reading->stopped_ms;
    if (value != NULL) treadle_doc_ref(value);
    if (reading->outcome == TREADLE_SUCCEEDED)
        end->output = value;
    else
        end->error = value;
    restore_blame(execution, reading, end);
    end->variables = treadle_core_variables(core);
    treadle_core_clear(core);
    host->running--;
}

// Takes the execution out again: it is the last one.
static void forget(struct host *host, struct execution *execution) {
    ASSERT(host->executions[host->execution_count - 1] == execution);
    host->execution_count--;
    host->running--;
    treadle_map_remove(&host->names, execution->identity.arn);
    treadle_execution_free(execution);
}

// Only who timed out ends without a value.
static bool says_how_it_ended(
    const struct execution *execution, const struct reading *reading,
    const struct revival *revival) {
    bool over = reading->outcome != TREADLE_RUNNING;
    if ((execution->core.life == CORE_OVER) != over) return false;
    if (!over || reading->outcome == TREADLE_TIMED_OUT) return reading->payload == 0;
    return reading->payload > 0 && reading->payload <= UINT32_MAX &&
           treadle_revival_payload(revival, (uint32_t)reading->payload) != NULL;
}

static int revive(
    struct host *host, struct execution *execution, const struct batch *rows,
    const struct reading *reading, struct treadle_status *status) {
    struct revival revival = {0};
    int result = treadle_core_restore(&execution->core, rows, &revival, status);
    if (result == 0 && !says_how_it_ended(execution, reading, &revival))
        result = treadle_status_set(
            status, TREADLE_EINVAL, "these rows cannot be read: they do not say how it ended");
    if (result == 0) {
        restore_rest(host, execution, reading, &revival);
        struct step *step = &host->step;
        if (reading->outcome == TREADLE_RUNNING) treadle_core_commands(&execution->core, step);
        treadle_host_carry_out(host, execution, step->commands, step->command_count);
        step->command_count = 0;
    }
    treadle_revival_clear(&revival);
    return result;
}

static int restore(
    struct host *host, struct machine *machine, const struct batch *rows,
    const struct reading *reading, struct execution **out, struct treadle_status *status) {
    struct execution *execution = treadle_execution_new(
        host, &(struct birth){
                  .machine = machine,
                  .execution_arn = reading->arn,
                  .machine_arn = reading->machine_arn,
                  .role_arn = reading->role_arn});
    int result = revive(host, execution, rows, reading, status);
    if (result == 0)
        *out = execution;
    else
        forget(host, execution);
    return result;
}

static int no_rows(struct treadle_status *status) {
    return treadle_status_set(
        status, TREADLE_EINVAL,
        "these rows cannot be read: the first says of no execution, or in no format known here");
}

int treadle_execution_revive(
    struct host *host, struct execution *execution, const struct batch *rows,
    struct treadle_status *status) {
    struct arena arena = {0};
    struct reading reading;
    int result;
    if (!read_row(&arena, rows, &reading))
        result = no_rows(status);
    else if (strcmp(reading.arn, execution->identity.arn) != 0)
        result = treadle_status_set(
            status, TREADLE_EINVAL, "these rows cannot be read: they are %s's", reading.arn);
    else
        result = revive(host, execution, rows, &reading, status);
    treadle_arena_clear(&arena);
    return result;
}

int treadle_host_restore(
    struct host *host, struct machine *machine, const struct batch *rows, struct execution **out,
    struct treadle_status *status) {
    struct arena arena = {0};
    struct reading reading;
    int result;
    *out = NULL;
    if (!read_row(&arena, rows, &reading)) {
        result = no_rows(status);
    } else if ((*out = treadle_host_find(host, reading.arn)) != NULL) {
        result = treadle_status_set(status, TREADLE_EEXIST, "%s is here", reading.arn);
    } else {
        result = restore(host, machine, rows, &reading, out, status);
    }
    treadle_arena_clear(&arena);
    return result;
}
