internal import NIOCore

/// Makes a connection read in small pieces, of which an ordinary request is one.
///
/// Ten pieces may wait between the socket and the reader of a body: at 64 KiB each, far more of a body would be read
/// than is ever accepted (RELIABILITY T11).
final class SmallReads: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    func handlerAdded(context: ChannelHandlerContext) {
        let allocator = FixedSizeRecvByteBufferAllocator(capacity: 4_096)
        context.channel.setOption(.recvAllocator, value: allocator).whenFailure { _ in }
    }
}
