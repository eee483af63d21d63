// Base64 as DynamoDB takes it: padded, canonical, nothing between.
#ifndef TREADLE_SERVICES_DYNAMODB_BINARY_H
#define TREADLE_SERVICES_DYNAMODB_BINARY_H

#include <stdbool.h>

#include "base/text.h"

// Puts the bytes that [base64] stands for; false: it stands for none.
bool treadle_dynamodb_binary_read(const char *base64, struct text *out);

#endif
