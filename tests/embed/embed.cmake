# An embedder's morning: installs the build to STAGE, then makes the programs as others would, with pkg-config and with
# find_package, with the shared libraries and with the static ones, and runs them.
#
#   cmake -DBUILD=… -DSTAGE=… -DLIBDIR=… -DROOT=… -DCC=… -DCFLAGS=… -DPKG_CONFIG=… -P embed.cmake
function(run out)
    execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${ROOT}/examples/embed
        OUTPUT_VARIABLE said ERROR_VARIABLE complained RESULT_VARIABLE result)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "${ARGN}\nended with ${result}: ${said}${complained}")
    endif()
    string(STRIP "${said}" said)
    set(${out} "${said}" PARENT_SCOPE)
endfunction()

set(sources ${ROOT}/examples/embed/greet.c ${ROOT}/examples/embed/test_order.c
    ${ROOT}/examples/embed/test_files.c
    ${ROOT}/tests/embed/world.c ${ROOT}/tests/embed/memory.c)
set(packages_greet treadle)
set(packages_test_order treadle check)
set(packages_test_files treadle-services check)
set(packages_world treadle-services)
set(packages_memory treadle-services)
set(says_greet [[{"hello":"Ada"}]])
set(says_test_order [[100%: Checks: 3, Failures: 0, Errors: 0]])
set(says_test_files [[100%: Checks: 2, Failures: 0, Errors: 0]])
set(says_world [[{"Items":[{"word":{"S":"loom"}}],"Count":1,"ScannedCount":1}]])

# An example that nobody reads to its end is none.
file(GLOB examples ${ROOT}/examples/embed/*.c)
foreach(example ${examples})
    file(READ ${example} text)
    string(REGEX MATCHALL "\n" lines "${text}")
    list(LENGTH lines count)
    if(NOT count LESS 60)
        message(FATAL_ERROR "${example} has ${count} lines, and may have 59")
    endif()
endforeach()

file(REMOVE_RECURSE ${STAGE})
run(said ${CMAKE_COMMAND} --install ${BUILD} --prefix ${STAGE})
set(ENV{PKG_CONFIG_PATH} ${STAGE}/${LIBDIR}/pkgconfig)
set(ENV{LD_LIBRARY_PATH} ${STAGE}/${LIBDIR})
separate_arguments(cflags UNIX_COMMAND "${CFLAGS}")

# Who uses treadle has what he has without it, and is told which component there is none of.
file(WRITE ${STAGE}/plain.c
    "#include <treadle/treadle.h>\n#include <math.h>\nint main(void) { return M_PI < 3; }\n")
run(flags ${PKG_CONFIG} --cflags treadle)
separate_arguments(flags UNIX_COMMAND "${flags}")
run(said ${CC} -std=gnu11 -fsyntax-only ${flags} ${STAGE}/plain.c)
execute_process(
    COMMAND ${CMAKE_COMMAND} -S ${ROOT}/tests/embed/project -B ${STAGE}/none -G Ninja -DFORM=world
        -DCMAKE_PREFIX_PATH=${STAGE} -DCMAKE_C_COMPILER=${CC}
    OUTPUT_QUIET ERROR_VARIABLE complained RESULT_VARIABLE result)
if(result EQUAL 0 OR NOT complained MATCHES "treadle has no component 'world'")
    message(FATAL_ERROR "a component that there is none of was told as: ${complained}")
endif()

# Want of memory is told, whichever library wants it. (A sanitizer wants more than this program has.)
function(check_memory program)
    foreach(of "" world)
        if(NOT CFLAGS)
            run(said ${program} ${of})
            if(NOT said STREQUAL told)
                message(FATAL_ERROR "the handler was not told that there is no memory")
            endif()
        endif()
    endforeach()
endfunction()

# A program must say its line.
function(check program form how)
    get_filename_component(name ${program} NAME)
    if(name STREQUAL memory)
        check_memory(${program})
        return()
    endif()
    run(said ${program})
    string(REGEX REPLACE ".*\n" "" said "${said}")  # The last line: Check says more.
    if(NOT said STREQUAL says_${name})
        message(FATAL_ERROR "${name}, ${form} by ${how}, said: ${said}\nnot: ${says_${name}}")
    endif()
    message("${name}, ${form} by ${how}: ${said}")
endfunction()

foreach(form shared static)
    set(options --cflags --libs)
    if(form STREQUAL static)
        list(APPEND options --static)
        file(GLOB shared ${STAGE}/${LIBDIR}/libtreadle*.so*)
        file(REMOVE ${shared})
        execute_process(COMMAND ${STAGE}/shared/greet RESULT_VARIABLE result ERROR_QUIET)
        if(result EQUAL 0)
            message(FATAL_ERROR "what was made with the shared library runs without it")
        endif()
    endif()
    foreach(source ${sources})
        get_filename_component(name ${source} NAME_WE)
        run(flags ${PKG_CONFIG} ${options} ${packages_${name}})
        separate_arguments(flags UNIX_COMMAND "${flags}")
        run(said ${CC} -std=c11 -Wall -Wextra -Wpedantic -Werror ${cflags} ${source}
            -o ${STAGE}/${name} ${flags})
        check(${STAGE}/${name} ${form} pkg-config)
    endforeach()
    run(said ${CMAKE_COMMAND} -S ${ROOT}/tests/embed/project -B ${STAGE}/${form} -G Ninja
        -DFORM=${form} -DEXAMPLES=${ROOT}/examples/embed -DTESTS=${ROOT}/tests/embed
        -DCMAKE_PREFIX_PATH=${STAGE} -DCMAKE_C_COMPILER=${CC} -DCMAKE_C_FLAGS=${CFLAGS})
    run(said ${CMAKE_COMMAND} --build ${STAGE}/${form})
    foreach(source ${sources})
        get_filename_component(name ${source} NAME_WE)
        check(${STAGE}/${form}/${name} ${form} find_package)
    endforeach()
endforeach()
