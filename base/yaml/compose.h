// Composing: YAML's events become a tree of scratch nodes that know where they stood; for base/yaml
// alone.
//
// compose.c follows the events, mapping.c knows names and merging, alias.c anchors and copies,
// syntax.c the words for what libyaml refuses.
#ifndef TREADLE_BASE_YAML_COMPOSE_H
#define TREADLE_BASE_YAML_COMPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>
#include <yaml.h>

#include "base/arena.h"
#include "base/json/problem.h"
#include "base/json/ruler.h"
#include "base/map.h"
#include "base/yaml/scalar.h"
#include "base/yaml/tag.h"
#include "base/yaml/yaml.h"

struct span {  // Bytes of the text.
    size_t at, size;
};

struct node {  // Every node of the tree is one of these, so a cJSON * of it can be taken for it.
    cJSON json;
    struct span value, name;
    bool merged;  // It came from a merge key, so its mapping's own names go before it.
};

struct anchor {
    const char *name;
    struct node *node;  // NULL: what it names is not complete.
};

struct frame {
    struct node *node;  // The container.
    struct anchor *anchor;
    const struct yaml_tag *tag;  // What its value is wrapped in, or NULL.
    struct span tag_span;
    char *key;  // Of the member whose value is to come; NULL: a name is to come.
    struct span key_span;
    bool merge;        // That key is "<<".
    bool merged;       // There was one.
    struct map names;  // Of the mapping's members.
};

struct composer {
    yaml_parser_t parser;
    struct arena arena;
    const char *text;
    size_t size, skipped;  // [skipped]: bytes before what the parser sees.
    struct ruler ruler;
    enum yaml_tags tags;
    struct frame *frames;
    uint32_t frames_count, frames_size;
    uint32_t depth;    // Of containers, those that wrap among them.
    uint32_t aliased;  // Nodes that were copied.
    struct map anchors;
    struct node *root;
    bool ended;
    struct read_problem *problem;
};

// Composes the whole text. False and a problem where it is not what it should be.
bool treadle_yaml_compose(struct composer *composer);

struct frame *treadle_yaml_top(struct composer *composer);  // NULL: nothing is open.
struct node *treadle_yaml_node(struct composer *composer, int type, struct span span);
// The offset in the text of a place in what libyaml saw.
size_t treadle_yaml_offset(const struct composer *composer, yaml_mark_t mark);

// Sets place and pointer of the composer's problem, which there must be. Always false.
bool treadle_yaml_refuse(struct composer *composer, struct span span);

// Says what is wrong at [span]. Always false, for what can fail ends in it.
#define REFUSE(composer, span, ...)                                                                \
    ((composer)->problem != NULL && (treadle_problem_say((composer)->problem, __VA_ARGS__),        \
                                     treadle_yaml_refuse((composer), (span))))

// Notes the name of the next member of the innermost mapping. [plain]: it was written without
// quotes.
bool treadle_yaml_take_key(struct composer *composer, char *key, struct span span, bool plain);
// Puts the value of that member.
bool treadle_yaml_put_value(struct composer *composer, struct frame *frame, struct node *value);

// The anchor of that name for a value to come, or NULL where [name] is. An older one is forgotten.
struct anchor *treadle_yaml_anchor(struct composer *composer, const yaml_char_t *name);
// The anchor that an alias names, complete; NULL and a problem.
const struct anchor *treadle_yaml_find_anchor(
    struct composer *composer, const yaml_char_t *name, struct span span);
// A copy of [from] for the alias at [span]; NULL and a problem where that is too much or too deep.
struct node *treadle_yaml_copy(
    struct composer *composer, const struct node *from, struct span span);

// Whether every character may stand in YAML; false and a problem.
bool treadle_yaml_check_characters(struct composer *composer);
// Says what libyaml found wrong. Always false.
bool treadle_yaml_refuse_syntax(struct composer *composer);

#endif
