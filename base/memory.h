// Memory that is there or the process is not: running out does not return here.
//
// Every input is bounded before memory is asked for, so running out is no answer that data could
// provoke: treadle_memory_out (treadle/status.h) calls the handler an embedder may have set, then
// aborts.
#ifndef TREADLE_BASE_MEMORY_H
#define TREADLE_BASE_MEMORY_H

#include <stddef.h>
#include <stdint.h>

#include "treadle/status.h"

void *treadle_alloc(size_t size);         // gives: free(). Not zeroed, never NULL.
void *treadle_alloc_zeroed(size_t size);  // gives: free(). Never NULL.
void *treadle_resize(void *memory, size_t size);
char *treadle_text_copy(const char *text);                    // gives: free(). [text] is not NULL.
char *treadle_text_copy_size(const char *text, size_t size);  // gives: free(); ends with NUL.

// Makes room for one more of [item_size] bytes in a list that holds [count] of [*size], gives the
// list.
void *treadle_grow(void *list, uint32_t count, uint32_t *size, size_t item_size);

// The new last item of a list that holds [count] and has room for [size]: ADD(list, count, size) =
// item.
#define ADD(list, count, size)                                                                     \
    (*((list) = treadle_grow((list), (count), &(size), sizeof(*(list))), &(list)[(count)++]))

#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))

#endif
