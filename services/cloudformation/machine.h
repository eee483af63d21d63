// State machines in templates: how a definition comes to its text.
//
// Of all types this room knows those of state machines: a template may write a definition as an
// object, as a text or as the name of a file, with placeholders in it, and whatever goes wrong with
// it later shall be told with the line that people can mend.
#ifndef TREADLE_SERVICES_CLOUDFORMATION_MACHINE_H
#define TREADLE_SERVICES_CLOUDFORMATION_MACHINE_H

#include "services/cloudformation/stack.h"

// Puts DefinitionString into [out], from Definition, DefinitionString or [uri] with
// DefinitionSubstitutions, all resolved, of [properties]. Sets the part's source. False: refused.
bool treadle_machine_define(
    struct stack *stack, struct part *part, const cJSON *properties, const char *uri, cJSON *out);

extern const struct expansion treadle_machine_expansion;

#endif
