# An embedder's morning: installs the build to STAGE, then makes the programs as others would, with pkg-config and with
# find_package, with the shared libraries and with the static ones, and runs them.
#
#   cmake -DBUILD=… -DSTAGE=… -DLIBDIR=… -DROOT=… -DCC=… -DCFLAGS=… -DPKG_CONFIG=… -P embed.cmake
function(run out)
    execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE said ERROR_VARIABLE complained RESULT_VARIABLE result)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "${ARGN}\nended with ${result}: ${said}${complained}")
    endif()
    string(STRIP "${said}" said)
    set(${out} "${said}" PARENT_SCOPE)
endfunction()

set(sources ${ROOT}/examples/embed/greet.c ${ROOT}/tests/embed/world.c)
set(packages_greet treadle)
set(packages_world treadle-services)
set(says_greet [[{"hello":"Ada"}]])
set(says_world [[{"Items":[{"word":{"S":"loom"}}],"Count":1,"ScannedCount":1}]])

file(REMOVE_RECURSE ${STAGE})
run(said ${CMAKE_COMMAND} --install ${BUILD} --prefix ${STAGE})
set(ENV{PKG_CONFIG_PATH} ${STAGE}/${LIBDIR}/pkgconfig)
set(ENV{LD_LIBRARY_PATH} ${STAGE}/${LIBDIR})
separate_arguments(cflags UNIX_COMMAND "${CFLAGS}")

# A program must say its line.
function(check program form how)
    get_filename_component(name ${program} NAME)
    run(said ${program})
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
