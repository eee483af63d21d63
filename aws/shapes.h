// What a service's operations take and give: members, types, bounds, errors.
//
// One truth about them: it checks inputs (the texts of SerializationException and ValidationException), and will
// code every wire protocol. Facts in a compact form of our own, aws/shapes/<service>.json, linked in and read when
// the service is first asked. What that form says, aws/README.md tells.
#ifndef TREADLE_AWS_SHAPES_H
#define TREADLE_AWS_SHAPES_H

#include "aws/request.h"

struct shapes;

// Gives a service's shapes, read from its compact text: treadle_shapes_free. The text is ours: it asserts.
struct shapes *treadle_shapes_new(const char *text, size_t size);
void treadle_shapes_free(struct shapes *shapes);
// Checks [input] of [operation]; false and a [fault] with AWS's words. Unknown members are dropped by AWS's services;
// ours refuse them by name, since a typo helps nobody.
bool treadle_shapes_check(
    const struct shapes *shapes, const char *operation, const cJSON *input, struct fault *fault);
// Is [code] an error the model of [operation] names? (Others become the service's generic class.)
bool treadle_shapes_has_error(const struct shapes *shapes, const char *operation, const char *code);

#endif
