// Lines of a table whose last column is cut at the width of the screen.
#include "cli/trace.h"

#include <string.h>

#include "base/json/scratch.h"
#include "base/json/write.h"
#include "base/time_text.h"
#include "base/utf8.h"

enum { WIDTH_MIN = 16, WIDTH_MAX = 40 };

static uint32_t characters(const char *text) {
    uint32_t count = 0;
    for (; *text != '\0'; text++)
        count += (*text & 0xC0) != 0x80;
    return count;
}

static void fit(const struct treadle_state_info *state, void *data) {
    struct tracer *tracer = data;
    uint32_t width = characters(state->name), depth = 0;
    for (const char *at = state->pointer; (at = strstr(at, "/States/")) != NULL; at++)
        depth++;
    if (depth > 1) width += 2 * (depth - 1) + 2;
    if (width > WIDTH_MAX) width = WIDTH_MAX;
    if (width > tracer->width) tracer->width = width;
}

void treadle_tracer_fit(struct tracer *tracer, const treadle_machine *machine) {
    if (tracer->width < WIDTH_MIN) tracer->width = WIDTH_MIN;
    treadle_machine_each_state(machine, fit, tracer);
}

// -- rows

static void put_padded(struct text *row, const char *text, uint32_t width) {
    treadle_text_add(row, text);
    for (uint32_t i = characters(text); i < width; i++)
        treadle_text_put(row, " ", 1);
}

// Cut so that [columns] characters remain, the last of them "…".
static void cut(const struct talk *talk, struct text *row, uint32_t columns) {
    if (columns == 0 || characters(row->bytes) <= columns) return;
    uint32_t count = 0;
    char *at = row->bytes;
    for (; count < columns - 1; at++) {
        while ((at[1] & 0xC0) == 0x80)
            at++;
        count++;
    }
    row->count = (size_t)(at - row->bytes);
    treadle_text_add(row, treadle_glyph(talk, GLYPH_MORE));
}

static void heading(struct tracer *tracer) {
    if (tracer->begun) return;
    tracer->begun = true;
    if (tracer->width < WIDTH_MIN) tracer->width = WIDTH_MIN;
    struct text row = {0};
    treadle_text_add(&row, "  start   took  ");
    if (tracer->accounts) put_padded(&row, "account", 14);
    put_padded(&row, "state", tracer->width + 2);
    fprintf(tracer->talk->err, "%swhat happened\n", row.bytes);
    treadle_text_clear(&row);
}

// Six characters or so: "2.7 s", "1 h", not "1 h 9 m 3 s".
static void write_took(char out[TIME_TEXT_SIZE], int64_t took_ms) {
    if (took_ms < 1000 || took_ms >= 100000) {
        treadle_duration_write(out, took_ms);
        char *second = strchr(out, ' ');
        second = second == NULL ? NULL : strchr(second + 1, ' ');
        if (second != NULL) *second = '\0';
    } else {
        int64_t tenths = (took_ms + 50) / 100;
        (void)snprintf(out, TIME_TEXT_SIZE, "%lld", (long long)(tenths / 10));
        size_t size = strlen(out);
        if (tenths % 10 != 0)
            (void)snprintf(out + size, TIME_TEXT_SIZE - size, ".%lld s", (long long)(tenths % 10));
        else
            (void)snprintf(out + size, TIME_TEXT_SIZE - size, " s");
    }
}

static void put_start(struct text *row, int64_t start_ms) {
    char start[TIME_TEXT_SIZE];
    if (start_ms < 1000000) {
        treadle_text_printf(row, "%6.3fs", (double)start_ms / 1000);
    } else {
        treadle_duration_write(start, start_ms / 1000 * 1000);
        treadle_text_printf(row, "%7s", start);
    }
}

// Takes [what].
static void show(
    struct tracer *tracer, int64_t start_ms, const char *took, const char *account,
    const char *where, struct text *what) {
    heading(tracer);
    struct text row = {0};
    put_start(&row, start_ms - tracer->start_ms);
    treadle_text_printf(&row, "  %5s  ", took);
    if (tracer->accounts) put_padded(&row, account, 14);
    put_padded(&row, where, tracer->width + 2);
    treadle_text_add(&row, treadle_text_string(what));
    cut(tracer->talk, &row, (uint32_t)tracer->talk->columns);
    fprintf(tracer->talk->err, "%s\n", treadle_talk_plain(tracer->talk, row.bytes));
    treadle_text_clear(&row);
    treadle_text_clear(what);
}

// The account in an ARN.
static const char *account_of(struct arena *arena, const char *arn) {
    const char *at = arn;
    for (int i = 0; i < 4 && at != NULL; i++)
        at = strchr(at + (i > 0), ':');
    if (at == NULL) return "";
    at++;
    return treadle_arena_copy_size(arena, at, strcspn(at, ":"));
}

static void put_value(struct text *what, const cJSON *value) {
    if (value != NULL) treadle_json_write(what, value);
}

static void put_uri(struct text *what, const struct treadle_trace *trace) {
    const struct treadle_task_uri *uri = trace->uri;
    if (uri == NULL) {
        treadle_text_add(what, trace->type);
        return;
    }
    if (*uri->action == '\0') {
        treadle_text_add(what, uri->text);
    } else {
        static const char *const suffixes[] = {"", ".sync", ".sync:2", ".waitForTaskToken"};
        treadle_text_printf(what, "%s:%s%s", uri->service, uri->action, suffixes[uri->pattern]);
    }
    if (trace->acted_as == NULL) return;
    const char *slash = strrchr(trace->acted_as, '/');
    treadle_text_printf(what, " as %s", slash == NULL ? trace->acted_as : slash + 1);
}

static void put_failure(
    const struct talk *talk, struct text *what, const struct treadle_trace *trace) {
    put_uri(what, trace);
    treadle_text_printf(
        what, " %s %s", treadle_glyph(talk, GLYPH_CROSS),
        trace->error == NULL ? "no error name" : trace->error);
}

static void put_left(
    const struct talk *talk, struct text *what, const struct treadle_trace *trace) {
    const char *arrow = treadle_glyph(talk, GLYPH_ARROW);
    if (trace->error != NULL) {
        put_failure(talk, what, trace);
        treadle_text_printf(
            what, " %s caught %s %s", treadle_glyph(talk, GLYPH_DOT), arrow, trace->next);
    } else if (strcmp(trace->type, "Choice") == 0) {
        treadle_text_printf(what, "%s %s", arrow, trace->next == NULL ? "" : trace->next);
    } else if (strcmp(trace->type, "Wait") == 0) {
        treadle_text_add(what, "waited");
    } else {
        if (trace->uri != NULL) put_uri(what, trace);
        treadle_text_printf(what, trace->uri != NULL ? " %s " : "%s ", arrow);
        put_value(what, trace->value);
    }
}

static void put_what(
    const struct talk *talk, struct text *what, const struct treadle_trace *trace) {
    char pause[TIME_TEXT_SIZE];
    switch (trace->kind) {
        case TREADLE_TRACE_STARTED:
            treadle_text_printf(what, "%s of %u", trace->type, trace->count);
            return;
        case TREADLE_TRACE_RETRY:
            put_failure(talk, what, trace);
            treadle_duration_write(pause, trace->pause_ms);
            treadle_text_printf(
                what, " %s retry %u of %u in %s", treadle_glyph(talk, GLYPH_DOT), trace->attempt,
                trace->attempts_max, pause);
            return;
        case TREADLE_TRACE_FAILED: put_failure(talk, what, trace); return;
        case TREADLE_TRACE_LEFT: put_left(talk, what, trace); return;
        case TREADLE_TRACE_ENTERED:
        case TREADLE_TRACE_CALLED: return;
    }
}

struct calls {
    uint32_t count;
};

// "mock", and which call of its state it answered where there was more than one.
static void put_mock(struct tracer *tracer, struct text *what, const struct treadle_trace *trace) {
    const treadle_mocks *mocks = tracer->mocks;
    if (mocks == NULL || trace->kind == TREADLE_TRACE_STARTED) return;
    // A Map or Parallel made calls only where it was mocked as a whole.
    bool answered = trace->uri != NULL ? treadle_mocks_has(mocks, trace->state)
                                       : treadle_mocks_calls(mocks, trace->state) > 0;
    if (!answered) return;
    struct calls *calls = treadle_map_find(&tracer->calls, trace->state);
    if (calls == NULL) {
        calls = treadle_arena_alloc_zeroed(&tracer->arena, sizeof(*calls));
        treadle_map_put(&tracer->calls, treadle_arena_copy(&tracer->arena, trace->state), calls);
    }
    calls->count++;
    treadle_text_add(what, "    mock");
    if (calls->count > 1 || trace->kind == TREADLE_TRACE_RETRY)
        treadle_text_printf(what, ", call %u", calls->count);
}

void treadle_tracer_clear(struct tracer *tracer) {
    treadle_map_clear(&tracer->calls);
    treadle_arena_clear(&tracer->arena);
}

static void state_json(struct tracer *tracer, const struct treadle_trace *trace) {
    static const char *const kinds[] = {
        [TREADLE_TRACE_LEFT] = "left",
        [TREADLE_TRACE_RETRY] = "retry",
        [TREADLE_TRACE_FAILED] = "failed",
        [TREADLE_TRACE_STARTED] = "started"};
    struct arena arena = {0};
    cJSON *row = treadle_scratch_node(&arena, cJSON_Object);
    treadle_put_text(&arena, row, "trace", kinds[trace->kind]);
    treadle_put_int(&arena, row, "startMs", trace->entered_ms - tracer->start_ms);
    treadle_put_int(&arena, row, "tookMs", trace->at_ms - trace->entered_ms);
    treadle_put_text(&arena, row, "executionArn", trace->execution_arn);
    treadle_put_text(&arena, row, "state", trace->state);
    treadle_put_text(&arena, row, "type", trace->type);
    if (trace->uri != NULL) treadle_put_text(&arena, row, "resource", trace->uri->text);
    treadle_put_text(&arena, row, "actedAs", trace->acted_as);
    treadle_put_value(&arena, row, "output", trace->value);
    treadle_put_text(&arena, row, "error", trace->error);
    treadle_put_text(&arena, row, "cause", trace->cause);
    treadle_put_text(&arena, row, "next", trace->next);
    if (trace->kind == TREADLE_TRACE_RETRY) {
        treadle_put_int(&arena, row, "retry", trace->attempt);
        treadle_put_int(&arena, row, "retriesMax", trace->attempts_max);
        treadle_put_int(&arena, row, "pauseMs", trace->pause_ms);
    }
    if (trace->kind == TREADLE_TRACE_STARTED) treadle_put_int(&arena, row, "count", trace->count);
    if (trace->index >= 0) treadle_put_int(&arena, row, "index", trace->index);
    fprintf(tracer->talk->err, "%s\n", treadle_json_print(&arena, row));
    treadle_arena_clear(&arena);
}

void treadle_tracer_state(struct tracer *tracer, const struct treadle_trace *trace) {
    // A row is of what is over.
    if (trace->kind == TREADLE_TRACE_ENTERED || trace->kind == TREADLE_TRACE_CALLED) return;
    if (tracer->talk->json) {
        state_json(tracer, trace);
        return;
    }
    struct arena arena = {0};
    struct text what = {0}, where = {0};
    put_what(tracer->talk, &what, trace);
    put_mock(tracer, &what, trace);
    for (uint32_t i = 0; i < trace->depth; i++)
        treadle_text_add(&where, "  ");
    if (trace->index >= 0) treadle_text_printf(&where, "%d ", (int)trace->index);
    treadle_text_add(&where, trace->state);
    char took[TIME_TEXT_SIZE] = "";
    if (trace->kind != TREADLE_TRACE_STARTED && trace->kind != TREADLE_TRACE_RETRY)
        write_took(took, trace->at_ms - trace->entered_ms);
    int64_t start_ms = trace->kind == TREADLE_TRACE_RETRY ? trace->at_ms : trace->entered_ms;
    show(tracer, start_ms, took, account_of(&arena, trace->machine_arn), where.bytes, &what);
    treadle_text_clear(&where);
    treadle_arena_clear(&arena);
}

void treadle_tracer_note(struct tracer *tracer, const struct treadle_note *note) {
    if (tracer->talk->json) {
        struct arena arena = {0};
        cJSON *row = treadle_scratch_node(&arena, cJSON_Object);
        treadle_put_text(&arena, row, "trace", "note");
        treadle_put_int(&arena, row, "startMs", note->at_ms - tracer->start_ms);
        treadle_put_text(&arena, row, "account", note->account);
        treadle_put_text(&arena, row, "where", note->where);
        treadle_put_text(&arena, row, "text", note->text);
        fprintf(tracer->talk->err, "%s\n", treadle_json_print(&arena, row));
        treadle_arena_clear(&arena);
        return;
    }
    struct text what = {0};
    treadle_text_add(&what, note->text);
    show(tracer, note->at_ms, "", note->account, note->where, &what);
}
