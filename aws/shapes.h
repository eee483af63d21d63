// What a service's operations take and give: members, types, bounds, errors.
//
// One truth about them: it checks inputs (the texts of SerializationException and
// ValidationException), and will code every wire protocol. Facts in a compact form of our own,
// aws/shapes/<service>.json, linked in and read when the service is first asked. What that form
// says, aws/README.md tells.
#ifndef TREADLE_AWS_SHAPES_H
#define TREADLE_AWS_SHAPES_H

#include "aws/request.h"

struct shapes;

// Gives a service's shapes, read from its compact text: treadle_shapes_free. The text is ours: it
// asserts.
struct shapes *treadle_shapes_new(const char *text, size_t size);
void treadle_shapes_free(struct shapes *shapes);
// Checks [input] of [operation], which may be none of the model's (then all is well); false and a
// [fault] with AWS's words, in [arena].
bool treadle_shapes_check(
    const struct shapes *shapes, const char *operation, const cJSON *input, struct arena *arena,
    struct fault *fault);
// AWS's services drop members that their model does not know, and so do ours: a request that works
// there must work here. But a typo helps nobody, so each is told, as a path ("Key.a.X"), for a
// warning. For inputs that passed.
void treadle_shapes_each_unknown(
    const struct shapes *shapes, const char *operation, const cJSON *input,
    void (*on_unknown)(const char *path, void *data), void *data);
// Is [code] an error the model of [operation] names? (Others become the service's generic class.)
bool treadle_shapes_has_error(const struct shapes *shapes, const char *operation, const char *code);

// The texts that are linked in: aws/shapes/<name>.json, byte for byte.
extern const char treadle_shapes_dynamodb[], treadle_shapes_states[], treadle_shapes_sts[];
extern const unsigned treadle_shapes_dynamodb_size, treadle_shapes_states_size,
    treadle_shapes_sts_size;

#endif
