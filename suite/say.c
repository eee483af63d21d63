// What people read.
//
// A failure has two columns: what is otherwise, and the values. It is made in UTF-8 and without
// colour first; what the terminal cannot show is replaced line by line at the end.
#include "suite/say.h"

#include <string.h>

#include "base/arena.h"
#include "base/json/value.h"
#include "base/memory.h"
#include "base/time_text.h"
#include "base/utf8.h"
#include "suite/value.h"

enum {
    COLUMN_MIN = 19,     // Of the second column, behind the indent.
    COLUMN_MAX = 40,     // What is longer has a line of its own.
    NOTE_GAP = 8,        // Before what is said behind a value.
    NOTE_INDENT = 9,     // Where it has a line of its own.
    ROWS_SHOWN = 3,      // Of a trace.
    ROWS_SHOWN_MAX = 6,  // Where the trace goes on behind what is of interest.
    DOTS_MIN = 20,       // On a line, however long the file's name is.
};

// -- What a terminal can show

enum tint { TINT_NONE, TINT_FAIL, TINT_WANT, TINT_HAVE, TINT_DIM };

static void tint(struct text *out, const struct suite_style *style, enum tint tint) {
    static const char *const codes[] = {
        [TINT_NONE] = "\033[0m",
        [TINT_FAIL] = "\033[1;31m",
        [TINT_WANT] = "\033[32m",
        [TINT_HAVE] = "\033[31m",
        [TINT_DIM] = "\033[2m"};
    if (style->color) treadle_text_add(out, codes[tint]);
}

// U+007F to U+009F: 1 or 2 bytes; 0: what stands there is fine. Lesser ones are escaped before.
static size_t control_size(const char *at) {
    unsigned char c = (unsigned char)*at;
    if (c < 0x20 || c == 0x7F) return 1;
    if (c != 0xC2) return 0;
    unsigned char next = (unsigned char)at[1];
    return next >= 0x80 && next <= 0x9F ? 2 : 0;
}

// Puts [text], which is one line, as a terminal can show it.
static void put_plain(struct text *out, const struct suite_style *style, const char *text) {
    static const char *const pairs[][2] = {{"→", "->"}, {"…", "..."}, {"✗", "FAIL"}, {"·", "|"}};
    while (*text != '\0') {
        size_t pair = style->utf8 ? COUNT_OF(pairs) : 0, control = control_size(text);
        while (pair < COUNT_OF(pairs) && strncmp(text, pairs[pair][0], strlen(pairs[pair][0])) != 0)
            pair++;
        if (control > 0) {
            treadle_text_add(out, "?");
            text += control;
        } else if (pair < COUNT_OF(pairs)) {
            treadle_text_add(out, pairs[pair][1]);
            text += strlen(pairs[pair][0]);
        } else {
            treadle_text_put(out, text++, 1);
        }
    }
}

static void spaces(struct text *out, size_t count) {
    for (size_t i = 0; i < count; i++)
        treadle_text_add(out, " ");
}

// -- Two columns

struct columns {
    struct text *out;
    const struct suite_style *style;
    size_t width;  // Of the first, behind the indent.
};

// Puts the first column: [label], or nothing where it is NULL.
static void put_label(const struct columns *columns, const char *label) {
    size_t width = label == NULL ? 0 : treadle_utf8_count(label);
    spaces(columns->out, 2);
    if (label != NULL) put_plain(columns->out, columns->style, label);
    if (width > columns->width) {
        treadle_text_add(columns->out, "\n");
        spaces(columns->out, 2);
        width = 0;
    }
    spaces(columns->out, columns->width - width);
}

static char *label_of(struct arena *arena, const struct suite_difference *difference) {
    struct text line = {0};
    treadle_value_show_line(&line, difference->what);
    char *label = difference->line == 0
                      ? treadle_arena_copy(arena, line.bytes)
                      : treadle_arena_print(arena, "%s (line %u)", line.bytes, difference->line);
    treadle_text_clear(&line);
    return label;
}

static void widen(size_t *width, const char *label) {
    size_t size = treadle_utf8_count(label) + 3;
    if (size > *width && size <= COLUMN_MAX) *width = size;
}

// -- Differences

static void put_value(
    const struct columns *columns, const struct suite_difference *difference,
    const struct suite_part *part, enum side side) {
    struct text value = {0};
    treadle_value_show(&value, part, difference->look, side, difference->first);
    tint(columns->out, columns->style, side == SIDE_WANT ? TINT_WANT : TINT_HAVE);
    treadle_text_add(columns->out, side == SIDE_WANT ? "-  " : "+  ");
    put_plain(columns->out, columns->style, treadle_text_string(&value));
    tint(columns->out, columns->style, TINT_NONE);
    treadle_text_clear(&value);
}

// The transition that led to the first state that differs; NULL: it is not known.
static const char *why(
    const struct suite_result *result, const struct suite_difference *difference) {
    if (difference->look != LOOK_PATH || difference->first == 0) return NULL;
    const char *found = NULL;
    for (uint32_t i = 0; i < result->rows_count; i++)
        if (result->rows[i].step == (int64_t)difference->first - 1 && result->rows[i].why != NULL)
            found = result->rows[i].why;
    return found;
}

// Whether all that is otherwise are elements of lists.
static bool are_elements(const struct suite_difference *difference) {
    for (uint32_t i = 0; i < difference->parts_count; i++) {
        const char *path = difference->parts[i].path;
        size_t size = strlen(path);
        if (size == 0 || path[size - 1] != ']' || path[size - 2] == '"') return false;
    }
    return true;
}

// What is said behind the last value.
static void put_note(
    const struct columns *columns, const struct suite_result *result,
    const struct suite_difference *difference) {
    const char *transition = why(result, difference);
    if (transition == NULL && difference->equal == 0) return;
    spaces(columns->out, NOTE_GAP);
    tint(columns->out, columns->style, TINT_DIM);
    if (transition != NULL)
        put_plain(columns->out, columns->style, transition);
    else
        treadle_text_printf(
            columns->out, "%u more %s%s equal", difference->equal,
            are_elements(difference) ? "element" : "member", difference->equal == 1 ? "" : "s");
    tint(columns->out, columns->style, TINT_NONE);
}

// Where nothing came, or nothing was expected, one line says so, unless it is the whole that lacks.
static void put_difference(
    const struct columns *columns, const struct suite_result *result,
    const struct suite_difference *difference, const char *label) {
    for (uint32_t i = 0; i < difference->parts_count; i++) {
        const struct suite_part *part = &difference->parts[i];
        bool whole = *part->path == '\0', last = i + 1 == difference->parts_count;
        put_label(columns, i == 0 ? label : NULL);
        if (part->want != NULL || whole) put_value(columns, difference, part, SIDE_WANT);
        if ((part->want != NULL && part->have != NULL) || whole) {
            treadle_text_add(columns->out, "\n");
            put_label(columns, NULL);
        }
        if (part->have != NULL || whole) put_value(columns, difference, part, SIDE_HAVE);
        if (last) put_note(columns, result, difference);
        treadle_text_add(columns->out, "\n");
    }
}

// -- Problems

static void put_problem(
    const struct columns *columns, const struct suite_result *result,
    const struct suite_problem *problem) {
    struct text line = {0};
    const char *file = problem->file != NULL ? problem->file : result->file;
    if (problem->line > 0)
        treadle_text_printf(&line, "%s:%u:%u  ", file, problem->line, problem->column);
    treadle_value_show_line(&line, problem->message);
    spaces(columns->out, 2);
    put_plain(columns->out, columns->style, line.bytes);
    treadle_text_add(columns->out, "\n");
    treadle_text_clear(&line);
    if (problem->help == NULL) return;
    treadle_value_show_line(&line, problem->help);
    treadle_text_add(columns->out, "    help: ");
    put_plain(columns->out, columns->style, treadle_text_string(&line));
    treadle_text_add(columns->out, "\n");
    treadle_text_clear(&line);
}

// -- The trace that led there

struct window {
    uint32_t from, to;
};

// The last row about the state that a difference in `states` names.
static uint32_t last_row_of(
    const struct suite_result *result, const struct suite_difference *difference) {
    for (uint32_t i = result->rows_count; i > 0; i--) {
        const char *state = result->rows[i - 1].state;
        size_t size = strlen(state);
        if (size > 0 && strncmp(difference->what, state, size) == 0 &&
            difference->what[size] == ' ')
            return i - 1;
    }
    return result->rows_count - 1;
}

// Of the path the rows from the last state that was right; of a state its last one; else the end.
static struct window window_of(const struct suite_result *result) {
    const struct suite_difference *about = NULL;
    for (uint32_t i = 0; i < result->differences_count; i++) {
        const struct suite_difference *difference = &result->differences[i];
        if (difference->parts_count == 0 || !treadle_expect_is_way(difference->key)) continue;
        if (about == NULL || difference->key == EXPECT_path) about = difference;
    }
    if (about == NULL && result->problems_count == 0) return (struct window){0, 0};
    uint32_t end = result->rows_count;
    if (about != NULL && about->key == EXPECT_path) {
        for (uint32_t i = 0; i < end; i++)
            if (result->rows[i].step >= 0 && (uint32_t)result->rows[i].step + 1 >= about->first)
                return (struct window){i, end - i > ROWS_SHOWN_MAX ? i + ROWS_SHOWN_MAX : end};
    } else if (about != NULL && about->key == EXPECT_states) {
        end = last_row_of(result, about) + 1;
    }
    return (struct window){end > ROWS_SHOWN ? end - ROWS_SHOWN : 0, end};
}

// The columns of a trace, behind its label.
struct widths {
    size_t seconds, state;
};

static size_t digits_of(int64_t seconds) {
    size_t count = 1;
    for (; seconds >= 10; seconds /= 10)
        count++;
    return count;
}

static struct widths widths_of(const struct suite_result *result, struct window window) {
    struct widths widths = {0};
    for (uint32_t i = window.from; i < window.to; i++) {
        const struct suite_row *row = &result->rows[i];
        size_t state = treadle_utf8_count(row->state) + 2 * (size_t)row->depth;
        size_t seconds = digits_of(row->at_ms / 1000);
        if (state > widths.state) widths.state = state;
        if (seconds > widths.seconds) widths.seconds = seconds;
    }
    return widths;
}

// Cuts [line] at the terminal's last column.
static void cut(const struct suite_style *style, struct text *line) {
    if (style->columns == 0 || treadle_utf8_count(line->bytes) <= style->columns) return;
    const char *at = line->bytes;
    for (uint32_t i = 0; i + 1 < style->columns; i++)
        (void)treadle_utf8_next(&at);
    line->count = (size_t)(at - line->bytes);
    treadle_text_add(line, "…");
}

// Behind a line of [width] characters, or below it where there is no room.
static void put_trace_note(const struct columns *columns, size_t width, const char *note) {
    if (*note == '\0') return;
    uint32_t room = columns->style->columns;
    bool fits = room == 0 || width + NOTE_GAP + strlen(note) <= room;
    if (!fits) treadle_text_add(columns->out, "\n");
    spaces(columns->out, fits ? NOTE_GAP : NOTE_INDENT);
    tint(columns->out, columns->style, TINT_DIM);
    treadle_text_add(columns->out, note);
    tint(columns->out, columns->style, TINT_NONE);
}

static void put_row(
    const struct columns *columns, const struct suite_row *row, struct widths widths,
    const char *label, const char *note) {
    struct text line = {0};
    treadle_text_printf(
        &line, "  %-7s%*lld.%03llds  %*s", label, (int)widths.seconds,
        (long long)(row->at_ms / 1000), (long long)(row->at_ms % 1000), 2 * (int)row->depth, "");
    treadle_value_show_line(&line, row->state);
    size_t state = treadle_utf8_count(row->state) + 2 * (size_t)row->depth;
    spaces(&line, (state < widths.state ? widths.state - state : 0) + 2);
    treadle_value_show_line(&line, row->what);
    while (line.bytes[line.count - 1] == ' ')
        line.bytes[--line.count] = '\0';
    cut(columns->style, &line);
    put_plain(columns->out, columns->style, line.bytes);
    put_trace_note(columns, treadle_utf8_count(line.bytes), note);
    treadle_text_clear(&line);
    treadle_text_add(columns->out, "\n");
}

// "4 earlier lines: --trace"; "" where all are shown.
static void say_left_out(struct text *out, uint32_t earlier, uint32_t later) {
    if (earlier > 0) treadle_text_printf(out, "%u earlier", earlier);
    if (earlier > 0 && later > 0) treadle_text_add(out, ", ");
    if (later > 0) treadle_text_printf(out, "%u later", later);
    if (earlier + later > 0)
        treadle_text_printf(out, " line%s: --trace", earlier + later == 1 ? "" : "s");
}

static void put_trace(
    const struct columns *columns, const struct suite_result *result, struct window window) {
    struct widths widths = widths_of(result, window);
    struct text note = {0};
    say_left_out(&note, window.from, result->rows_count - window.to);
    for (uint32_t i = window.from; i < window.to; i++)
        put_row(
            columns, &result->rows[i], widths, i == window.from ? "trace" : "",
            i + 1 == window.to ? treadle_text_string(&note) : "");
    treadle_text_clear(&note);
}

// -- Failures

static void put_heading(const struct columns *columns, const struct suite_result *result) {
    static const char *const words[] = {
        [VERDICT_PASSED] = "PASS",
        [VERDICT_FAILED] = "FAIL",
        [VERDICT_BROKEN] = "FAIL",
        [VERDICT_CRASHED] = "CRASH"};
    struct text line = {0};
    treadle_text_printf(&line, " %s", result->file);
    if (result->line > 0) treadle_text_printf(&line, ":%u", result->line);
    treadle_text_add(&line, "  ");
    treadle_value_show_line(&line, result->name);
    tint(columns->out, columns->style, result->verdict == VERDICT_PASSED ? TINT_WANT : TINT_FAIL);
    treadle_text_add(columns->out, words[result->verdict]);
    tint(columns->out, columns->style, TINT_NONE);
    put_plain(columns->out, columns->style, line.bytes);
    treadle_text_add(columns->out, "\n");
    treadle_text_clear(&line);
}

void treadle_suite_say_failure(
    struct text *out, const struct suite_style *style, const struct suite_result *result) {
    if (result->verdict == VERDICT_PASSED) return;
    struct arena arena = {0};
    struct columns columns = {out, style, COLUMN_MIN};
    put_heading(&columns, result);
    for (uint32_t i = 0; i < result->differences_count; i++)
        if (result->differences[i].parts_count > 0)
            widen(&columns.width, label_of(&arena, &result->differences[i]));
    for (uint32_t i = 0; i < result->problems_count; i++)
        put_problem(&columns, result, &result->problems[i]);
    for (uint32_t i = 0; i < result->differences_count; i++)
        put_difference(
            &columns, result, &result->differences[i], label_of(&arena, &result->differences[i]));
    struct window window = window_of(result);
    if (style->trace) window = (struct window){0, result->rows_count};
    put_trace(&columns, result, window);
    treadle_arena_clear(&arena);
}

void treadle_suite_say_trace(
    struct text *out, const struct suite_style *style, const struct suite_result *result) {
    struct columns columns = {out, style, COLUMN_MIN};
    put_heading(&columns, result);
    put_trace(&columns, result, (struct window){0, result->rows_count});
}

// -- All cases

void treadle_suite_say_file(
    struct text *out, const struct suite_style *style, const char *file,
    const struct suite_result *results, uint32_t count) {
    static const char signs[] = {
        [VERDICT_PASSED] = '.',
        [VERDICT_FAILED] = 'x',
        [VERDICT_BROKEN] = 'x',
        [VERDICT_CRASHED] = '!'};
    struct text name = {0};
    treadle_value_show_line(&name, file);
    put_plain(out, style, name.bytes);
    size_t indent = treadle_utf8_count(name.bytes) + 1, room = COUNT_OF(signs) * count + 1;
    if (style->columns > 0) room = style->columns > indent ? style->columns - indent : DOTS_MIN;
    if (room < DOTS_MIN) room = DOTS_MIN;
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0 && i % room == 0) {
            treadle_text_add(out, "\n");
            spaces(out, indent - 1);
        }
        if (i % room == 0) treadle_text_add(out, " ");
        bool passed = results[i].verdict == VERDICT_PASSED;
        if (!passed) tint(out, style, TINT_FAIL);
        treadle_text_put(out, &signs[results[i].verdict], 1);
        if (!passed) tint(out, style, TINT_NONE);
    }
    treadle_text_add(out, "\n");
    treadle_text_clear(&name);
}
