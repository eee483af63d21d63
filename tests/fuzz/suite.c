// Test files: read, and each case resolved. What is refused says where; what is resolved knows
// where each part of it stood.
#include <stdlib.h>
#include <string.h>

#include "base/json/write.h"
#include "suite/file.h"
#include "tests/fuzz/fuzz.h"

static void check_problems(const struct suite_problems *problems) {
    for (uint32_t i = 0; i < problems->count; i++) {
        ASSERT(problems->items[i].line > 0 && problems->items[i].column > 0);
        fuzz_check_quoting(problems->items[i].message);
    }
}

static const char *on_output(const char *stack, const char *output, void *data) {
    (void)data;
    return *stack == *output ? NULL : "an output";
}

// Every place is inside the text.
static void check_places(const struct suite_case *one, const cJSON *value, uint32_t depth) {
    if (depth == 100) return;
    struct suite_place place = treadle_suite_place_of(one, value);
    ASSERT((size_t)place.at + place.size <= one->file->text.count);
    for (const cJSON *child = value->child; child != NULL; child = child->next)
        check_places(one, child, depth + 1);
}

static void resolve(struct suite_file *file, const struct suite_entry *entry) {
    struct arena arena = {0};
    struct suite_case one;
    treadle_suite_case_resolve(file, entry, &arena, on_output, NULL, &one);
    check_problems(&one.problems);
    fuzz_check_value(one.whole);
    check_places(&one, one.whole, 0);
    (void)treadle_suite_place(&one, "/states/A/calls");
    (void)treadle_suite_place(&one, "/output/0/x~1y");
    treadle_suite_case_clear(&one);
    treadle_arena_clear(&arena);
}

enum { ENTRIES_MAX = 50 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input input = {(const char *)data, size};
    char *text = fuzz_rest(&input);
    struct suite_file file;
    if (strstr(text, "@/") == NULL) {  // What the computer's files hold is nobody's input.
        treadle_suite_file_take(&file, "/nowhere/x.test.yaml", text, strlen(text));
        check_problems(&file.problems);
        ASSERT(file.problems.count == 0 || file.entries_count == 0);
        for (uint32_t i = 0; i < file.entries_count && i < ENTRIES_MAX; i++)
            resolve(&file, &file.entries[i]);
        treadle_suite_file_clear(&file);
    }
    free(text);
    return 0;
}
