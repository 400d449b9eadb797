internal import BotCore
internal import Foundation
internal import ReplyStore
internal import Synchronization
internal import SystemPackage

/// The events being decided and the requests being sent, in a memory-mapped file that survives the death of the process.
///
/// A mark is a store to memory, without a system call. The kernel keeps the pages of a file however the process ends,
/// by `kill -9` and the out-of-memory killer too. It does not keep them through a power cut, so the file names the boot
/// of the machine, and proves nothing after another boot.
///
/// Only the holder of the store's lock opens the file.
final class InFlightFile: Sendable {
    /// The marks that the last process left.
    struct Evidence: Sendable, Hashable {
        /// The number of its life.
        var life: UInt64 = 0
        /// The events during whose decision it died.
        var deciding: Set<EventID> = []
        /// The requests whose body it may have written; nil when unknown.
        var sending: Set<BegunTry>?
    }

    private enum Layout {
        static let magic: UInt64 = 0x7265_706c_7962_6f31
        /// Words: magic, two of the boot's id, life.
        static let (magicWord, bootWord, lifeWord) = (0, 1, 3)
        static let decisions = 64..<320
        /// Two words each: the reply, which is 0 in a free slot, and the token of its claim.
        static let sends = 320..<2_368
        static let words = 4_096
    }

    private struct Slots: Sendable {
        var freeDecisions = Array(Layout.decisions)
        var freeSends = Array(stride(from: Layout.sends.lowerBound, to: Layout.sends.upperBound, by: 2))
        var sends: [ReplyID: Int] = [:]
    }

    /// The evidence of the last process.
    let evidence: Evidence
    private let mapping: Mapping
    private let slots = Mutex(Slots())

    /// Maps the file at `path`, and creates it when it is missing.
    ///
    /// - Parameters:
    ///   - path: where the file is or will be.
    ///   - boot: the id of this boot of the machine; nil when it is unknown.
    /// - Throws: `Errno` when the file cannot be created, extended or mapped.
    init(path: String, boot: UUID? = InFlightFile.bootOfMachine()) throws(Errno) {
        mapping = try Mapping(path: path, words: Layout.words)
        let bootWords = InFlightFile.words(of: boot)
        let isOfThisBoot =
            mapping[Layout.magicWord] == Layout.magic && boot != nil
            && mapping[Layout.bootWord] == bootWords.0 && mapping[Layout.bootWord + 1] == bootWords.1
        evidence = isOfThisBoot ? InFlightFile.read(mapping) : Evidence()
        guard !isOfThisBoot else { return }
        for word in 0..<Layout.words { mapping[word] = 0 }
        (mapping[Layout.bootWord], mapping[Layout.bootWord + 1]) = bootWords
        mapping[Layout.magicWord] = Layout.magic
    }

    /// A table without a file, for replays and tests.
    init() throws(Errno) {
        mapping = try Mapping(words: Layout.words)
        evidence = Evidence()
    }

    /// Forgets the decisions of the last process and gives this one its number; call it once their deaths are counted.
    func beginLife(_ life: UInt64) {
        // In this order: a process that is killed in between leaves no mark under a number that was not counted.
        for word in Layout.decisions { mapping[word] = 0 }
        mapping[Layout.lifeWord] = life
    }

    /// Forgets the requests of the last process; call it once the store has put their replies back.
    func forgetSends() {
        for word in Layout.sends { mapping[word] = 0 }
    }

    /// Marks an event while `body` runs.
    func deciding<Value>(_ event: EventID, _ body: () throws -> Value) rethrows -> Value {
        guard let slot = slots.withLock({ $0.freeDecisions.popLast() }) else { return try body() }
        mapping[slot] = UInt64(bitPattern: event.rawValue)
        defer {
            mapping[slot] = 0
            slots.withLock { $0.freeDecisions.append(slot) }
        }
        return try body()
    }

    /// Marks a request whose body is about to be written, in place of an earlier one of the same reply.
    func beginSending(_ attempt: BegunTry) {
        let slot = slots.withLock { slots in
            if let slot = slots.sends[attempt.reply] { return slot as Int? }
            let slot = slots.freeSends.popLast()
            slots.sends[attempt.reply] = slot
            return slot
        }
        guard let slot else { return }
        mapping[slot] = 0
        mapping[slot + 1] = attempt.lease.rawValue
        mapping[slot] = UInt64(bitPattern: attempt.reply.rawValue)
    }

    /// Removes the mark of a reply; call it once its outcome is durable.
    func endSending(_ reply: ReplyID) {
        slots.withLock { slots in
            guard let slot = slots.sends.removeValue(forKey: reply) else { return }
            mapping[slot] = 0
            slots.freeSends.append(slot)
        }
    }

    private static func read(_ mapping: Mapping) -> Evidence {
        let deciding = Layout.decisions.map { mapping[$0] }.filter { $0 != 0 }
        let sending = stride(from: Layout.sends.lowerBound, to: Layout.sends.upperBound, by: 2)
            .compactMap { slot -> BegunTry? in
                guard mapping[slot] != 0 else { return nil }
                return BegunTry(
                    reply: ReplyID(rawValue: Int64(bitPattern: mapping[slot])),
                    lease: LeaseToken(rawValue: mapping[slot + 1])
                )
            }
        return Evidence(
            life: mapping[Layout.lifeWord],
            deciding: Set(deciding.map { EventID(rawValue: Int64(bitPattern: $0)) }),
            sending: Set(sending)
        )
    }

    /// The id that Linux draws at each boot.
    static func bootOfMachine() -> UUID? {
        let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        return text.flatMap { UUID(uuidString: $0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }

    private static func words(of boot: UUID?) -> (UInt64, UInt64) {
        guard let boot = boot?.uuid else { return (0, 0) }
        let bytes = [
            boot.0, boot.1, boot.2, boot.3, boot.4, boot.5, boot.6, boot.7,
            boot.8, boot.9, boot.10, boot.11, boot.12, boot.13, boot.14, boot.15,
        ]
        let words = [bytes.prefix(8), bytes.suffix(8)].map { $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        return (words[0], words[1])
    }
}

/// Shared memory as atomic words.
///
/// `@unchecked Sendable`: the pointer never changes, every access is in bounds and atomic, and the memory is unmapped
/// only when no reference is left.
@safe
private final class Mapping: @unchecked Sendable {
    private let words: UnsafeMutableBufferPointer<Atomic<UInt64>>

    private var size: Int { unsafe words.count * MemoryLayout<UInt64>.stride }

    /// Maps a file, extended to its size; the room is allocated, so that a full disk cannot fail a store to memory.
    init(path: String, words count: Int) throws(Errno) {
        let size = count * MemoryLayout<UInt64>.stride
        // The compiler makes the pointer to the path, which is used only during the call.
        let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        defer { close(descriptor) }
        let result = posix_fallocate(descriptor, 0, off_t(size))
        guard result == 0 else { throw Errno(rawValue: result) }
        unsafe words = try Mapping.map(size, flags: MAP_SHARED, descriptor: descriptor)
    }

    /// Maps memory without a file.
    init(words count: Int) throws(Errno) {
        unsafe words = try Mapping.map(
            count * MemoryLayout<UInt64>.stride,
            flags: MAP_PRIVATE | MAP_ANONYMOUS,
            descriptor: -1
        )
    }

    deinit {
        unsafe munmap(words.baseAddress, size)
    }

    subscript(word: Int) -> UInt64 {
        get { unsafe words[word].load(ordering: .sequentiallyConsistent) }
        set { unsafe words[word].store(newValue, ordering: .sequentiallyConsistent) }
    }

    private static func map(
        _ size: Int,
        flags: Int32,
        descriptor: Int32
    ) throws(Errno) -> UnsafeMutableBufferPointer<Atomic<UInt64>> {
        guard let start = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, flags, descriptor, 0),
            unsafe start != MAP_FAILED
        else { throw Errno(rawValue: errno) }
        // Zeroed memory and the words of an earlier process are both valid: an `Atomic<UInt64>` is its eight bytes.
        let count = size / MemoryLayout<UInt64>.stride
        return unsafe UnsafeMutableBufferPointer(
            start: start.bindMemory(to: Atomic<UInt64>.self, capacity: count),
            count: count
        )
    }
}
