// execute-api: what calls an API of API Gateway. Its operations to build one are not here:
// templates do.
#include "services/apigateway/api.h"
#include "services/apigateway/invoke.h"
#include "services/apigateway/message.h"

// Asked again it runs again: what it asks onward has the same keys, and those answers are kept.
static const struct operation operations[] = {
    {"Invoke", treadle_apigateway_find, treadle_apigateway_invoke, OPERATION_READS}, {0}};

const struct service treadle_service_apigateway = {
    .name = "execute-api",
    .principal = "apigateway.amazonaws.com",
    .session_name = "BackplaneAssumeRoleSession",
    .operations = operations,
    .types = treadle_apigateway_types,
    .refuse = treadle_apigateway_refuse,
    .holds = treadle_apigateway_holds,
    .message = treadle_apigateway_fault_message};
