// Numbers as DynamoDB keeps them: decimals of up to 38 significant digits, from 1E-130 to
// 9.99…E+125, never doubles.
#ifndef TREADLE_SERVICES_DYNAMODB_NUMBER_H
#define TREADLE_SERVICES_DYNAMODB_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

enum { DYNAMODB_DIGITS_MAX = 38, DYNAMODB_EXPONENT_MAX = 125, DYNAMODB_EXPONENT_MIN = -130 };

struct dynamodb_number {
    bool negative;
    int count;     // Significant digits, neither led nor ended by a zero; 0: the number is zero.
    int exponent;  // Of ten, at the first digit: 12.5 is 1.25 × 10¹.
    char digits[DYNAMODB_DIGITS_MAX];  // '0' to '9'
};

enum dynamodb_number_problem {
    DYNAMODB_NUMBER_FINE,
    DYNAMODB_NUMBER_NONE,  // The text is no number.
    DYNAMODB_NUMBER_TOO_LARGE,
    DYNAMODB_NUMBER_TOO_SMALL,
    DYNAMODB_NUMBER_TOO_LONG,  // More significant digits than are kept.
};

// Reads what Java's BigDecimal reads: "+5", ".5", "5.", "01.10", "1e3".
enum dynamodb_number_problem treadle_dynamodb_number_read(
    const char *text, struct dynamodb_number *out);
// Puts its normal form: all digits, no exponent. "01.10" is "1.1", "1e3" is "1000", "-0" is "0".
void treadle_dynamodb_number_write(const struct dynamodb_number *number, struct text *out);
// Puts a text without NULs whose order by bytes is the order of the numbers.
void treadle_dynamodb_number_order(const struct dynamodb_number *number, struct text *out);
// The bytes it takes in an item.
size_t treadle_dynamodb_number_size(const struct dynamodb_number *number);

#endif
