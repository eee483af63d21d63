// Following libyaml's events.
//
// libyaml is asked for events only: its own composer knows no bound, no duplicate and no line. What
// is open stands in a list of frames; a value is handed to the frame it belongs to when it is
// complete. A frame whose value had a short form wraps it then; so does a scalar.
#include "base/yaml/compose.h"

#include <string.h>

#include "base/json/scratch.h"
#include "base/json/string.h"
#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"

#define STANDARD_TAG "tag:yaml.org,2002:"

struct frame *treadle_yaml_top(struct composer *composer) {
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

bool treadle_yaml_refuse(struct composer *composer, struct span span) {
    treadle_problem_place(composer->problem, composer->text, composer->size, span.at, span.size);
    point_at(composer);
    return false;
}

size_t treadle_yaml_offset(const struct composer *composer, yaml_mark_t mark) {
    size_t before = composer->skipped > 0;  // The byte order mark is a character of the ruler's.
    return treadle_ruler_offset(&composer->ruler, mark.index + before);
}

static struct span span_of(const struct composer *composer, const yaml_event_t *event) {
    size_t at = treadle_yaml_offset(composer, event->start_mark);
    size_t end = treadle_yaml_offset(composer, event->end_mark);
    return (struct span){at, end - at};
}

// The first byte from [at] that is neither white space nor in a comment.
static size_t skip_space(const char *text, size_t at, size_t end) {
    while (at < end) {
        if (text[at] == '#')
            while (at < end && text[at] != '\n')
                at++;
        else if (memchr(" \t\r\n", text[at], 4) != NULL)
            at++;
        else
            break;
    }
    return at;
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
        at = skip_space(text, at + size, end);
    }
    return (struct span){at, end - at};
}

struct node *treadle_yaml_node(struct composer *composer, int type, struct span span) {
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

static struct node *wrap(
    struct composer *composer, const struct yaml_tag *tag, struct span tag_span,
    struct node *value) {
    struct span whole = {tag_span.at, value->value.at + value->value.size - tag_span.at};
    struct node *wrapper = treadle_yaml_node(composer, cJSON_Object, whole);
    value->name = tag_span;
    treadle_scratch_append(&wrapper->json, tag->name, &value->json);
    return wrapper;
}

// Hands a complete value to what it belongs to.
static bool deliver(struct composer *composer, struct node *value, struct anchor *anchor) {
    struct frame *frame = treadle_yaml_top(composer);
    if (anchor != NULL) anchor->node = value;
    if (frame == NULL) {
        composer->root = value;
        return true;
    }
    if (cJSON_IsArray(&frame->node->json)) {
        treadle_scratch_append(&frame->node->json, NULL, &value->json);
        return true;
    }
    return treadle_yaml_put_value(composer, frame, value);
}

// The last word of a standard tag; NULL: it is none.
static const char *standard_type(const yaml_char_t *tag) {
    const char *name = (const char *)tag;
    if (name == NULL || strncmp(name, STANDARD_TAG, strlen(STANDARD_TAG)) != 0) return NULL;
    return name + strlen(STANDARD_TAG);
}

static bool refuse_tag(struct composer *composer, struct span span, const yaml_char_t *tag) {
    const char *type = standard_type(tag);
    return REFUSE(
        composer, span, "the tag '%s%s' is not known here", type == NULL ? "" : "!!",
        type == NULL ? (const char *)tag : type);
}

// Whether a value may have [tag], if any: one of the standard [types] up to NULL, or a short form,
// which is put to [*out]. False and a problem at [span].
static bool find_tag(
    struct composer *composer, const yaml_char_t *tag, const char *const *types, struct span span,
    const struct yaml_tag **out) {
    *out = NULL;
    if (tag == NULL) return true;
    const char *type = standard_type(tag);
    if (type == NULL && composer->tags == YAML_TAGS_CLOUDFORMATION)
        *out = treadle_yaml_tag((const char *)tag);
    bool known = *out != NULL;
    for (; type != NULL && !known && *types != NULL; types++)
        known = strcmp(type, *types) == 0;
    return known || refuse_tag(composer, span, tag);
}

// Whether a member's name is what comes next.
static bool wants_key(struct composer *composer) {
    const struct frame *frame = treadle_yaml_top(composer);
    return frame != NULL && cJSON_IsObject(&frame->node->json) && frame->key == NULL;
}

static bool open_container(
    struct composer *composer, const yaml_event_t *event, int type, const yaml_char_t *tag,
    const yaml_char_t *anchor) {
    struct span tag_span, span = skip_properties(composer, span_of(composer, event), &tag_span);
    if (wants_key(composer)) return REFUSE(composer, span, "the name of a member must be a text");
    const char *const types[] = {type == cJSON_Object ? "map" : "seq", NULL};
    struct frame frame = {.tag_span = tag_span};
    if (!find_tag(composer, tag, types, tag_span, &frame.tag)) return false;
    if (!descend(composer, span, frame.tag == NULL ? 1 : 2)) return false;
    frame.node = treadle_yaml_node(composer, type, span);
    frame.anchor = treadle_yaml_anchor(composer, anchor);
    ADD(composer->frames, composer->frames_count, composer->frames_size) = frame;
    return true;
}

// Where a block ends its last line does: libyaml sees the end where the next thing begins.
static size_t trimmed(const struct composer *composer, size_t at, size_t end) {
    while (end > at && memchr(" \t\r\n", composer->text[end - 1], 4) != NULL)
        end--;
    return end;
}

// Where a container's text ends. What has no bracket ends with the last of what it holds, so that
// comments behind it are not its own.
static size_t end_of(const struct composer *composer, const struct node *node, size_t seen) {
    size_t at = node->value.at, end = trimmed(composer, at, seen), last = at;
    if (composer->text[at] == '{' || composer->text[at] == '[') return end;
    for (const cJSON *child = node->json.child; child != NULL; child = child->next) {
        const struct span *value = &((const struct node *)child)->value;
        bool inside = value->at >= at && value->at + value->size <= end;  // Not merged.
        if (inside && value->at + value->size > last) last = value->at + value->size;
    }
    return last == at ? end : last;
}

static bool close_container(struct composer *composer, const yaml_event_t *event) {
    struct frame frame = composer->frames[--composer->frames_count];
    treadle_map_clear(&frame.names);
    size_t end = end_of(composer, frame.node, treadle_yaml_offset(composer, event->end_mark));
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
    struct node *first = treadle_yaml_node(composer, cJSON_String, node->value);
    struct node *second = treadle_yaml_node(composer, cJSON_String, node->value);
    first->json.valuestring = treadle_arena_copy_size(
        &composer->arena, node->json.valuestring, (size_t)(dot - node->json.valuestring));
    second->json.valuestring = dot + 1;
    node->json = (cJSON){.type = cJSON_Array};
    treadle_scratch_append(&node->json, NULL, &first->json);
    treadle_scratch_append(&node->json, NULL, &second->json);
    return true;
}

// Gives [node], which holds a plain scalar as a string, the value it stands for.
static bool resolve(struct composer *composer, struct node *node) {
    char *text = node->json.valuestring;
    node->json = (cJSON){0};
    const char *words = treadle_yaml_scalar(&composer->arena, &node->json, text);
    return words == NULL || REFUSE(composer, node->value, "%s", words);
}

static bool is_whole(const cJSON *number) {
    return number->valuestring == NULL || strpbrk(number->valuestring, ".eE") == NULL;
}

// Whether [node] is of the type that a standard tag's last word names.
static bool is_of_type(const cJSON *node, const char *type) {
    if (strcmp(type, "int") == 0) return cJSON_IsNumber(node) && is_whole(node);
    if (strcmp(type, "float") == 0) return cJSON_IsNumber(node);
    if (strcmp(type, "bool") == 0) return cJSON_IsBool(node);
    return strcmp(type, "null") == 0 && cJSON_IsNull(node);
}

// Gives [node], which holds a scalar as a string, the type that its standard tag asks for.
static bool take_typed(struct composer *composer, struct node *node, const char *type) {
    if (!resolve(composer, node)) return false;
    if (is_of_type(&node->json, type)) return true;
    return REFUSE(composer, node->value, "the tag '!!%s' does not fit this value", type);
}

static bool take_scalar(
    struct composer *composer, const yaml_event_t *event, const struct yaml_tag *tag,
    struct node *node) {
    if (tag != NULL) return tag->takes != TAKES_DOTTED || split_dotted(composer, node);
    const char *type = standard_type(event->data.scalar.tag);
    if (type == NULL)
        return event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE || resolve(composer, node);
    return strcmp(type, "str") == 0 || take_typed(composer, node, type);
}

static bool on_key(struct composer *composer, const yaml_event_t *event, struct node *node) {
    if (event->data.scalar.tag != NULL && strcmp(standard_type(event->data.scalar.tag), "str") != 0)
        return refuse_tag(composer, node->value, event->data.scalar.tag);
    struct anchor *anchor = treadle_yaml_anchor(composer, event->data.scalar.anchor);
    if (anchor != NULL) anchor->node = node;
    bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    return treadle_yaml_take_key(composer, node->json.valuestring, node->value, plain);
}

static bool on_scalar(struct composer *composer, const yaml_event_t *event) {
    static const char *const types[] = {"str", "null", "bool", "int", "float", NULL};
    struct span tag_span, span = skip_properties(composer, span_of(composer, event), &tag_span);
    span.size = trimmed(composer, span.at, span.at + span.size) - span.at;
    const struct yaml_tag *tag = NULL;
    if (!find_tag(composer, event->data.scalar.tag, types, tag_span, &tag)) return false;
    struct node *node = treadle_yaml_node(composer, cJSON_String, span);
    node->json.valuestring = string_of(composer, event);
    if (wants_key(composer))
        return tag == NULL ? on_key(composer, event, node)
                           : refuse_tag(composer, tag_span, event->data.scalar.tag);
    uint32_t depth = composer->depth;
    bool dotted = tag != NULL && tag->takes == TAKES_DOTTED;
    if (!descend(composer, span, (uint32_t)(tag != NULL) + dotted)) return false;
    composer->depth = depth;
    struct anchor *anchor = treadle_yaml_anchor(composer, event->data.scalar.anchor);
    if (!take_scalar(composer, event, tag, node)) return false;
    if (tag != NULL) node = wrap(composer, tag, tag_span, node);
    return deliver(composer, node, anchor);
}

static bool on_alias(struct composer *composer, const yaml_event_t *event) {
    struct span span = span_of(composer, event);
    const struct anchor *anchor =
        treadle_yaml_find_anchor(composer, event->data.alias.anchor, span);
    if (anchor == NULL) return false;
    if (wants_key(composer)) {
        if (!cJSON_IsString(&anchor->node->json))
            return REFUSE(composer, span, "the name of a member must be a text");
        return treadle_yaml_take_key(composer, anchor->node->json.valuestring, span, false);
    }
    struct node *copy = treadle_yaml_copy(composer, anchor->node, span);
    return copy != NULL && deliver(composer, copy, NULL);
}

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

bool treadle_yaml_compose(struct composer *composer) {
    if (!treadle_yaml_check_characters(composer)) return false;
    while (!composer->ended) {
        yaml_event_t event;
        if (!yaml_parser_parse(&composer->parser, &event))
            return treadle_yaml_refuse_syntax(composer);
        bool fine = on_event(composer, &event);
        yaml_event_delete(&event);
        if (!fine) return false;
    }
    if (composer->root != NULL) return true;
    return REFUSE(composer, ((struct span){composer->size, 0}), "the text is empty");
}
