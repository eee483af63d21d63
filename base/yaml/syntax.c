// Texts that are no YAML: which characters may stand in it, and words for what libyaml refuses.
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "base/yaml/compose.h"

// libyaml's words where ours help more. A row with a first character is for a text that has it
// there.
static const struct {
    const char *theirs, *first, *ours;
} words[] = {
    {"found character that cannot start any token", "\t", "a tab must not indent; use spaces"},
    {"found a tab character that violates indentation", "", "a tab must not indent; use spaces"},
    {"found a tab character where an indentation space is expected", "",
     "a tab must not indent; use spaces"},
    {"found character that cannot start any token", "@`%",
     "a text must not begin with this character; put it in quotes"},
    {"mapping values are not allowed in this context", "",
     "no value may follow ':' here; put the text in quotes, or mend the indentation"},
    {"could not find expected ':'", "", "':' is missing behind a name, or a quote is not closed"},
    {"did not find expected key", "", "a name should stand here; mend the indentation"},
    {"did not find expected '-' indicator", "", "'-' should stand here; mend the indentation"},
    {"did not find expected ',' or '}'", "", "',' or '}' must follow a member"},
    {"did not find expected ',' or ']'", "", "',' or ']' must follow an element"},
    {"found unexpected end of stream", "", "a quoted text is not closed"},
    {"block sequence entries are not allowed in this context", "",
     "'-' must not stand here; mend the indentation"},
    {"found unknown escape character", "",
     "a text in double quotes knows no such escape; a backslash is written \\\\"},
    {"did not find expected node content", "", "a value should stand here"},
    {"found unexpected document indicator", "", "the document ends inside a quoted text"},
    {"found incompatible YAML document", "", "only YAML 1.1 and 1.2 are read"},
    {"found invalid Unicode character escape code", "", "there is no such character"},
    {"did not find expected hexdecimal number", "", "hexadecimal digits must follow the escape"},
    {"did not find expected <document start>", "", "the text must end after its value"},
};

bool treadle_yaml_refuse_syntax(struct composer *composer) {
    const yaml_parser_t *parser = &composer->parser;
    if (parser->error == YAML_MEMORY_ERROR) treadle_memory_out(composer->size);
    struct span span = {treadle_yaml_offset(composer, parser->problem_mark), 0};
    const char *problem = parser->problem == NULL ? "this is no YAML" : parser->problem;
    char first = span.at < composer->size ? composer->text[span.at] : '\n';
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strcmp(words[i].theirs, problem) != 0) continue;
        if (*words[i].first != '\0' && strchr(words[i].first, first) == NULL) continue;
        return REFUSE(composer, span, "%s", words[i].ours);
    }
    if (parser->context == NULL) return REFUSE(composer, span, "%s", problem);
    return REFUSE(composer, span, "%s: %s", parser->context, problem);
}

// YAML 1.2.2 section 5.1, "Character Set". libyaml checks it too, but tells neither line nor
// column.
bool treadle_yaml_check_characters(struct composer *composer) {
    const unsigned char *start = (const unsigned char *)composer->text;
    const unsigned char *at = start + composer->skipped, *end = start + composer->size;
    while (at < end) {
        int size = treadle_utf8_size(at, end);
        struct span span = {(size_t)(at - start), 1};
        if (size == 0) return REFUSE(composer, span, "the byte %02X is no UTF-8", *at);
        const char *next = (const char *)at;
        uint32_t code = treadle_utf8_next(&next);
        bool control = (code < 0x20 && code != '\t' && code != '\n' && code != '\r') ||
                       (code >= 0x7F && code < 0xA0 && code != 0x85) || code == 0xFFFE ||
                       code == 0xFFFF;
        if (control)
            return REFUSE(
                composer, span, "the character U+%04X must be escaped in double quotes",
                (unsigned)code);
        at += size;
    }
    return true;
}
