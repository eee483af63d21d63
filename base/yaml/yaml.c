// YAML's events composed into scratch nodes with places, then settled.
//
// libyaml is asked for events only: its own composer knows no bound, no duplicate and no line. What
// is open stands in a list of frames; a value is handed to the frame it belongs to when it is
// complete. A frame whose value had a short form wraps it then; so does a scalar.
#include "base/yaml/yaml.h"

#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "base/arena.h"
#include "base/json/ruler.h"
#include "base/json/scratch.h"
#include "base/json/string.h"
#include "base/json/value.h"
#include "base/json/walk.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "base/yaml/inside.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"
#define STANDARD_TAG    "tag:yaml.org,2002:"

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
    bool merge;  // That key is "<<".
    bool merged;
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
    uint32_t depth;  // Of containers, those that wrap among them.
    uint32_t aliased;
    struct map anchors;
    struct node *root;
    bool ended;
    struct read_problem *problem;
};

static struct frame *top(struct composer *composer) {
    return composer->frames_count == 0 ? NULL : &composer->frames[composer->frames_count - 1];
}

static void point_at(const struct composer *composer) {
    struct text pointer = {0};
    for (uint32_t i = 0; i < composer->frames_count; i++) {
        const struct frame *frame = &composer->frames[i];
        if (frame->tag != NULL) treadle_json_pointer_add(&pointer, frame->tag->name);
        if (cJSON_IsArray(&frame->node->json))
            treadle_json_pointer_add_index(&pointer, treadle_json_count(&frame->node->json));
        else if (frame->key != NULL)
            treadle_json_pointer_add(&pointer, frame->key);
    }
    treadle_problem_point(composer->problem, treadle_text_string(&pointer));
    treadle_text_clear(&pointer);
}

// Notes that something is wrong at [span]: REFUSE says what. Always false.
static bool refuse(struct composer *composer, struct span span) {
    treadle_problem_place(composer->problem, composer->text, composer->size, span.at, span.size);
    point_at(composer);
    return false;
}

#define REFUSE(composer, span, ...)                                                                \
    ((composer)->problem != NULL &&                                                                \
     (treadle_problem_say((composer)->problem, __VA_ARGS__), refuse((composer), (span))))

static size_t offset_of(const struct composer *composer, yaml_mark_t mark) {
    size_t before = composer->skipped > 0;  // The byte order mark is a character of the ruler's.
    return treadle_ruler_offset(&composer->ruler, mark.index + before);
}

static struct span span_of(const struct composer *composer, const yaml_event_t *event) {
    size_t at = offset_of(composer, event->start_mark);
    size_t end = offset_of(composer, event->end_mark);
    return (struct span){at, end - at};
}

// The span without the anchors and tags before the value; [*tag] is that of the tag.
static struct span skip_properties(
    const struct composer *composer, struct span span, struct span *tag) {
    const char *text = composer->text;
    size_t at = span.at, end = span.at + span.size;
    *tag = (struct span){span.at, 0};
    while (at < end && (text[at] == '!' || text[at] == '&')) {
        size_t size = 0;
        while (at + size < end && memchr(" \t\r\n", text[at + size], 4) == NULL)
            size++;
        if (text[at] == '!') *tag = (struct span){at, size};
        at += size;
        while (at < end && memchr(" \t\r\n", text[at], 4) != NULL)
            at++;
    }
    return (struct span){at, end - at};
}

static struct node *node_new(struct composer *composer, int type, struct span span) {
    struct node *node = treadle_arena_alloc_zeroed(&composer->arena, sizeof(*node));
    node->json.type = type;
    node->value = span;
    return node;
}

static bool descend(struct composer *composer, struct span span, uint32_t levels) {
    if (composer->depth + levels > (uint32_t)LIMIT_json_depth_max)
        return REFUSE(
            composer, ((struct span){span.at, 1}), "nested deeper than %d levels",
            LIMIT_json_depth_max);
    composer->depth += levels;
    return true;
}

// Mappings: names, merging.

static void unlink_member(cJSON *object, cJSON *member) {
    cJSON *head = object->child, *tail = head->prev;
    if (member == head)
        object->child = member->next;
    else
        member->prev->next = member->next;
    if (object->child == NULL) return;
    if (member == tail)
        object->child->prev = member->prev;
    else
        member->next->prev = member == head ? tail : member->prev;
}

static void put_member(struct frame *frame, char *key, struct node *member) {
    treadle_scratch_append(&frame->node->json, key, &member->json);
    treadle_map_put(&frame->names, key, member);
}

// Takes over the members of [from] whose names are not taken.
static void merge_members(struct frame *frame, cJSON *from) {
    for (cJSON *member = from->child, *next; member != NULL; member = next) {
        next = member->next;
        if (treadle_map_find(&frame->names, member->string) != NULL) continue;
        struct node *node = (struct node *)member;
        node->merged = true;
        member->prev = NULL;
        put_member(frame, member->string, node);
    }
}

static bool merge(struct composer *composer, struct frame *frame, struct node *value) {
    bool fine = cJSON_IsObject(&value->json) || cJSON_IsArray(&value->json);
    if (cJSON_IsObject(&value->json)) merge_members(frame, &value->json);
    if (cJSON_IsArray(&value->json)) {
        for (cJSON *element = value->json.child; fine && element != NULL; element = element->next) {
            fine = cJSON_IsObject(element);
            if (fine) merge_members(frame, element);
        }
    }
    if (fine) return true;
    return REFUSE(composer, value->value, "'<<' takes a mapping or a list of mappings");
}

// Notes the name of the next member. [plain]: it was written without quotes.
static bool take_key(struct composer *composer, char *key, struct span span, bool plain) {
    struct frame *frame = top(composer);
    frame->key = key;
    frame->key_span = span;
    frame->merge = plain && strcmp(key, "<<") == 0;
    struct node *twin = frame->merge ? NULL : treadle_map_find(&frame->names, key);
    if (twin != NULL && twin->merged) {
        treadle_map_remove(&frame->names, key);
        unlink_member(&frame->node->json, &twin->json);
        twin = NULL;
    }
    if (twin != NULL || (frame->merge && frame->merged))
        return REFUSE(composer, span, "the name \"%s\" stands twice in one mapping", key);
    frame->merged = frame->merged || frame->merge;
    return true;
}

// Values.

static struct node *wrap(
    struct composer *composer, const struct yaml_tag *tag, struct span tag_span,
    struct node *value) {
    struct span whole = {tag_span.at, value->value.at + value->value.size - tag_span.at};
    struct node *wrapper = node_new(composer, cJSON_Object, whole);
    value->name = tag_span;
    treadle_scratch_append(&wrapper->json, tag->name, &value->json);
    return wrapper;
}

// Hands a complete value to what it belongs to.
static bool deliver(struct composer *composer, struct node *value, struct anchor *anchor) {
    struct frame *frame = top(composer);
    if (anchor != NULL) anchor->node = value;
    if (frame == NULL) {
        composer->root = value;
        return true;
    }
    if (cJSON_IsArray(&frame->node->json)) {
        treadle_scratch_append(&frame->node->json, NULL, &value->json);
        return true;
    }
    if (frame->merge) {
        if (!merge(composer, frame, value)) return false;
    } else {
        value->name = frame->key_span;
        put_member(frame, frame->key, value);
    }
    frame->key = NULL;
    return true;
}

// The anchor that a value is given, or NULL where it has none. An older one of that name is
// forgotten.
static struct anchor *anchor_new(struct composer *composer, const yaml_char_t *name) {
    if (name == NULL) return NULL;
    struct anchor *anchor = treadle_arena_alloc_zeroed(&composer->arena, sizeof(*anchor));
    anchor->name = treadle_arena_copy(&composer->arena, (const char *)name);
    treadle_map_remove(&composer->anchors, anchor->name);
    return treadle_map_put(&composer->anchors, anchor->name, anchor);
}

// The short form that [tag] is; [*known]: NULL, that of a type, or a short form.
static const struct yaml_tag *find_tag(
    struct composer *composer, const yaml_char_t *tag, const char *type, bool *known) {
    const char *name = (const char *)tag;
    *known = name == NULL || (strncmp(name, STANDARD_TAG, strlen(STANDARD_TAG)) == 0 &&
                              strcmp(name + strlen(STANDARD_TAG), type) == 0);
    if (*known || composer->tags != YAML_TAGS_CLOUDFORMATION) return NULL;
    const struct yaml_tag *found = treadle_yaml_tag(name);
    *known = found != NULL;
    return found;
}

static bool refuse_tag(struct composer *composer, struct span span, const yaml_char_t *tag) {
    const char *name = (const char *)tag;
    bool standard = strncmp(name, STANDARD_TAG, strlen(STANDARD_TAG)) == 0;
    return REFUSE(
        composer, span, "the tag '%s%s' is not known here", standard ? "!!" : "",
        standard ? name + strlen(STANDARD_TAG) : name);
}

static bool open_container(
    struct composer *composer, const yaml_event_t *event, int type, const yaml_char_t *tag,
    const yaml_char_t *anchor) {
    struct span tag_span, span = skip_properties(composer, span_of(composer, event), &tag_span);
    struct frame *parent = top(composer);
    if (parent != NULL && cJSON_IsObject(&parent->node->json) && parent->key == NULL)
        return REFUSE(composer, span, "the name of a member must be a text");
    bool known = false;
    const char *name = type == cJSON_Object ? "map" : "seq";
    struct frame frame = {.tag = find_tag(composer, tag, name, &known), .tag_span = tag_span};
    if (!known) return refuse_tag(composer, tag_span, tag);
    if (!descend(composer, span, frame.tag == NULL ? 1 : 2)) return false;
    frame.node = node_new(composer, type, span);
    frame.anchor = anchor_new(composer, anchor);
    ADD(composer->frames, composer->frames_count, composer->frames_size) = frame;
    return true;
}

// Where a block ends its last line does: libyaml sees the end where the next thing begins.
static size_t trimmed(const struct composer *composer, size_t at, size_t end) {
    while (end > at && memchr(" \t\r\n", composer->text[end - 1], 4) != NULL)
        end--;
    return end;
}

static bool close_container(struct composer *composer, const yaml_event_t *event) {
    struct frame frame = composer->frames[--composer->frames_count];
    treadle_map_clear(&frame.names);
    size_t end = trimmed(composer, frame.node->value.at, offset_of(composer, event->end_mark));
    frame.node->value.size = end - frame.node->value.at;
    composer->depth -= frame.tag == NULL ? 1 : 2;
    struct node *value = frame.node;
    if (frame.tag != NULL) value = wrap(composer, frame.tag, frame.tag_span, value);
    return deliver(composer, value, frame.anchor);
}

// The scalar's text as a string of ours.
static char *string_of(struct composer *composer, const yaml_event_t *event) {
    struct text text = {0};
    bool valid = treadle_string_of_bytes(
        (const char *)event->data.scalar.value, event->data.scalar.length, &text);
    ASSERT(valid);  // libyaml lets nothing else through.
    char *copy = treadle_arena_copy(&composer->arena, treadle_text_string(&text));
    treadle_text_clear(&text);
    return copy;
}

// "a.b.c" as ["a", "b.c"].
static bool split_dotted(struct composer *composer, struct node *node) {
    char *dot = strchr(node->json.valuestring, '.');
    if (dot == NULL)
        return REFUSE(composer, node->value, "!GetAtt takes a name, a dot and an attribute");
    struct node *first = node_new(composer, cJSON_String, node->value);
    struct node *second = node_new(composer, cJSON_String, node->value);
    first->json.valuestring = treadle_arena_copy_size(
        &composer->arena, node->json.valuestring, (size_t)(dot - node->json.valuestring));
    second->json.valuestring = dot + 1;
    node->json = (cJSON){.type = cJSON_Array};
    treadle_scratch_append(&node->json, NULL, &first->json);
    treadle_scratch_append(&node->json, NULL, &second->json);
    return true;
}

// Makes [node] of the type that a standard tag asks for; NULL: [tag] is none that is known for
// scalars.
static const char *type_of(const cJSON *node) {
    switch (node->type & 0xFF) {
        case cJSON_NULL: return "null";
        case cJSON_True:
        case cJSON_False: return "bool";
        case cJSON_Number: return "int";
        default: return "str";
    }
}

// The value of a scalar with a standard tag: [type] is its last word.
static bool take_typed(struct composer *composer, struct node *node, const char *type) {
    static const char *const types[] = {"null", "bool", "int", "float"};
    bool known = false;
    for (size_t i = 0; i < COUNT_OF(types); i++)
        known = known || strcmp(types[i], type) == 0;
    if (!known) return REFUSE(composer, node->value, "the tag '!!%s' is not known here", type);
    char *text = node->json.valuestring;
    node->json = (cJSON){0};
    const char *words = treadle_yaml_scalar(&composer->arena, &node->json, text);
    if (words != NULL) return REFUSE(composer, node->value, "%s", words);
    const char *is = type_of(&node->json);
    if (strcmp(is, strcmp(type, "float") == 0 ? "int" : type) == 0) return true;
    return REFUSE(composer, node->value, "the tag '!!%s' does not fit the value", type);
}

// Gives [node], which holds the scalar as a string, the value it stands for.
static bool take_scalar(
    struct composer *composer, const yaml_event_t *event, const struct yaml_tag *tag,
    struct node *node) {
    const char *name = (const char *)event->data.scalar.tag;
    if (tag != NULL) return tag->takes != TAKES_DOTTED || split_dotted(composer, node);
    if (name != NULL && strcmp(name, STANDARD_TAG "str") != 0)
        return take_typed(composer, node, name + strlen(STANDARD_TAG));
    if (name != NULL || event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE) return true;
    char *text = node->json.valuestring;
    node->json = (cJSON){0};
    const char *words = treadle_yaml_scalar(&composer->arena, &node->json, text);
    return words == NULL || REFUSE(composer, node->value, "%s", words);
}

static bool on_scalar(struct composer *composer, const yaml_event_t *event) {
    struct span tag_span, span = skip_properties(composer, span_of(composer, event), &tag_span);
    span.size = trimmed(composer, span.at, span.at + span.size) - span.at;
    const yaml_char_t *tag_name = event->data.scalar.tag;
    bool known = false;
    const struct yaml_tag *tag = find_tag(composer, tag_name, "str", &known);
    if (!known && strncmp((const char *)tag_name, STANDARD_TAG, strlen(STANDARD_TAG)) != 0)
        return refuse_tag(composer, tag_span, tag_name);
    struct node *node = node_new(composer, cJSON_String, span);
    node->json.valuestring = string_of(composer, event);
    struct frame *frame = top(composer);
    struct anchor *anchor = anchor_new(composer, event->data.scalar.anchor);
    if (frame != NULL && cJSON_IsObject(&frame->node->json) && frame->key == NULL) {
        if (tag != NULL || !known) return refuse_tag(composer, tag_span, tag_name);
        if (anchor != NULL) anchor->node = node;
        bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
        return take_key(composer, node->json.valuestring, span, plain);
    }
    uint32_t depth = composer->depth;
    bool dotted = tag != NULL && tag->takes == TAKES_DOTTED;
    if (!descend(composer, span, (uint32_t)(tag != NULL) + dotted)) return false;
    composer->depth = depth;
    if (!take_scalar(composer, event, tag, node)) return false;
    if (tag != NULL) node = wrap(composer, tag, tag_span, node);
    return deliver(composer, node, anchor);
}

// Aliases.

static struct node *copy_node(struct composer *composer, const cJSON *from) {
    struct node *copy = treadle_arena_alloc(&composer->arena, sizeof(*copy));
    *copy = *(const struct node *)from;
    copy->json.next = copy->json.prev = copy->json.child = NULL;
    copy->merged = false;
    return copy;
}

// A copy of what an alias stands for; NULL and a problem where that is too much or too deep.
static struct node *copy_alias(
    struct composer *composer, const struct node *from, struct span span) {
    struct walk walk;
    walk_init(&walk);
    struct node *copy = copy_node(composer, &from->json), *twin = copy;
    const cJSON *node = &from->json;
    bool fine = true;
    for (;;) {
        bool container = cJSON_IsObject(node) || cJSON_IsArray(node);
        if (++composer->aliased > (uint32_t)LIMIT_yaml_aliases_max)
            fine = REFUSE(
                composer, span, "aliases stand for more than %d values", LIMIT_yaml_aliases_max);
        else if (composer->depth + walk.count + container > (uint32_t)LIMIT_json_depth_max)
            fine = REFUSE(composer, span, "nested deeper than %d levels", LIMIT_json_depth_max);
        if (!fine || (node = walk_next(&walk, node, twin)) == NULL) break;
        twin = copy_node(composer, node);
        treadle_scratch_append(
            &((struct node *)walk_parent(&walk))->json, node->string, &twin->json);
    }
    walk_clear(&walk);
    copy->value = span;
    return fine ? copy : NULL;
}

static bool on_alias(struct composer *composer, const yaml_event_t *event) {
    struct span span = span_of(composer, event);
    const char *name = (const char *)event->data.alias.anchor;
    struct anchor *anchor = treadle_map_find(&composer->anchors, name);
    if (anchor == NULL)
        return REFUSE(composer, span, "the alias '*%s' has no anchor '&%s' before it", name, name);
    if (anchor->node == NULL)
        return REFUSE(composer, span, "the alias '*%s' stands inside what it stands for", name);
    struct frame *frame = top(composer);
    if (frame != NULL && cJSON_IsObject(&frame->node->json) && frame->key == NULL) {
        if (!cJSON_IsString(&anchor->node->json))
            return REFUSE(composer, span, "the name of a member must be a text");
        return take_key(composer, anchor->node->json.valuestring, span, false);
    }
    struct node *copy = copy_alias(composer, anchor->node, span);
    return copy != NULL && deliver(composer, copy, NULL);
}

// Events.

static bool on_event(struct composer *composer, const yaml_event_t *event) {
    switch (event->type) {
        case YAML_DOCUMENT_START_EVENT:
            if (composer->root == NULL) return true;
            return REFUSE(
                composer, span_of(composer, event), "a second document must not follow the first");
        case YAML_SCALAR_EVENT: return on_scalar(composer, event);
        case YAML_ALIAS_EVENT: return on_alias(composer, event);
        case YAML_SEQUENCE_START_EVENT:
            return open_container(
                composer, event, cJSON_Array, event->data.sequence_start.tag,
                event->data.sequence_start.anchor);
        case YAML_MAPPING_START_EVENT:
            return open_container(
                composer, event, cJSON_Object, event->data.mapping_start.tag,
                event->data.mapping_start.anchor);
        case YAML_SEQUENCE_END_EVENT:
        case YAML_MAPPING_END_EVENT: return close_container(composer, event);
        case YAML_STREAM_END_EVENT: composer->ended = true; return true;
        default: return true;
    }
}

// libyaml's words where ours help more. A row with a first character is for a text that has it
// there.
static const struct {
    const char *theirs, *first, *ours;
} words[] = {
    {"found character that cannot start any token", "\t", "a tab must not indent; use spaces"},
    {"found character that cannot start any token", "@`%",
     "a text must not begin with this character; put it in quotes"},
    {"mapping values are not allowed in this context", "",
     "no value may follow ':' here; put the text in quotes, or mend the indentation"},
    {"could not find expected ':'", "", "':' is missing behind a name, or a quote is not closed"},
    {"did not find expected key", "", "a name should stand here; mend the indentation"},
    {"did not find expected '-' indicator", "", "'-' should stand here; mend the indentation"},
    {"did not find expected ',' or '}'", "", "',' or '}' must follow a member"},
    {"did not find expected ',' or ']'", "", "',' or ']' must follow an element"},
    {"found unexpected end of stream", "", "a quoted text is not closed"},
    {"block sequence entries are not allowed in this context", "",
     "'-' must not stand here; mend the indentation"},
    {"found unknown escape character", "",
     "a text in double quotes knows no such escape; a backslash is written \\\\"},
    {"did not find expected <document start>", "", "the text must end after its value"},
};

static bool refuse_syntax(struct composer *composer) {
    const yaml_parser_t *parser = &composer->parser;
    if (parser->error == YAML_MEMORY_ERROR) treadle_memory_out(composer->size);
    struct span span = {offset_of(composer, parser->problem_mark), 0};
    const char *problem = parser->problem == NULL ? "this is no YAML" : parser->problem;
    char first = span.at < composer->size ? composer->text[span.at] : '\n';
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strcmp(words[i].theirs, problem) != 0) continue;
        if (*words[i].first != '\0' && strchr(words[i].first, first) == NULL) continue;
        return REFUSE(composer, span, "%s", words[i].ours);
    }
    if (parser->context == NULL) return REFUSE(composer, span, "%s", problem);
    return REFUSE(composer, span, "%s: %s", parser->context, problem);
}

// YAML 1.2.2 section 5.1, "Character Set". libyaml checks it too, but tells neither line nor
// column.
static bool check_characters(struct composer *composer) {
    const unsigned char *start = (const unsigned char *)composer->text;
    const unsigned char *at = start + composer->skipped, *end = start + composer->size;
    while (at < end) {
        int size = treadle_utf8_size(at, end);
        struct span span = {(size_t)(at - start), 1};
        if (size == 0) return REFUSE(composer, span, "the byte %02X is no UTF-8", *at);
        const char *next = (const char *)at;
        uint32_t code = treadle_utf8_next(&next);
        bool control = (code < 0x20 && code != '\t' && code != '\n' && code != '\r') ||
                       (code >= 0x7F && code < 0xA0 && code != 0x85) || code == 0xFFFE ||
                       code == 0xFFFF;
        if (control)
            return REFUSE(
                composer, span, "the character U+%04X must be escaped in double quotes",
                (unsigned)code);
        at += size;
    }
    return true;
}

static bool compose(struct composer *composer) {
    if (!check_characters(composer)) return false;
    while (!composer->ended) {
        yaml_event_t event;
        if (!yaml_parser_parse(&composer->parser, &event)) return refuse_syntax(composer);
        bool fine = on_event(composer, &event);
        yaml_event_delete(&event);
        if (!fine) return false;
    }
    if (composer->root != NULL) return true;
    return REFUSE(composer, ((struct span){composer->size, 0}), "the text is empty");
}

// Settled nodes stand in the order of a walk.
static void fill_places(const struct composer *composer, struct doc *doc, struct places *places) {
    size_t nodes = 0;
    struct walk walk;
    walk_init(&walk);
    const cJSON *root = &composer->root->json;
    for (const cJSON *node = root; node != NULL; node = walk_next(&walk, node, NULL))
        nodes++;
    *places = (struct places){
        .root = treadle_doc_root(doc),
        .count = (uint32_t)nodes,
        .value = treadle_alloc(nodes * sizeof(*places->value)),
        .name = treadle_alloc_zeroed(nodes * sizeof(*places->name))};
    uint32_t i = 0;
    for (const cJSON *at = root; at != NULL; at = walk_next(&walk, at, NULL), i++) {
        const struct node *node = (const struct node *)at;
        places->value[i] = treadle_ruler_place(&composer->ruler, node->value.at, node->value.size);
        if (at->string != NULL)
            places->name[i] = treadle_ruler_place(&composer->ruler, node->name.at, node->name.size);
    }
    walk_clear(&walk);
}

static void composer_init(
    struct composer *composer, const char *text, size_t size, enum yaml_tags tags,
    struct read_problem *problem) {
    *composer = (struct composer){.text = text, .size = size, .tags = tags, .problem = problem};
    if (problem != NULL) *problem = (struct read_problem){.width = 1};
    size_t mark = strlen(BYTE_ORDER_MARK);
    if (size >= mark && memcmp(text, BYTE_ORDER_MARK, mark) == 0) composer->skipped = mark;
    treadle_ruler_init(&composer->ruler, text, size);
    if (!yaml_parser_initialize(&composer->parser)) treadle_memory_out(sizeof(composer->parser));
    yaml_parser_set_encoding(&composer->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(
        &composer->parser, (const unsigned char *)text + composer->skipped,
        size - composer->skipped);
}

static void composer_clear(struct composer *composer) {
    yaml_parser_delete(&composer->parser);
    for (uint32_t i = 0; i < composer->frames_count; i++)
        treadle_map_clear(&composer->frames[i].names);
    free(composer->frames);
    treadle_map_clear(&composer->anchors);
    treadle_ruler_clear(&composer->ruler);
    treadle_arena_clear(&composer->arena);
}

struct doc *treadle_yaml_read(
    const char *text, size_t size, enum yaml_tags tags, struct places *places,
    struct read_problem *problem) {
    struct composer composer;
    composer_init(&composer, text, size, tags, problem);
    struct doc *doc = NULL;
    if (compose(&composer)) {
        doc = treadle_doc_settle(NULL, &composer.root->json);
        if (places != NULL) fill_places(&composer, doc, places);
    }
    composer_clear(&composer);
    return doc;
}

// The first character that is not white space nor a byte order mark; NUL: none.
static char first_of(const char *text, size_t size) {
    size_t mark = strlen(BYTE_ORDER_MARK), at = 0;
    if (size >= mark && memcmp(text, BYTE_ORDER_MARK, mark) == 0) at = mark;
    while (at < size && memchr(" \t\r\n", text[at], 4) != NULL)
        at++;
    return at < size ? text[at] : '\0';
}

struct doc *treadle_source_read(
    const char *text, size_t size, enum yaml_tags tags, struct places *places,
    struct read_problem *problem) {
    char first = first_of(text, size);
    if (first != '{' && first != '[') return treadle_yaml_read(text, size, tags, places, problem);
    struct doc *doc = treadle_doc_read_source(text, size, places, problem);
    if (doc != NULL || first == '{') return doc;
    doc = treadle_yaml_read(text, size, tags, places, NULL);
    if (doc != NULL && problem != NULL) *problem = (struct read_problem){0};
    return doc;
}
