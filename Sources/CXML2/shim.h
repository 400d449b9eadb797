#ifndef REPLYBOT_CXML2_SHIM_H
#define REPLYBOT_CXML2_SHIM_H

#include <libxml/xmlversion.h>
// libxml2's ICU headers clash with the copy that Foundation carries; we use neither.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>

/// `xmlFree` is a mutable global, which Swift 6 refuses to read.
static inline void cxml2_free(void *pointer) {
    xmlFree(pointer);
}

/// Takes errors from libxml2 without printing them: the default handler writes to stderr,
/// where the text of a message would leak.
static inline void cxml2_ignore_error(void *context, const xmlError *error) {
    (void)context;
    (void)error;
}

/// The signature of structured handlers differs between libxml2 versions (`const` or not).
static inline void cxml2_silence_thread_errors(void) {
    xmlSetStructuredErrorFunc(NULL, (xmlStructuredErrorFunc)cxml2_ignore_error);
}

#endif
