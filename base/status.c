// How an operation failed: its code, its words.
#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

// A text cut by its room must not end inside a character.
static void cut(char *text) {
    size_t size = strlen(text), start = size;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0) return;
    const unsigned char *bytes = (const unsigned char *)text;
    if (treadle_utf8_size(bytes + start - 1, bytes + size) == 0) text[start - 1] = '\0';
}

int treadle_status_set(struct treadle_status *status, int code, const char *format, ...) {
    if (status == NULL) return code;
    *status = (struct treadle_status){.code = code};
    va_list args;
    va_start(args, format);
    int count = vsnprintf(status->text, sizeof(status->text), format, args);
    va_end(args);
    if (count >= (int)sizeof(status->text)) cut(status->text);
    treadle_utf8_clean(status->text, "\n");
    return code;
}

const char *treadle_status_meaning(int code) {
    switch (code) {
        case TREADLE_OK: return "nothing failed";
#define STATUS(name, number, meaning)                                                              \
    case TREADLE_##name:                                                                           \
        return meaning;
#include "base/status.def"
#undef STATUS
        default: return "a code that treadle does not know";
    }
}
