# The simulator with a planted bug must break one of the invariants FOUND_BY within 1,000 seeds.
execute_process(
    COMMAND ${PROGRAM} --seeds 1 1000 RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE told)
if(NOT told MATCHES "sim: (seed [0-9]+: '(${FOUND_BY})' is broken)")
    string(SUBSTRING "${said}${told}" 0 3000 words)
    message(FATAL_ERROR "the bug was not found by ${FOUND_BY}: ${result}\n${words}")
endif()
message("${CMAKE_MATCH_1}")
