// Coverage for other readers: lcov's tracefile, Cobertura's XML, pages, and our own JSON.
#include <stdlib.h>
#include <string.h>

#include "base/json/write.h"
#include "base/memory.h"
#include "base/xml.h"
#include "suite/coverage.h"

static const struct {
    const char *name;
    bool folder;
} forms[] = {
#define FORM(name, folder, words) {#name, folder},
#include "suite/coverage_forms.def"
#undef FORM
};

bool treadle_coverage_form(const char *name, size_t size, enum coverage_form *out) {
    for (int form = 0; form < COVERAGE_FORMS; form++) {
        if (strlen(forms[form].name) != size || memcmp(forms[form].name, name, size) != 0) continue;
        *out = (enum coverage_form)form;
        return true;
    }
    return false;
}

bool treadle_coverage_is_folder(enum coverage_form form) {
    return forms[form].folder;
}

// Machines of templates have no file of their own, which these readers would look for.
static bool has_file(const struct coverage_machine *machine) {
    const char *dot = strrchr(machine->name, '.');
    return dot != NULL &&
           (strcmp(dot, ".json") == 0 || strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0);
}

// -- By lines

// What is on one line of a definition: it was run as often as what was tried least of it; of the
// two sides of a rule or a Map it has branches.
struct line {
    uint32_t line, branches, taken;
    uint64_t count;
    bool plain;  // Something but branches is there.
};

struct lines {
    struct line *list;
    uint32_t count, size;
};

static bool is_branch(const struct coverage_item *item) {
    return item->kind == COVERAGE_RULE || item->kind == COVERAGE_MAP;
}

static int by_line(const void *a, const void *b) {
    const struct coverage_item *one = *(const struct coverage_item *const *)a;
    const struct coverage_item *other = *(const struct coverage_item *const *)b;
    if (one->place.line != other->place.line) return one->place.line < other->place.line ? -1 : 1;
    return one < other ? -1 : one > other;
}

// The items by line: free() it.
static const struct coverage_item **sort_items(const struct coverage_machine *machine) {
    const struct coverage_item **list =
        treadle_alloc((machine->item_count + 1) * sizeof(const struct coverage_item *));
    for (uint32_t i = 0; i < machine->item_count; i++)
        list[i] = &machine->items[i];
    qsort(list, machine->item_count, sizeof(*list), by_line);
    return list;
}

static void find_lines(
    const struct coverage_machine *machine, const struct coverage_item **items, struct lines *out) {
    for (uint32_t i = 0; i < machine->item_count; i++) {
        const struct coverage_item *item = items[i];
        struct line *line = out->count == 0 ? NULL : &out->list[out->count - 1];
        if (line == NULL || line->line != item->place.line) {
            line = &ADD(out->list, out->count, out->size);
            *line = (struct line){.line = item->place.line, .count = 0};
        }
        if (is_branch(item)) {
            line->branches++;
            line->taken += item->count > 0;
        }
        // A branch alone on its line counts as a line that is run where either side is.
        bool more = item->count > line->count;
        bool counts = is_branch(item) ? !line->plain && more : !line->plain || !more;
        if (counts) line->count = item->count;
        line->plain = line->plain || !is_branch(item);
    }
}

static void put_lcov(const struct coverage_machine *machine, struct text *out) {
    const struct coverage_item **items = sort_items(machine);
    struct lines lines = {0};
    uint32_t branches = 0, taken = 0, run = 0, place = 0, last = 0;
    find_lines(machine, items, &lines);
    treadle_text_printf(out, "TN:\nSF:%s\n", machine->name);
    for (uint32_t i = 0; i < machine->item_count; i++) {
        if (!is_branch(items[i])) continue;
        place = items[i]->place.line == last ? place + 1 : 0;
        last = items[i]->place.line;
        treadle_text_printf(
            out, "BRDA:%u,0,%u,%llu\n", last, place, (unsigned long long)items[i]->count);
        branches++;
        taken += items[i]->count > 0;
    }
    treadle_text_printf(out, "BRF:%u\nBRH:%u\n", branches, taken);
    for (uint32_t i = 0; i < lines.count; i++) {
        treadle_text_printf(
            out, "DA:%u,%llu\n", lines.list[i].line, (unsigned long long)lines.list[i].count);
        run += lines.list[i].count > 0;
    }
    treadle_text_printf(out, "LF:%u\nLH:%u\nend_of_record\n", lines.count, run);
    free(items);
    free(lines.list);
}

// -- XML and HTML

static void put_escaped(struct text *out, const char *text) {
    treadle_xml_put(out, text, strlen(text), true);
}

// Thousandths as XML has them: "0.941".
static void put_rate(struct text *out, uint32_t part, uint32_t whole) {
    uint32_t rate = whole == 0 ? 1000 : (uint32_t)((uint64_t)part * 1000 / whole);
    treadle_text_printf(out, "\"%u.%03u\"", rate / 1000, rate % 1000);
}

static void put_class(
    const struct coverage_machine *machine, const struct lines *lines, struct text *out) {
    uint32_t run = 0, branches = 0, taken = 0;
    for (uint32_t i = 0; i < lines->count; i++) {
        run += lines->list[i].count > 0;
        branches += lines->list[i].branches;
        taken += lines->list[i].taken;
    }
    treadle_text_add(out, "<class name=\"");
    put_escaped(out, machine->name);
    treadle_text_add(out, "\" filename=\"");
    put_escaped(out, machine->name);
    treadle_text_add(out, "\" complexity=\"0\" line-rate=");
    put_rate(out, run, lines->count);
    treadle_text_add(out, " branch-rate=");
    put_rate(out, taken, branches);
    treadle_text_add(out, "><methods/><lines>\n");
    for (uint32_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->list[i];
        treadle_text_printf(
            out, "<line number=\"%u\" hits=\"%llu\"", line->line, (unsigned long long)line->count);
        if (line->branches > 0)
            treadle_text_printf(
                out, " branch=\"true\" condition-coverage=\"%u%% (%u/%u)\"/>\n",
                line->taken * 100 / line->branches, line->taken, line->branches);
        else
            treadle_text_add(out, " branch=\"false\"/>\n");
    }
    treadle_text_add(out, "</lines></class>\n");
}

static void put_cobertura(const struct coverage *coverage, struct text *out) {
    struct text classes = {0};
    uint32_t all = 0, run = 0, branches = 0, taken = 0;
    for (uint32_t i = 0; i < coverage->machine_count; i++) {
        if (!has_file(coverage->machines[i])) continue;
        const struct coverage_item **items = sort_items(coverage->machines[i]);
        struct lines lines = {0};
        find_lines(coverage->machines[i], items, &lines);
        put_class(coverage->machines[i], &lines, &classes);
        all += lines.count;
        for (uint32_t k = 0; k < lines.count; k++) {
            run += lines.list[k].count > 0;
            branches += lines.list[k].branches;
            taken += lines.list[k].taken;
        }
        free(items);
        free(lines.list);
    }
    treadle_text_add(out, "<?xml version=\"1.0\"?>\n<coverage version=\"1\" timestamp=\"0\" ");
    treadle_text_printf(
        out,
        "complexity=\"0\" lines-valid=\"%u\" lines-covered=\"%u\" branches-valid=\"%u\" "
        "branches-covered=\"%u\" line-rate=",
        all, run, branches, taken);
    put_rate(out, run, all);
    treadle_text_add(out, " branch-rate=");
    put_rate(out, taken, branches);
    treadle_text_add(
        out, "><sources><source>.</source></sources><packages>"
             "<package name=\"machines\" complexity=\"0\" line-rate=");
    put_rate(out, run, all);
    treadle_text_add(out, " branch-rate=");
    put_rate(out, taken, branches);
    treadle_text_printf(
        out, "><classes>\n%s</classes></package></packages></coverage>\n",
        treadle_text_string(&classes));
    treadle_text_clear(&classes);
}

// -- A page: the picture, what was never tried, and the definition line by line

static const char page_style[] =
    "<style>body{font-family:Helvetica,Arial,sans-serif;margin:24px;color:#16191f;background:#fff}"
    "svg{max-width:100%;height:auto}table{border-collapse:collapse}td{padding:0 8px;vertical-align:"
    "top}pre{margin:0}.n{color:#687078;text-align:right}.tried{background:#e7f5e1}"
    ".part{background:#fef3e3}.never{background:#fdf0ed}"
    "@media (prefers-color-scheme:dark){body{color:#eaeded;background:#0f1b2a}"
    ".tried{background:#12330a}.part{background:#472400}.never{background:#4a1308}}</style>\n";

static void put_never(const struct coverage_machine *machine, struct text *out) {
    treadle_text_add(out, "<ul>\n");
    for (uint32_t i = 0; i < machine->item_count; i++) {
        const struct coverage_item *item = &machine->items[i];
        if (item->count > 0) continue;
        treadle_text_printf(
            out, "<li><a href=\"#L%u\">%u:%u</a> ", item->place.line, item->place.line,
            item->place.column);
        put_escaped(out, item->words);
        treadle_text_add(out, "</li>\n");
    }
    treadle_text_add(out, "</ul>\n");
}

// What its colour says a line says with a sign, too.
static void put_source(const struct coverage_machine *machine, struct text *out) {
    const struct coverage_item **items = sort_items(machine);
    uint32_t at = 0, number = 1;
    treadle_text_add(out, "<table>\n");
    for (const char *line = machine->text; *line != '\0'; number++) {
        size_t size = strcspn(line, "\n");
        uint32_t all = 0, tried = 0;
        for (; at < machine->item_count && items[at]->place.line == number; at++, all++)
            tried += items[at]->count > 0;
        const char *class = all == 0 ? "" : tried == all ? "tried" : tried == 0 ? "never" : "part";
        const char *sign = all == 0 ? "" : tried == all ? "✓" : tried == 0 ? "○" : "◐";
        treadle_text_printf(
            out,
            "<tr id=\"L%u\" class=\"%s\"><td class=\"n\">%u</td><td title=\"%u of %u tried\">%s"
            "</td><td><pre>",
            number, class, number, tried, all, sign);
        treadle_xml_put(out, line, size, false);
        treadle_text_add(out, "</pre></td></tr>\n");
        line += size + (line[size] == '\n');
    }
    treadle_text_add(out, "</table>\n");
    free(items);
}

static void put_page(const struct coverage_machine *machine, struct text *out) {
    struct coverage_share share = treadle_coverage_share(machine, COVERAGE_KINDS);
    treadle_text_add(
        out, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>");
    put_escaped(out, machine->title);
    treadle_text_printf(out, "</title>\n%s</head><body>\n<h1>", page_style);
    put_escaped(out, machine->title);
    treadle_text_printf(
        out, "</h1>\n<p>%u of %u tried: %u %%</p>\n", share.tried, share.all,
        treadle_coverage_percent(share));
    if (machine->machine != NULL) {
        struct graph *graph = treadle_graph_new(machine->machine, machine->title);
        treadle_coverage_mark(machine, graph);
        (void)treadle_graph_draw(graph, GRAPH_SVG, false, out);
        treadle_graph_free(graph);
    }
    if (share.tried < share.all) {
        treadle_text_add(out, "<h2>Never tried</h2>\n");
        put_never(machine, out);
    }
    treadle_text_add(out, "<h2>Definition</h2>\n");
    if (machine->text != NULL) put_source(machine, out);
    treadle_text_add(out, "</body></html>\n");
}

void treadle_coverage_index(const struct coverage *coverage, struct text *out) {
    struct coverage_share whole = treadle_coverage_whole(coverage);
    treadle_text_printf(
        out,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>Coverage"
        "</title>\n%s</head><body>\n<h1>Coverage: %u %%</h1>\n<table>\n",
        page_style, treadle_coverage_percent(whole));
    for (uint32_t i = 0; i < coverage->machine_count; i++) {
        const struct coverage_machine *machine = coverage->machines[i];
        struct coverage_share share = treadle_coverage_share(machine, COVERAGE_KINDS);
        treadle_text_printf(out, "<tr><td><a href=\"%u.html\">", i + 1);
        put_escaped(out, machine->title);
        treadle_text_printf(
            out, "</a></td><td class=\"n\">%u/%u</td><td class=\"n\">%u %%</td></tr>\n",
            share.tried, share.all, treadle_coverage_percent(share));
    }
    treadle_text_add(out, "</table>\n</body></html>\n");
}

void treadle_coverage_put(
    const struct coverage *coverage, enum coverage_form form, uint32_t machine, struct text *out) {
    struct arena arena = {0};
    switch (form) {
        case COVERAGE_FORM_html: put_page(coverage->machines[machine], out); break;
        case COVERAGE_FORM_cobertura: put_cobertura(coverage, out); break;
        case COVERAGE_FORM_lcov:
            for (uint32_t i = 0; i < coverage->machine_count; i++)
                if (has_file(coverage->machines[i])) put_lcov(coverage->machines[i], out);
            break;
        case COVERAGE_FORM_json:
            treadle_json_write(out, treadle_coverage_write(coverage, &arena, true));
            treadle_text_add(out, "\n");
            break;
        default: break;
    }
    treadle_arena_clear(&arena);
}
