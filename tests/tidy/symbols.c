// What object files take and give, as nm tells it.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "tests/tidy/tidy.h"

struct row {
    char *room;
    char **names;
    uint32_t count, size;
};

struct symbols {
    struct row *rows;
    uint32_t count, size;
};

// One line of nm.
struct symbol {
    char *source;  // "base/json/read.c", from the object's path; or the object's name.
    char *name;
    char class;  // nm's letter: U undefined, upper case for what others see.
    char *section;
};

struct table {
    struct symbol *symbols;
    uint32_t count, size;
    struct list definers;  // Name of what others see → its symbol.
};

// -- Reading symbols.txt

struct symbols *tidy_symbols_read(const char *path, const char *text, struct report *report) {
    struct symbols *symbols = treadle_alloc_zeroed(sizeof(*symbols));
    for (uint32_t line = 1; *text != '\0'; line++) {
        size_t left = strcspn(text, "\n");
        struct row row = {0};
        bool colon = false;
        while (left > 0 && *text != '#') {
            size_t gap = strspn(text, " \t"), size = strcspn(text + gap, " \t\n#");
            if (size > 0 && row.room == NULL)
                row.room = treadle_text_copy_size(text + gap, size);
            else if (size == 1 && text[gap] == ':' && !colon)
                colon = true;
            else if (size > 0)
                ADD(row.names, row.count, row.size) = treadle_text_copy_size(text + gap, size);
            text += gap + size;
            left -= gap + size;
        }
        text += left;
        text += *text == '\n';
        if (row.room == NULL) continue;
        if (!colon) tidy_report(report, path, line, "not of the form 'room : symbols'");
        ADD(symbols->rows, symbols->count, symbols->size) = row;
    }
    return symbols;
}

void tidy_symbols_free(struct symbols *symbols) {
    for (uint32_t i = 0; i < symbols->count; i++) {
        struct row *row = &symbols->rows[i];
        for (uint32_t j = 0; j < row->count; j++)
            free(row->names[j]);
        free(row->names);
        free(row->room);
    }
    free(symbols->rows);
    free(symbols);
}

// -- Reading nm

// The column of an nm line, copied without the spaces around it.
static char *column(const char *line, size_t line_size, int number) {
    const char *at = line, *end = line + line_size;
    for (; number > 0 && at < end; number--) {
        const char *bar = memchr(at, '|', (size_t)(end - at));
        at = bar == NULL ? end : bar + 1;
    }
    const char *bar = memchr(at, '|', (size_t)(end - at));
    if (bar != NULL) end = bar;
    while (at < end && *at == ' ')
        at++;
    while (end > at && end[-1] == ' ')
        end--;
    return treadle_text_copy_size(at, (size_t)(end - at));
}

// "…/CMakeFiles/treadle_base.dir/base/arena.c.o" → "base/arena.c"
static char *source_of(const char *object, size_t size) {
    static const char folder[] = ".dir/";
    const char *start = object;
    for (const char *at = object; at + strlen(folder) < object + size; at++)
        if (memcmp(at, folder, strlen(folder)) == 0) start = at + strlen(folder);
    if (strncmp(start, "./", 2) == 0) start += 2;
    size -= (size_t)(start - object);
    if (size > 2 && memcmp(start + size - 2, ".o", 2) == 0) size -= 2;
    return treadle_text_copy_size(start, size);
}

static void read_line(struct table *table, const char *line, size_t size) {
    char *class = column(line, size, 2), *name = column(line, size, 0);
    const char *colon = strrchr(name, ':');
    struct symbol symbol = {.class = class[0], .section = column(line, size, 6)};
    if (strlen(class) == 1 && class[0] != ' ') {
        symbol.source = source_of(name, colon == NULL ? 0 : (size_t)(colon - name));
        symbol.name = treadle_text_copy(colon == NULL ? name : colon + 1);
        ADD(table->symbols, table->count, table->size) = symbol;
    } else {
        free(symbol.section);  // A heading.
    }
    free(class);
    free(name);
}

static bool is_undefined(const struct symbol *symbol) {
    return symbol->class == 'U' || symbol->class == 'w' || symbol->class == 'v';
}

static bool is_seen_by_others(const struct symbol *symbol) {
    return symbol->class >= 'A' && symbol->class <= 'Z' && symbol->class != 'U';
}

// What compilers and sanitizers add for their own purposes.
static bool is_compilers(const char *name) {
    static const char *const beginnings[] = {
        "__asan_",
        "__ubsan_",
        "__odr_asan",
        "__sanitizer_",
        "__stack_chk_",
        "__tls_get_addr",
        "_GLOBAL_OFFSET_TABLE_",
        "__start_",
        "__stop_"};
    for (size_t i = 0; i < COUNT_OF(beginnings); i++)
        if (strncmp(name, beginnings[i], strlen(beginnings[i])) == 0) return true;
    return *name == '.';
}

static void table_init(struct table *table, const char *nm) {
    *table = (struct table){0};
    while (*nm != '\0') {
        size_t size = strcspn(nm, "\n");
        if (memchr(nm, '|', size) != NULL) read_line(table, nm, size);
        nm += size + (nm[size] == '\n');
    }
    for (uint32_t i = 0; i < table->count; i++)
        if (is_seen_by_others(&table->symbols[i]))
            treadle_list_put(&table->definers, table->symbols[i].name, &table->symbols[i]);
}

static void table_clear(struct table *table) {
    for (uint32_t i = 0; i < table->count; i++) {
        free(table->symbols[i].source);
        free(table->symbols[i].name);
        free(table->symbols[i].section);
    }
    free(table->symbols);
    treadle_list_clear(&table->definers);
}

// -- Rules

static bool fits(const char *pattern, const char *name) {
    size_t size = strlen(pattern);
    if (size > 1 && pattern[size - 1] == '*') return strncmp(pattern, name, size - 1) == 0;
    return strcmp(pattern, name) == 0;
}

static bool row_holds(const struct symbols *symbols, const char *source, const char *name) {
    for (uint32_t i = 0; i < symbols->count; i++) {
        const struct row *row = &symbols->rows[i];
        if (strcmp(row->room, "everywhere") != 0 && !tidy_is_within(source, row->room)) continue;
        for (uint32_t j = 0; j < row->count; j++)
            if (fits(row->names[j], name)) return true;
    }
    return false;
}

static bool is_pure(const struct symbols *symbols, const char *source) {
    bool pure = false;
    for (uint32_t i = 0; i < symbols->count; i++)
        pure = pure || tidy_is_within(source, symbols->rows[i].room);
    return pure && !row_holds(symbols, source, "*");
}

// memcpy for __memcpy_chk, which is what _FORTIFY_SOURCE makes of it.
static char *plain_name(const char *name) {
    size_t size = strlen(name);
    if (strncmp(name, "__", 2) == 0 && tidy_ends_with(name, "_chk"))
        return treadle_text_copy_size(name + 2, size - strlen("__") - strlen("_chk"));
    return treadle_text_copy(name);
}

static bool stands_in(const char *text, const char *name) {
    size_t size;
    for (const char *at = text; (at = tidy_next_name(at, &size)) != NULL; at += size)
        if (tidy_is_name(at, size, name)) return true;
    return false;
}

static bool is_embedder(const char *source) {
    return tidy_is_within(source, "services") || tidy_is_within(source, "integrations") ||
           tidy_is_within(source, "cli");
}

static void check_taken_from_house(
    const struct symbols *symbols, const struct symbol *symbol, const char *from, const char *door,
    struct report *report) {
    const char *source = symbol->source, *name = symbol->name;
    bool behind = tidy_is_within(from, "engine") || tidy_is_within(from, "jsonpath");
    if (is_pure(symbols, source) && row_holds(symbols, from, "*"))
        tidy_report(report, source, 0, "is pure, but takes %s from %s", name, from);
    if (is_embedder(source) && behind && !stands_in(door, name))
        tidy_report(report, source, 0, "takes %s from behind the door (%s)", name, from);
    if (tidy_is_within(source, "cli") && tidy_is_within(from, "services") && !stands_in(door, name))
        tidy_report(report, source, 0, "takes %s from behind the door (%s)", name, from);
    if (tidy_is_within(source, "integrations") && tidy_is_within(from, "services") &&
        strcmp(name, "treadle_call_send") != 0)
        tidy_report(
            report, source, 0, "takes %s of services, of which integrations take treadle_call_send",
            name);
}

// A name of ours that no object gives is the linker's business.
static bool is_ours(const char *name) {
    return strncmp(name, "treadle_", strlen("treadle_")) == 0;
}

static void check_given(
    const struct symbols *symbols, const struct symbol *symbol, struct report *report) {
    const char *source = symbol->source, *name = symbol->name;
    bool is_main = strcmp(name, "main") == 0 && tidy_is_within(source, "cli");
    if (is_seen_by_others(symbol) && !is_ours(name) && !is_main)
        tidy_report(
            report, source, 0, "%s is seen by others but does not begin with treadle_", name);
    static const char *const changing[] = {".data", ".bss", ".tdata", ".tbss", "*COM*"};
    bool changes = false;
    for (size_t i = 0; i < COUNT_OF(changing); i++)
        changes = changes || strcmp(symbol->section, changing[i]) == 0;
    if (!changes) return;
    struct text mark = {0};
    treadle_text_printf(&mark, "=%.*s", (int)strcspn(name, "."), name);  // calls.0 is static calls.
    if (!row_holds(symbols, source, mark.bytes))
        tidy_report(report, source, 0, "%s is a variable that may change: no global state", name);
    treadle_text_clear(&mark);
}

void tidy_check_symbols(
    const struct symbols *symbols, const char *nm, const char *door, struct report *report) {
    struct table table;
    table_init(&table, nm);
    if (table.definers.count == 0) tidy_report(report, "nm", 0, "said nothing of any object");
    for (uint32_t i = 0; i < table.count; i++) {
        const struct symbol *symbol = &table.symbols[i];
        if (is_compilers(symbol->name)) continue;
        if (!is_undefined(symbol)) {
            check_given(symbols, symbol, report);
            continue;
        }
        const struct symbol *definer = treadle_list_find(&table.definers, symbol->name);
        char *name = plain_name(symbol->name);
        if (definer != NULL)
            check_taken_from_house(symbols, symbol, definer->source, door, report);
        else if (
            !is_ours(name) && is_pure(symbols, symbol->source) &&
            !row_holds(symbols, symbol->source, name))
            tidy_report(
                report, symbol->source, 0, "is pure, but takes %s from outside (symbols.txt)",
                name);
        free(name);
    }
    table_clear(&table);
}

// Whose names are those of rows: a table makes references of them.
static const struct {
    const char *room, *prefix, *table;
} families[] = {
    {"cli", "treadle_cmd_", "cli/subcommands.def"},
    {"engine/kinds", "treadle_state_", "engine/model/kinds.def"},
    {"engine/model", "treadle_read_", "engine/model/fields.def"},
    {"integrations", "treadle_integration_", "integrations/catalog.def"},
    {"jsonpath", "treadle_intrinsic_", "jsonpath/intrinsics.def"},
    {"services", "treadle_service_", "services/services.def"}};

static void check_family(
    const struct symbol *symbol, const struct list *taken, struct report *report) {
    if (!is_seen_by_others(symbol) || tidy_list_holds(taken, symbol->name)) return;
    for (size_t i = 0; i < COUNT_OF(families); i++)
        if (tidy_is_within(symbol->source, families[i].room) &&
            strncmp(symbol->name, families[i].prefix, strlen(families[i].prefix)) == 0)
            tidy_report(
                report, symbol->source, 0, "no row of %s names %s", families[i].table,
                symbol->name);
}

void tidy_check_linked(const char *nm, const struct list *sources, struct report *report) {
    struct table table;
    struct list taken = {0}, linked = {0};
    table_init(&table, nm);
    for (uint32_t i = 0; i < table.count; i++) {
        const struct symbol *symbol = &table.symbols[i];
        if (is_undefined(symbol)) treadle_list_put(&taken, symbol->name, NULL);
        treadle_list_put(&linked, symbol->source, NULL);
    }
    for (uint32_t i = 0; i < table.count; i++)
        check_family(&table.symbols[i], &taken, report);
    for (uint32_t i = 0; i < sources->count; i++)
        if (!tidy_list_holds(&linked, sources->entries[i].key))
            tidy_report(report, sources->entries[i].key, 0, "is in no library (CMakeLists.txt)");
    treadle_list_clear(&taken);
    treadle_list_clear(&linked);
    table_clear(&table);
}

void tidy_check_exports(
    const char *library, const char *nm, const char *door, struct report *report) {
    struct table table;
    table_init(&table, nm);
    if (table.definers.count == 0) tidy_report(report, library, 0, "gives nothing to anybody");
    for (uint32_t i = 0; i < table.count; i++) {
        const char *name = table.symbols[i].name;
        if (is_compilers(name)) continue;
        if (!is_ours(name))
            tidy_report(report, library, 0, "%s leaves it without treadle_ before it", name);
        else if (!stands_in(door, name))
            tidy_report(report, library, 0, "%s leaves it, but no public header says so", name);
    }
    table_clear(&table);
}
