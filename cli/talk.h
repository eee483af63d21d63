// What the command says on stderr: errors that teach, in words for people or as JSON. stdout is the
// answer's.
#ifndef TREADLE_CLI_TALK_H
#define TREADLE_CLI_TALK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/text.h"
#include "treadle/machine.h"

struct talk {
    FILE *out, *err;
    bool json;           // Errors and traces as objects.
    bool color;          // On a terminal, unless told otherwise.
    bool utf8;           // Otherwise ✓ ✗ → … · become ok FAIL -> ... |
    int columns;         // To cut trace lines at; 0: never.
    struct arena arena;  // Texts that live as long as the command.
};

enum { EXIT_WISHED = 0, EXIT_WORKFLOW = 1, EXIT_UNABLE = 2, EXIT_INTERRUPTED = 130 };

// [color]: auto, always, never or NULL. False: it is none of these.
bool treadle_talk_open(struct talk *talk, const char *color);
void treadle_talk_close(struct talk *talk);

enum glyph { GLYPH_ARROW, GLYPH_CROSS, GLYPH_MORE, GLYPH_DOT };
const char *treadle_glyph(const struct talk *talk, enum glyph glyph);

enum tint { TINT_NONE, TINT_ERROR, TINT_WARNING, TINT_HELP, TINT_PLACE };
const char *treadle_tint(const struct talk *talk, enum tint tint);  // "" without colour.

// [text] as a terminal can show it: nothing in it acts, and without UTF-8 its arrows are ASCII.
// Lends.
const char *treadle_talk_plain(struct talk *talk, const char *text);

// An error or a warning, with all that may teach. NULL, 0: not there. All is borrowed.
struct complaint {
    const char
        *code;  // AWS's, or one word of ours for JSON; shown as error[CODE] where [show_code].
    bool show_code, warning;
    const char *message;
    const char *file, *source;  // [source]: the file's text, for the excerpt.
    uint32_t line, column, width;
    const char *at;        // A JSON Pointer, shown behind the place.
    const char *label;     // Under the caret.
    const char *notes[3];  // "= …" lines.
    const char *help;      // One or more lines.
};
void treadle_complain(struct talk *talk, const struct complaint *given);
// The short forms: a sentence, and what to do about it (or NULL).
void treadle_say_error(
    struct talk *talk, const char *code, const char *help, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void treadle_say_warning(struct talk *talk, const char *text);

#endif
