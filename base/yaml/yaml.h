// Reading YAML into the same documents and places as JSON.
//
// YAML as libyaml parses it (1.1), with the scalars of YAML 1.2's core schema: `yes`, `on` and
// dates are strings, 0x1F and 0o17 numbers. A number that begins with 0 and goes on with digits
// (012345678901, an account) stays a string; what JSON cannot say (.inf, .nan) is a problem.
// Scalars in quotes and blocks are strings. Names are the text that was written, whatever it looks
// like, and unique. One document.
//
// Short forms (`!Ref x`, `!GetAtt a.b.c`, `!Sub …`) become CloudFormation's long ones ({"Ref":
// "x"},
// {"Fn::GetAtt": ["a", "b.c"]}, {"Fn::Sub": …}; tags.def) where [tags] says so; all other tags but
// those of the core schema are problems. Aliases are copies, up to LIMIT_yaml_aliases_max nodes in
// all. Merge keys (`<<`) are honoured, and give way to a mapping's own names wherever they stand.
#ifndef TREADLE_BASE_YAML_YAML_H
#define TREADLE_BASE_YAML_YAML_H

#include <stdbool.h>

#include "base/json/read.h"

enum yaml_tags { YAML_TAGS_REFUSED, YAML_TAGS_CLOUDFORMATION };

// Gives; NULL and a [problem]. [places] and [problem] may be NULL, and so may an empty text; places
// are cleared by the caller even where this gives NULL. What an alias brought has the places of
// what it stands for, the copy's root that of the alias.
struct doc *treadle_yaml_read(
    const char *text, size_t size, enum yaml_tags tags, struct places *places,
    struct read_problem *problem);

// How every file that people write is read: JSON where it starts with '{' (and then JSON's words
// where it is broken), JSON or YAML where it starts with '[', else YAML.
struct doc *treadle_source_read(
    const char *text, size_t size, enum yaml_tags tags, struct places *places,
    struct read_problem *problem);

#endif
