// What a plain scalar stands for; for base/yaml alone.
#ifndef TREADLE_BASE_YAML_SCALAR_H
#define TREADLE_BASE_YAML_SCALAR_H

#include <cjson/cJSON.h>

#include "base/arena.h"

// Makes [node] the value that YAML 1.2's core schema sees in the plain scalar [text], in [arena].
// NULL, or the words for what JSON cannot say.
const char *treadle_yaml_scalar(struct arena *arena, cJSON *node, const char *text);

#endif
