// SPEC XML 1.0, 2.2: the characters there are; 2.4 and 3.3.3: those that have to be escaped, and
// white space in an attribute, which would else become spaces.
#include "base/xml.h"

#include "base/memory.h"
#include "base/utf8.h"

static bool is_foreign(uint32_t code) {
    if (code < 0x20) return code != '\t' && code != '\n' && code != '\r';
    return (code >= 0xD800 && code <= 0xDFFF) || code == 0xFFFE || code == 0xFFFF;
}

static const struct {
    char character;
    const char *reference;
    bool in_text;
} references[] = {{'&', "&amp;", true},   {'<', "&lt;", true},    {'>', "&gt;", true},
                  {'"', "&quot;", false}, {'\n', "&#10;", false}, {'\t', "&#9;", false},
                  {'\r', "&#13;", true}};

static const char *reference_of(uint32_t code, bool attribute) {
    for (size_t i = 0; i < COUNT_OF(references); i++)
        if (code == (unsigned char)references[i].character && (attribute || references[i].in_text))
            return references[i].reference;
    return NULL;
}

void treadle_xml_put(struct text *out, const char *string, size_t size, bool attribute) {
    for (const char *at = string, *end = string + size; at < end;) {
        const char *start = at;
        uint32_t code = treadle_utf8_next(&at);
        const char *reference = reference_of(code, attribute);
        if (is_foreign(code))
            treadle_text_add(out, "\xEF\xBF\xBD");
        else if (reference != NULL)
            treadle_text_add(out, reference);
        else
            treadle_text_put(out, start, (size_t)(at - start));
    }
}
