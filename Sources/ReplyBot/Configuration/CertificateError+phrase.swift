internal import AlipayClient
internal import RuleEngine

extension CertificateError {
    /// What is wrong with the certificates and what to do, for the operator.
    var phrase: Phrase {
        switch self {
        case .rootWithoutRSA:
            Phrase(
                "alipay.root_cert_file 中没有 RSA 签名的证书:请重新下载 alipayRootCert.crt",
                "alipay.root_cert_file has no certificate signed with RSA: download alipayRootCert.crt again"
            )
        case .noAlipayCertificate:
            Phrase(
                "缺少支付宝公钥证书:alipay.cert_files 至少写一个文件",
                "Alipay's certificate is missing: name at least one file under alipay.cert_files"
            )
        case .expired(let serial):
            Phrase(
                "支付宝公钥证书 \(serial) 不在有效期内,也没有其他可用的:请在控制台重新下载",
                "Alipay's certificate \(serial) is not valid now, nor is another one: download it again in the console"
            )
        case .untrusted(let serial):
            Phrase(
                "支付宝公钥证书 \(serial) 不是由 alipay.root_cert_file 签发的:两个文件要来自同一个应用的下载",
                "Alipay's certificate \(serial) does not lead to alipay.root_cert_file: take both from one download"
            )
        case .unusableKey(let serial):
            Phrase(
                "证书 \(serial) 的公钥不是 2048 位以上的 RSA:重新申请;旧应用可设 alipay.allow_weak_key: true",
                "the key of certificate \(serial) is not RSA of 2048 bits or more: apply for a new one, or set "
                    + "alipay.allow_weak_key: true for an old application"
            )
        }
    }
}
