// Reading YAML into the same documents and places as JSON.
//
// YAML 1.1 as libyaml parses it, read with the scalars of YAML 1.2's core schema plus what
// CloudFormation and SAM files use: `yes`, `on`, dates and octals stay strings. Local tags
// (`!Ref x`, `!GetAtt a.b`, `!Sub …`) become CloudFormation's long forms ({"Ref": …},
// {"Fn::GetAtt":
// ["a", "b"]}, {"Fn::Sub": …}) where [tags] says so and are problems elsewhere. Aliases are copied,
// up to LIMIT_yaml_aliases_max nodes. Merge keys (`<<`) are honoured. One document; names must be
// strings and are unique.
#ifndef TREADLE_BASE_YAML_YAML_H
#define TREADLE_BASE_YAML_YAML_H

#include <stdbool.h>

#include "base/json/read.h"

enum yaml_tags { YAML_TAGS_REFUSED, YAML_TAGS_CLOUDFORMATION };

// Gives; NULL and a [problem]. [places] is cleared by the caller even then.
struct doc *treadle_yaml_read(
    const char *text, size_t size, enum yaml_tags tags, struct places *places,
    struct read_problem *problem);

// JSON where the text starts with '{' or '[' and is JSON, else YAML: how every file that people
// write is read. A text that starts with '{' and is broken gets JSON's words.
struct doc *treadle_source_read(
    const char *text, size_t size, enum yaml_tags tags, struct places *places,
    struct read_problem *problem);

#endif
