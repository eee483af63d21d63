// The table of what was tried, and the list of what never was.
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "suite/coverage.h"

enum { NAME_WIDTH = 21 };

static const char *const columns[] = {
#define COVERAGE(name, column) column,
#include "suite/coverage.def"
#undef COVERAGE
};

static uint32_t width_of(const struct coverage *coverage) {
    uint32_t width = NAME_WIDTH;
    for (uint32_t i = 0; i < coverage->machine_count; i++) {
        uint32_t name = (uint32_t)treadle_utf8_count(coverage->machines[i]->title);
        if (name > width) width = name;
    }
    return width;
}

static void put_left(struct text *out, const char *text, uint32_t width) {
    treadle_text_add(out, text);
    for (uint32_t i = (uint32_t)treadle_utf8_count(text); i < width; i++)
        treadle_text_add(out, " ");
}

static void put_right(struct text *out, const char *text, uint32_t width) {
    for (uint32_t i = (uint32_t)strlen(text); i < width; i++)
        treadle_text_add(out, " ");
    treadle_text_add(out, text);
}

static void put_shares(
    struct text *out, const struct coverage_share shares[COVERAGE_KINDS],
    struct coverage_share all) {
    struct text cell = {0};
    for (int kind = 0; kind < COVERAGE_KINDS; kind++) {
        cell.count = 0;
        if (shares[kind].all == 0)
            treadle_text_add(&cell, "-");
        else
            treadle_text_printf(&cell, "%u/%u", shares[kind].tried, shares[kind].all);
        treadle_text_add(out, "  ");
        put_right(out, cell.bytes, (uint32_t)strlen(columns[kind]));
    }
    cell.count = 0;
    treadle_text_printf(&cell, "%u %%", treadle_coverage_percent(all));
    put_right(out, cell.bytes, 7);
    treadle_text_add(out, "\n");
    treadle_text_clear(&cell);
}

static void say_never(const struct coverage_machine *machine, struct text *out) {
    const char *last = NULL;
    uint32_t never = UINT32_MAX;  // A state that was never entered: its parts go without saying.
    for (uint32_t i = 0; i < machine->item_count; i++) {
        const struct coverage_item *item = &machine->items[i];
        if (item->kind == COVERAGE_STATE) never = item->count == 0 ? item->state : UINT32_MAX;
        if (item->count > 0 || (item->kind != COVERAGE_STATE && item->state == never)) continue;
        // A rule's way, and that it held, are one thing to do; so are a catcher and its way.
        bool again = last != NULL && strcmp(last, item->pointer) == 0 && item->side;
        last = item->pointer;
        if (again && item->kind != COVERAGE_MAP) continue;
        treadle_text_printf(
            out, "  %s:%u:%u  %s\n", machine->name, item->place.line, item->place.column,
            item->words);
    }
}

void treadle_coverage_say(const struct coverage *coverage, struct text *out) {
    uint32_t width = width_of(coverage);
    struct coverage_share sums[COVERAGE_KINDS] = {{0, 0}};
    put_left(out, "coverage", width);
    for (int kind = 0; kind < COVERAGE_KINDS; kind++)
        treadle_text_printf(out, "  %s", columns[kind]);
    treadle_text_add(out, "    all\n");
    for (uint32_t i = 0; i < coverage->machine_count; i++) {
        const struct coverage_machine *machine = coverage->machines[i];
        struct coverage_share shares[COVERAGE_KINDS];
        for (int kind = 0; kind < COVERAGE_KINDS; kind++) {
            shares[kind] = treadle_coverage_share(machine, (enum coverage_kind)kind);
            sums[kind].tried += shares[kind].tried;
            sums[kind].all += shares[kind].all;
        }
        put_left(out, machine->title, width);
        put_shares(out, shares, treadle_coverage_share(machine, COVERAGE_KINDS));
        say_never(machine, out);
    }
    if (coverage->machine_count < 2) return;
    put_left(out, "all", width);
    put_shares(out, sums, treadle_coverage_whole(coverage));
}
