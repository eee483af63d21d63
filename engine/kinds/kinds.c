// The table of kinds, made from the model's list: a kind without a file does not link.
#include "engine/kinds/kinds.h"

#define KIND(name, text, file, exits) extern const struct state_kind treadle_state_##file;
#include "engine/model/kinds.def"
#undef KIND

const struct state_kind *const treadle_kinds[KIND_COUNT] = {
#define KIND(name, text, file, exits) [KIND_##name] = &treadle_state_##file,
#include "engine/model/kinds.def"
#undef KIND
};
