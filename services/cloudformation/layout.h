// A part of a template written as JSON, each thing on the line where the template has it.
//
// A definition that stands in a template is a text of its own to those who read it. Laid out like
// this, a line and column in that text are the line and column in the template, or next to it: YAML
// has no quotes to count.
#ifndef TREADLE_SERVICES_CLOUDFORMATION_LAYOUT_H
#define TREADLE_SERVICES_CLOUDFORMATION_LAYOUT_H

#include "base/json/places.h"
#include "base/text.h"

// Puts [value], which is [raw] with its functions carried out; [places] are [raw]'s.
void treadle_layout_write(
    struct text *out, const struct places *places, const cJSON *raw, const cJSON *value);

#endif
