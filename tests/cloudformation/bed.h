// A world to load templates into: what it warned of, and the files it may read, are plain texts.
#ifndef TREADLE_TESTS_CLOUDFORMATION_BED_H
#define TREADLE_TESTS_CLOUDFORMATION_BED_H

#include "services/world.h"
#include "tests/support/support.h"

struct bed_file {
    const char *path, *text;
};

struct bed {
    treadle_engine *engine;
    treadle_world *world;
    struct text warnings;          // One a line.
    struct treadle_status status;  // Of the last call that failed.
    struct bed_file files[4];      // What a template may name.
};

enum { BED_STRICT_IAM = 1 };

void bed_open(struct bed *bed, unsigned flags);
void bed_close(struct bed *bed);
// As the door's functions; [name] is "receiver.yaml", [account] of twelve digits.
int bed_template(struct bed *bed, const char *name, const char *account, const char *text);
int bed_param(struct bed *bed, const char *name, const char *value);
int bed_load(struct bed *bed);
// Loads one template, t.yaml of account 111111111111.
int bed_one(struct bed *bed, const char *text);
// An output of a stack; fails the test where there is none.
const char *bed_output(const struct bed *bed, const char *stack, const char *output);

// [text] with [from], which must be in it once, made [to]; [from] NULL: as it is. gives: free()
char *bed_change(const char *text, const char *from, const char *to);

#endif
