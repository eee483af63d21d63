// treadle record MACHINE: a test file to start from, on stdout.
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "cli/input.h"
#include "cli/line.h"
#include "cli/machine.h"
#include "suite/record.h"

struct given {  // What the recording is made of, and owns nothing of.
    struct text input, config;
    struct doc *events;
    treadle_machine *machine;
};

static bool read_file(struct talk *talk, const char *flag, const char *path, struct text *out) {
    struct treadle_status status = {0};
    if (treadle_file_read(path, LIMIT_file_size_max, out, &status) == 0) return true;
    treadle_say_error(talk, "FILE", NULL, "%s: %s", flag, status.text);
    return false;
}

// Each ${K} of it is given a value.
static bool read_machine(
    struct talk *talk, const char *path, struct given *given, struct suite_recording *recording) {
    struct treadle_status status = {0};
    struct text text = {0}, whole = {0};
    if (treadle_file_read(path, LIMIT_file_size_max, &text, &status) == 0) {
        recording->substitutions =
            treadle_suite_record_substitutions(&talk->arena, treadle_text_string(&text), &whole);
        given->machine = treadle_machine_of_text(talk, path, &whole);
    } else {
        treadle_say_error(talk, "FILE", NULL, "%s", status.text);
    }
    treadle_text_clear(&text);
    treadle_text_clear(&whole);
    return given->machine != NULL;
}

// FILE, or FILE#CASE.
static bool read_config(
    struct talk *talk, const char *word, struct given *given, struct suite_recording *recording) {
    size_t size = strcspn(word, "#");
    const char *path = treadle_arena_copy_size(&talk->arena, word, size);
    if (word[size] == '#' && word[size + 1] != '\0') recording->test_case = word + size + 1;
    if (!read_file(talk, "--mock", path, &given->config)) return false;
    recording->config = treadle_text_string(&given->config);
    return true;
}

static bool check_line(struct talk *talk, const struct line *line) {
    const char *words = NULL;
    if (line->word_count != 1)
        words = "record wants one state machine: a file";
    else if (line->mocks.count > 1)
        words = "record takes one mock file";
    else if (line->execution != NULL && (line->mocks.count > 0 || line->input != NULL))
        words = "an execution has its own input and answers: --execution stands alone";
    if (words == NULL) return true;
    treadle_say_error(
        talk, "USAGE", "treadle record order.asl.yaml --execution history.json > order.test.yaml",
        "%s", words);
    return false;
}

static bool read_all(
    struct talk *talk, const struct line *line, struct given *given,
    struct suite_recording *recording) {
    if (!read_machine(talk, line->words[0], given, recording)) return false;
    if (line->input != NULL && !treadle_input_read(talk, "--input", line->input, &given->input))
        return false;
    if (line->execution != NULL) {
        given->events = treadle_input_doc(talk, "--execution", line->execution);
        if (given->events == NULL) return false;
    }
    if (line->mocks.count > 0 && !read_config(talk, line->mocks.items[0], given, recording))
        return false;
    recording->machine = given->machine;
    recording->file = treadle_machine_file_name(line->words[0]);
    recording->name = treadle_machine_name(talk, line->words[0]);
    recording->input = line->input == NULL ? NULL : treadle_text_string(&given->input);
    recording->history = given->events == NULL ? NULL : treadle_doc_root(given->events);
    return true;
}

static void tell_notes(struct talk *talk, const struct text *notes) {
    const char *at = treadle_text_string(notes);
    while (*at != '\0') {
        size_t size = strcspn(at, "\n");
        treadle_say_warning(talk, treadle_arena_copy_size(&talk->arena, at, size));
        at += size + (at[size] == '\n');
    }
}

int treadle_cmd_record(struct talk *talk, const struct line *line) {
    struct given given = {.events = NULL};
    struct suite_recording recording = {.machine = NULL};
    struct text out = {0}, notes = {0};
    struct treadle_status status = {0};
    int code = EXIT_UNABLE;
    if (check_line(talk, line) && read_all(talk, line, &given, &recording)) {
        if (treadle_suite_record(&recording, &out, &notes, &status) == 0)
            code = EXIT_WISHED;
        else
            treadle_say_error(talk, "RECORD", NULL, "nothing was recorded: %s", status.text);
    }
    tell_notes(talk, &notes);
    fputs(treadle_text_string(&out), talk->out);
    treadle_text_clear(&out);
    treadle_text_clear(&notes);
    treadle_text_clear(&given.input);
    treadle_text_clear(&given.config);
    treadle_doc_drop(given.events);
    treadle_machine_drop(given.machine);
    return code;
}
