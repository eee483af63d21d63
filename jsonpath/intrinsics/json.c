// Functions between values and their JSON texts.
#include <string.h>

#include "base/json/write.h"
#include "jsonpath/intrinsic.h"

const cJSON *treadle_intrinsic_json_to_string(struct intrinsic_call *call) {
    char *text = treadle_json_print(call->scratch, call->arguments[0]);
    return treadle_scratch_string(call->scratch, text);
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
