// Data a definition can do something with: whatever its paths name is there.
#ifndef TREADLE_TESTS_CORPUS_NEEDS_H
#define TREADLE_TESTS_CORPUS_NEEDS_H

#include "base/text.h"

// Puts a JSON object that has every value named by a path `$.…` of [definition], a text. What is at
// the end of a path is a number, a text, true or an array, another one for each [variant]; what
// an ItemsPath names, or an index follows, is an array.
void needs_of(const char *definition, unsigned variant, struct text *out);

#endif
