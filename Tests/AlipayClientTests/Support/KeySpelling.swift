import Foundation
import Testing

/// The ways in which operators paste one key.
enum KeySpelling: String, CaseIterable {
    case pem
    case windowsPEM
    case macPEM
    case lines76
    case oneLine
    case noLines
    case remarks
    case remarksInside
    case headers
    case literalLineEnds
    case noLastLineEnd
    case indented
    case byteOrderMark
    case bareBase64
    case bareLines
    case bareRemarks

    func write(_ der: [UInt8], label: String) -> String {
        let data = Data(der)
        let lines64 = data.base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        let lines76 = data.base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed])
        let begin = "-----BEGIN \(label)-----"
        let end = "-----END \(label)-----"
        let pem = "\(begin)\n\(lines64)\n\(end)\n"
        switch self {
        case .pem: return pem
        case .windowsPEM: return pem.replacingOccurrences(of: "\n", with: "\r\n")
        case .macPEM: return pem.replacingOccurrences(of: "\n", with: "\r")
        case .lines76: return "\(begin)\n\(lines76)\n\(end)"
        case .oneLine: return "\(begin)\n\(data.base64EncodedString())\n\(end)\n"
        case .noLines: return "\(begin)\(data.base64EncodedString())\(end)"
        case .remarks: return "# 应用私钥\nKey Attributes: <none>\n\(pem)\nAAAA trailing remark ---\n"
        case .remarksInside:
            return "\(begin)\n# 应用私钥, 2026\r\n\(lines76)\n// made by hand\n; \n应用\n\(end)\n"
        case .headers: return "\(begin)\nComment: key of the shop\nX-Made-On: 2026\n\n\(lines64)\n\(end)\n"
        case .literalLineEnds: return pem.replacingOccurrences(of: "\n", with: "\\n")
        case .noLastLineEnd: return String(pem.dropLast())
        case .indented: return "  " + pem.replacingOccurrences(of: "\n", with: "\n\t  ")
        case .byteOrderMark: return "\u{FEFF}" + pem
        case .bareBase64: return data.base64EncodedString()
        case .bareLines: return "\n " + lines76.replacingOccurrences(of: "\n", with: " \r\n ") + " \n"
        case .bareRemarks: return "# 支付宝公钥\nname: shop\n" + lines76 + "\n\n# end"
        }
    }
}
