# cmake -DINPUT=file -DOUTPUT=file.c -DNAME=symbol -DHEADER=path -P embed.cmake
# Makes a C array of a file's bytes, and NAME_size of their number. HEADER declares both.
file(READ "${INPUT}" bytes HEX)
string(LENGTH "${bytes}" size)
math(EXPR size "${size} / 2")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "((0x[0-9a-f][0-9a-f],){20})" "\\1\n" bytes "${bytes}")
file(WRITE "${OUTPUT}" "#include \"${HEADER}\"\n\nconst char ${NAME}[] = {\n${bytes}};\nconst unsigned ${NAME}_size = ${size};\n")
