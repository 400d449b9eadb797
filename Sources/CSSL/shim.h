#ifndef REPLYBOT_CSSL_SHIM_H
#define REPLYBOT_CSSL_SHIM_H

#include <openssl/asn1.h>
#include <openssl/bio.h>
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

/// Macro in OpenSSL: the memory that a memory BIO holds, borrowed.
static inline long cssl_bio_memory(BIO *bio, char **data) {
    return BIO_get_mem_data(bio, data);
}

/// Macro in OpenSSL 3: makes an RSA key of `bits` bits with the usual exponent.
static inline EVP_PKEY *cssl_generate_rsa(size_t bits) {
    return EVP_RSA_gen(bits);
}

/// Object macro in OpenSSL built from others: RFC 2253 order and escapes, but UTF-8 kept
/// as it is, which is what Java's X500Principal.getName() prints (PROTOCOL 2.5).
static inline unsigned long cssl_name_flags_rfc2253_utf8(void) {
    return XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;
}

#endif
