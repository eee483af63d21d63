// A disk trusts nobody: batches come in order, and what comes again is the same.
#include "tests/sim/disk.h"

#include <string.h>

#include "tests/sim/report.h"

bool disk_has(const struct disk *disk, const struct batch *batch) {
    if (batch->seq != disk->seq) return false;
    HOLDS(
        CHECK_order,
        batch->text.count == disk->last.count &&
            memcmp(batch->text.bytes, disk->last.bytes, disk->last.count) == 0,
        "batch %u comes again as another one", batch->seq);
    return true;
}

void disk_write(struct disk *disk, const struct batch *batch) {
    HOLDS(
        CHECK_order, batch->seq == disk->seq + 1, "batch %u comes after batch %u", batch->seq,
        disk->seq);
    report_looking(CHECK_whole);
    store_apply(&disk->store, batch);
    disk->seq = batch->seq;
    disk->last.count = 0;
    treadle_text_put(&disk->last, batch->text.bytes, batch->text.count);
}

void disk_clear(struct disk *disk) {
    store_clear(&disk->store);
    treadle_text_clear(&disk->last);
    *disk = (struct disk){0};
}
