// --update.
//
// A case is changed as a whole or not at all. Its differences become changes of the text, by the
// bytes where values stand; what is as it should be is not touched, so whatever stands for anything
// stays. Then the new text is read: what was to change must be as it came, and all else as it was.
// That, and not the care of the changes, is what makes it safe.
#include "suite/update.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json/scratch.h"
#include "base/json/value.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/time_text.h"
#include "base/yaml/yaml.h"
#include "suite/compare.h"
#include "suite/computed.h"
#include "suite/edit.h"
#include "suite/keys.h"
#include "suite/lines.h"

struct change {
    struct editor *editor;
    const struct suite_difference *difference;
    bool durations;
};

static const char elsewhere[] = "it stands elsewhere, behind an alias or a merge key";

static bool has_durations(const struct suite_difference *difference) {
    const char *slash = strrchr(difference->pointer, '/');
    return difference->key == EXPECT_elapsed || strcmp(slash, "/retries") == 0;
}

// -- What is to stand there

// Whether [node] holds something that is computed when the case runs.
static bool is_computed(const cJSON *node, uint32_t depth) {
    if (cJSON_IsString(node) && strncmp(node->valuestring, "{%", 2) == 0)
        return !treadle_compare_is_anything(node);
    if (depth > LIMIT_json_depth_max) return true;
    for (const cJSON *part = node->child; part != NULL; part = part->next)
        if (is_computed(part, depth + 1)) return true;
    return false;
}

// Whether [value], written down, would be read as something that is computed.
static bool reads_as_computed(const cJSON *value, uint32_t depth) {
    if (treadle_computed_is(value)) return true;
    for (const cJSON *part = value->child; part != NULL && depth > 0; part = part->next)
        if (reads_as_computed(part, depth - 1)) return true;
    return false;
}

// Why what came cannot be written as it is; NULL: it can.
static const char *misread(const struct suite_result *result) {
    for (uint32_t i = 0; i < result->differences_count; i++) {
        const cJSON *put = result->differences[i].put;
        if (put == NULL) continue;
        if (reads_as_computed(put, LIMIT_json_depth_max))
            return "what came holds {% %}, which would be computed";
        const struct suite_key *key =
            treadle_suite_key(LEVEL_EXPECT, treadle_expect_name(result->differences[i].key));
        if (key->form == FORM_VALUE && cJSON_IsString(put) && *put->valuestring == '@')
            return "what came begins with @, which would be read as a file's name: write @@";
    }
    return NULL;
}

static bool same_duration(const cJSON *node, const cJSON *value) {
    int64_t a, b;
    return cJSON_IsString(node) && cJSON_IsString(value) &&
           treadle_duration_read(node->valuestring, &a) &&
           treadle_duration_read(value->valuestring, &b) && a == b;
}

static bool is_right(const struct change *change, const cJSON *node, const cJSON *value) {
    return (change->durations && same_duration(node, value)) ||
           treadle_compare_matches(node, value, change->difference->partial);
}

// [value], with what is right in [node] as it is written there.
static const cJSON *merged(
    const struct change *change, const cJSON *node, const cJSON *value, uint32_t depth) {
    struct arena *arena = change->editor->arena;
    if (is_right(change, node, value)) return node;
    bool objects = cJSON_IsObject(node) && cJSON_IsObject(value);
    bool lists = cJSON_IsArray(node) && cJSON_IsArray(value) &&
                 treadle_json_count(node) == treadle_json_count(value);
    if ((!objects && !lists) || depth > LIMIT_json_depth_max) return value;
    cJSON *made = treadle_scratch_node(arena, objects ? cJSON_Object : cJSON_Array);
    const cJSON *twin = node->child;
    for (const cJSON *part = value->child; part != NULL; part = part->next) {
        if (objects) twin = treadle_json_member(node, part->string);
        const cJSON *is = twin == NULL ? part : merged(change, twin, part, depth + 1);
        bool left_out = twin == NULL && change->difference->partial;
        if (!left_out)
            treadle_scratch_append(
                made, objects ? part->string : NULL, treadle_scratch_link(arena, is));
        if (lists && twin != NULL) twin = twin->next;
    }
    return made;
}

// -- Changes

static void edit_value(
    const struct change *change, const cJSON *parent, const cJSON *node, const cJSON *value,
    uint32_t depth);

// How many members go and how many come, beside those that change.
static void count_members(
    const struct change *change, const cJSON *node, const cJSON *value, uint32_t *go,
    uint32_t *come) {
    *go = *come = 0;
    for (const cJSON *member = node->child; member != NULL; member = member->next)
        *go += treadle_json_member(value, member->string) == NULL;
    for (const cJSON *member = value->child; member != NULL; member = member->next)
        *come += !change->difference->partial && treadle_json_member(node, member->string) == NULL;
}

static void edit_members(
    const struct change *change, const cJSON *node, const cJSON *value, uint32_t depth) {
    for (const cJSON *member = node->child; member != NULL; member = member->next) {
        const cJSON *twin = treadle_json_member(value, member->string);
        if (twin == NULL)
            treadle_edit_remove(change->editor, node, member);
        else
            edit_value(change, node, member, twin, depth + 1);
    }
    if (change->difference->partial) return;
    for (const cJSON *member = value->child; member != NULL; member = member->next)
        if (treadle_json_member(node, member->string) == NULL)
            treadle_edit_add(change->editor, node, member->string, member);
}

// A few members are taken away and added one by one; where that would leave the commas to chance,
// the whole is written anew.
static bool is_simple(const struct change *change, const cJSON *node, const cJSON *value) {
    if (!cJSON_IsObject(node) || !cJSON_IsObject(value)) return false;
    uint32_t go, come, all = treadle_json_count(node);
    count_members(change, node, value, &go, &come);
    return (go == 0 && (come <= 1 || !treadle_edit_is_flow(change->editor, node))) ||
           (go == 1 && come == 0 && all > 1);
}

static void edit_value(
    const struct change *change, const cJSON *parent, const cJSON *node, const cJSON *value,
    uint32_t depth) {
    struct editor *editor = change->editor;
    if (is_right(change, node, value)) return;
    bool lists = cJSON_IsArray(node) && cJSON_IsArray(value) &&
                 treadle_json_count(node) == treadle_json_count(value);
    bool deep = depth > LIMIT_json_depth_max;
    if (!treadle_edit_is_here(editor, parent, node)) {
        editor->refused = elsewhere;
    } else if (lists && !deep) {
        const cJSON *twin = value->child;
        for (const cJSON *part = node->child; part != NULL; part = part->next, twin = twin->next)
            edit_value(change, node, part, twin, depth + 1);
    } else if (is_simple(change, node, value) && !deep) {
        edit_members(change, node, value, depth);
    } else {
        treadle_edit_replace(editor, parent, node, merged(change, node, value, depth));
    }
}

// -- One difference

// The next name of a JSON Pointer, unescaped; [*at] moves behind it.
static const char *next_name(struct arena *arena, const char **at) {
    struct text name = {0};
    const char *from = *at + 1;
    for (; *from != '\0' && *from != '/'; from++) {
        bool escaped = *from == '~' && from[1] != '\0';
        if (escaped) from++;
        treadle_text_add(&name, "");
        treadle_text_put(&name, escaped ? (*from == '1' ? "/" : "~") : from, 1);
    }
    *at = from;
    const char *made = treadle_arena_copy(arena, treadle_text_string(&name));
    treadle_text_clear(&name);
    return made;
}

// Goes down to what the difference is about. NULL: it is not written there; then [*rest] is not ""
// where what would hold it is not written either.
static const cJSON *find(
    struct editor *editor, const struct suite_difference *difference, const cJSON **parent,
    const char **name, const char **rest) {
    const cJSON *node = *parent;
    *rest = difference->pointer;
    while (**rest != '\0' && node != NULL) {
        *name = next_name(editor->arena, rest);
        *parent = node;
        node = treadle_json_member(node, *name);
        if (node != NULL && !treadle_edit_is_here(editor, *parent, node))
            editor->refused = elsewhere;
    }
    return node;
}

static void change_difference(struct change *change, const cJSON *expect, const cJSON *shared) {
    const struct suite_difference *difference = change->difference;
    struct editor *editor = change->editor;
    const char *name = "", *rest;
    const cJSON *parent = expect, *node = find(editor, difference, &parent, &name, &rest);
    bool there = treadle_json_at(shared, difference->pointer) != NULL;
    if (editor->refused != NULL) return;
    if (node == NULL && there && difference->parts_count > 0) {
        editor->refused = "it stands in 'defaults', for every case";
        return;
    }
    if (node == NULL) {
        if (difference->put != NULL && *rest == '\0')
            treadle_edit_add(editor, parent, name, difference->put);
        return;
    }
    if (is_computed(node, 0))
        editor->refused = "it is computed, with {% %}";
    else if (cJSON_IsString(node) && *node->valuestring == '@')
        editor->refused = "it stands in a file of its own";
    else if (difference->put == NULL)
        treadle_edit_remove(editor, parent, node);
    else
        edit_value(change, parent, node, difference->put, 0);
}

// -- The text, read

struct source {
    struct doc *doc;
    struct places places;
};

static bool read_source(struct source *source, const struct text *text) {
    *source = (struct source){0};
    source->doc = treadle_source_read(
        treadle_text_string(text), text->count, YAML_TAGS_REFUSED, &source->places, NULL);
    return source->doc != NULL;
}

static void clear_source(struct source *source) {
    treadle_doc_drop(source->doc);
    treadle_places_clear(&source->places);
}

static const cJSON *cases_of(const struct source *source) {
    return treadle_json_member(treadle_doc_root(source->doc), "cases");
}

static const cJSON *case_of(const struct source *source, const char *name) {
    return treadle_json_member(cases_of(source), name);
}

// -- Whether it is safe

// Whether two objects have the same members, beside those called [name].
static bool same_beside(const cJSON *a, const cJSON *b, const char *name) {
    uint32_t count_a = treadle_json_count(a) - (treadle_json_member(a, name) != NULL);
    uint32_t count_b = treadle_json_count(b) - (treadle_json_member(b, name) != NULL);
    if (count_a != count_b) return false;
    for (const cJSON *member = a == NULL ? NULL : a->child; member != NULL; member = member->next) {
        const cJSON *twin = treadle_json_member(b, member->string);
        if (strcmp(member->string, name) == 0) continue;
        if (twin == NULL || !treadle_json_equal(member, twin)) return false;
    }
    return true;
}

enum about { ABOUT_NOTHING, ABOUT_PART, ABOUT_ALL };

// Whether a difference of [result] is about what is at [pointer], or in it.
static enum about about(const struct suite_result *result, const char *pointer) {
    enum about found = ABOUT_NOTHING;
    size_t size = strlen(pointer);
    for (uint32_t i = 0; i < result->differences_count; i++) {
        const char *at = result->differences[i].pointer;
        if (strcmp(at, pointer) == 0) return ABOUT_ALL;
        if (strncmp(at, pointer, size) == 0 && at[size] == '/') found = ABOUT_PART;
    }
    return found;
}

static bool same_expectation(
    const struct suite_result *result, const char *pointer, const cJSON *a, const cJSON *b);

static bool same_members(
    const struct suite_result *result, const char *pointer, const cJSON *a, const cJSON *b) {
    bool same = true;
    struct text inner = {0};
    for (const cJSON *member = a == NULL ? NULL : a->child; member != NULL; member = member->next) {
        inner.count = 0;
        treadle_text_add(&inner, pointer);
        treadle_json_pointer_add(&inner, member->string);
        same &=
            same_expectation(result, inner.bytes, member, treadle_json_member(b, member->string));
    }
    treadle_text_clear(&inner);
    return same;
}

// Whether two expectations are the same, beside what the differences are about.
static bool same_expectation(
    const struct suite_result *result, const char *pointer, const cJSON *a, const cJSON *b) {
    enum about its = about(result, pointer);
    if (its == ABOUT_ALL) return true;
    if (its == ABOUT_PART)
        return same_members(result, pointer, a, b) && same_members(result, pointer, b, a);
    return a == b || (a != NULL && b != NULL && treadle_json_equal(a, b));
}

// Whether all that was to change is as it came, and all else as it was.
static bool is_safe(
    const struct source *before, const struct source *after, const struct suite_result *result) {
    const cJSON *was = case_of(before, result->name), *is = case_of(after, result->name);
    const cJSON *expect = treadle_json_member(is, "expect");
    for (uint32_t i = 0; i < result->differences_count; i++) {
        const struct suite_difference *difference = &result->differences[i];
        struct change change = {.difference = difference, .durations = has_durations(difference)};
        const cJSON *now = treadle_json_at(expect, difference->pointer);
        if (difference->put == NULL ? now != NULL
                                    : now == NULL || !is_right(&change, now, difference->put))
            return false;
    }
    return same_beside(treadle_doc_root(before->doc), treadle_doc_root(after->doc), "cases") &&
           same_beside(cases_of(before), cases_of(after), result->name) &&
           same_beside(was, is, "expect") &&
           same_expectation(result, "", treadle_json_member(was, "expect"), expect);
}

// -- One case

// A case without `expect` gets one.
static void add_expect(struct editor *editor, const cJSON *one, const struct suite_result *result) {
    cJSON *expect = treadle_scratch_node(editor->arena, cJSON_Object);
    for (uint32_t i = 0; i < result->differences_count; i++) {
        const char *at = result->differences[i].pointer;
        if (result->differences[i].put == NULL) continue;
        treadle_put_value(
            editor->arena, expect, next_name(editor->arena, &at), result->differences[i].put);
    }
    treadle_edit_add(editor, one, "expect", expect);
}

// Changes each value where it stands.
static void change_case(
    struct editor *editor, const struct source *source, const struct suite_result *result) {
    const cJSON *root = treadle_doc_root(source->doc), *cases = cases_of(source),
                *one = case_of(source, result->name), *expect = treadle_json_member(one, "expect"),
                *shared = treadle_json_member(treadle_json_member(root, "defaults"), "expect");
    if (one == NULL)
        editor->refused = "its expectation is that of all rows";
    else if (
        !treadle_edit_is_here(editor, root, cases) || !treadle_edit_is_here(editor, cases, one) ||
        (expect != NULL && !treadle_edit_is_here(editor, one, expect)))
        editor->refused = elsewhere;
    else if (expect == NULL && shared == NULL)
        add_expect(editor, one, result);
    else if (expect == NULL)
        editor->refused = "it stands in 'defaults', for every case";
    for (uint32_t i = 0; expect != NULL && i < result->differences_count; i++) {
        struct change change = {
            .editor = editor,
            .difference = &result->differences[i],
            .durations = has_durations(&result->differences[i])};
        if (editor->refused == NULL) change_difference(&change, expect, shared);
    }
}

// The case's expectation as it is to be, at [pointer] of it; NULL: nothing is to be there.
static const cJSON *rebuilt(
    struct editor *editor, const struct suite_result *result, const char *pointer,
    const cJSON *node) {
    enum about its = about(result, pointer);
    if (its == ABOUT_NOTHING) return node;
    if (its == ABOUT_ALL) {
        const struct suite_difference *difference = result->differences;
        while (strcmp(difference->pointer, pointer) != 0)
            difference++;
        struct change change = {editor, difference, has_durations(difference)};
        return difference->put == NULL ? NULL : merged(&change, node, difference->put, 0);
    }
    cJSON *made = treadle_scratch_node(editor->arena, cJSON_Object);
    struct text inner = {0};
    for (const cJSON *member = node->child; member != NULL; member = member->next) {
        inner.count = 0;
        treadle_text_add(&inner, pointer);
        treadle_json_pointer_add(&inner, member->string);
        treadle_put_value(
            editor->arena, made, member->string, rebuilt(editor, result, inner.bytes, member));
    }
    treadle_text_clear(&inner);
    return made;
}

// Writes the case's whole expectation anew: where that is in brackets, and much of it comes and
// goes.
static void rewrite_expect(
    struct editor *editor, const struct source *source, const struct suite_result *result) {
    const cJSON *one = case_of(source, result->name), *expect = treadle_json_member(one, "expect");
    if (expect == NULL) return;
    cJSON *made = treadle_scratch_copy(editor->arena, rebuilt(editor, result, "", expect));
    for (uint32_t i = 0; i < result->differences_count; i++) {
        const char *at = result->differences[i].pointer, *name = next_name(editor->arena, &at);
        if (*at == '\0' && treadle_json_member(expect, name) == NULL)
            treadle_put_value(editor->arena, made, name, result->differences[i].put);
    }
    treadle_edit_replace(editor, one, expect, made);
}

// Tries it one way; true: it is safe.
static bool changes_safely(
    struct editor *editor, const struct source *source, const struct suite_result *result,
    void (*change)(
        struct editor *editor, const struct source *source, const struct suite_result *result),
    struct text *out) {
    struct source after = {0};
    treadle_text_clear(out);
    change(editor, source, result);
    bool safe = editor->refused == NULL && treadle_edit_apply(editor, out) &&
                read_source(&after, out) && is_safe(source, &after, result);
    clear_source(&after);
    treadle_edit_clear(editor);
    return safe;
}

// The changed text in [out]. Gives why that cannot be; NULL: it can.
static const char *changed(
    struct suite_update *update, const struct source *source, const struct suite_result *result,
    struct text *out) {
    struct editor editor = {
        .text = treadle_text_string(&update->text),
        .size = update->text.count,
        .places = &source->places,
        .arena = &update->arena};
    const char *why = misread(result);
    if (why != NULL) return why;
    if (changes_safely(&editor, source, result, change_case, out)) return NULL;
    if (editor.refused != NULL) return editor.refused;
    if (changes_safely(&editor, source, result, rewrite_expect, out)) return NULL;
    return "more than that would change";
}

static void refuse(
    struct suite_update *update, const struct suite_result *result, const char *why) {
    ADD(update->refused, update->refused_count, update->refused_size) = (struct suite_problem){
        .message =
            treadle_arena_print(&update->arena, "'%s' cannot be updated: %s", result->name, why),
        .line = result->line};
}

static void update_case(struct suite_update *update, const struct suite_result *result) {
    struct source source = {0};
    struct text out = {0};
    const char *why = read_source(&source, &update->text) ? changed(update, &source, result, &out)
                                                          : "the file can no longer be read";
    if (why != NULL) {
        refuse(update, result, why);
        treadle_text_clear(&out);
    } else {
        treadle_text_clear(&update->text);
        update->text = out;
        update->cases++;
    }
    clear_source(&source);
}

void treadle_suite_update(
    struct suite_update *update, const char *text, size_t size, const struct suite_result *results,
    uint32_t count) {
    treadle_text_put(&update->text, text, size);
    for (uint32_t i = 0; i < count; i++)
        if (results[i].differences_count > 0) update_case(update, &results[i]);
}

void treadle_suite_update_clear(struct suite_update *update) {
    treadle_text_clear(&update->text);
    treadle_arena_clear(&update->arena);
    free(update->refused);
    *update = (struct suite_update){0};
}

// -- The file

static void say_refused(struct text *said, const char *path, const struct suite_update *update) {
    for (uint32_t i = 0; i < update->refused_count; i++)
        treadle_text_printf(
            said, "%s:%u: %s\n", path, update->refused[i].line, update->refused[i].message);
}

int treadle_suite_update_file(
    const char *path, const struct suite_result *results, uint32_t count,
    const struct suite_style *style, struct text *said, struct treadle_status *status) {
    struct text old = {0};
    struct suite_update update = {0};
    int result = treadle_file_read(path, LIMIT_file_size_max, &old, status);
    if (result == 0)
        treadle_suite_update(&update, treadle_text_string(&old), old.count, results, count);
    if (result == 0 && update.cases > 0) {
        result = treadle_file_replace(path, update.text.bytes, update.text.count, status);
        if (result == 0)
            treadle_lines_say(
                said, style, path, treadle_text_string(&old), treadle_text_string(&update.text));
    }
    if (result == 0) say_refused(said, path, &update);
    treadle_suite_update_clear(&update);
    treadle_text_clear(&old);
    return result;
}
