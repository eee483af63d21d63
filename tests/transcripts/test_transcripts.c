// Every transcript, four ways.
//
//   test_transcripts [--rewrite] [FILE…]
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "engine/core/snapshot.h"
#include "engine/kinds/kinds.h"
#include "tests/core/store.h"
#include "tests/transcripts/transcript.h"

enum way { STRAIGHT, RESTORED, DOUBLED, REPLAYED, WAY_COUNT };
static const char *const way_names[WAY_COUNT] = {"straight", "restored", "doubled", "replayed"};

static const int64_t begin_ms = 1767225600000;  // 2026-01-01T00:00:00Z
static const char folder[] = "tests/transcripts";
static const struct identity identity = {
    .arn = "arn:aws:states:us-east-1:123456789012:execution:Told:e-1",
    .machine_arn = "arn:aws:states:us-east-1:123456789012:stateMachine:Told",
    .role_arn = "arn:aws:iam::123456789012:role/ToldRole"};

struct telling {  // One file, one way.
    const char *path;
    enum way way;
    struct workshop shop;
    treadle_machine *machine;
    struct core core;
    struct step step;
    struct store store;
    char *refusal;  // What integrations say of every call; NULL: nothing.
    uint64_t seed;
    int64_t now_ms;  // As typed: it may step back.
    bool open;       // There is a core.
};

static _Noreturn void give_up(const char *path, uint32_t line, const char *what) {
    fprintf(stderr, "%s:%u: %s\n", path, line, what);
    exit(2);
}

static bool check(
    void *data, const struct state *state, const cJSON *arguments, struct arena *scratch,
    struct error *error) {
    const struct telling *telling = data;
    (void)state, (void)arguments;
    if (telling->refusal == NULL) return true;
    *error = (struct error){
        .name = "States.Runtime", .cause = treadle_arena_copy(scratch, telling->refusal)};
    return false;
}

static void close_core(struct telling *telling) {
    if (telling->open) treadle_core_clear(&telling->core);
    telling->open = false;
    store_clear(&telling->store);
}

static void restore(struct telling *telling) {
    struct batch rows = {0};
    struct revival revival = {0};
    struct treadle_status status;
    store_rows(&telling->store, true, &rows);
    treadle_core_reset(&telling->core);
    if (treadle_core_restore(&telling->core, &rows, &revival, &status) != 0)
        give_up(telling->path, 0, status.text);
    treadle_revival_clear(&revival);
    treadle_batch_free(&rows);
}

static void after_step(struct telling *telling) {
    struct batch batch = {0};
    treadle_core_check(&telling->core);
    treadle_batch_step(&batch, &telling->core, &telling->step, true);
    store_apply(&telling->store, &batch);
    store_check_whole(&telling->store, &telling->core);
    treadle_batch_free(&batch);
    if (telling->way == RESTORED) restore(telling);
}

// What the core says to one fact.
static void tell_fact(struct telling *telling, const struct block *block, struct text *out) {
    struct fact fact;
    struct doc *value;
    const char *problem;
    if (!transcript_fact(block->head, telling->now_ms, &fact, &value, &problem))
        give_up(telling->path, block->line, problem);
    if (fact.kind == FACT_START) {
        close_core(telling);
        treadle_core_init(&telling->core, telling->machine, &identity, &telling->shop);
        telling->open = true;
        fact.seed = telling->seed;
    }
    telling->now_ms = fact.at_ms;
    // Replaying leaves out what changed nothing.
    bool left_out = telling->way == REPLAYED && strcmp(block->said, "stale\n") == 0;
    if (!left_out && treadle_core_step(&telling->core, &fact, &telling->step) == 0) {
        transcript_step(out, &telling->core, &telling->step);
        after_step(telling);
        treadle_step_clear(&telling->step);
    } else {
        treadle_text_add(out, "stale\n");
    }
    if (telling->way == DOUBLED && treadle_core_step(&telling->core, &fact, &telling->step) == 0) {
        if (fact.kind != FACT_HEARTBEAT || telling->step.event_count > 0)
            give_up(telling->path, block->line, "a doubled fact was not stale");
        after_step(telling);
        treadle_step_clear(&telling->step);
    }
    treadle_doc_drop(value);
}

static void tell(struct telling *telling, const struct block *block, struct text *out) {
    struct treadle_status status;
    if (strcmp(block->head, "machine") == 0) {
        close_core(telling);
        treadle_machine_drop(telling->machine);
        telling->machine = NULL;
        if (treadle_machine_parse(block->body, &telling->machine, &status) != 0)
            give_up(telling->path, block->line, status.text);
    } else if (strncmp(block->head, "check", 5) == 0) {
        free(telling->refusal);
        telling->refusal = block->head[5] == ' ' ? treadle_text_copy(block->head + 6) : NULL;
    } else if (strncmp(block->head, "seed ", 5) == 0) {
        int64_t seed;
        if (!treadle_number_read_int(block->head + 5, 0, INT64_MAX, &seed))
            give_up(telling->path, block->line, "no seed");
        telling->seed = (uint64_t)seed;
    } else {
        tell_fact(telling, block, out);
    }
}

// Gives what is said to each block.
static char **tell_all(const char *path, const struct transcript *transcript, enum way way) {
    struct telling telling = {.path = path, .way = way, .now_ms = begin_ms};
    telling.shop = (struct workshop){.kinds = treadle_kinds, .check = check, .data = &telling};
    char **said = treadle_alloc(transcript->count * sizeof(*said));
    for (uint32_t i = 0; i < transcript->count; i++) {
        struct text out = {0};
        tell(&telling, &transcript->blocks[i], &out);
        said[i] = out.bytes != NULL ? out.bytes : treadle_text_copy("");
    }
    close_core(&telling);
    free(telling.refusal);
    treadle_step_free(&telling.step);
    treadle_machine_drop(telling.machine);
    treadle_workshop_clear(&telling.shop);
    return said;
}

static void free_said(char **said, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        free(said[i]);
    free(said);
}

static uint32_t compare(
    const char *path, const struct transcript *transcript, char *const *said, enum way way) {
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < transcript->count; i++) {
        const struct block *block = &transcript->blocks[i];
        if (strcmp(said[i], block->said) == 0) continue;
        fprintf(
            stderr, "%s:%u: %s, to '%s'\n-- it is written\n%s-- it is said\n%s", path, block->line,
            way_names[way], block->head, block->said, said[i]);
        wrong++;
    }
    return wrong;
}

static void rewrite(const char *path, const struct transcript *transcript, const char *old) {
    char **said = tell_all(path, transcript, STRAIGHT);
    struct text text = {0};
    transcript_write(&text, transcript, said);
    if (strcmp(text.bytes, old) != 0) {
        FILE *file = fopen(path, "w");
        if (file == NULL) give_up(path, 0, "cannot be written");
        (void)fwrite(text.bytes, 1, text.count, file);
        (void)fclose(file);
        printf("%s: rewritten\n", path);
    }
    treadle_text_clear(&text);
    free_said(said, transcript->count);
}

static uint32_t run(const char *path, bool rewrites) {
    struct text text = {0};
    struct treadle_status status;
    struct transcript transcript;
    uint32_t wrong = 0;
    if (treadle_file_read(path, 1 << 20, &text, &status) != 0) give_up(path, 0, status.text);
    transcript_read(&transcript, treadle_text_string(&text));
    if (rewrites) rewrite(path, &transcript, text.bytes);
    for (int way = 0; way < WAY_COUNT && !rewrites; way++) {
        char **said = tell_all(path, &transcript, (enum way)way);
        wrong += compare(path, &transcript, said, (enum way)way);
        free_said(said, transcript.count);
    }
    transcript_clear(&transcript);
    treadle_text_clear(&text);
    return wrong;
}

static uint32_t run_folder(bool rewrites, uint32_t *files) {
    struct dirent **entries;
    uint32_t wrong = 0;
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *dot = strrchr(entries[i]->d_name, '.');
        bool told = strcmp(entries[i]->d_name, "CMakeLists.txt") != 0;
        if (told && dot != NULL && strcmp(dot, ".txt") == 0) {
            struct text path = {0};
            treadle_text_printf(&path, "%s/%s", folder, entries[i]->d_name);
            wrong += run(path.bytes, rewrites);
            (*files)++;
            treadle_text_clear(&path);
        }
        free(entries[i]);
    }
    if (count >= 0) free(entries);
    return wrong;
}

int main(int argc, char **argv) {
    bool rewrites = argc > 1 && strcmp(argv[1], "--rewrite") == 0;
    uint32_t wrong = 0, files = 0;
    for (int i = rewrites ? 2 : 1; i < argc; i++, files++)
        wrong += run(argv[i], rewrites);
    if (files == 0) wrong = run_folder(rewrites, &files);
    printf("%u transcripts, four ways; %u answers are not as written\n", files, wrong);
    return wrong == 0 && files > 0 ? 0 : 1;
}
