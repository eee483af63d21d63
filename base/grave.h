// The last things that were given back, kept as shells, so that who still uses one is caught.
//
// A thing at the door has a word for its life, looked at before anything else. When it ends, that
// word is all that is left of it: so a handle that is used after its end meets a claim that names
// the mistake, and not whatever the memory became. Of all threads, the last GRAVES are kept.
#ifndef TREADLE_BASE_GRAVE_H
#define TREADLE_BASE_GRAVE_H

enum { GRAVES = 512 };

// Takes [shell], which refers to nothing that would have to be freed: free() it is, GRAVES burials
// later.
void treadle_bury(void *shell);

#endif
