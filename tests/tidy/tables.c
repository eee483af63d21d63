// Rows of the .def tables: each is used, and each is seen by a test.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "tests/tidy/tidy.h"

// The next row of [macro] at or after [at] in the table's body: the place of its parenthesis; NULL:
// none.
static const char *next_row(const char *at, const char *macro) {
    size_t size;
    for (; (at = tidy_next_name(at, &size)) != NULL; at += size)
        if (tidy_is_name(at, size, macro) && at[size] == '(') return at + size;
    return NULL;
}

void tidy_check_rows(const struct source *table, const struct usage *usage, struct report *report) {
    for (const char *at = table->body; (at = next_row(at, usage->macro)) != NULL; at++) {
        size_t size;
        const char *row = tidy_next_name(at, &size);
        if (row == NULL) return;
        struct text name = {0};
        treadle_text_printf(&name, "%s%.*s", usage->prefix, (int)size, row);
        if (!tidy_list_holds(usage->used, name.bytes))
            tidy_report(
                report, table->path, tidy_source_line(table, at), "the %s know no %s", usage->users,
                name.bytes);
        treadle_text_clear(&name);
    }
}

void tidy_check_said(
    const struct source *table, const struct evidence *evidence, struct report *report) {
    for (const char *at = table->body; (at = next_row(at, evidence->macro)) != NULL; at++) {
        const char *quote = strchr(table->text + (at - table->body), '"');
        if (quote == NULL) return;
        quote += quote[1] == '%' ? 2 : 1;
        char *words = treadle_text_copy_size(quote, strcspn(quote, "\""));
        if (strstr(evidence->text, words) == NULL)
            tidy_report(
                report, table->path, tidy_source_line(table, at), "no %s has '%s'", evidence->kind,
                words);
        free(words);
    }
}

void tidy_check_door(const struct source *header, const struct list *tried, struct report *report) {
    size_t size;
    bool declared = false;  // A name before a parenthesis is a function's then.
    for (const char *at = header->body; (at = tidy_next_name(at, &size)) != NULL; at += size) {
        declared = declared || tidy_is_name(at, size, "TREADLE_API");
        if (!declared || at[size] != '(') continue;
        declared = false;
        char *name = treadle_text_copy_size(at, size);
        bool points = memchr(at, '*', strcspn(at, ")")) != NULL;
        if (points && !tidy_list_holds(tried, name))
            tidy_report(
                report, header->path, tidy_source_line(header, at),
                "nobody has tried what NULL does to %s", name);
        free(name);
    }
}
