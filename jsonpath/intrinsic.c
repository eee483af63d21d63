// The table of intrinsic functions, and what they ask of their arguments.
#include "jsonpath/intrinsic.h"

#include <math.h>
#include <string.h>

static const struct intrinsic intrinsics[] = {
#define INTRINSIC(name, least, most, function) {name, least, most, treadle_intrinsic_##function},
#include "jsonpath/intrinsics.def"
#undef INTRINSIC
};

const struct intrinsic *treadle_intrinsic_find(const char *name, size_t size) {
    for (size_t i = 0; i < sizeof(intrinsics) / sizeof(*intrinsics); i++)
        if (strncmp(intrinsics[i].name, name, size) == 0 && intrinsics[i].name[size] == '\0')
            return &intrinsics[i];
    return NULL;
}

const cJSON *treadle_intrinsic_fail(struct intrinsic_call *call, const char *problem) {
    call->problem = problem;
    return NULL;
}

const cJSON *treadle_intrinsic_text(struct intrinsic_call *call, struct text *text) {
    const char *made = NULL;
    if (!text->overflowed)
        made = treadle_arena_copy_size(call->scratch, treadle_text_string(text), text->count);
    treadle_text_clear(text);
    if (made != NULL) return treadle_scratch_string(call->scratch, made);
    return treadle_intrinsic_fail(call, "the text is too long");
}

static void refuse(struct intrinsic_call *call, uint32_t index, const char *wanted) {
    static const char *const places[] = {"first", "second", "third"};
    ASSERT(index < sizeof(places) / sizeof(*places));
    call->problem =
        treadle_arena_print(call->scratch, "the %s argument must be %s", places[index], wanted);
}

const cJSON *treadle_intrinsic_array_at(struct intrinsic_call *call, uint32_t index) {
    const cJSON *argument = call->arguments[index];
    if (cJSON_IsArray(argument)) return argument;
    refuse(call, index, "an array");
    return NULL;
}

const char *treadle_intrinsic_string_at(struct intrinsic_call *call, uint32_t index) {
    const cJSON *argument = call->arguments[index];
    if (cJSON_IsString(argument)) return argument->valuestring;
    refuse(call, index, "a string");
    return NULL;
}

bool treadle_intrinsic_int_at(struct intrinsic_call *call, uint32_t index, int64_t *out) {
    const cJSON *argument = call->arguments[index];
    double value = cJSON_IsNumber(argument) ? trunc(argument->valuedouble) : INFINITY;
    if (value >= INT32_MIN && value <= INT32_MAX) {
        *out = (int64_t)value;
        return true;
    }
    refuse(call, index, "a number of 32 bits");
    return false;
}
