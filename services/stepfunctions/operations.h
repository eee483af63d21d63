// The operations of Step Functions, and what they share.
#ifndef TREADLE_SERVICES_STEPFUNCTIONS_OPERATIONS_H
#define TREADLE_SERVICES_STEPFUNCTIONS_OPERATIONS_H

#include "services/request.h"
#include "services/stepfunctions/machine.h"

// AWS: no blanks, no control characters, none of " # $ % & * , / : ; < > ? [ \ ] ^ ` { | } ~
bool treadle_states_name_is(const char *name);

// Finds: the one use is what the input's member names, under that ARN.
bool treadle_states_find_machine(struct world *world, struct request *request, struct fault *fault);
bool treadle_states_find_execution(
    struct world *world, struct request *request, struct fault *fault);
bool treadle_states_find_executions(
    struct world *world, struct request *request, struct fault *fault);
bool treadle_states_find_machines(
    struct world *world, struct request *request, struct fault *fault);

void treadle_states_start(struct world *world, struct request *request);
void treadle_states_describe(struct world *world, struct request *request);
void treadle_states_history(struct world *world, struct request *request);
void treadle_states_list_executions(struct world *world, struct request *request);
void treadle_states_list_machines(struct world *world, struct request *request);

// Asks the engine; where it cannot be asked, [request] is refused.
void treadle_states_read(
    struct request *request, const struct treadle_query *query, treadle_rows_cb on_rows,
    void *data);
void treadle_states_refuse_unknown(struct request *request);  // There is no such execution.
// What lives in another region is not here. True: that has been said.
bool treadle_states_is_elsewhere(struct request *request);
// A moment as the wire has it: seconds since 1970, with a fraction.
void treadle_states_put_date(struct arena *arena, cJSON *object, const char *key, int64_t at_ms);
const char *treadle_states_status(const struct treadle_execution *execution);  // "RUNNING"

// A page of a list that grows at its end. A token counts from the beginning, where nothing moves:
// the items before the page, or of a list that is shown backwards those it has still to show.
struct page {
    uint32_t max;    // Of items.
    bool has_token;  // Else it is the first page.
    uint32_t token;
};
// False: the refusal has gone out, and [request] with it. [what] ties a token to what is listed.
bool treadle_states_page(struct request *request, const char *what, struct page *out);
void treadle_states_put_token(
    struct request *request, cJSON *output, const char *what, uint32_t token);

#endif
