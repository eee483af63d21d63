// Anchors and aliases: an alias is a copy of what it stands for.
//
// Copies are counted. Nine lines of aliases to aliases could stand for a billion values, and no
// text of a person comes near the limit.
#include "base/json/scratch.h"
#include "base/json/walk.h"
#include "base/limits.h"
#include "base/yaml/compose.h"

struct anchor *treadle_yaml_anchor(struct composer *composer, const yaml_char_t *name) {
    if (name == NULL) return NULL;
    struct anchor *anchor = treadle_arena_alloc_zeroed(&composer->arena, sizeof(*anchor));
    anchor->name = treadle_arena_copy(&composer->arena, (const char *)name);
    treadle_map_remove(&composer->anchors, anchor->name);
    return treadle_map_put(&composer->anchors, anchor->name, anchor);
}

const struct anchor *treadle_yaml_find_anchor(
    struct composer *composer, const yaml_char_t *name, struct span span) {
    const char *text = (const char *)name;
    const struct anchor *anchor = treadle_map_find(&composer->anchors, text);
    if (anchor != NULL && anchor->node != NULL) return anchor;
    if (anchor == NULL)
        (void)REFUSE(composer, span, "the alias '*%s' has no anchor '&%s' before it", text, text);
    else
        (void)REFUSE(composer, span, "the alias '*%s' stands inside what it stands for", text);
    return NULL;
}

static struct node *copy_node(struct composer *composer, const cJSON *from) {
    struct node *copy = treadle_arena_alloc(&composer->arena, sizeof(*copy));
    *copy = *(const struct node *)from;
    copy->json.next = copy->json.prev = copy->json.child = NULL;
    copy->merged = false;
    return copy;
}

struct node *treadle_yaml_copy(
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
