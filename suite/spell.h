// Values as people write them into a test file; for suite/update alone.
#ifndef TREADLE_SUITE_SPELL_H
#define TREADLE_SUITE_SPELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "base/text.h"

// On one line: JSON with a space behind colons and commas, or YAML in flow style, which quotes
// only what would not be the same text without.
void treadle_spell_line(struct text *out, const cJSON *value, bool json);
void treadle_spell_name(struct text *out, const char *name, bool json);

// A container as YAML in block style: each entry on a line of its own that begins with a line feed
// and [indent] spaces. What fits a line of [width] stands on one.
void treadle_spell_block(struct text *out, const cJSON *value, uint32_t indent, size_t width);

#endif
