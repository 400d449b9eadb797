internal import AlipayClient
internal import RuleEngine

/// The files of certificate mode; what could not be read is missing, and a problem in the reader.
struct CertificateFiles {
    let application: CertificateFile?
    let alipay: [CertificateFile]
    let root: CertificateFile?

    init(_ reader: inout ConfigurationReader) {
        application = CertificateFiles.read(.appCertFile, &reader)
        root = CertificateFiles.read(.rootCertFile, &reader)
        var files: [CertificateFile] = []
        let paths = reader.paths(.certFiles)
        if paths.isEmpty { reader.reportMissing(.certFiles, CertificateError.noAlipayCertificate.phrase) }
        for path in paths {
            if let file = CertificateFiles.parse(path, .certFiles, &reader) { files.append(file) }
        }
        alipay = files
    }

    private static func read(_ setting: Setting, _ reader: inout ConfigurationReader) -> CertificateFile? {
        guard let path = reader.path(setting) else {
            reader.reportMissing(setting, LocalizedText("证书文件", "a certificate file"))
            return nil
        }
        return parse(path, setting, &reader)
    }

    private static func parse(
        _ path: String,
        _ setting: Setting,
        _ reader: inout ConfigurationReader
    ) -> CertificateFile? {
        guard let text = TextFile.read(path, setting, &reader) else { return nil }
        do {
            return try CertificateFile(text)
        } catch {
            let key = setting.rawValue
            reader.report(
                setting,
                LocalizedText("\(key)（\(path)）：\(error.phrase.chinese)", "\(key) (\(path)): \(error.phrase.english)")
            )
            return nil
        }
    }
}
