// What the files that read definitions share. (For the files of this room alone.)
#ifndef TREADLE_ENGINE_MODEL_PARSE_H
#define TREADLE_ENGINE_MODEL_PARSE_H

#include "base/map.h"
#include "base/nearest.h"
#include "engine/model/problems.h"

// Where a field may stand: the objects of the language. A state's place is its kind.
enum place_kind {
    PLACE_MACHINE = 1 << 0,
    PLACE_BRANCH = 1 << 1,
    PLACE_RETRIER = 1 << 2,
    PLACE_CATCHER = 1 << 3,
    PLACE_RULE = 1 << 4,       // An element of Choices.
    PLACE_PART = 1 << 5,       // What And, Or and Not hold.
    PLACE_PROCESSOR = 1 << 6,  // Of a Map: its ItemProcessor or Iterator,
    PLACE_PROCESSOR_CONFIG = 1 << 7,
    PLACE_READER = 1 << 8,  // its ItemReader,
    PLACE_READER_CONFIG = 1 << 9,
    PLACE_BATCHER = 1 << 10,  // its ItemBatcher,
    PLACE_WRITER = 1 << 11,   // its ResultWriter.
    PLACE_WRITER_CONFIG = 1 << 12,
    PLACE_KINDS = 13  // The bit of the first kind of state.
};

enum { PLACES_MAX = 32 };

struct place_facts {
    bool known;       // They have been looked up.
    unsigned groups;  // Those that fields there are in, by bit.
    const char *required[4];
    uint32_t required_count;
};

struct parser {
    struct machine *machine;
    struct problems problems;
    struct map names;      // Every state's name in the machine → the first struct state of it.
    struct map labels;     // Every Label in the machine → its node.
    struct map variables;  // Every variable's name → struct variable_note.
    struct assignment *assignments;
    uint32_t assignment_count, assignment_size;
    struct flow *flow;        // The one being read.
    struct state *state;      // The one whose fields are being read; NULL: none.
    struct retrier *retrier;  // Likewise.
    struct catcher *catcher;
    struct rule *rule;
    const cJSON *comparison;  // Of that rule, or what was meant as one; NULL: none so far.
    struct place_facts facts[PLACES_MAX];  // By place, once looked up.
    bool twins;                            // Some name of a state came again, which is refused.
    bool broken;        // Some state of the flow cannot be followed: say nothing about its graph.
    uint32_t depth;     // Of flows, then of rules.
    uint32_t compared;  // Names looked at for suggestions, which a definition full of mistakes must
                        // not multiply.
};

// Reads a flow, of the machine, a branch or an item, with all its states; [owner] is the Parallel
// or Map that is being read, or NULL, and is being read again afterwards.
void treadle_parse_flow(
    struct parser *parser, struct flow *flow, const cJSON *raw, struct state *owner);
// Reads the members of [object], which must be one, each by its row of fields.def, and says what is
// missing, too much or not supported there. [name]: how messages call the object, "a Choice".
void treadle_parse_object(
    struct parser *parser, enum place_kind place, const cJSON *object, const char *name);
// Reads [field], a comparison of a Choice's rule; false: there is no such comparison.
bool treadle_parse_test(struct parser *parser, const cJSON *field);
void treadle_offer_tests(struct nearest *nearest);  // The names of all comparisons.
// Says which states cannot be reached and where there is no end.
// Where [object] lacks [field] but has a member of nearly that name, the help says so.
void treadle_help_missing(
    struct parser *parser, struct problem *problem, const cJSON *object, const char *field);
void treadle_parse_graph(struct parser *parser, const struct flow *flow, const cJSON *states);

// Values of fields. False, and a problem, where [field] is no such thing.
bool treadle_parse_string(struct parser *parser, const cJSON *field, const char **out);
bool treadle_parse_integer(
    struct parser *parser, const cJSON *field, int64_t min, int64_t max, int64_t *out);
bool treadle_parse_number(struct parser *parser, const cJSON *field);
bool treadle_parse_bool(struct parser *parser, const cJSON *field, bool *out);
bool treadle_parse_array(
    struct parser *parser, const cJSON *field, bool may_be_empty, uint32_t *count_out);
bool treadle_parse_is_object(struct parser *parser, const cJSON *field);
// [words] are the allowed ones up to NULL; [*out] is the index of the one that stands there.
bool treadle_parse_word(
    struct parser *parser, const cJSON *field, const char *const *words, int *out);
// Compiles [field] and notes what the state reads: the context object, variables.
bool treadle_parse_expr(
    struct parser *parser, enum expr_form form, const cJSON *field, const struct expr **out);
// A payload template; warns of texts in it that look like paths.
bool treadle_parse_template(struct parser *parser, const cJSON *field, const struct expr **out);
// A reference path into the input, or `null`.
bool treadle_parse_result_path(
    struct parser *parser, const cJSON *field, const struct path **out, bool *null_out);
// The state that [field] names, in the flow being read.
bool treadle_parse_target(struct parser *parser, const cJSON *field, const struct state **out);
// Says "treadle does not [what] yet" about [field], and lends what was said.
struct problem *treadle_parse_later(struct parser *parser, const cJSON *field, const char *what);

// Notes that the state that is being read reads the variables of [expr].
void treadle_parse_variables(struct parser *parser, const struct expr *expr);
// Says which variables are assigned inside of where they are assigned.
void treadle_parse_scopes(struct parser *parser);

// Notes that [field] makes the Map that is being read a distributed one.
void treadle_parse_distributed(struct parser *parser, const cJSON *field);

// Zeroed memory that lives as long as the machine.
void *treadle_parse_new(struct parser *parser, size_t size);

// The readers of fields.def: each reads [field] into what the parser is reading, or says what is
// wrong. NOLINTBEGIN(readability-redundant-declaration): some fields share a reader.
#define FIELD(name, where, must, language, group, reader)                                          \
    void treadle_read_##reader(struct parser *parser, const cJSON *field);
#include "engine/model/fields.def"
#undef FIELD
// NOLINTEND(readability-redundant-declaration)

#endif
