// The text of Fn::Sub, piece by piece.
#ifndef TREADLE_SERVICES_CLOUDFORMATION_SUB_H
#define TREADLE_SERVICES_CLOUDFORMATION_SUB_H

#include <stdbool.h>
#include <stddef.h>

struct sub_piece {
    const char *text;  // Of [size] bytes: as it stands, or the name within "${…}".
    size_t size;
    bool name;
    const char *close;  // The '}' that was found last: a text of braces alone is not quadratic.
};

// Zero [piece], then call until it gives false. The next piece at [*at], which moves past it;
// false: the text is at its end. "${!X}" is the text
// "${X}", in two pieces; "${" without "}" is text.
bool treadle_sub_next(const char **at, struct sub_piece *piece);

#endif
