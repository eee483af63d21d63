// Texts in XML, and in HTML likewise.
#ifndef TREADLE_BASE_XML_H
#define TREADLE_BASE_XML_H

#include <stdbool.h>

#include "base/text.h"

// Puts the first [size] bytes of [string], one of ours, as they may stand in an element or, with
// [attribute], in double quotes. What XML 1.0 cannot hold, not even escaped, becomes U+FFFD.
void treadle_xml_put(struct text *out, const char *string, size_t size, bool attribute);

#endif
