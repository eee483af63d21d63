// Names that come twice in one object.
//
// Only objects in which two names had the same hash bit come here, so that nearly all others pay a
// few instructions for each name.
#include <string.h>

#include "base/json/reader.h"
#include "base/map.h"

#define MEMBERS_FEW 16  // Up to here equal names are looked for in pairs, beyond in a table.

static bool refuse_twin(struct reader *reader, const cJSON *member) {
    const struct mark *mark = mark_of(reader, member);
    struct open *open = &reader->open[reader->depth - 1];
    open->node->child->prev =
        (cJSON *)(uintptr_t)member;  // For the pointer: it is not needed any more.
    reader->between = false;
    return REFUSE(
        reader, reader->start + mark->name_at, mark->name_size,
        "the name \"%s\" stands twice in one object", member->string);
}

// The earlier member of [member]'s name, or NULL. [names] is a table of all earlier ones, if any.
static cJSON *twin_of(struct map *names, const cJSON *object, cJSON *member, bool few) {
    if (!few) {
        cJSON *first = treadle_map_put(names, member->string, member);
        return first == member ? NULL : first;
    }
    cJSON *earlier = object->child;
    while (earlier != member && strcmp(earlier->string, member->string) != 0)
        earlier = earlier->next;
    return earlier == member ? NULL : earlier;
}

// Lets [first] have the value of the later [member], which leaves the object.
static void overwrite(cJSON *object, cJSON *first, cJSON *member) {
    first->type = member->type;
    first->child = member->child;
    first->valuestring = member->valuestring;
    first->valueint = member->valueint;
    first->valuedouble = member->valuedouble;
    member->prev->next = member->next;
    cJSON *after = member->next != NULL ? member->next : object->child;
    after->prev = member->prev;
}

bool treadle_reader_resolve_twins(struct reader *reader, struct open *open) {
    struct map names = {0};
    cJSON *object = open->node;
    bool few = open->count <= MEMBERS_FEW, fine = true;
    if (!few) treadle_map_reserve(&names, open->count);
    for (cJSON *member = object->child; fine && member != NULL; member = member->next) {
        cJSON *first = twin_of(&names, object, member, few);
        if (first == NULL) continue;
        if (reader->source) {
            fine = reader->marks != NULL && refuse_twin(reader, member);
        } else {
            overwrite(object, first, member);
            reader->dropped = true;
        }
    }
    treadle_map_clear(&names);
    return fine;
}
