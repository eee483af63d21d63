// Step Functions is one service among the others: its resources are machines, its executions live
// in the engine, reached through the door.
#include "services/stepfunctions/operations.h"

static const struct operation operations[] = {
    {"DescribeExecution", treadle_states_find_execution, treadle_states_describe, OPERATION_READS},
    {"GetExecutionHistory", treadle_states_find_execution, treadle_states_history, OPERATION_READS},
    {"ListExecutions", treadle_states_find_executions, treadle_states_list_executions,
     OPERATION_READS},
    {"ListStateMachines", treadle_states_find_machines, treadle_states_list_machines,
     OPERATION_READS},
    {"StartExecution", treadle_states_find_machine, treadle_states_start, 0},
    {0}};

extern const struct service treadle_service_stepfunctions;

const struct service treadle_service_stepfunctions = {
    .name = "states",
    .principal = "states.amazonaws.com",
    .shapes = treadle_shapes_states,
    .shapes_size = &treadle_shapes_states_size,
    .operations = operations,
    .types = treadle_states_types};
