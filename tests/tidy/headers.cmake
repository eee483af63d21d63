# Compiles every header alone: the public ones as strict C11 and as C++, all others as C11.
#
#   cmake -DROOT=… -DCC=… -DCXX=… [-DINCLUDES=…] [-DONLY=name] -P headers.cmake
#
# ONLY: just tests/tidy/broken/<name>.h, as if it were public.
set(flags -fsyntax-only -Wall -Wextra -Wpedantic -Werror -D_POSIX_C_SOURCE=200809L -I${ROOT} -I${ROOT}/include)
foreach(folder ${INCLUDES})
    list(APPEND flags -isystem ${folder})
endforeach()
set(bad)

# One run of the compiler for all of them: each file is a translation unit of its own.
function(compile what compiler language standard)
    if(NOT ARGN)
        return()
    endif()
    execute_process(COMMAND ${compiler} ${flags} -std=${standard} -x ${language} ${ARGN}
        OUTPUT_VARIABLE said ERROR_VARIABLE said RESULT_VARIABLE result)
    if(NOT result EQUAL 0)
        message("${said}")
        message(FATAL_ERROR "not ${what}")
    endif()
endfunction()

if(ONLY)
    set(public ${ROOT}/tests/tidy/broken/${ONLY}.h)
    set(inside)
else()
    file(GLOB public ${ROOT}/include/treadle/*.h)
    file(GLOB_RECURSE inside
        ${ROOT}/aws/*.h ${ROOT}/base/*.h ${ROOT}/cli/*.h ${ROOT}/conformance/*.h ${ROOT}/engine/*.h
        ${ROOT}/integrations/*.h ${ROOT}/jsonpath/*.h ${ROOT}/services/*.h ${ROOT}/tests/*.h)
    list(FILTER inside EXCLUDE REGEX "/tests/tidy/broken/")
    if(NOT public OR NOT inside)
        message(SEND_ERROR "no headers under ${ROOT}")
    endif()
endif()
compile(C11 ${CC} c c11 ${public} ${inside})
compile(C++ ${CXX} c++ c++11 ${public})
