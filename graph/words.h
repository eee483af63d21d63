// Conditions and error names in a few words, for labels.
#ifndef TREADLE_GRAPH_WORDS_H
#define TREADLE_GRAPH_WORDS_H

#include <stdbool.h>

#include "base/text.h"
#include "treadle/value.h"

enum { LABEL_CHARACTERS = 36 };

// Puts what a rule of a Choice asks: "$.total > 1000", "not $.a is present". [brief]: of paths the
// last name alone, "…total > 1000".
void treadle_words_rule(struct text *out, const cJSON *rule, bool brief);
// Puts the names of an ErrorEquals: "A, B".
void treadle_words_errors(struct text *out, const cJSON *errors);
// Cuts to [count] characters, the last of them "…".
void treadle_words_cut(struct text *text, uint32_t count);
// What a state does, shortly: "lambda:invoke" of a Task's Resource.
void treadle_words_resource(struct text *out, const char *resource);
// Columns that a text takes on a terminal.
uint32_t treadle_words_columns(const char *text);

#endif
