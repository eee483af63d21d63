// A whole test file for a program's own tests: in its process, one case after the other, so that a
// debugger and a sanitizer see what they would see anyhow.
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "suite/jobs.h"
#include "suite/say.h"
#include "treadle/test.h"

static void put(FILE *out, struct text *text) {
    if (text->count > 0) (void)fwrite(text->bytes, 1, text->count, out);
    treadle_text_clear(text);
}

static void say_problems(const struct suite_file *file, FILE *out) {
    struct text text = {0};
    for (uint32_t i = 0; i < file->problems.count; i++) {
        const struct suite_problem *one = &file->problems.items[i];
        treadle_text_printf(
            &text, "%s:%u:%u: %s%s%s\n", file->path, one->line, one->column, one->message,
            one->help == NULL ? "" : ": ", one->help == NULL ? "" : one->help);
    }
    put(out, &text);
}

static int run(struct suite_file *file, FILE *out) {
    uint32_t count = file->entries_count;
    struct suite_job *list = treadle_alloc((count + 1) * sizeof(*list));
    struct suite_result *results = treadle_alloc_zeroed((count + 1) * sizeof(*results));
    for (uint32_t i = 0; i < count; i++)
        list[i] = (struct suite_job){file, &file->entries[i]};
    const struct suite_jobs jobs = {.list = list, .count = count, .results = results};
    const struct suite_style style = {.utf8 = true};
    int failed = treadle_suite_jobs_run(&jobs, NULL);
    ASSERT(failed == 0);  // No process was to be started.
    struct text text = {0};
    for (uint32_t i = 0; i < count; i++) {
        failed += results[i].verdict != VERDICT_PASSED;
        treadle_suite_say_failure(&text, &style, &results[i]);
        treadle_suite_result_clear(&results[i]);
    }
    put(out, &text);
    free(list);
    free(results);
    return failed;
}

int treadle_suite_run(const char *path, FILE *out) {
    REQUIRE(path);
    REQUIRE(out);
    struct suite_file file;
    struct treadle_status status = {0};
    int code = treadle_suite_file_read(&file, path, &status);
    if (code != 0) {
        struct text text = {0};
        treadle_text_printf(&text, "%s\n", status.text);
        put(out, &text);
    } else if (file.problems.count > 0) {
        say_problems(&file, out);
        code = TREADLE_EPARSE;
    } else {
        code = run(&file, out);
    }
    treadle_suite_file_clear(&file);
    return code;
}
