// What holds whatever the document: tried on random ones, one from each seed.
#include <stdio.h>
#include <string.h>

#include "base/json/value.h"
#include "base/json/write.h"
#include "base/random.h"
#include "tests/jsonpath/suites.h"
#include "tests/jsonpath/try.h"

enum { SEEDS = 300, DEPTH_MAX = 4 };

static const char *const names[] = {"a", "b", "c d", "e'f", "", "0"};

static void put_value(struct text *out, uint64_t *random, int depth) {
    // The root holds others: most paths lead nowhere in a null.
    uint64_t kind = depth == 0 ? 3 : 0;
    kind += treadle_random_below(random, depth == 0 ? 3 : depth == DEPTH_MAX ? 3 : 6);
    if (kind < 3) {
        static const char *const scalars[] = {"null", "9007199254740993", "\"t\\u0000\""};
        treadle_text_add(out, scalars[kind]);
        return;
    }
    bool array = kind == 3;
    treadle_text_add(out, array ? "[" : "{");
    uint64_t count = treadle_random_below(random, COUNT_OF(names));
    for (uint64_t i = 0; i < count; i++) {
        if (i > 0) treadle_text_add(out, ",");
        if (!array) treadle_text_printf(out, "\"%s\":", names[i]);
        put_value(out, random, depth + 1);
    }
    treadle_text_add(out, array ? "]" : "}");
}

static struct doc *random_document(uint64_t *random) {
    struct text text = {0};
    put_value(&text, random, 0);
    struct doc *doc = support_read(treadle_text_string(&text));
    treadle_text_clear(&text);
    return doc;
}

// A way down from [value] as a path, a child at a time: to what is there.
static const cJSON *walk_down(struct text *path, uint64_t *random, const cJSON *value) {
    treadle_text_add(path, "$");
    for (uint32_t count; (count = treadle_json_count(value)) > 0;) {
        if (treadle_random_below(random, 5) == 0) break;
        uint64_t which = treadle_random_below(random, count);
        const cJSON *child = value->child;
        for (uint64_t i = 0; i < which; i++)
            child = child->next;
        if (cJSON_IsArray(value))
            treadle_text_printf(path, "[%llu]", (unsigned long long)which);
        else if (strcmp(child->string, "e'f") == 0)
            break;  // No path names it.
        else
            treadle_text_printf(path, "['%s']", child->string);
        value = child;
    }
    return value;
}

static void open_random(struct trial *trial, uint64_t seed, uint64_t *random) {
    *random = seed;
    *trial = (struct trial){.document = random_document(random)};
    trial->env =
        (struct path_env){.input = treadle_doc_root(trial->document), .scratch = &trial->scratch};
}

static bool lies_in(const struct doc *doc, const void *thing) {
    const char *at = thing, *from = (const char *)doc;
    return at >= from && at < from + doc->size;
}

static void check_lends(uint64_t seed) {
    struct trial trial;
    uint64_t random;
    open_random(&trial, seed, &random);
    struct text text = {0};
    const cJSON *want = walk_down(&text, &random, trial.env.input);
    const struct path *path = trial_path(&trial, treadle_text_string(&text));
    ck_assert(treadle_path_is_definite(path));
    ck_assert_msg(treadle_path_find(path, &trial.env, NULL) == want, "seed %d", (int)seed);
    ck_assert(lies_in(trial.document, want));
    ck_assert_ptr_null(trial.scratch.used);
    treadle_text_clear(&text);
    trial_close(&trial);
}

START_TEST(a_definite_path_lends_the_document_itself) {
    for (uint64_t seed = 1; seed <= SEEDS; seed++)
        check_lends(seed);
}
END_TEST

static void check_links(uint64_t seed) {
    struct trial trial;
    uint64_t random;
    open_random(&trial, seed, &random);
    const cJSON *list = treadle_path_find(trial_path(&trial, "$..*"), &trial.env, NULL);
    ck_assert_msg(list != NULL, "seed %d", (int)seed);
    for (const cJSON *link = list->child; link != NULL; link = link->next) {
        const void *shown = link->child != NULL ? (const void *)link->child : link->valuestring;
        ck_assert_msg(shown == NULL || lies_in(trial.document, shown), "seed %d", (int)seed);
    }
    trial_close(&trial);
}

START_TEST(a_list_holds_links_into_the_document) {
    for (uint64_t seed = 1; seed <= SEEDS; seed++)
        check_links(seed);
}
END_TEST

static void check_put(uint64_t seed) {
    struct trial trial;
    uint64_t random;
    open_random(&trial, seed, &random);
    struct text text = {0};
    const cJSON *root = trial.env.input, *end = walk_down(&text, &random, root);
    bool grows = cJSON_IsObject(end);
    if (grows) treadle_text_add(&text, ".new.names");
    const struct path *path = trial_path(&trial, treadle_text_string(&text));
    const char *before = treadle_json_print(&trial.scratch, root);
    const cJSON *value = treadle_scratch_int(&trial.scratch, 77);
    const cJSON *written = treadle_path_put(path, &trial.scratch, root, value);
    ck_assert_msg(written != NULL, "seed %d", (int)seed);
    trial.env.input = written;
    support_same_json("77", treadle_path_find(path, &trial.env, NULL));
    ck_assert_str_eq(treadle_json_print(&trial.scratch, root), before);
    if (!grows) {
        const cJSON *back = treadle_path_put(path, &trial.scratch, written, end);
        ck_assert_str_eq(treadle_json_print(&trial.scratch, back), before);
    }
    treadle_text_clear(&text);
    trial_close(&trial);
}

START_TEST(what_was_put_is_found_and_nothing_else_changed) {
    for (uint64_t seed = 1; seed <= SEEDS; seed++)
        check_put(seed);
}
END_TEST

Suite *suite_property(void) {
    TCase *tests = tcase_create("property");
    tcase_add_test(tests, a_definite_path_lends_the_document_itself);
    tcase_add_test(tests, a_list_holds_links_into_the_document);
    tcase_add_test(tests, what_was_put_is_found_and_nothing_else_changed);
    return support_suite("property", tests);
}
