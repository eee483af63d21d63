// From the text of a filter to its terms.
//
// As Jayway 2.0.0 has it: terms are split at `&&` and `||` wherever they stand, `&&` binds tighter,
// parentheses do not group (those around a term are dropped), and an operator is looked for in a
// fixed order anywhere in the term. What is neither path nor regex is a text, with or without
// quotes.
#include <string.h>

#include "base/memory.h"
#include "jsonpath/decimal.h"
#include "jsonpath/filter.h"

// A part of the path's text.
struct span {
    const char *at, *end;
};

static struct span trim(struct span span) {
    while (span.at < span.end && (unsigned char)*span.at <= ' ')
        span.at++;
    while (span.at < span.end && (unsigned char)span.end[-1] <= ' ')
        span.end--;
    return span;
}

static size_t size_of(struct span span) {
    return (size_t)(span.end - span.at);
}

static bool starts(struct span span, const char *with) {
    size_t size = strlen(with);
    return size_of(span) >= size && memcmp(span.at, with, size) == 0;
}

static bool is_between(struct span span, char first, char last) {
    return size_of(span) >= 2 && *span.at == first && span.end[-1] == last;
}

// -- Operands

static bool is_path(struct span span) {
    return starts(span, "@") || starts(span, "$");
}

static bool parse_path(
    struct arena *arena, struct span span, enum operand_kind kind, struct operand *operand) {
    struct path *path = treadle_arena_alloc(arena, sizeof(*path));
    char *text = treadle_arena_copy_size(arena, span.at, size_of(span));
    *path = (struct path){.text = text, .item = kind == OPERAND_ITEM};
    operand->kind = kind;
    operand->path = path;
    return treadle_steps_compile(arena, text + 1, size_of(span) - 1, true, path) && path->definite;
}

// `/…/` or `/…/i`.
static bool is_regex(struct span span) {
    if (size_of(span) < 2 || *span.at != '/') return false;
    return span.end[-1] == '/' || (span.end[-2] == '/' && span.end[-1] == 'i' && size_of(span) > 2);
}

static bool parse_regex(struct arena *arena, struct span span, struct operand *operand) {
    bool ignore_case = span.end[-1] == 'i';
    size_t size = size_of(span) - 2 - ignore_case;
    const char *pattern = treadle_arena_copy_size(arena, span.at + 1, size);
    operand->kind = OPERAND_REGEX;
    operand->regex = treadle_regex_compile(arena, pattern, ignore_case);
    return operand->regex != NULL;
}

static bool parse_text(struct arena *arena, struct span span, struct operand *operand) {
    if (is_between(span, '\'', '\'')) {
        span.at++;
        span.end--;
    } else if (starts(span, "'") && size_of(span) == 1) {
        return false;
    }
    const char *text = treadle_arena_copy_size(arena, span.at, size_of(span));
    operand->kind = OPERAND_TEXT;
    operand->text = treadle_scratch_string(arena, text);
    operand->number = treadle_decimal_read(arena, text);
    return true;
}

static bool parse_operand(
    struct arena *arena, struct span span, struct operand *operand, uint32_t *slots) {
    if (is_path(span)) {
        bool root = *span.at == '$';
        if (root) operand->slot = (*slots)++;
        return parse_path(arena, span, root ? OPERAND_ROOT : OPERAND_ITEM, operand);
    }
    if (is_regex(span)) return parse_regex(arena, span, operand);
    return parse_text(arena, span, operand);
}

// -- Terms

static const struct {
    const char *text;
    enum comparison comparison;
} operators[] = {
    {"==", COMPARE_EQUAL},     {">=", COMPARE_GREATER_EQUAL}, {"<=", COMPARE_LESS_EQUAL},
    {"!=", COMPARE_NOT_EQUAL}, {"<", COMPARE_LESS},           {">", COMPARE_GREATER},
    {"=~", COMPARE_MATCHES},
};

static const char *find_text(struct span span, const char *text) {
    for (; starts(span, text) || span.at < span.end; span.at++)
        if (starts(span, text)) return span.at;
    return NULL;
}

static struct span drop_parentheses(struct span span) {
    while (span.at < span.end && strchr("[?( ", *span.at) != NULL)
        span.at++;
    while (span.at < span.end && strchr(") ", span.end[-1]) != NULL)
        span.end--;
    return trim(span);
}

static bool parse_exists(struct arena *arena, struct span span, struct term *term) {
    term->comparison = COMPARE_EXISTS;
    term->negated = starts(span, "!@");
    span.at += term->negated;
    // A slip of Jayway's: existence is asked of what is tested even where the path starts with `$`.
    return is_path(span) && parse_path(arena, span, OPERAND_ITEM, &term->left);
}

static bool parse_term(struct arena *arena, struct span span, struct term *term, uint32_t *slots) {
    span = drop_parentheses(span);
    if (size_of(span) == 0) return false;
    const char *at = NULL;
    size_t which = 0;
    for (; which < COUNT_OF(operators) && at == NULL; which++)
        at = find_text(span, operators[which].text);
    if (at == NULL) return parse_exists(arena, span, term);
    term->comparison = operators[which - 1].comparison;
    struct span left = trim((struct span){span.at, at});
    struct span right = trim((struct span){at + strlen(operators[which - 1].text), span.end});
    if (starts(left, "!@")) left.at++;  // `!` means nothing beside an operator.
    if (starts(right, "!@")) return false;
    if (!parse_operand(arena, left, &term->left, slots)) return false;
    if (!parse_operand(arena, right, &term->right, slots)) return false;
    bool regex = term->left.kind == OPERAND_REGEX || term->right.kind == OPERAND_REGEX;
    return term->comparison != COMPARE_MATCHES || regex;
}

// -- The filter

// What stands in the parentheses of `[?(…)]`; false: it is no filter. [mark] is the `?`.
static bool find_bounds(const char *from, const char *mark, const char *end, struct span *out) {
    while (mark > from && *mark != '[')
        mark--;
    bool quoted = false;
    int32_t parentheses = 0;
    const char *at = mark;
    for (;; at++) {
        if (at == end) return false;
        if (*at == '\'' && at[-1] != '\\') quoted = !quoted;
        if (quoted) continue;
        parentheses += (*at == '(') - (*at == ')');
        if (*at == ']' && parentheses == 0) break;
    }
    struct span span = trim((struct span){mark + 1, at});
    if (!starts(span, "?")) return false;
    span.at++;
    span = trim(span);
    if (!is_between(span, '(', ')')) return false;
    *out = trim((struct span){span.at + 1, span.end - 1});
    return true;
}

static const char *find_joint(struct span span) {
    for (; size_of(span) >= 2; span.at++)
        if (starts(span, "&&") || starts(span, "||")) return span.at;
    return NULL;
}

const struct filter *treadle_filter_compile(
    struct arena *arena, const char *from, const char *mark, const char *end, uint32_t *slots) {
    struct span span;
    if (!find_bounds(from, mark, end, &span)) return NULL;
    uint32_t count = 1;
    struct span rest = span;
    for (const char *joint; (joint = find_joint(rest)) != NULL; rest.at = joint + 2)
        count++;
    struct filter *filter =
        treadle_arena_alloc_zeroed(arena, sizeof(*filter) + count * sizeof(struct term));
    filter->count = count;
    rest = span;
    bool alternative = false;
    for (uint32_t i = 0; i < count; i++) {
        const char *joint = find_joint(rest);
        if (joint == NULL) joint = rest.end;
        struct term *term = &filter->terms[i];
        term->alternative = alternative;
        if (!parse_term(arena, (struct span){rest.at, joint}, term, slots)) return NULL;
        alternative = *joint == '|';
        rest.at = joint + 2;
    }
    return filter;
}
