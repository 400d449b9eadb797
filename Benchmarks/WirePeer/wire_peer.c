#include "wire_peer.h"

#include <libxml/parser.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <stdlib.h>

struct wire_peer {
    EVP_PKEY *key;
    EVP_PKEY_CTX *signing;
    EVP_PKEY_CTX *verifying;
};

static int prepare(EVP_PKEY_CTX *context, int begun) {
    return begun == 1 && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1 &&
           EVP_PKEY_CTX_set_signature_md(context, EVP_sha256()) == 1;
}

wire_peer *wire_peer_make(const unsigned char *der, size_t size) {
    wire_peer *peer = calloc(1, sizeof *peer);
    if (!peer) return NULL;
    peer->key = d2i_AutoPrivateKey(NULL, &der, (long)size);
    if (peer->key) {
        peer->signing = EVP_PKEY_CTX_new(peer->key, NULL);
        peer->verifying = EVP_PKEY_CTX_new(peer->key, NULL);
    }
    if (peer->signing && prepare(peer->signing, EVP_PKEY_sign_init(peer->signing)) && peer->verifying &&
        prepare(peer->verifying, EVP_PKEY_verify_init(peer->verifying)))
        return peer;
    wire_peer_free(peer);
    return NULL;
}

void wire_peer_free(wire_peer *peer) {
    EVP_PKEY_CTX_free(peer->signing);
    EVP_PKEY_CTX_free(peer->verifying);
    EVP_PKEY_free(peer->key);
    free(peer);
}

size_t wire_peer_verify(wire_peer *peer, const unsigned char *signature, size_t signature_size,
                        const unsigned char *message, size_t size, size_t times) {
    size_t good = 0;
    unsigned char hash[SHA256_DIGEST_LENGTH];
    for (size_t i = 0; i < times; i++) {
        SHA256(message, size, hash);
        good += EVP_PKEY_verify(peer->verifying, signature, signature_size, hash, sizeof hash) == 1;
    }
    return good;
}

size_t wire_peer_verify_anew(wire_peer *peer, const unsigned char *signature, size_t signature_size,
                             const unsigned char *message, size_t size, size_t times) {
    size_t good = 0;
    for (size_t i = 0; i < times; i++) {
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        good += context && EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, peer->key) == 1 &&
                EVP_DigestVerify(context, signature, signature_size, message, size) == 1;
        EVP_MD_CTX_free(context);
    }
    return good;
}

size_t wire_peer_sign(wire_peer *peer, const unsigned char *message, size_t size, size_t times) {
    size_t good = 0;
    unsigned char hash[SHA256_DIGEST_LENGTH], signature[1024];
    for (size_t i = 0; i < times; i++) {
        size_t written = sizeof signature;
        SHA256(message, size, hash);
        good += EVP_PKEY_sign(peer->signing, signature, &written, hash, sizeof hash) == 1;
    }
    return good;
}

size_t wire_peer_parse(const char *document, size_t size, size_t times) {
    size_t good = 0;
    for (size_t i = 0; i < times; i++) {
        xmlDocPtr tree = xmlReadMemory(document, (int)size, NULL, "UTF-8", XML_PARSE_NONET);
        good += tree != NULL;
        xmlFreeDoc(tree);
    }
    return good;
}
