#ifndef REPLYBOT_CXML2_SHIM_H
#define REPLYBOT_CXML2_SHIM_H

#include <libxml/xmlversion.h>
// libxml2's ICU headers clash with the copy that Foundation carries; we use neither.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/tree.h>

#endif
