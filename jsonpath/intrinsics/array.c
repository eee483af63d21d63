// Functions that make and take apart arrays.
#include "jsonpath/intrinsic.h"

const cJSON *treadle_intrinsic_array(struct intrinsic_call *call) {
    cJSON *array = treadle_scratch_node(call->scratch, cJSON_Array);
    for (uint32_t i = 0; i < call->count; i++)
        treadle_scratch_append(
            array, NULL, treadle_scratch_link(call->scratch, call->arguments[i]));
    return array;
}
