// Where names are in the text of Fn::Sub, for all who look: the check, the order, the function
// itself.
#include "services/cloudformation/sub.h"

#include <string.h>

bool treadle_sub_next(const char **at, struct sub_piece *piece) {
    const char *start = *at;
    if (*start == '\0') return false;
    const char *close = strncmp(start, "${", 2) == 0 ? strchr(start, '}') : NULL;
    if (close != NULL && start[2] != '!') {
        *piece = (struct sub_piece){start + 2, (size_t)(close - start) - 2, true};
        *at = close + 1;
        return true;
    }
    if (close != NULL) {  // "${!": the "!" goes, the rest is text.
        *piece = (struct sub_piece){start, 2, false};
        *at = start + 3;
        return true;
    }
    const char *open = strstr(start + 1, "${");
    const char *end = open == NULL ? start + strlen(start) : open;
    *piece = (struct sub_piece){start, (size_t)(end - start), false};
    *at = end;
    return true;
}
