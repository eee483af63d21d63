// Templates as a command line and a test file name them, and what is made for a machine that has
// none.
#ifndef TREADLE_SUITE_TEMPLATE_H
#define TREADLE_SUITE_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "treadle/world.h"

bool treadle_is_account(const char *text);  // Twelve digits?
bool treadle_is_region(const char *text);   // Like us-east-1?
// Does [word] name a file rather than a machine of a template?
bool treadle_is_file_name(const char *word);
// The folder of [path], with its last slash; "" where it has none. In [arena].
char *treadle_folder_of(struct arena *arena, const char *path);

// Takes [word], FILE[=ACCOUNT[/REGION]], apart: sets name, account and region of [out], which has
// the defaults. What follows the last '=' is an account only if it starts with a digit, so that a
// path may hold a '='. TREADLE_EINVAL: the account or the region is none.
int treadle_template_word(
    struct arena *arena, const char *word, struct treadle_template *out,
    struct treadle_status *status);

// A file that a template names: of its folder or below, links followed. (treadle_load_cb)
int treadle_template_load(
    const char *template_name, const char *path, char **text, size_t *size,
    struct treadle_status *status, void *data);

struct machine_file {
    const char *path;
    const char *type;             // "STANDARD" or "EXPRESS"; NULL: STANDARD.
    const cJSON *substitutions;   // {"K": "V"} for ${K} in it; NULL: none.
    const struct places *places;  // Of the substitutions; NULL: nobody knows.
};

// A machine's file as a template of one machine, whose role nobody names: so it is made, open, as
// for any other. [out] has account and region; the rest is in [arena].
void treadle_template_of_machine(
    struct arena *arena, const struct machine_file *of, struct treadle_template *out);

#endif
