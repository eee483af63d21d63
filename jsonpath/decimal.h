// Numbers written in texts, as Java's BigDecimal reads them: `+5`, `.5`, `5.`, `01`, `5e0`.
#ifndef TREADLE_JSONPATH_DECIMAL_H
#define TREADLE_JSONPATH_DECIMAL_H

#include "base/json/scratch.h"

// Gives a number in [arena]; NULL: [text] writes none.
const cJSON *treadle_decimal_read(struct arena *arena, const char *text);

#endif
