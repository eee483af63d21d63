// Few members are compared one by one, which is quicker than any map.
#include "base/json/members.h"

#include "base/json/value.h"

enum { FEW = 16 };

// The map hands its values back as they came in, without a promise about const.
union node {
    const cJSON *shown;
    void *kept;
};

void treadle_members_init(struct members *members, const cJSON *object) {
    *members = (struct members){.object = object};
    uint32_t count = cJSON_IsObject(object) ? treadle_json_count(object) : 0;
    members->many = count > FEW;
    if (!members->many) return;
    treadle_map_reserve(&members->names, count);
    for (const cJSON *member = object->child; member != NULL; member = member->next) {
        union node node = {.shown = member};
        treadle_map_put(&members->names, member->string, node.kept);
    }
}

const cJSON *treadle_members_find(const struct members *members, const char *name) {
    if (!members->many) return treadle_json_member(members->object, name);
    return treadle_map_find(&members->names, name);
}

void treadle_members_clear(struct members *members) {
    treadle_map_clear(&members->names);
}
