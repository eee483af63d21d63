// What is wrong with a Task's parameters, told before anything is scheduled, in AWS's form.
#ifndef TREADLE_INTEGRATIONS_COMPLAINTS_H
#define TREADLE_INTEGRATIONS_COMPLAINTS_H

#include <stdbool.h>

#include "base/text.h"
#include "treadle/integration.h"

struct complaints {  // A zeroed struct has none.
    struct text list;
};

void treadle_complaints_add(struct complaints *complaints, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
// AWS, recorded: [The value of the field 'Headers' has an invalid format]
void treadle_complaints_add_invalid(struct complaints *complaints, const char *field);
void treadle_complaints_add_missing(struct complaints *complaints, const char *field);
// Each member of [arguments] that is none of [fields], up to NULL.
void treadle_complaints_add_unknown(
    struct complaints *complaints, const cJSON *arguments, const char *const *fields);

// Ends them: true where there are none; else false, and the [error] with all of them.
bool treadle_complaints_end(
    struct complaints *complaints, const cJSON *arguments, struct treadle_error *error);

#endif
