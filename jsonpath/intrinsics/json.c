// Functions between values and their JSON texts.
#include <string.h>

#include "base/json/members.h"
#include "base/json/value.h"
#include "base/json/write.h"
#include "jsonpath/intrinsic.h"

const cJSON *treadle_intrinsic_json_to_string(struct intrinsic_call *call) {
    struct text text = {.count_max = call->room};
    treadle_json_write(&text, call->arguments[0]);
    return treadle_intrinsic_text(call, &text);
}

const cJSON *treadle_intrinsic_string_to_json(struct intrinsic_call *call) {
    const cJSON *text = call->arguments[0];
    if (!cJSON_IsString(text)) return treadle_intrinsic_fail(call, "the argument must be a string");
    const char *at = text->valuestring + strspn(text->valuestring, " \t\r\n");
    // AWS, recorded: nothing, or blanks alone, gives null.
    if (*at == '\0') return treadle_scratch_node(call->scratch, cJSON_NULL);
    // AWS, recorded: "-0" gives 0.
    if (strncmp(at, "-0", 2) == 0 && at[2 + strspn(at + 2, " \t\r\n")] == '\0')
        return treadle_scratch_int(call->scratch, 0);
    const cJSON *value = treadle_scratch_read(call->scratch, at, strlen(at));
    return value != NULL ? value : treadle_intrinsic_fail(call, "the argument is not JSON");
}

// Members of the first, in their places, with the second's values where both have them, then the
// second's own.
const cJSON *treadle_intrinsic_json_merge(struct intrinsic_call *call) {
    const cJSON *first = call->arguments[0], *second = call->arguments[1];
    if (!cJSON_IsObject(first) || !cJSON_IsObject(second))
        return treadle_intrinsic_fail(call, "the first two arguments must be objects");
    // AWS, measured by users: whatever is not true counts as false.
    if (cJSON_IsTrue(call->arguments[2]))
        return treadle_intrinsic_fail(call, "the third argument must be false");
    struct arena *scratch = call->scratch;
    cJSON *merged = treadle_scratch_node(scratch, cJSON_Object);
    struct members ours, theirs;
    treadle_members_init(&ours, first);
    treadle_members_init(&theirs, second);
    for (const cJSON *member = first->child; member != NULL; member = member->next) {
        const cJSON *newer = treadle_members_find(&theirs, member->string);
        const cJSON *shown = newer != NULL ? newer : member;
        treadle_scratch_append(merged, member->string, treadle_scratch_link(scratch, shown));
    }
    for (const cJSON *member = second->child; member != NULL; member = member->next)
        if (treadle_members_find(&ours, member->string) == NULL)
            treadle_scratch_append(merged, member->string, treadle_scratch_link(scratch, member));
    treadle_members_clear(&ours);
    treadle_members_clear(&theirs);
    return merged;
}
