// Attribute values, {"S": "a"}: checked with DynamoDB's own words, brought into the form in which
// they are kept, weighed.
#ifndef TREADLE_SERVICES_DYNAMODB_ATTRIBUTE_H
#define TREADLE_SERVICES_DYNAMODB_ATTRIBUTE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/json/doc.h"

struct attribute_problem {
    const char *text;  // A ValidationException's message, in the arena.
    bool bare;  // AWS, recorded: an ExclusiveStartKey's problems have a preface, but not these.
};

// Gives the map of attribute values [attributes] (an item or a key) as it is kept: numbers in their
// normal form, members that no type knows left out. It is scratch and refers to [attributes]. NULL
// and a [problem].
const cJSON *treadle_attributes_normal(
    struct arena *arena, const cJSON *attributes, struct attribute_problem *problem);

// What of {"S": "a"} is typed: the member that is named for its type. For normal values.
const cJSON *treadle_attribute_typed(const cJSON *value);

// The bytes a map of normal values takes, as DynamoDB counts an item.
size_t treadle_attributes_size(const cJSON *attributes);

#endif
