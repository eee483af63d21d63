// An ARN is its parts with colons between them.
#include "engine/core/arn.h"

#include <string.h>

const char *treadle_arn_part(struct arena *arena, const char *arn, uint32_t part) {
    for (; part > 0; part--) {
        const char *colon = strchr(arn, ':');
        if (colon == NULL) return "";
        arn = colon + 1;
    }
    return treadle_arena_copy_size(arena, arn, strcspn(arn, ":"));
}
