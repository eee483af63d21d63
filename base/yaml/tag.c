// CloudFormation's short forms.
#include "base/yaml/tag.h"

#include <string.h>

#include "base/memory.h"

static const struct yaml_tag tags[] = {
#define TAG(tag, name, takes) {tag, name, takes},
#include "base/yaml/tags.def"
#undef TAG
};

const struct yaml_tag *treadle_yaml_tag(const char *tag) {
    for (size_t i = 0; i < COUNT_OF(tags); i++)
        if (strcmp(tags[i].tag, tag) == 0) return &tags[i];
    return NULL;
}
