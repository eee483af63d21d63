// Where names are in the text of Fn::Sub, for all who look: the check, the order, the function
// itself.
#include "services/cloudformation/sub.h"

#include <string.h>

// The next '}' behind the "${" at [start]; NULL: there is none, here or further on.
static const char *close_of(const struct sub_piece *piece, const char *start) {
    return piece->close > start ? piece->close : strchr(start, '}');
}

bool treadle_sub_next(const char **at, struct sub_piece *piece) {
    const char *start = *at;
    if (*start == '\0') return false;
    bool opens = strncmp(start, "${", 2) == 0;
    const char *close = opens ? close_of(piece, start) : piece->close;
    if (opens && close == NULL) {
        *piece = (struct sub_piece){.text = start, .size = strlen(start)};
        *at = start + piece->size;
    } else if (opens && start[2] != '!') {
        *piece = (struct sub_piece){start + 2, (size_t)(close - start) - 2, true, close};
        *at = close + 1;
    } else if (opens) {  // "${!": the "!" goes, the rest is text.
        *piece = (struct sub_piece){start, 2, false, close};
        *at = start + 3;
    } else {
        const char *open = strstr(start, "${");
        size_t size = open == NULL ? strlen(start) : (size_t)(open - start);
        *piece = (struct sub_piece){start, size, false, close};
        *at = start + size;
    }
    return true;
}
