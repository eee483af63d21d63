// The life of a request: made, answered once, gone; and the answers kept for those who ask again.
#ifndef TREADLE_SERVICES_REQUEST_H
#define TREADLE_SERVICES_REQUEST_H

#include "services/world.h"

// Gives a request without a caller and a key. Copies all. It goes when it has been answered.
struct request *treadle_request_new(
    struct world *world, const char *service, const char *operation, const char *region,
    const cJSON *input);
void treadle_request_key(struct request *request, const char *key);  // Copied; seeds its generator.
// What chance grows from in [request], with that key, for [what]: unlike what any other grows from.
uint64_t treadle_request_seed(const struct request *request, const char *what);
void treadle_request_drop(struct request *request);  // One that was never sent.

// A handler's last word: exactly one of these. After it the request is gone.
void treadle_request_done(struct request *request, struct doc *output);     // takes [output]
void treadle_request_answer(struct request *request, const cJSON *output);  // borrows [output]
void treadle_request_fault(struct request *request, const struct fault *fault);

// Fills [fault] and gives false, so that a find can end in it. [code] lives as long as the request;
// the message is printed into its arena.
bool treadle_fault(
    struct request *request, struct fault *fault, int http_status, const char *code,
    const char *format, ...) __attribute__((format(printf, 5, 6)));
// A handler's refusal in one go: fault, and the request is gone.
void treadle_request_refuse(
    struct request *request, int http_status, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
// What x-amzn-RequestId says, the same for a request asked again. Lends.
const char *treadle_request_id(struct request *request);
// Texts live in the request's arena or longer.
struct use *treadle_use_add(
    struct request *request, const char *arn, const char *account, struct resource *resource);

// True: answered before, and so answered now; or under way, and [request] waits for it.
bool treadle_replay(struct world *world, struct request *request);
// World closing: forgets all answers, and drops what was never answered.
void treadle_requests_clear(struct world *world);

#endif
