// What operations on items share: parameters that go together or do not, the table they name, the
// capacity they say they used.
#ifndef TREADLE_SERVICES_DYNAMODB_PARAMETERS_H
#define TREADLE_SERVICES_DYNAMODB_PARAMETERS_H

#include "services/dynamodb/table.h"
#include "services/request.h"

// Lends; NULL: it is absent or null, which is the same to AWS.
const cJSON *treadle_dynamodb_given(const struct request *request, const char *name);
bool treadle_dynamodb_says(const struct request *request, const char *name, const char *word);

// The names up to NULL.
struct dynamodb_expressions {
    const char *const *expressions;
    const char *const *legacy;  // What was there before expressions and does not go with them.
};
// Do the parameters around expressions go together? False: the request is refused and gone.
bool treadle_dynamodb_mix(struct request *request, const struct dynamodb_expressions *known);
// Expressions and conditions are not evaluated here yet, and never passed over: false where one of
// [names], up to NULL, is given; the request is refused with a sentence and gone.
bool treadle_dynamodb_without(struct request *request, const char *const *names);

// A parameter that is a map of attribute values, in its normal form. NULL: refused, gone.
const cJSON *treadle_dynamodb_attributes(struct request *request, const char *name);
// AttributesToGet, which names none twice. False: refused, gone.
bool treadle_dynamodb_check_names(struct request *request);
// Those of [item]'s attributes that AttributesToGet names; all without it. Scratch.
const cJSON *treadle_dynamodb_selected(struct request *request, const cJSON *item);

// Adds the table that TableName names, by name or ARN, as a use: absent and foreign ones too.
bool treadle_dynamodb_find(struct world *world, struct request *request, struct fault *fault);
// The table found, or NULL: there is none, refused, gone.
struct table *treadle_dynamodb_table(struct request *request);

// Puts ConsumedCapacity where ReturnConsumedCapacity asks for it.
enum { DYNAMODB_WRITE_UNIT = 1024, DYNAMODB_READ_UNIT = 4096 };  // Bytes that cost one unit.
void treadle_dynamodb_put_capacity(struct request *request, cJSON *output, double units);
double treadle_dynamodb_write_units(size_t size);
double treadle_dynamodb_read_units(const struct request *request, size_t size);

#endif
