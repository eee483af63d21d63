// The floors: which room may include which.
//
// The longest name of floors.txt that leads to a file is its room, for the file that includes as
// for the one that is included.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "tests/tidy/tidy.h"

struct floor {
    char *name;
    char **below;  // What it may include.
    uint32_t below_count, below_size;
    uint32_t line;
};

struct floors {
    const char *path;
    struct floor *floors;
    uint32_t count, size;
};

// Headers of the C library that bring no clock, file, locale or process.
static const char *const plain_headers[] = {
    "float.h",  "inttypes.h", "limits.h", "math.h",   "stdarg.h", "stdbool.h",   "stdalign.h",
    "stddef.h", "stdint.h",   "stdio.h",  "stdlib.h", "string.h", "stdatomic.h",
};

static struct floor *floor_named(const struct floors *floors, const char *name) {
    for (uint32_t i = 0; i < floors->count; i++)
        if (strcmp(floors->floors[i].name, name) == 0) return &floors->floors[i];
    return NULL;
}

// The next word of a line, which ends at a newline or a '#'; NULL: none. Moves [at] behind it.
static char *next_word(const char **at) {
    *at += strspn(*at, " \t");
    size_t size = strcspn(*at, " \t\n#");
    if (size == 0) return NULL;
    char *word = treadle_text_copy_size(*at, size);
    *at += size;
    return word;
}

static void read_floor(
    struct floors *floors, const char *at, uint32_t line, struct report *report) {
    struct floor floor = {.name = next_word(&at), .line = line};
    if (floor.name == NULL) return;
    char *colon = next_word(&at), *below;
    if (colon == NULL || strcmp(colon, ":") != 0)
        tidy_report(report, floors->path, line, "not of the form 'name : names'");
    free(colon);
    if (floor_named(floors, floor.name) != NULL)
        tidy_report(report, floors->path, line, "'%s' has a line already", floor.name);
    while ((below = next_word(&at)) != NULL) {
        if (floor_named(floors, below) == NULL)
            tidy_report(
                report, floors->path, line, "'%s' may not know '%s', which is not below it",
                floor.name, below);
        ADD(floor.below, floor.below_count, floor.below_size) = below;
    }
    ADD(floors->floors, floors->count, floors->size) = floor;
}

struct floors *tidy_floors_read(const char *path, const char *text, struct report *report) {
    struct floors *floors = treadle_alloc_zeroed(sizeof(*floors));
    floors->path = path;
    for (uint32_t line = 1; *text != '\0'; line++) {
        read_floor(floors, text, line, report);
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    return floors;
}

void tidy_floors_free(struct floors *floors) {
    for (uint32_t i = 0; i < floors->count; i++) {
        struct floor *floor = &floors->floors[i];
        for (uint32_t j = 0; j < floor->below_count; j++)
            free(floor->below[j]);
        free(floor->below);
        free(floor->name);
    }
    free(floors->floors);
    free(floors);
}

// True where [name] of floors.txt leads to [target], a path from the root or, [outside], what
// stands in <>.
static bool leads_to(const char *name, const char *target, bool outside) {
    if (!outside) return tidy_is_within(target, name);
    if (*name != '<') return false;
    size_t size = strcspn(name + 1, ">");
    return strncmp(target, name + 1, size) == 0 && (target[size] == '/' || target[size] == '\0');
}

static const struct floor *room_of(const struct floors *floors, const char *target, bool outside) {
    const struct floor *room = NULL;
    for (uint32_t i = 0; i < floors->count; i++) {
        const struct floor *floor = &floors->floors[i];
        if (!leads_to(floor->name, target, outside)) continue;
        if (room == NULL || strlen(floor->name) > strlen(room->name)) room = floor;
    }
    return room;
}

// The public headers are included without the folder they lie in.
static const char *without_include(const char *path) {
    return tidy_is_within(path, "include") ? path + strlen("include/") : path;
}

static bool is_plain(const char *header) {
    for (size_t i = 0; i < COUNT_OF(plain_headers); i++)
        if (strcmp(plain_headers[i], header) == 0) return true;
    return false;
}

static bool may_know(const struct floor *room, const struct floor *target) {
    if (room == target) return true;
    for (uint32_t i = 0; i < room->below_count; i++)
        if (strcmp(room->below[i], target->name) == 0) return true;
    return false;
}

static void check_include(
    const struct floors *floors, const struct floor *room, const struct source *source,
    const char *quote, struct report *report) {
    bool outside = *quote == '<';
    char *target = treadle_text_copy_size(quote + 1, strcspn(quote + 1, ">\"\n"));
    uint32_t line = tidy_source_line(source, source->code + (quote - source->text));
    const struct floor *known = room_of(floors, target, outside);
    if (!outside && strchr(target, '/') == NULL)
        tidy_report(
            report, source->path, line, "include by the path from the root: \"%s\"", target);
    else if (outside && tidy_is_within(target, "treadle"))
        tidy_report(report, source->path, line, "ours stands in quotes: \"%s\"", target);
    else if (outside && is_plain(target))
        ;  // Everybody's.
    else if (known == NULL)
        tidy_report(report, source->path, line, "%s is in no room of floors.txt", target);
    else if (!may_know(room, known))
        tidy_report(
            report, source->path, line, "%s must not know %s (floors.txt)", room->name,
            known->name);
    free(target);
}

void tidy_check_includes(
    const struct floors *floors, const struct source *source, struct report *report) {
    const struct floor *room = room_of(floors, without_include(source->path), false);
    if (room == NULL) {
        tidy_report(report, source->path, 0, "is in no room of floors.txt");
        return;
    }
    for (const char *line = source->code; *line != '\0';) {
        const char *at = line + strspn(line, " \t");
        size_t size = strcspn(line, "\n");
        if (*at == '#') at += 1 + strspn(at + 1, " \t");
        if (strncmp(at, "include", strlen("include")) == 0 && at > line) {
            at += strlen("include");
            at += strcspn(at, "<\"\n");
            if (*at == '<' || *at == '"')
                check_include(floors, room, source, source->text + (at - source->code), report);
        }
        line += size + (line[size] == '\n');
    }
}

void tidy_check_rooms(
    const struct floors *floors, const struct list *paths, struct report *report) {
    for (uint32_t i = 0; i < floors->count; i++) {
        const struct floor *floor = &floors->floors[i];
        bool found = *floor->name == '<';
        for (uint32_t j = 0; j < paths->count && !found; j++)
            found = room_of(floors, without_include(paths->entries[j].key), false) == floor;
        if (!found)
            tidy_report(report, floors->path, floor->line, "nothing is in '%s'", floor->name);
    }
}
