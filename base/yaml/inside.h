// What the files of this room share; for base/yaml alone.
#ifndef TREADLE_BASE_YAML_INSIDE_H
#define TREADLE_BASE_YAML_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include <cjson/cJSON.h>

#include "base/arena.h"

struct yaml_tag {
    const char *tag, *name;
    enum { TAKES_ANY, TAKES_DOTTED } takes;  // Dotted: "a.b.c" stands for ["a", "b.c"].
};

// The row of tags.def, or NULL.
const struct yaml_tag *treadle_yaml_tag(const char *tag);

// Makes [node] the value that YAML 1.2's core schema sees in the plain scalar [text], in [arena].
// NULL, or the words for what JSON cannot say.
const char *treadle_yaml_scalar(struct arena *arena, cJSON *node, const char *text);

#endif
