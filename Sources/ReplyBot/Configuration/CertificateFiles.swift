internal import AlipayClient
internal import RuleEngine

/// The files of certificate mode; what could not be read is missing, and a problem in the reader.
struct CertificateFiles {
    let application: CertificateFile?
    let alipay: [CertificateFile]
    let root: CertificateFile?

    init(_ reader: inout ConfigurationReader) {
        application = CertificateFiles.read("alipay.app_cert_file", &reader)
        root = CertificateFiles.read("alipay.root_cert_file", &reader)
        var files: [CertificateFile] = []
        for path in reader.texts("alipay.cert_files") {
            if let file = CertificateFiles.parse(path, key: "alipay.cert_files", &reader) { files.append(file) }
        }
        alipay = files
    }

    private static func read(_ key: String, _ reader: inout ConfigurationReader) -> CertificateFile? {
        let path = reader.required(key, Phrase("证书文件", "a certificate file"))
        return path.isEmpty ? nil : parse(path, key: key, &reader)
    }

    private static func parse(_ path: String, key: String, _ reader: inout ConfigurationReader) -> CertificateFile? {
        guard let text = TextFile.read(path, key: key, &reader) else { return nil }
        do {
            return try CertificateFile(text)
        } catch {
            reader.report(
                Phrase("\(key)(\(path)):\(error.phrase.chinese)", "\(key) (\(path)): \(error.phrase.english)")
            )
            return nil
        }
    }
}
