// CloudFormation's short forms of its functions: tags.def; for base/yaml alone.
#ifndef TREADLE_BASE_YAML_TAG_H
#define TREADLE_BASE_YAML_TAG_H

struct yaml_tag {
    const char *tag, *name;
    enum { TAKES_ANY, TAKES_DOTTED } takes;  // Dotted: "a.b.c" stands for ["a", "b.c"].
};

// The row of that short form, or NULL.
const struct yaml_tag *treadle_yaml_tag(const char *tag);

#endif
