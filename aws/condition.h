// Conditions of a policy's statement: is what the request says as the policy wants it?
//
// For aws/policy*.c alone. The keys are the rows of condition_keys.def, the operators those of
// condition_operators.def; Null, the quantifiers and ...IfExists stand beside them.
#ifndef TREADLE_AWS_CONDITION_H
#define TREADLE_AWS_CONDITION_H

#include "aws/policy.h"

// A field that may hold one value or a list of them.
#define EACH_ITEM(item, field)                                                                     \
    for (const cJSON *item = cJSON_IsArray(field) ? (field)->child : (field); item != NULL;        \
         item = cJSON_IsArray(field) ? item->next : NULL)

struct judging {  // A question being answered.
    const struct question *question;
    struct arena arena;  // Of what is made on the way.
    // Does the policy in hand know ${...}? SPEC: only those of Version 2012-10-17 do.
    bool variables;
};

// '*' any text, '?' one character; a byte 1 before either makes it literal. Fold: ASCII letters.
bool treadle_glob(const char *pattern, const char *text, bool fold);
// Replaces ${key} by its value, ${*} by a star and so on. [glob]: what comes from a variable is
// marked literal. NULL: a variable has no single value here, so that the text matches nothing.
// Lends.
const char *treadle_policy_expand(struct judging *judging, const char *text, bool glob);

// [otherwise]: what an operator that nobody knows amounts to. False where the statement allows,
// true where it denies, so that it lets nobody in. NULL: no condition, which holds.
bool treadle_conditions_hold(struct judging *judging, const cJSON *condition, bool otherwise);

// Is it an operator, with or without quantifier and IfExists? And does anything here set this key?
bool treadle_condition_operator_known(const char *name);
bool treadle_condition_key_known(const char *name);

#endif
