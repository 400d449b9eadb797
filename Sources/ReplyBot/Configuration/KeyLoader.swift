package import AlipayClient
internal import Foundation
internal import OperatorText
internal import RuleEngine

/// Loads the keys that the settings name; problems stay in the reader.
struct KeyLoader {
    private let alipay: BotConfiguration.Alipay
    private let now: Date

    init(_ alipay: BotConfiguration.Alipay, now: Date) {
        self.alipay = alipay
        self.now = now
    }

    /// The identity; nil when a problem was reported.
    func load(_ reader: inout ConfigurationReader) -> AlipayIdentity? {
        let signingKey = signingKey(&reader)
        let mode = mode(&reader, own: signingKey)
        let cipher = cipher(&reader)
        let form = handshakeForm(&reader, mode: mode)
        guard reader.problems.isEmpty, let signingKey, let mode else { return nil }
        let credentials = OpenAPICredentials(
            appID: alipay.appID,
            signingKey: signingKey,
            mode: mode,
            cipher: cipher,
            appAuthToken: reader.text(.appAuthToken)
        )
        do {
            return try AlipayIdentity(
                credentials: credentials,
                signType: alipay.signType,
                handshakeForm: form,
                encryptsEvents: alipay.encryptsEvents
            )
        } catch {
            reader.report(LocalizedText("OpenSSL 无法使用应用私钥：\(error)", "OpenSSL cannot use the private key: \(error)"))
            return nil
        }
    }

    /// The verifier of notifications, which needs no key of our own; nil when a problem was reported.
    func loadVerifier(_ reader: inout ConfigurationReader) -> NotificationVerifier? {
        guard let mode = mode(&reader, own: nil) else { return nil }
        return NotificationVerifier(keys: mode.alipayKeys, signType: alipay.signType)
    }

    private var minimumBits: Int { alipay.allowsWeakKey ? 1_024 : SigningKey.minimumBits }

    private func signingKey(_ reader: inout ConfigurationReader) -> SigningKey? {
        let meaning = LocalizedText("应用私钥", "the application's private key")
        let source = KeySource(text: .privateKey, file: .privateKeyFile, meaning: meaning)
        return source.read(&reader) { text throws(KeyError) in try SigningKey(text, minimumBits: minimumBits) }
    }

    private func mode(_ reader: inout ConfigurationReader, own: SigningKey?) -> OpenAPICredentials.Mode? {
        if reader.text(.appCertFile) != nil { return certificateMode(&reader, own: own) }
        for setting in [Setting.certFiles, .rootCertFile] where reader.text(setting) != nil {
            reader.report(
                setting,
                message: LocalizedText(
                    "\(setting.rawValue) 只用于证书模式，而 alipay.app_cert_file 没有设置",
                    "\(setting.rawValue) is for certificate mode, and alipay.app_cert_file is not set"
                ),
                help: LocalizedText(
                    "证书模式三项都要；公钥模式则删掉它",
                    "Certificate mode needs all three; remove it in public-key mode"
                ),
                code: "CF007"
            )
        }
        let source = KeySource(
            text: .publicKey,
            file: .publicKeyFile,
            meaning: LocalizedText("支付宝公钥", "Alipay's public key")
        )
        let key = source.read(&reader) { text throws(KeyError) in try VerifyingKey(text, minimumBits: minimumBits) }
        guard let key else { return nil }
        if let own, (try? own.publicKeyBase64()) == (try? key.base64()) {
            reader.report(
                reader.text(.publicKey) == nil ? .publicKeyFile : .publicKey,
                message: LocalizedText(
                    "alipay.public_key 填成了应用自己的公钥",
                    "alipay.public_key is the application's own public key"
                ),
                help: LocalizedText(
                    "请换成控制台“开发设置 → 接口加签方式”里显示的“支付宝公钥”",
                    "Copy “Alipay public key” (支付宝公钥) from the console instead"
                ),
                code: "CF007"
            )
            return nil
        }
        return .key(key)
    }

    private func certificateMode(_ reader: inout ConfigurationReader, own: SigningKey?) -> OpenAPICredentials.Mode? {
        for setting in [Setting.publicKey, .publicKeyFile] where reader.text(setting) != nil {
            let key = setting.rawValue
            reader.warn(
                setting,
                message: LocalizedText("证书模式下不用 \(key)：请删掉", "\(key) is not used in certificate mode: remove it")
            )
        }
        let files = CertificateFiles(&reader)
        guard let application = files.application, let root = files.root, files.alipay.count > 0 else {
            return nil
        }
        if let own, !isKey(of: application, own) {
            reader.report(
                .appCertFile,
                message: LocalizedText(
                    "alipay.app_cert_file 与应用私钥不是一对：证书要用同一把私钥的 CSR 申请",
                    "alipay.app_cert_file does not belong to the private key: the certificate was made for another one"
                ),
                code: "CF007"
            )
            return nil
        }
        if let own, files.alipay.contains(where: { isKey(of: $0, own) }) {
            reader.report(
                .certFiles,
                message: LocalizedText(
                    "alipay.cert_files 里是应用自己的证书：请换成 alipayCertPublicKey_RSA2.crt",
                    "alipay.cert_files names the application's own certificate: use alipayCertPublicKey_RSA2.crt instead"
                ),
                code: "CF007"
            )
            return nil
        }
        do {
            let identity = try CertificateIdentity(
                application: application,
                alipay: files.alipay,
                root: root,
                at: now,
                minimumBits: minimumBits
            )
            for term in identity.terms { term.warning(at: now).map { reader.warn($0) } }
            return .certificate(identity)
        } catch {
            reader.report(error.phrase)
            return nil
        }
    }

    private func isKey(of file: CertificateFile, _ own: SigningKey) -> Bool {
        guard let certified = try? file.leaf.verifyingKey(minimumBits: 0) else { return false }
        return (try? own.publicKeyBase64()) == (try? certified.base64())
    }

    private func cipher(_ reader: inout ConfigurationReader) -> ContentCipher? {
        guard let text = reader.text(.encryptKey) else { return nil }
        do {
            return try ContentCipher(base64: text)
        } catch {
            reader.report(
                .encryptKey,
                message: LocalizedText(
                    "alipay.encrypt_key:\(error.phrase.chinese)",
                    "alipay.encrypt_key: \(error.phrase.english)"
                )
            )
            return nil
        }
    }

    /// The form of handshake answers; in certificate mode they have no key, unless the setting asks for it (PROTOCOL 1.4).
    private func handshakeForm(
        _ reader: inout ConfigurationReader,
        mode: OpenAPICredentials.Mode?
    ) -> Acknowledgement.HandshakeForm {
        let usual: Acknowledgement.HandshakeForm
        if case .certificate = mode { usual = .successOnly } else { usual = .withPublicKey }
        return reader.choice(
            .handshake,
            among: ["with_public_key": .withPublicKey, "success_only": .successOnly],
            default: usual
        )
    }
}

/// The keys and certificates, loaded and checked against one another.
package struct AlipayIdentity: Sendable {
    /// For signing calls and checking answers.
    let credentials: OpenAPICredentials
    /// For checking notifications.
    let verifier: NotificationVerifier
    /// For decrypting events, where the platform encrypts them.
    let eventCipher: EventCipher?
    /// For answering notifications.
    let acknowledgement: Acknowledgement

    /// The validity of its certificates; empty in key mode.
    var terms: [CertificateTerm] {
        guard case .certificate(let identity) = credentials.mode else { return [] }
        return identity.terms
    }

    package init(
        credentials: OpenAPICredentials,
        signType: SignType,
        handshakeForm: Acknowledgement.HandshakeForm,
        encryptsEvents: Bool = false
    ) throws {
        self.credentials = credentials
        verifier = NotificationVerifier(keys: credentials.mode.alipayKeys, signType: signType)
        eventCipher =
            encryptsEvents
            ? credentials.mode.alipayKeys.first.map { EventCipher(own: credentials.signingKey, platform: $0) } : nil
        acknowledgement = try Acknowledgement(
            key: credentials.signingKey,
            signType: signType,
            handshakeForm: handshakeForm,
            cipher: eventCipher
        )
    }
}
