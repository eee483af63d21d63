// Names to things, in the order of the names (bytes as unsigned): a sorted list searched by halves.
// What starts with a given text stands together. Keys are borrowed: they live in the things.
#ifndef TREADLE_BASE_LIST_H
#define TREADLE_BASE_LIST_H

#include <stdbool.h>
#include <stdint.h>

struct list_entry {
    const char *key;
    void *value;
};

struct list {
    struct list_entry *entries;
    uint32_t count, size;
};

// The place of the first entry whose key is not less than [key]; [found]: it is equal. NULL: no
// matter.
uint32_t treadle_list_place(const struct list *list, const char *key, bool *found);
void *treadle_list_find(const struct list *list, const char *key);  // NULL where there is none.
// Puts [value] under [key] unless the key is taken, and gives what stands there now.
void *treadle_list_put(struct list *list, const char *key, void *value);
void *treadle_list_remove(struct list *list, const char *key);  // Gives what stood there, or NULL.
void treadle_list_clear(struct list *list);

#endif
