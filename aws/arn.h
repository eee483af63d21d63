// An ARN's six parts.
#ifndef TREADLE_AWS_ARN_H
#define TREADLE_AWS_ARN_H

#include <stdbool.h>

#include "base/arena.h"

struct arn {
    // Copies in the arena, never NULL; [region] and [account] may be empty.
    const char *partition, *service, *region, *account, *resource;
};

// False: [text] is NULL or no ARN.
bool treadle_arn_parse(struct arena *arena, const char *text, struct arn *out);
const char *treadle_arn_last(const char *arn);  // lends: what follows the last ':' or '/'.
bool treadle_account_is(const char *text);      // Twelve digits.

#endif
