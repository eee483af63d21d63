// What happens when there is no memory: somebody is told, and the process ends.
//
// A file of its own, whose two functions leave both shared libraries: the loader then takes one
// pair of them for the whole process, and with it one handler.
#include <stdlib.h>

#include "base/memory.h"

static struct {
    treadle_out_of_memory_cb handler;
    void *data;
} on_out;

void treadle_memory_on_out(treadle_out_of_memory_cb handler, void *data) {
    on_out.handler = handler;
    on_out.data = data;
}

void treadle_memory_out(size_t size) {
    if (on_out.handler != NULL) on_out.handler(size, on_out.data);
    abort();
}
