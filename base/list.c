// A sorted list searched by halves.
#include "base/list.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

uint32_t treadle_list_place(const struct list *list, const char *key, bool *found) {
    uint32_t low = 0, high = list->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(list->entries[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (found != NULL) {
        *found = low < list->count && strcmp(list->entries[low].key, key) == 0;
    }
    return low;
}

void *treadle_list_find(const struct list *list, const char *key) {
    bool found = false;
    uint32_t place = treadle_list_place(list, key, &found);
    return found ? list->entries[place].value : NULL;
}

void *treadle_list_put(struct list *list, const char *key, void *value) {
    bool found = false;
    uint32_t place = treadle_list_place(list, key, &found);
    if (found) return list->entries[place].value;
    list->entries = treadle_grow(list->entries, list->count, &list->size, sizeof(*list->entries));
    struct list_entry *entry = &list->entries[place];
    memmove(entry + 1, entry, (list->count - place) * sizeof(*entry));
    *entry = (struct list_entry){key, value};
    list->count++;
    return value;
}

void *treadle_list_remove(struct list *list, const char *key) {
    bool found = false;
    uint32_t place = treadle_list_place(list, key, &found);
    if (!found) return NULL;
    struct list_entry *entry = &list->entries[place];
    void *value = entry->value;
    memmove(entry, entry + 1, (list->count - place - 1) * sizeof(*entry));
    list->count--;
    return value;
}

void treadle_list_clear(struct list *list) {
    free(list->entries);
    *list = (struct list){0};
}
