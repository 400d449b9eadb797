#ifndef REPLYBOT_CSSL_SHIM_H
#define REPLYBOT_CSSL_SHIM_H

#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

/// Macro in OpenSSL: frees a buffer that OpenSSL allocated.
static inline void cssl_free(void *pointer) {
    OPENSSL_free(pointer);
}

/// Macro in OpenSSL 3: makes an RSA key of `bits` bits with the usual exponent.
static inline EVP_PKEY *cssl_generate_rsa(size_t bits) {
    return EVP_RSA_gen(bits);
}

#endif
