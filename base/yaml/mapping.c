// Mappings: names that must not come twice, and members taken over by "<<".
//
// YAML 1.1, "Merge Key Language-Independent Type": a mapping's own names go before those it takes
// over, wherever they stand, and an earlier mapping of a list goes before a later one.
#include <string.h>

#include "base/json/scratch.h"
#include "base/yaml/compose.h"

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

bool treadle_yaml_take_key(struct composer *composer, char *key, struct span span, bool plain) {
    struct frame *frame = treadle_yaml_top(composer);
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

bool treadle_yaml_put_value(struct composer *composer, struct frame *frame, struct node *value) {
    if (frame->merge) {
        if (!merge(composer, frame, value)) return false;
    } else {
        value->name = frame->key_span;
        put_member(frame, frame->key, value);
    }
    frame->key = NULL;
    return true;
}
