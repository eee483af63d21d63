// What is durable of one execution: its rows, and which batch came last.
#ifndef TREADLE_TESTS_SIM_DISK_H
#define TREADLE_TESTS_SIM_DISK_H

#include "base/text.h"
#include "tests/core/store.h"

struct disk {
    struct store store;
    uint32_t seq;      // Of the last batch; 0: none.
    struct text last;  // Its text.
};

// Was this batch written before? Looks that it is the same one.
bool disk_has(const struct disk *disk, const struct batch *batch);
// Looks that the batch is the next one, and writes it.
void disk_write(struct disk *disk, const struct batch *batch);
void disk_clear(struct disk *disk);

#endif
