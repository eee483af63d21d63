// What execute-api answers: always an HTTP message, refusals too.
#ifndef TREADLE_SERVICES_APIGATEWAY_MESSAGE_H
#define TREADLE_SERVICES_APIGATEWAY_MESSAGE_H

#include "services/world.h"

// Gives {"StatusCode","Headers","Body"}. [error_type], for x-amzn-ErrorType; NULL: no error.
struct doc *treadle_apigateway_message(
    struct request *request, int status, const char *error_type, const char *body);
// A fault as such a message. gives
struct doc *treadle_apigateway_fault_message(struct request *request, const struct fault *fault);
// The judge's no, in API Gateway's words.
void treadle_apigateway_refuse(
    struct request *request, const struct use *use, enum verdict verdict, struct fault *fault);
// What a trace calls an API: its Name, or its id. Lends.
const char *treadle_apigateway_name(const struct resource *api);
// Ends [request] as an API whose integration does not work: 500.
void treadle_apigateway_fail(struct request *request);

#endif
