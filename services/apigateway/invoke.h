// execute-api's one operation.
#ifndef TREADLE_SERVICES_APIGATEWAY_INVOKE_H
#define TREADLE_SERVICES_APIGATEWAY_INVOKE_H

#include "services/world.h"

// Is the API of that id here?
bool treadle_apigateway_holds(const struct world *world, const struct request *request);
// Adds the deployed method as a use, under an ARN with the path as it was requested.
bool treadle_apigateway_find(struct world *world, struct request *request, struct fault *fault);
void treadle_apigateway_invoke(struct world *world, struct request *request);

#endif
