# docs/embedding.md as a newcomer goes through it, from where treadle is installed: its programs are
# written, made and run, and each mistake it names is one that a test commits.
#
#   cmake -DBUILD=… -DWORK=… -DLIBDIR=… -DROOT=… -DCC=… -DCFLAGS=… -DTRANSCRIPT=… -P embedding.cmake
function(run)
    execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${WORK} RESULT_VARIABLE result)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "${ARGN}\nended with ${result}")
    endif()
endfunction()

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK}/bin)
file(CREATE_LINK ${ROOT} ${WORK}/treadle SYMBOLIC)
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/installed
    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
# The compiler that the library was made with, and with its sanitizers; and nothing may be warned of.
file(WRITE ${WORK}/bin/cc "#!/bin/sh\nexec ${CC} -Wall -Wextra -Werror ${CFLAGS} \"$@\"\n")
file(CHMOD ${WORK}/bin/cc PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
set(ENV{PATH} ${WORK}/bin:$ENV{PATH})
set(ENV{CC} ${WORK}/bin/cc)
set(ENV{PKG_CONFIG_PATH} ${WORK}/installed/${LIBDIR}/pkgconfig)
set(ENV{LD_LIBRARY_PATH} ${WORK}/installed/${LIBDIR})
set(ENV{CMAKE_PREFIX_PATH} ${WORK}/installed)
run(${TRANSCRIPT} --files treadle/docs/embedding.md)

file(GLOB tests ${ROOT}/tests/*/test_*.c)
set(committed)
foreach(test ${tests})
    file(READ ${test} text)
    string(APPEND committed "${text}")
endforeach()
file(STRINGS ${ROOT}/docs/embedding.md lines REGEX "`treadle: ")
list(LENGTH lines count)
foreach(line ${lines})
    string(REGEX REPLACE ".*`(treadle: [^`]*)`.*" "\\1" words "${line}")
    string(FIND "${committed}" "\"${words}\"" at)
    if(at EQUAL -1)
        message(FATAL_ERROR "no test commits the mistake that gives '${words}'")
    endif()
endforeach()
if(count LESS 9)
    message(FATAL_ERROR "docs/embedding.md names ${count} mistakes: is the table gone?")
endif()
