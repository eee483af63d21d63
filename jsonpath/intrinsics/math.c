// Functions of numbers.
#include <math.h>

#include "base/random.h"
#include "jsonpath/intrinsic.h"

// AWS, recorded: each operand is rounded first, halves upwards: -1.5 to -1, 2.5 to 3.
static bool rounded_at(struct intrinsic_call *call, uint32_t index, double *out) {
    const cJSON *argument = call->arguments[index];
    *out = cJSON_IsNumber(argument) ? floor(argument->valuedouble + 0.5) : INFINITY;
    return *out >= INT32_MIN && *out <= INT32_MAX;
}

const cJSON *treadle_intrinsic_math_add(struct intrinsic_call *call) {
    double a, b;
    if (!rounded_at(call, 0, &a) || !rounded_at(call, 1, &b))
        return treadle_intrinsic_fail(call, "both arguments must be numbers of 32 bits");
    if (a + b < INT32_MIN || a + b > INT32_MAX)
        return treadle_intrinsic_fail(call, "the sum has more than 32 bits");
    return treadle_scratch_int(call->scratch, (int64_t)(a + b));
}

// From the first, inclusive, to the second, exclusive. With a seed the same number each time, but
// not AWS's, whose generator is not known.
const cJSON *treadle_intrinsic_math_random(struct intrinsic_call *call) {
    int64_t from, to, seed;
    uint64_t state;
    if (!treadle_intrinsic_int_at(call, 0, &from)) return NULL;
    if (!treadle_intrinsic_int_at(call, 1, &to)) return NULL;
    if (from >= to)
        return treadle_intrinsic_fail(call, "the first argument must be less than the second");
    uint64_t *random = call->random;
    if (call->count == 3) {
        if (!treadle_intrinsic_int_at(call, 2, &seed)) return NULL;
        state = (uint64_t)seed;
        random = &state;
    }
    if (random == NULL) return treadle_intrinsic_fail(call, "there is no source of chance");
    uint64_t drawn = treadle_random_below(random, (uint64_t)(to - from));
    return treadle_scratch_int(call->scratch, from + (int64_t)drawn);
}
