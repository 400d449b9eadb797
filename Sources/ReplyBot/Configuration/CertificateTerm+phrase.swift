internal import AlipayClient
internal import Foundation
internal import RuleEngine

extension CertificateTerm {
    /// Days before its end in which a certificate is warned of.
    static let warningDays = 30

    /// What the operator should know of a certificate that ends soon, or does not hold now; nil for any other.
    func warning(at date: Date) -> Phrase? {
        let name = "\(serial)"
        let (from, until) = (CertificateTerm.day(validity.lowerBound), CertificateTerm.day(validity.upperBound))
        if ends(within: CertificateTerm.warningDays, of: date) {
            return Phrase(
                "\(roleName.chinese) \(name) 将在 \(until) 到期:\(advice.chinese)",
                "\(roleName.english) \(name) ends on \(until): \(advice.english)"
            )
        }
        guard !validity.contains(date) else { return nil }
        let left = role == .alipay ? Phrase(",没有使用", ", and is left out") : Phrase("", "")
        return Phrase(
            "\(roleName.chinese) \(name) 不在有效期内(\(from) 至 \(until))\(left.chinese):\(advice.chinese)",
            "\(roleName.english) \(name) does not hold now (\(from) to \(until))\(left.english): \(advice.english)"
        )
    }

    private var roleName: Phrase {
        switch role {
        case .application: Phrase("应用公钥证书", "the application's certificate")
        case .alipay: Phrase("支付宝公钥证书", "Alipay's certificate")
        case .intermediate: Phrase("中间证书", "the intermediate certificate")
        case .root: Phrase("支付宝根证书", "the root certificate")
        }
    }

    private var advice: Phrase {
        switch role {
        case .application:
            Phrase(
                "在控制台申请新证书,更换 alipay.app_cert_file 后发送 SIGHUP",
                "apply for a new one in the console, change alipay.app_cert_file and send SIGHUP"
            )
        case .alipay, .intermediate:
            Phrase(
                "在控制台下载新证书,更换 alipay.cert_files 后发送 SIGHUP",
                "download the new one in the console, change alipay.cert_files and send SIGHUP"
            )
        case .root:
            Phrase(
                "在控制台下载新的 alipayRootCert.crt,更换 alipay.root_cert_file 后发送 SIGHUP",
                "download alipayRootCert.crt again, change alipay.root_cert_file and send SIGHUP"
            )
        }
    }

    /// The day in UTC, as `2026-02-10`.
    private static func day(_ date: Date) -> String {
        date.formatted(.iso8601.year().month().day())
    }
}
