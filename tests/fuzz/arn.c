// Names of AWS: ARNs and a Task's Resource. What is taken apart can be put together again.
#include "aws/arn.h"

#include <stdlib.h>
#include <string.h>

#include "engine/model/task_uri.h"
#include "tests/fuzz/fuzz.h"

static void check_arn(struct arena *arena, const char *text) {
    struct arn arn;
    const char *last = treadle_arn_last(text);
    ASSERT(last >= text && last <= text + strlen(text) && strpbrk(last, ":/") == NULL);
    (void)treadle_account_is(text);
    if (!treadle_arn_parse(arena, text, &arn)) return;
    const char *again = treadle_arena_print(
        arena, "arn:%s:%s:%s:%s:%s", arn.partition, arn.service, arn.region, arn.account,
        arn.resource);
    ASSERT(strcmp(again, text) == 0);
}

static void check_task_uri(struct arena *arena, const char *text) {
    struct treadle_task_uri uri;
    if (!treadle_task_uri_read(arena, text, &uri)) return;
    ASSERT(strcmp(uri.text, text) == 0 && *uri.service != '\0' && uri.action != NULL);
    const char *suffix = treadle_task_uri_suffix(&uri);
    size_t size = strlen(text), suffix_size = strlen(suffix);
    ASSERT(size >= suffix_size && strcmp(text + size - suffix_size, suffix) == 0);
    (void)treadle_task_uri_events(&uri);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_input input = {(const char *)data, size};
    struct arena arena = {0};
    char *text = fuzz_rest(&input);
    check_arn(&arena, text);
    check_task_uri(&arena, text);
    treadle_arena_clear(&arena);
    free(text);
    return 0;
}
