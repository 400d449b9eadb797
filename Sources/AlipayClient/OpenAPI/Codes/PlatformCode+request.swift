extension PlatformCode {
    /// The request itself.
    static let requestCodes: [PlatformCode] = [
        PlatformCode(
            "invalid-parameter",
            .giveUp,
            "参数不被接受：检查消息的长度、链接和图片地址",
            "A parameter is not accepted: check the length, links and pictures of the message"
        ),
        PlatformCode(
            "invalid-request-data",
            .giveUp,
            "请求数据无效：检查消息的长度、链接和图片地址",
            "The data is not valid: check the length, links and pictures of the message"
        ),
        PlatformCode(
            "illegal-json",
            .giveUp,
            "JSON 无效：这是程序错误，请报告并附上 trace id",
            "The JSON is not valid: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "invalid-format",
            .giveUp,
            "格式无效：这是程序错误，请报告并附上 trace id",
            "The format is not valid: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "missing-method",
            .giveUp,
            "缺少接口名：这是程序错误，请报告并附上 trace id",
            "The method is missing: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "invalid-method",
            .giveUp,
            "接口名无效：这是程序错误，请报告并附上 trace id",
            "The method is not valid: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "invalid-app-method",
            .giveUp,
            "应用不能用此接口名：这是程序错误，请报告并附上 trace id",
            "The method is not valid for the application: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "missing-platform",
            .giveUp,
            "缺少平台参数：这是程序错误，请报告并附上 trace id",
            "The platform is missing: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "invalid-platform",
            .giveUp,
            "平台参数无效：这是程序错误，请报告并附上 trace id",
            "The platform is not valid: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "missing-version",
            .giveUp,
            "缺少版本号：这是程序错误，请报告并附上 trace id",
            "The version is missing: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "invalid-version",
            .giveUp,
            "版本号无效：这是程序错误，请报告并附上 trace id",
            "The version is not valid: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "unsupported-version",
            .giveUp,
            "版本不受支持：这是程序错误，请报告并附上 trace id",
            "The version is not supported: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "invalid-encoding",
            .giveUp,
            "编码无效：这是程序错误，请报告并附上 trace id",
            "The encoding is not valid: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "invalid-charset",
            .giveUp,
            "字符集无效：这是程序错误，请报告并附上 trace id",
            "The character set is not valid: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "unsupport-operation",
            .giveUp,
            "操作不受支持：这是程序错误，请报告并附上 trace id",
            "The operation is not supported: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "openid-error",
            .giveUp,
            "open_id 有误：检查应用是否已改用 openid，以及应用 id 是否正确",
            "The open_id is wrong: check whether the application moved to openid, and the application's id"
        ),
        PlatformCode(
            "missing-app-uid",
            .giveUp,
            "缺少用户 id：这是程序错误，请报告并附上 trace id",
            "The user's id is missing: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "illegal-card-no",
            .giveUp,
            "卡号无效：这是程序错误，请报告并附上 trace id",
            "The card number is not valid: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "upload-fail",
            .giveUp,
            "上传失败：这是程序错误，请报告并附上 trace id",
            "The upload failed: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "invalid-file-extension",
            .giveUp,
            "文件扩展名无效：这是程序错误，请报告并附上 trace id",
            "The file's extension is not valid: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "invalid-file-size",
            .giveUp,
            "文件大小无效：这是程序错误，请报告并附上 trace id",
            "The file's size is not valid: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "file-check-fail",
            .giveUp,
            "文件检查未通过：这是程序错误，请报告并附上 trace id",
            "The file was not accepted: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "method-forbidden-batch-invoke",
            .giveUp,
            "此接口不能批量调用：这是程序错误，请报告并附上 trace id",
            "The method cannot be called in batches: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "exist-blank-sub-request-id",
            .giveUp,
            "子请求 id 为空：这是程序错误，请报告并附上 trace id",
            "A part of the batch has no id: a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "exist-repeated-sub-request-id",
            .giveUp,
            "子请求 id 重复：这是程序错误，请报告并附上 trace id",
            "Two parts of the batch have the same id: a fault of the program; report it with the trace id"
        ),
    ]
}
