// What a policy's Principal says, as far as it can be read.
//
// For aws/policy*.c alone. AWS takes no policy whose principals it cannot read; here such a one
// denies whom it might mean and allows nobody.
#ifndef TREADLE_AWS_PRINCIPAL_H
#define TREADLE_AWS_PRINCIPAL_H

#include "base/arena.h"
#include "base/json/doc.h"

// One entry of the member [kind], "AWS" or "Service": "*", an ARN, an account of twelve digits, a
// service. An account written as a number, 12345678901, is that account. Lends; NULL: it cannot be
// read.
const char *treadle_principal_entry(struct arena *arena, const char *kind, const cJSON *entry);

// Can all of a Principal or NotPrincipal be read? "Federated" and "CanonicalUser" can: they are
// nobody here.
bool treadle_principal_is_read(const cJSON *principal);

#endif
