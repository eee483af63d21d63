// ARNs are colons and words: five colons, and whatever follows the last of them.
#include "aws/arn.h"

#include <string.h>

bool treadle_arn_parse(struct arena *arena, const char *text, struct arn *out) {
    if (text == NULL || strncmp(text, "arn:", 4) != 0) return false;
    const char **const parts[] = {&out->partition, &out->service, &out->region, &out->account};
    const char *at = text + 4;
    for (int i = 0; i < 4; i++) {
        const char *end = strchr(at, ':');
        if (end == NULL) return false;
        *parts[i] = treadle_arena_copy_size(arena, at, (size_t)(end - at));
        at = end + 1;
    }
    if (*at == '\0' || *out->partition == '\0' || *out->service == '\0') return false;
    out->resource = treadle_arena_copy(arena, at);
    return true;
}

const char *treadle_arn_last(const char *arn) {
    const char *last = arn;
    for (const char *at = arn; *at != '\0'; at++)
        if (*at == ':' || *at == '/') last = at + 1;
    return last;
}

bool treadle_account_is(const char *text) {
    return text != NULL && strlen(text) == 12 && strspn(text, "0123456789") == 12;
}
