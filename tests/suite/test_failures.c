// What is expected beside what came, and the text of every failure.
//
//   test_failures [--rewrite]
//
// Each entry of failures.txt is what a case expects, what came, and the text that tells the
// difference:
//
//   case NAME
//   expect YAML
//   outcome YAML          "status" is SUCCEEDED, "path" empty, "elapsed" 0 unless they are given
//   problem TEXT | HELP   any number, as those that follow
//   row MS DEPTH STEP | STATE | WHAT | WHY
//   style WORDS           of: ascii, color, trace, columns=N
//   ----
//   the text, up to an empty line; none where the case passes
//
// What is expected stands in line 12 of the test file. Every result is written and read again, and
// must then be told alike. In the end every key that a case may expect must have failed once.
// --rewrite writes what came into the file.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/yaml/yaml.h"
#include "suite/expect.h"
#include "suite/say.h"

enum { LINE_OF_EXPECT = 12, LINE_OF_CASE = 10, FILE_SIZE_MAX = 1 << 20 };

struct entry {
    struct arena arena;
    struct suite_result result;
    struct suite_style style;
    struct doc *expect;
    cJSON *outcome;
};

static struct {
    bool keys[EXPECT_KEYS];
    struct text states;  // " visits calls …": what of a state failed.
    uint32_t count, wrong;
} seen;

static _Noreturn void give_up(const char *line, const char *why) {
    (void)fprintf(stderr, "%s: %s\n", line, why);
    exit(2);
}

static struct doc *value_of(const char *text) {
    struct read_problem problem;
    struct doc *doc = treadle_yaml_read(text, strlen(text), YAML_TAGS_REFUSED, NULL, &problem);
    if (doc == NULL) give_up(text, problem.message);
    return doc;
}

// -- Reading an entry

// The outcome with what every outcome has.
static cJSON *outcome_of(struct entry *entry, const char *text) {
    struct doc *doc = value_of(text);
    cJSON *outcome = treadle_scratch_copy(&entry->arena, treadle_doc_root(doc));
    treadle_doc_drop(doc);
    if (treadle_json_member(outcome, "status") == NULL)
        treadle_put_text(&entry->arena, outcome, "status", "SUCCEEDED");
    if (treadle_json_member(outcome, "path") == NULL)
        treadle_scratch_append(outcome, "path", treadle_scratch_node(&entry->arena, cJSON_Array));
    if (treadle_json_member(outcome, "elapsed") == NULL)
        treadle_put_int(&entry->arena, outcome, "elapsed", 0);
    return outcome;
}

// The part of [*at] before the next " | ", or all of it; [*at] moves behind it.
static const char *field(char **at) {
    char *start = *at, *end = strstr(start, " | ");
    *at = end == NULL ? start + strlen(start) : end + 3;
    if (end != NULL) *end = '\0';
    return start;
}

static int64_t number(char **at) {
    char *start = *at;
    size_t size = strcspn(start, " ");
    *at += size + (start[size] == ' ');
    start[size] = '\0';
    int64_t value;
    if (!treadle_number_read_int(start, -1, INT64_MAX, &value)) give_up(start, "no number");
    return value;
}

static void add_row(struct entry *entry, char *at) {
    struct suite_row row = {.at_ms = number(&at)};
    row.depth = (uint32_t)number(&at);
    row.step = (int32_t)number(&at);
    at += strspn(at, "| ");
    row.state = field(&at);
    row.what = field(&at);
    const char *why = field(&at);
    row.why = *why == '\0' ? NULL : why;
    treadle_suite_result_row(&entry->result, &row);
}

static void add_problem(struct entry *entry, char *at) {
    struct suite_problem problem = {.message = field(&at), .line = LINE_OF_EXPECT, .column = 5};
    const char *help = field(&at);
    problem.help = *help == '\0' ? NULL : help;
    treadle_suite_result_problem(&entry->result, &problem);
}

static void set_style(struct suite_style *style, const char *words) {
    style->utf8 = strstr(words, "ascii") == NULL;
    style->color = strstr(words, "color") != NULL;
    style->trace = strstr(words, "trace") != NULL;
    const char *columns = strstr(words, "columns=");
    int64_t count;
    if (columns != NULL && treadle_number_read_int(columns + 8, 1, 1000, &count))
        style->columns = (uint32_t)count;
}

static void take_line(struct entry *entry, const char *name, char *rest) {
    if (strcmp(name, "case") == 0)
        treadle_suite_result_init(&entry->result, "order.test.yaml", LINE_OF_CASE, rest);
    else if (strcmp(name, "expect") == 0)
        entry->expect = value_of(rest);
    else if (strcmp(name, "outcome") == 0)
        entry->outcome = outcome_of(entry, rest);
    else if (strcmp(name, "problem") == 0)
        add_problem(entry, rest);
    else if (strcmp(name, "row") == 0)
        add_row(entry, rest);
    else if (strcmp(name, "style") == 0)
        set_style(&entry->style, rest);
    else
        give_up(name, "not a line of an entry");
}

// Reads the lines up to "----", and gives what follows it.
static const char *read_entry(struct entry *entry, const char *at) {
    entry->style.utf8 = true;
    while (strncmp(at, "----\n", 5) != 0) {
        size_t size = strcspn(at, "\n"), name = strcspn(at, " \n");
        if (at[size] == '\0') give_up(at, "an entry without ----");
        char *line = treadle_arena_copy_size(&entry->arena, at, size);
        line[name] = '\0';
        take_line(entry, line, name < size ? line + name + 1 : line + name);
        at += size + 1;
    }
    return at + 5;
}

// -- What it says

static void note_differences(const struct suite_result *result) {
    for (uint32_t i = 0; i < result->differences_count; i++) {
        const struct suite_difference *difference = &result->differences[i];
        if (difference->parts_count == 0) continue;
        seen.keys[difference->key] = true;
        if (difference->key == EXPECT_states)
            treadle_text_printf(&seen.states, " %s", strrchr(difference->pointer, '/') + 1);
    }
}

// The result as it arrives from a worker.
static void pass_on(struct suite_result *result) {
    struct text line = {0};
    treadle_suite_result_write(result, &line);
    treadle_suite_result_clear(result);
    if (!treadle_suite_result_read(result, line.bytes, line.count))
        give_up(line.bytes, "cannot be read again");
    treadle_text_clear(&line);
}

static void tell(struct entry *entry, struct text *out) {
    const cJSON *expect = treadle_doc_root(entry->expect);
    treadle_suite_expect(&entry->result, cJSON_IsNull(expect) ? NULL : expect, entry->outcome);
    for (uint32_t i = 0; i < entry->result.differences_count; i++) {
        struct suite_difference *difference = &entry->result.differences[i];
        if (treadle_json_at(expect, difference->pointer) != NULL) difference->line = LINE_OF_EXPECT;
    }
    treadle_doc_drop(entry->expect);  // A result owns all it holds.
    note_differences(&entry->result);
    struct text before = {0};
    treadle_suite_say_failure(&before, &entry->style, &entry->result);
    pass_on(&entry->result);
    treadle_suite_say_failure(out, &entry->style, &entry->result);
    if (strcmp(treadle_text_string(&before), treadle_text_string(out)) != 0)
        give_up(entry->result.name, "is told otherwise after it was read again");
    treadle_text_clear(&before);
    treadle_suite_result_clear(&entry->result);
    treadle_arena_clear(&entry->arena);
}

// -- The file

// The text up to an empty line, or the end.
static size_t answer_size(const char *at) {
    if (*at == '\n') return 0;
    const char *end = strstr(at, "\n\n");
    return end == NULL ? strlen(at) : (size_t)(end - at) + 1;
}

static const char *run_entry(const char *at, struct text *rewritten) {
    const char *start = at;
    struct entry entry = {0};
    at = read_entry(&entry, at);
    treadle_text_put(rewritten, start, (size_t)(at - start));
    struct text told = {0};
    tell(&entry, &told);
    treadle_text_add(rewritten, treadle_text_string(&told));
    size_t size = answer_size(at);
    seen.count++;
    if (size != told.count || memcmp(at, treadle_text_string(&told), size) != 0) {
        seen.wrong++;
        (void)printf("%.*s\n", (int)strcspn(start, "\n"), start);
        (void)printf("is told\n%sand not\n%.*s\n", treadle_text_string(&told), (int)size, at);
    }
    treadle_text_clear(&told);
    return at + size;
}

static void run_file(const char *text, struct text *rewritten) {
    while (*text != '\0') {
        if (*text == '\n' || *text == '#') {  // An empty line, a comment.
            size_t size = strcspn(text, "\n") + 1;
            treadle_text_put(rewritten, text, size);
            text += size;
        } else {
            text = run_entry(text, rewritten);
        }
    }
}

// Every key of the tables has failed somewhere.
static void check_keys(void) {
    static const char *const states[] = {
#define STATE(key, form) #key,
#include "suite/state.def"
#undef STATE
    };
    for (int key = 0; key < EXPECT_KEYS; key++) {
        if (seen.keys[key]) continue;
        (void)printf("no case in which '%s' fails\n", treadle_expect_name((enum expect_key)key));
        seen.wrong++;
    }
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        if (strstr(treadle_text_string(&seen.states), states[i]) != NULL) continue;
        (void)printf("no case in which '%s' of a state fails\n", states[i]);
        seen.wrong++;
    }
}

int main(int argc, char **argv) {
    static const char path[] = "tests/suite/failures.txt";
    bool rewrite = argc > 1 && strcmp(argv[1], "--rewrite") == 0;
    if (argc != 1 + rewrite) give_up("usage", "test_failures [--rewrite]");
    struct text text = {0}, rewritten = {0};
    struct treadle_status status;
    if (treadle_file_read(path, FILE_SIZE_MAX, &text, &status) < 0) give_up(path, status.text);
    run_file(text.bytes, &rewritten);
    if (rewrite && treadle_file_replace(path, rewritten.bytes, rewritten.count, &status) < 0)
        give_up(path, status.text);
    if (rewrite) seen.wrong = 0;
    check_keys();
    (void)printf("%u cases, %u wrong\n", seen.count, seen.wrong);
    treadle_text_clear(&text);
    treadle_text_clear(&rewritten);
    treadle_text_clear(&seen.states);
    return seen.wrong > 0;
}
