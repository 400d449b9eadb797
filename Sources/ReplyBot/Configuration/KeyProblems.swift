internal import AlipayClient
internal import Foundation
internal import OperatorText
internal import RuleEngine

extension KeyError {
    /// The problem with a key and its remedy, for the operator.
    var phrase: LocalizedText {
        switch self {
        case .empty:
            LocalizedText("密钥是空的", "the key is empty")
        case .notBase64:
            LocalizedText(
                "不是完整的 PEM 或 base64：请整段复制，不要漏掉结尾",
                "it is neither PEM nor base64 as a whole: copy all of it, the end included"
            )
        case .notAKey:
            LocalizedText("是 base64，但内容不是密钥或证书", "it is base64, but neither a key nor a certificate")
        case .encrypted:
            LocalizedText(
                "私钥带口令；先去掉口令：openssl pkey -in 原文件 -out 新文件，再 chmod 600 新文件",
                "the key is encrypted with a passphrase; remove it: openssl pkey -in OLD -out NEW, then chmod 600 NEW"
            )
        case .publicInsteadOfPrivate:
            LocalizedText(
                "这里需要应用私钥，给的却是公钥；私钥在生成密钥的那台机器上",
                "the application's private key is needed here, and this is a public key"
            )
        case .privateInsteadOfPublic:
            LocalizedText(
                "这里需要支付宝公钥，给的却是私钥；请换成控制台里的“支付宝公钥”，并更换这把已外露的私钥",
                "Alipay's public key is needed here, and this is a private key; replace that key wherever it was shown"
            )
        case .notACertificate:
            LocalizedText("这里需要证书（.crt），给的却是裸密钥", "a certificate (.crt) is needed here, and this is a bare key")
        case .notRSA:
            LocalizedText("不是 RSA 密钥；支付宝只用 RSA2", "it is not an RSA key, and the platform uses RSA2 only")
        case .weak(let bits):
            LocalizedText(
                "只有 \(bits) 位；请生成 2048 位的密钥，旧应用可设 alipay.allow_weak_key: true",
                "it has \(bits) bits; make one of 2048, or set alipay.allow_weak_key: true for an old application"
            )
        case .wrongLength(let bytes):
            LocalizedText(
                "AES 密钥应为 16、24 或 32 字节，现在是 \(bytes) 字节",
                "an AES key has 16, 24 or 32 bytes, and this one has \(bytes)"
            )
        }
    }
}

extension CertificateError {
    /// The problem with the certificates and its remedy, for the operator.
    var phrase: LocalizedText {
        switch self {
        case .rootWithoutRSA:
            LocalizedText(
                "alipay.root_cert_file 中没有 RSA 签名的证书：请重新下载 alipayRootCert.crt",
                "alipay.root_cert_file has no certificate signed with RSA: download alipayRootCert.crt again"
            )
        case .noAlipayCertificate:
            LocalizedText(
                "缺少支付宝公钥证书：alipay.cert_files 至少写一个文件",
                "Alipay's certificate is missing: name at least one file under alipay.cert_files"
            )
        case .expired(let serial):
            LocalizedText(
                "支付宝公钥证书 \(serial) 不在有效期内，也没有其他可用的：请在控制台重新下载",
                "Alipay's certificate \(serial) is not valid now, nor is another one: download it again in the console"
            )
        case .untrusted(let serial):
            LocalizedText(
                "支付宝公钥证书 \(serial) 不是由 alipay.root_cert_file 签发的：两个文件要来自同一个应用的下载",
                "Alipay's certificate \(serial) does not lead to alipay.root_cert_file: take both from one download"
            )
        case .unusableKey(let serial):
            LocalizedText(
                "证书 \(serial) 的公钥不是 2048 位以上的 RSA：重新申请；旧应用可设 alipay.allow_weak_key: true",
                "the key of certificate \(serial) is not RSA of 2048 bits or more: apply for a new one, or set "
                    + "alipay.allow_weak_key: true for an old application"
            )
        }
    }
}

extension CertificateTerm {
    /// Days before the end of a certificate in which it gets a warning.
    static let warningDays = 30

    /// A warning of a certificate that expires soon or is not valid now; nil for any other.
    func warning(at date: Date) -> LocalizedText? {
        let name = "\(serial)"
        let (from, until) = (CertificateTerm.day(validity.lowerBound), CertificateTerm.day(validity.upperBound))
        if ends(within: CertificateTerm.warningDays, of: date) {
            return LocalizedText(
                "\(roleName.chinese) \(name) 将在 \(until) 到期：\(advice.chinese)",
                "\(roleName.english) \(name) ends on \(until): \(advice.english)"
            )
        }
        guard !validity.contains(date) else { return nil }
        let left = role == .alipay ? LocalizedText("，没有使用", ", and is left out") : LocalizedText("", "")
        return LocalizedText(
            "\(roleName.chinese) \(name) 不在有效期内（\(from) 至 \(until)）\(left.chinese)：\(advice.chinese)",
            "\(roleName.english) \(name) does not hold now (\(from) to \(until))\(left.english): \(advice.english)"
        )
    }

    private var roleName: LocalizedText {
        switch role {
        case .application: LocalizedText("应用公钥证书", "the application's certificate")
        case .alipay: LocalizedText("支付宝公钥证书", "Alipay's certificate")
        case .intermediate: LocalizedText("中间证书", "the intermediate certificate")
        case .root: LocalizedText("支付宝根证书", "the root certificate")
        }
    }

    private var advice: LocalizedText {
        switch role {
        case .application:
            LocalizedText(
                "在控制台申请新证书，更换 alipay.app_cert_file 后发送 SIGHUP",
                "apply for a new one in the console, change alipay.app_cert_file and send SIGHUP"
            )
        case .alipay, .intermediate:
            LocalizedText(
                "在控制台下载新证书，更换 alipay.cert_files 后发送 SIGHUP",
                "download the new one in the console, change alipay.cert_files and send SIGHUP"
            )
        case .root:
            LocalizedText(
                "在控制台下载新的 alipayRootCert.crt，更换 alipay.root_cert_file 后发送 SIGHUP",
                "download alipayRootCert.crt again, change alipay.root_cert_file and send SIGHUP"
            )
        }
    }

    /// The day in UTC, as `2026-02-10`.
    private static func day(_ date: Date) -> String {
        date.formatted(.iso8601.year().month().day())
    }
}
