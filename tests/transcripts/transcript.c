// Reading blocks and facts, showing steps.
#include "tests/transcripts/transcript.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/json/read.h"
#include "base/json/write.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/time_text.h"
#include "engine/core/history.h"

// -- Blocks

static const char *line_end(const char *at) {
    const char *end = strchr(at, '\n');
    return end == NULL ? at + strlen(at) : end + 1;
}

static bool is_line(const char *at, const char *line) {
    size_t size = strlen(line);
    return strncmp(at, line, size) == 0 && (at[size] == '\n' || at[size] == '\0');
}

static char *cut(const char *from, const char *to) {
    return treadle_text_copy_size(from, (size_t)(to - from));
}

static uint32_t count_lines(const char *from, const char *to) {
    uint32_t count = 1;
    for (; from < to; from++)
        count += *from == '\n';
    return count;
}

void transcript_read(struct transcript *out, const char *text) {
    const char *at = text;
    *out = (struct transcript){0};
    for (;;) {
        const char *before = at;
        while (*at == '#' || *at == '\n')
            at = line_end(at);
        if (*at == '\0') {
            out->after = cut(before, at);
            return;
        }
        const char *head = at, *body = line_end(at), *end = body;
        while (*end != '\0' && !is_line(end, "----"))
            end = line_end(end);
        const char *said = *end == '\0' ? end : line_end(end), *stop = said;
        while (*stop != '\0' && *stop != '\n')
            stop = line_end(stop);
        const char *head_end = body > head && body[-1] == '\n' ? body - 1 : body;
        ADD(out->blocks, out->count, out->size) = (struct block){
            .before = cut(before, head),
            .head = cut(head, head_end),
            .body = cut(body, end),
            .said = cut(said, stop),
            .line = count_lines(text, head)};
        at = stop;
    }
}

void transcript_clear(struct transcript *transcript) {
    for (uint32_t i = 0; i < transcript->count; i++) {
        free(transcript->blocks[i].before);
        free(transcript->blocks[i].head);
        free(transcript->blocks[i].body);
        free(transcript->blocks[i].said);
    }
    free(transcript->blocks);
    free(transcript->after);
    *transcript = (struct transcript){0};
}

void transcript_write(struct text *out, const struct transcript *transcript, char *const *said) {
    for (uint32_t i = 0; i < transcript->count; i++) {
        const struct block *block = &transcript->blocks[i];
        treadle_text_printf(
            out, "%s%s\n%s----\n%s", block->before, block->head, block->body, said[i]);
    }
    treadle_text_add(out, transcript->after);
}

// -- Facts

static const char *const words[FACT_COUNT] = {
#define FACT(name, words, answers, value) [FACT_##name] = words,
#include "engine/core/fact.def"
#undef FACT
};

// Moves [*at] past the word if it stands there.
static bool take_word(const char **at, const char *word) {
    size_t size = strlen(word);
    if (strncmp(*at, word, size) != 0 || ((*at)[size] != ' ' && (*at)[size] != '\0')) return false;
    *at += size;
    *at += strspn(*at, " ");
    return true;
}

static bool take_time(const char **at, int64_t *now_ms) {
    if (**at != '+' && **at != '-') return true;
    int sign = **at == '-' ? -1 : 1;
    size_t size = strcspn(*at + 1, " ");
    char *duration = treadle_text_copy_size(*at + 1, size);
    int64_t moved;
    bool done = treadle_duration_read(duration, &moved);
    free(duration);
    *at += 1 + size;
    *at += strspn(*at, " ");
    if (done) *now_ms += sign * moved;
    return done;
}

static bool take_ticket(const char **at, uint32_t *ticket) {
    if (**at != '#') return true;
    size_t size = strcspn(*at + 1, " ");
    char *digits = treadle_text_copy_size(*at + 1, size);
    int64_t number;
    bool done = treadle_number_read_int(digits, 1, UINT32_MAX, &number);
    free(digits);
    *at += 1 + size;
    *at += strspn(*at, " ");
    if (done) *ticket = (uint32_t)number;
    return done;
}

bool transcript_fact(
    const char *head, int64_t now_ms, struct fact *out, struct doc **value, const char **problem) {
    const char *at = head;
    *out = (struct fact){.kind = FACT_COUNT};
    *value = NULL;
    *problem = "no duration";
    if (!take_time(&at, &now_ms)) return false;
    for (int kind = 0; kind < FACT_COUNT && out->kind == FACT_COUNT; kind++)
        if (take_word(&at, words[kind])) out->kind = (enum fact_kind)kind;
    *problem = "no such fact";
    if (out->kind == FACT_COUNT) return false;
    *problem = "no ticket";
    if (!take_ticket(&at, &out->ticket)) return false;
    out->at_ms = now_ms;
    *problem = "no JSON";
    if (*at != '\0') *value = treadle_doc_read(NULL, at, strlen(at), NULL);
    out->value = *value;
    return *at == '\0' || *value != NULL;
}

// -- Steps

// Long values are cut: what is shown is to be read.
static void put_value(struct text *out, const cJSON *value) {
    enum { SHOWN_MAX = 400 };
    struct text text = {0};
    treadle_json_write(&text, value);
    if (text.count > SHOWN_MAX)
        treadle_text_printf(out, " %.*s… (%zu bytes)", SHOWN_MAX, text.bytes, text.count);
    else
        treadle_text_printf(out, " %s", text.bytes);
    treadle_text_clear(&text);
}

static void put_event(struct text *out, const struct event *event, uint32_t id) {
    struct arena arena = {0};
    treadle_text_printf(
        out, "%" PRIu32 "<%" PRIu32 " %s", id, event->previous, treadle_event_type(&arena, event));
    if (event->state != NULL) treadle_text_printf(out, " %s", event->state->name);
    if (event->type == EVENT_MAP_STARTED)
        treadle_text_printf(out, " of %" PRIu32, event->index);
    else if (
        event->type >= EVENT_MAP_ITERATION_STARTED && event->type <= EVENT_MAP_ITERATION_ABORTED)
        treadle_text_printf(out, " %" PRIu32, event->index);
    if (event->payload.doc != NULL) put_value(out, treadle_doc_root(event->payload.doc));
    const struct payload *assigned = treadle_event_assigned(event);
    if (assigned != NULL) {
        treadle_text_add(out, " assigns");
        put_value(out, treadle_doc_root(assigned->doc));
    }
    treadle_text_add(out, "\n");
    treadle_arena_clear(&arena);
}

static void put_duration(struct text *out, const char *before, int64_t duration_ms) {
    char text[TIME_TEXT_SIZE];
    treadle_duration_write(text, duration_ms);
    treadle_text_printf(out, "%s%s", before, text);
}

static void put_call(struct text *out, const struct command *command) {
    const struct call_terms *call = &command->of.call;
    treadle_text_printf(out, " %s", command->state->of.task->uri.text);
    put_value(out, call->arguments);
    if (call->credentials != NULL) {
        treadle_text_add(out, " as");
        put_value(out, call->credentials);
    }
    if (call->item >= 0) treadle_text_printf(out, ", item %" PRId32, call->item);
    if (call->attempt > 0) treadle_text_printf(out, ", attempt %" PRIu32, call->attempt);
    if (call->timeout_s > 0) treadle_text_printf(out, ", timeout %" PRIu32 " s", call->timeout_s);
    if (call->heartbeat_s > 0)
        treadle_text_printf(out, ", heartbeat %" PRIu32 " s", call->heartbeat_s);
}

static void put_wake(struct text *out, const struct core *core, const struct command *command) {
    const struct wake_terms *wake = &command->of.wake;
    put_duration(out, " in ", wake->due_ms - core->now_ms);
    if (wake->attempt == 0) return;
    treadle_text_printf(
        out, ": retry %" PRIu32 " of %" PRIu32 " of %s after", wake->attempt, wake->attempts_max,
        command->state->name);
    put_value(out, treadle_doc_root(command->payload.doc));
}

static void put_finish(struct text *out, const struct core *core, const struct command *command) {
    static const char *const outcomes[] = {
        [TREADLE_SUCCEEDED] = "SUCCEEDED",
        [TREADLE_FAILED] = "FAILED",
        [TREADLE_TIMED_OUT] = "TIMED_OUT",
        [TREADLE_ABORTED] = "ABORTED"};
    treadle_text_printf(out, " %s", outcomes[command->of.finish.outcome]);
    if (command->payload.doc != NULL) put_value(out, treadle_doc_root(command->payload.doc));
    if (command->state != NULL) treadle_text_printf(out, " in %s", command->state->name);
    if (command->of.finish.field == NULL) return;
    struct arena arena = {0};
    treadle_text_printf(
        out, " at %s", treadle_machine_pointer(core->machine, &arena, command->of.finish.field));
    treadle_arena_clear(&arena);
}

static void put_command(struct text *out, const struct core *core, const struct command *command) {
    static const char *const names[COMMAND_COUNT] = {
#define COMMAND(name, words, meaning) [COMMAND_##name] = words,
#include "engine/core/command.def"
#undef COMMAND
    };
    treadle_text_printf(out, "  %s", names[command->kind]);
    if (command->ticket != 0) treadle_text_printf(out, " #%" PRIu32, command->ticket);
    switch (command->kind) {
        case COMMAND_CALL: put_call(out, command); break;
        case COMMAND_WAKE: put_wake(out, core, command); break;
        case COMMAND_FINISH: put_finish(out, core, command); break;
        default: break;
    }
    treadle_text_add(out, "\n");
}

void transcript_step(struct text *out, const struct core *core, const struct step *step) {
    enum { SHOWN_MAX = 60 };
    for (uint32_t i = 0; i < step->event_count; i++) {
        bool shown = i < SHOWN_MAX || i + 4 > step->event_count;
        if (shown)
            put_event(out, &step->events[i], step->event_first + i);
        else if (i == SHOWN_MAX)
            treadle_text_add(out, "…\n");
    }
    for (uint32_t i = 0; i < step->command_count; i++)
        put_command(out, core, &step->commands[i]);
}
