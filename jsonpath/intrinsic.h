// What an intrinsic function sees, and what all of them share.
//
// A function is a row of intrinsics.def and a C function in intrinsics/. It gets its arguments
// evaluated, as many as its row allows, and gives a value or the reason why it cannot.
#ifndef TREADLE_JSONPATH_INTRINSIC_H
#define TREADLE_JSONPATH_INTRINSIC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/json/scratch.h"

struct intrinsic_call {
    const cJSON *const *arguments;
    uint32_t count;
    const char
        *raw;  // The first argument's text with its escapes, where it is a literal string; or NULL.
    struct arena *scratch;
    size_t room;          // For a text that it makes: so many bytes, and no more.
    uint64_t *random;     // NULL: there is none.
    const char *problem;  // Why it failed: a static text, or one in the scratch.
    const char *blamed;   // What failed of: "arguments", or its "template".
};

enum { INTRINSIC_ANY = 1000 };  // As many arguments as anybody writes.

struct intrinsic {
    const char *name;
    uint32_t least, most;
    // Lends a value in the scratch or a part of an argument; NULL and a problem.
    const cJSON *(*evaluate)(struct intrinsic_call *call);
};

const struct intrinsic *treadle_intrinsic_find(const char *name, size_t size);  // NULL: none.

#define INTRINSIC(name, least, most, function)                                                     \
    const cJSON *treadle_intrinsic_##function(struct intrinsic_call *call);
#include "jsonpath/intrinsics.def"
#undef INTRINSIC

// For a function's return: gives the text made, which it clears, as a string; or NULL and a
// problem, where it was cut by the call's room.
const cJSON *treadle_intrinsic_text(struct intrinsic_call *call, struct text *text);

// For a function's return: notes [problem] and gives NULL.
const cJSON *treadle_intrinsic_fail(struct intrinsic_call *call, const char *problem);

// The argument at [index], or NULL and a problem: it is of another type.
const cJSON *treadle_intrinsic_array_at(struct intrinsic_call *call, uint32_t index);
const char *treadle_intrinsic_string_at(struct intrinsic_call *call, uint32_t index);
// A number cut to a whole one: AWS, measured by users, who found it so where the documentation says
// rounded. False and a problem: it is none, or not in the range of int32.
bool treadle_intrinsic_int_at(struct intrinsic_call *call, uint32_t index, int64_t *out);

#endif
