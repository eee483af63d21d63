// The table of intrinsic functions.
#include "jsonpath/intrinsic.h"

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
