internal import NIOCore
internal import NIOPosix

/// Checks before anything starts that a port can be bound.
package enum PortCheck {
    /// Binds and releases the port.
    ///
    /// - Throws: `CommandFailure` with the name of the setting.
    package static func check(_ listener: BotConfiguration.Listener, setting: String) async throws {
        guard listener.port != 0 else { return }
        do {
            let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: listener.host, port: listener.port)
                .get()
            try await channel.close()
        } catch {
            throw CommandFailure(
                "无法监听 \(listener.host):\(listener.port)（\(setting)）：端口被占用、无权限或地址不对。换一个端口，或停掉占用它的程序。（\(error)）",
                "cannot listen on \(listener.host):\(listener.port) (\(setting)): the port is in use, not permitted, or "
                    + "the address is not this machine's. Choose another port, or stop the program that has it. (\(error))"
            )
        }
    }
}
