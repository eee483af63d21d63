// Reading and writing JSON beside cJSON's own, over the same text.
#include <stdio.h>
#include <stdlib.h>

#include <cjson/cJSON.h>

#include "base/json/read.h"
#include "base/json/write.h"
#include "base/memory.h"
#include "tests/bench/bench.h"

// Texts are small or large; each figure comes from about this many bytes, several times over.
enum { BYTES_A_ROUND = 4 << 20, ROUNDS = 9, ROUNDS_BRIEF = 2 };

struct subject {
    struct text text;
    struct pool pool;
    struct doc *doc;
    cJSON *tree;
    struct text out;
    unsigned repeats;  // In a round.
};

static void read_ours(void *data) {
    struct subject *subject = data;
    for (unsigned i = 0; i < subject->repeats; i++)
        treadle_doc_drop(
            treadle_doc_read(&subject->pool, subject->text.bytes, subject->text.count, NULL));
}

static void read_cjson(void *data) {
    struct subject *subject = data;
    for (unsigned i = 0; i < subject->repeats; i++)
        cJSON_Delete(cJSON_ParseWithLength(subject->text.bytes, subject->text.count));
}

static void write_ours(void *data) {
    struct subject *subject = data;
    for (unsigned i = 0; i < subject->repeats; i++) {
        subject->out.count = 0;
        treadle_json_write(&subject->out, treadle_doc_root(subject->doc));
    }
}

static void write_cjson(void *data) {
    struct subject *subject = data;
    for (unsigned i = 0; i < subject->repeats; i++)
        cJSON_free(cJSON_PrintUnformatted(subject->tree));
}

static void measure(const char *name, struct subject *subject, unsigned rounds) {
    subject->repeats = 1 + (unsigned)(BYTES_A_ROUND / subject->text.count);
    write_ours(subject);
    double megabytes = (double)subject->text.count * subject->repeats / 1e6,
           written = (double)subject->out.count * subject->repeats / 1e6;
    double times[] = {
        bench_least_ms(rounds, read_ours, subject), bench_least_ms(rounds, read_cjson, subject),
        bench_least_ms(rounds, write_ours, subject), bench_least_ms(rounds, write_cjson, subject)};
    printf(
        "json %-12s %7zu B  read %5.0f MB/s, cJSON %4.0f (%.1f times)  write %5.0f MB/s, cJSON "
        "%4.0f (%.1f times)\n",
        name, subject->text.count, megabytes / times[0] * 1e3, megabytes / times[1] * 1e3,
        times[1] / times[0], written / times[2] * 1e3, written / times[3] * 1e3,
        times[3] / times[2]);
}

bool bench_json(const struct bench_options *options) {
    static const char *const names[] = {"small.json", "large.json"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct subject subject = {0};
        struct text path = {0};
        treadle_text_printf(&path, "jsonpath/docs/%s", names[i]);
        bool found = options->data != NULL && bench_read(options->data, path.bytes, &subject.text);
        treadle_text_clear(&path);
        if (!found) {
            printf("SKIPPED json %s: no such file below --data\n", names[i]);
            continue;
        }
        subject.doc = treadle_doc_read(NULL, subject.text.bytes, subject.text.count, NULL);
        subject.tree = cJSON_ParseWithLength(subject.text.bytes, subject.text.count);
        ASSERT(subject.doc != NULL && subject.tree != NULL);
        measure(names[i], &subject, options->brief ? ROUNDS_BRIEF : ROUNDS);
        treadle_doc_drop(subject.doc);
        cJSON_Delete(subject.tree);
        treadle_text_clear(&subject.out);
        treadle_text_clear(&subject.text);
        treadle_pool_clear(&subject.pool);
    }
    return true;
}
