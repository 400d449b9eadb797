#ifndef REPLYBOT_WIRE_PEER_H
#define REPLYBOT_WIRE_PEER_H

#include <stddef.h>

/// The bare libraries on the work of one request, without anything of ours around them.
typedef struct wire_peer wire_peer;

/// Reads a private RSA key in DER and prepares everything that can be kept; NULL when that fails.
wire_peer *wire_peer_make(const unsigned char *der, size_t size);
void wire_peer_free(wire_peer *peer);

/// Each does its work `times` times and returns how often it succeeded.
///
/// `verify` and `sign`: SHA-256 and a kept EVP_PKEY_CTX, the fastest way of OpenSSL 3. `verify_anew`: a new
/// EVP_MD_CTX for each message, the usual way. `parse`: libxml2 makes a tree of a document in UTF-8 and frees it.
size_t wire_peer_verify(wire_peer *peer, const unsigned char *signature, size_t signature_size,
                        const unsigned char *message, size_t size, size_t times);
size_t wire_peer_verify_anew(wire_peer *peer, const unsigned char *signature, size_t signature_size,
                             const unsigned char *message, size_t size, size_t times);
size_t wire_peer_sign(wire_peer *peer, const unsigned char *message, size_t size, size_t times);
size_t wire_peer_parse(const char *document, size_t size, size_t times);

#endif
