// The one handler of the process hears of both libraries' want of memory: of the engine's, or, with
// an argument, of the world's.
#include <stdlib.h>
#include <sys/resource.h>
#include <treadle/world.h>
#include <unistd.h>

static void on_out(size_t size, void *data) {
    (void)size;
    (void)data;
    _exit(write(STDOUT_FILENO, "told\n", 5) == 5 ? 0 : 2);
}

int main(int argc, char **argv) {
    (void)argv;
    const struct rlimit little = {.rlim_cur = 64 << 20, .rlim_max = 64 << 20};
    treadle_engine *engine;
    treadle_world *world;
    treadle_memory_on_out(on_out, NULL);
    if (treadle_engine_open_virtual(NULL, &engine, NULL) != 0) return 2;
    if (setrlimit(RLIMIT_AS, &little) != 0) return 2;
    for (;;) {
        if (argc > 1 && treadle_world_open(engine, NULL, &world, NULL) != 0) return 2;
        if (argc == 1 && treadle_engine_open_virtual(NULL, &engine, NULL) != 0) return 2;
    }
}
