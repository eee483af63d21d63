// Conversations with the core, as text.
#ifndef TREADLE_TESTS_TRANSCRIPTS_TRANSCRIPT_H
#define TREADLE_TESTS_TRANSCRIPTS_TRANSCRIPT_H

#include <stdbool.h>

#include "engine/core/core.h"

struct block {
    char *before;  // Comments and empty lines before it, as they stand.
    char *head;    // The first line: what happens.
    char *body;    // The lines under it; "" where there are none.
    char *said;    // The answer that is written there.
    uint32_t line;
};

struct transcript {
    struct block *blocks;
    uint32_t count, size;
    char *after;  // What follows the last block.
};

void transcript_read(struct transcript *out, const char *text);
void transcript_clear(struct transcript *transcript);
// The text again, with [said][i] as the answer of block i.
void transcript_write(struct text *out, const struct transcript *transcript, char *const *said);

// A fact as it is typed. [value] is counted; false: it is none, and [problem] says why.
bool transcript_fact(
    const char *head, int64_t now_ms, struct fact *out, struct doc **value, const char **problem);
// A step as it is shown. [now_ms]: wakes are shown from there.
void transcript_step(struct text *out, const struct core *core, const struct step *step);

#endif
