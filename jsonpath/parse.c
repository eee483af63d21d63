// From the text of a path to its steps.
//
// The grammar is that of Jayway JsonPath 2.0.0, which Step Functions uses, and it is lenient in odd
// places: a dot before a bracket says nothing, a name after a bracket needs no dot, quotes know no
// escapes, a bracket ends where brackets balance, whatever quotes say. Definitions rely on it.
#include <string.h>

#include "base/limits.h"
#include "jsonpath/filter.h"
#include "jsonpath/path.h"

struct parser {
    struct arena *arena;
    const char *at, *end;
    struct step *steps;
    uint32_t count, size;
    uint32_t slots;
    bool in_filter;
};

static struct step *add(struct parser *parser, enum step_kind kind) {
    ASSERT(parser->count < parser->size);
    struct step *step = &parser->steps[parser->count++];
    *step = (struct step){.kind = kind};
    return step;
}

// -- `[0]`, `[0,2]`, `[1:]`, `[(@.length-1)]`

// A 32-bit number read piece by piece, as Java's Integer.parseInt takes it.
struct number {
    int64_t value;
    uint32_t size;  // Characters so far, the sign among them.
    bool negative, bad;
};

static void number_put(struct number *number, char byte) {
    if (byte == '-') {
        number->bad = number->bad || number->size > 0;
        number->negative = true;
    } else if (number->value <= INT32_MAX) {
        number->value = number->value * 10 + (byte - '0');
    }
    number->size++;
}

// Moves the number to [*out] and begins a new one; false: it is none.
static bool number_take(struct number *number, int32_t *out) {
    struct number it = *number;
    *number = (struct number){0};
    if (it.bad || it.size == it.negative) return false;
    int64_t value = it.negative ? -it.value : it.value;
    *out = (int32_t)value;
    return value >= INT32_MIN && value <= INT32_MAX;
}

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

static const char *read_digits(const char *at, const char *end, struct number *number) {
    for (; at < end && (is_digit(*at) || *at == '-' || *at == ' '); at++)
        if (*at != ' ') number_put(number, *at);
    return at;
}

// `[(@.length-n)]`, `[(@.length()-n)]`, `[(@.size()-n)]`; [at] is behind the `@` and what follows
// it.
static bool read_from_end(struct parser *parser, const char *at, const char *end) {
    char function[8];
    size_t size = 0;
    for (; at < end && *at != '-'; at++) {
        if (*at == ' ' || *at == '(' || *at == ')') continue;
        if (size == sizeof(function) - 1) return false;
        function[size++] = *at;
    }
    function[size] = '\0';
    if (strcmp(function, "length") != 0 && strcmp(function, "size") != 0) return false;
    struct number number = {0};
    for (; at < end && *at != ')'; at++) {
        if (*at == ' ') continue;
        if (!is_digit(*at) && *at != '-') return false;
        number_put(&number, *at);
    }
    return at < end && number_take(&number, &add(parser, STEP_FROM_END)->from);
}

// What was read between brackets: numbers, and signs of what they are meant for. More than one sign
// may be there, as in `[0,1:3]`, and then the first of them here counts.
struct slots {
    int32_t *numbers;
    uint32_t count;
    bool list, from, to;
};

static bool slots_take(struct slots *slots, struct number *number) {
    return number_take(number, &slots->numbers[slots->count++]);
}

// A colon is at [*at]; leaves it at what ends the slice.
static bool read_slice(
    struct slots *slots, struct number *number, const char **at, const char *end) {
    bool open = number->size == 0;
    if (!open && !slots_take(slots, number)) return false;
    *at = read_digits(*at + 1, end, number);
    slots->to = slots->to || open;
    slots->from = slots->from || (!open && number->size == 0);
    return (!open && number->size == 0) || slots_take(slots, number);
}

// The character that ends a slice is passed over, so that `[0:5:2]` is read as 0, 5 and 2.
static bool read_slots(struct slots *slots, const char *at, const char *end) {
    struct number number = {0};
    while (at < end && *at != ']' && (is_digit(*at) || strchr(" ,:-", *at) != NULL)) {
        if (*at == ':') {
            if (!read_slice(slots, &number, &at, end)) return false;
            if (at < end && *at == ']') break;
        } else if (*at == ',') {
            if (!slots_take(slots, &number)) return false;
            slots->list = true;
        } else if (*at != ' ') {
            number_put(&number, *at);
        }
        at++;
    }
    if (at >= end) return false;
    return number.size == 0 || slots_take(slots, &number);
}

// Whether between brackets stands only what numbers are made of. AWS passes over anything else, so
// that
// `["a1"]` means `[1]`; such a path is a mistake, and here it is told.
static bool is_numeric(const char *at, const char *end) {
    for (; at < end && *at != ']'; at++)
        if (!is_digit(*at) && strchr(" \t\r\n,:-+.", *at) == NULL) return false;
    return true;
}

// [at] is the first digit, colon or minus.
static bool read_indexes(struct parser *parser, const char *at, const char *end) {
    uint32_t size = 3;
    for (const char *byte = at; byte < end; byte++)
        size += *byte == ',' || *byte == ':' ? 2 : 0;
    struct slots slots = {.numbers = treadle_arena_alloc(parser->arena, size * sizeof(int32_t))};
    if (!read_slots(&slots, at, end)) return false;
    ASSERT(slots.count > 0 && slots.count <= size);
    bool single = slots.count == 1 && !slots.to && !slots.from;
    struct step *step =
        add(parser, single       ? STEP_INDEX
                    : slots.list ? STEP_INDEXES
                    : slots.from ? STEP_SLICE_FROM
                    : slots.to   ? STEP_SLICE_TO
                                 : STEP_SLICE);
    step->from = slots.numbers[0];
    step->to = slots.numbers[step->kind == STEP_SLICE];
    if (step->kind != STEP_INDEXES) return true;
    step->indexes = slots.numbers;
    step->count = slots.count;
    return true;
}

// -- `['a']`, `['a','b']`

// [at] is the first quote. No escapes; what stands between the quoted parts is ignored; the first
// closing bracket ends it, quoted or not.
static bool read_names(struct parser *parser, const char *at, const char *end) {
    const char *close = memchr(at, ']', (size_t)(end - at));
    if (close == NULL) return false;
    uint32_t size = 0, count = 0;
    for (const char *quote = at; quote < close; quote++)
        size += *quote == '\'';
    const char **names = treadle_arena_alloc(parser->arena, (size / 2 + 1) * sizeof(*names));
    const char *open = NULL;
    for (; at < close; at++) {
        if (*at != '\'') continue;
        if (open != NULL)
            names[count++] = treadle_arena_copy_size(parser->arena, open, (size_t)(at - open));
        open = open == NULL ? at + 1 : NULL;
    }
    struct step *step = add(parser, count == 1 ? STEP_NAME : STEP_NAMES);
    step->count = count;
    if (count == 1)
        step->name = names[0];
    else
        step->names = names;
    return true;
}

// -- Steps

// Behind the bracket that closes the one at [at]; the end of the text where none does.
static const char *bracket_end(const char *at, const char *end) {
    for (uint32_t depth = 0; at < end; at++) {
        if (*at == '[') depth++;
        if (*at == ']' && --depth == 0) return at + 1;
    }
    return end;
}

static bool read_filter(
    struct parser *parser, const char *from, const char *mark, const char *end) {
    if (parser->in_filter) return false;  // Such a path is not definite, as it has to be there.
    struct step *step = add(parser, STEP_FILTER);
    step->filter = treadle_filter_compile(parser->arena, from, mark, end, &parser->slots);
    return step->filter != NULL;
}

static bool read_bracket(struct parser *parser) {
    const char *from = parser->at, *end = bracket_end(from, parser->end);
    parser->at = end;
    if (end - from == 3 && memcmp(from, "[*]", 3) == 0) return add(parser, STEP_WILDCARD);
    // The first of these characters decides what it is.
    const char *mark = from;
    while (mark < end && !is_digit(*mark) && strchr("?':-@", *mark) == NULL)
        mark++;
    if (mark == end) return false;
    if (*mark == '?') return read_filter(parser, from, mark, end);
    if (*mark == '\'') return read_names(parser, mark, end);
    if (*mark == '@') return mark + 2 <= end && read_from_end(parser, mark + 2, end);
    return is_numeric(from + 1, end) && read_indexes(parser, mark, end);
}

static bool read_name(struct parser *parser) {
    const char *from = parser->at;
    while (parser->at < parser->end && strchr(".[ ", *parser->at) == NULL)
        parser->at++;
    size_t size = (size_t)(parser->at - from);
    ASSERT(size > 0);
    if (memchr(from, '\'', size) != NULL || memchr(from, ']', size) != NULL) {
        // To Jayway `.a` is short for `['a']`, so quotes in the name end it and begin another.
        const char *quoted = treadle_arena_print(parser->arena, "'%.*s']", (int)size, from);
        return read_names(parser, quoted, quoted + size + 3);
    }
    struct step *step = add(parser, STEP_NAME);
    step->name = treadle_arena_copy_size(parser->arena, from, size);
    step->count = 1;
    return true;
}

// [at] is behind a dot.
static bool read_dotted(struct parser *parser) {
    if (parser->at == parser->end) return false;
    if (*parser->at == '.') {
        parser->at++;
        return add(parser, STEP_SCAN);
    }
    if (*parser->at == '[') return true;
    if (*parser->at == ' ') return false;
    bool alone = parser->at + 1 == parser->end || strchr(".[ ", parser->at[1]) != NULL;
    if (*parser->at != '*' || !alone) return read_name(parser);
    parser->at++;
    return add(parser, STEP_WILDCARD);
}

static bool read_step(struct parser *parser) {
    switch (*parser->at) {
        case ' ':
        case '$': return false;
        case '[': return read_bracket(parser);
        case '*': parser->at++; return add(parser, STEP_WILDCARD);
        case '.': parser->at++; return read_dotted(parser);
        default: return read_name(parser);
    }
}

static bool is_definite(const struct path *path) {
    for (uint32_t i = 0; i < path->count; i++)
        if (path->steps[i].kind > STEP_FROM_END) return false;
    return true;
}

bool treadle_steps_compile(
    struct arena *arena, const char *text, size_t size, bool in_filter, struct path *path) {
    const char *end = text + size;
    if (size > 0 && *text != '.' && *text != '[') return false;
    if (size >= 2 && end[-1] == '.' && end[-2] == '.') return false;
    uint32_t bound = 0;
    for (const char *at = text; at < end; at++)
        bound += strchr(".[]*", *at) != NULL;
    if (bound > 2 * LIMIT_path_steps_max) return false;
    struct parser parser = {
        .arena = arena,
        .at = text,
        .end = end,
        .steps = treadle_arena_alloc(arena, (bound + 1) * sizeof(struct step)),
        .size = bound + 1,
        .in_filter = in_filter};
    while (parser.at < end)
        if (!read_step(&parser)) return false;
    if (parser.count > LIMIT_path_steps_max) return false;
    path->steps = parser.steps;
    path->count = parser.count;
    path->slots = parser.slots;
    path->definite = is_definite(path);
    return true;
}
