// Graphs to look at.
#include "tests/graph/bed.h"

#include <string.h>

#include "base/random.h"
#include "tests/support/support.h"

const char bed_everything[] = TREADLE_JSON({
    "Comment" : "Orders & \"more\"",
    "StartAt" : "Look",
    "States" : {
        "Look" : {
            "Type" : "Task",
            "Resource" : "arn:aws:states:::lambda:invoke",
            "Parameters" : {"FunctionName" : "look"},
            "Retry" : [ {"ErrorEquals" : ["Busy"]} ],
            "Catch" : [
                {"ErrorEquals" : [ "Gone", "Lost" ], "Next" : "No <luck>"},
                {"ErrorEquals" : ["States.ALL"], "Next" : "Look"}
            ],
            "Next" : "Which"
        },
        "Which" : {
            "Type" : "Choice",
            "Choices" : [
                {"Variable" : "$.n", "NumericGreaterThan" : 10, "Next" : "All"},
                {"Variable" : "$.n", "NumericEquals" : 10, "Next" : "All"},
                {"Not" : {"Variable" : "$.n", "IsPresent" : true}, "Next" : "Pause"}
            ],
            "Default" : "Done"
        },
        "Pause" : {"Type" : "Wait", "Seconds" : 5, "Next" : "Look"},
        "All" : {
            "Type" : "Parallel",
            "Branches" : [
                {
                    "StartAt" : "Each",
                    "States" : {
                        "Each" : {
                            "Type" : "Map",
                            "ItemProcessor" : {
                                "StartAt" : "One",
                                "States" : {"One" : {"Type" : "Pass", "End" : true}}
                            },
                            "Next" : "After"
                        },
                        "After" : {"Type" : "Succeed"}
                    }
                },
                {"StartAt" : "Other", "States" : {"Other" : {"Type" : "Pass", "End" : true}}}
            ],
            "Next" : "Done"
        },
        "No <luck>" : {"Type" : "Fail"},
        "Done" : {"Type" : "Succeed"}
    }
});

struct graph *bed_graph_or_null(const char *definition, size_t size) {
    const struct treadle_source source = {.text = definition, .size = size};
    treadle_machine *machine = NULL;
    if (treadle_machine_read(&source, NULL, NULL, &machine, NULL) != 0) return NULL;
    struct graph *graph = treadle_graph_new(machine, "bed");
    treadle_machine_drop(machine);
    return graph;
}

struct graph *bed_graph(const char *definition) {
    struct graph *graph = bed_graph_or_null(definition, strlen(definition));
    ck_assert_ptr_nonnull(graph);
    return graph;
}

static void put_choice(struct text *out, uint32_t number, uint32_t states, uint64_t *random) {
    uint32_t rules = (uint32_t)treadle_random_below(random, 4);
    treadle_text_printf(out, "\"S%u\":{\"Type\":\"Choice\",\"Choices\":[", number);
    for (uint32_t i = 0; i <= rules; i++)
        treadle_text_printf(
            out, "%s{\"Variable\":\"$.x\",\"NumericEquals\":%u,\"Next\":\"S%u\"}",
            i == 0 ? "" : ",", i, (uint32_t)treadle_random_below(random, states));
    treadle_text_printf(out, "],\"Default\":\"S%u\"}", number + 1);
}

static void put_task(struct text *out, uint32_t number, uint32_t states, uint64_t *random) {
    treadle_text_printf(
        out,
        "\"S%u\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::example:do\",\"Parameters\":{}",
        number);
    if (treadle_random_below(random, 3) == 0)
        treadle_text_printf(
            out, ",\"Catch\":[{\"ErrorEquals\":[\"States.ALL\"],\"Next\":\"S%u\"}]",
            (uint32_t)treadle_random_below(random, states));
    treadle_text_printf(out, ",\"Next\":\"S%u\"}", number + 1);
}

static void put_parallel(struct text *out, uint32_t number, uint64_t *random) {
    uint32_t branches = 1 + (uint32_t)treadle_random_below(random, 3);
    treadle_text_printf(out, "\"S%u\":{\"Type\":\"Parallel\",\"Branches\":[", number);
    for (uint32_t i = 0; i < branches; i++)
        treadle_text_printf(
            out,
            "%s{\"StartAt\":\"P%u.%u\",\"States\":{\"P%u.%u\":{\"Type\":\"Pass\",\"Next\":"
            "\"Q%u.%u\"},\"Q%u.%u\":{\"Type\":\"Succeed\"}}}",
            i == 0 ? "" : ",", number, i, number, i, number, i, number, i);
    treadle_text_printf(out, "],\"Next\":\"S%u\"}", number + 1);
}

void bed_random(struct text *out, uint32_t states, uint64_t seed) {
    uint64_t random = seed * 7919 + 1;
    treadle_text_add(out, "{\"StartAt\":\"S0\",\"States\":{");
    for (uint32_t i = 0; i + 1 < states; i++) {
        switch (treadle_random_below(&random, 8)) {
            case 0:
            case 1: put_choice(out, i, states, &random); break;
            case 2: put_parallel(out, i, &random); break;
            default: put_task(out, i, states, &random); break;
        }
        treadle_text_add(out, ",");
    }
    treadle_text_printf(out, "\"S%u\":{\"Type\":\"Succeed\"}}}", states - 1);
}

struct text bed_drawn(const struct graph *graph, enum graph_format format, bool ascii) {
    struct text out = {0};
    ck_assert(treadle_graph_draw(graph, format, ascii, &out));
    return out;
}
