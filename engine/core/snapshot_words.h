// The words of rows, for the two files that write and read them.
#ifndef TREADLE_ENGINE_CORE_SNAPSHOT_WORDS_H
#define TREADLE_ENGINE_CORE_SNAPSHOT_WORDS_H

#include "engine/core/inside.h"

static const char *const life_words[CORE_LIFE_COUNT] = {
#define LIFE(name, word) word,
#include "engine/core/snapshot.def"
};

static const char *const phase_words[PHASE_COUNT] = {
#define PHASE(name, word) word,
#include "engine/core/snapshot.def"
};

static const char *const call_phase_words[CALL_PHASE_COUNT] = {
#define CALL_PHASE(name, word) word,
#include "engine/core/snapshot.def"
};

static const char *const role_words[ROLE_COUNT] = {
#define ROLE(name, word) word,
#include "engine/core/snapshot.def"
};

static const char *const event_words[EVENT_COUNT] = {
#define EVENT(name, type, details, holds, leads) #name,
#include "engine/core/event.def"
#undef EVENT
};

#endif
