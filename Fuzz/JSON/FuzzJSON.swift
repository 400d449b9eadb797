import WireFuzzEntryPoints

/// What libFuzzer calls with every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    // A trap is what libFuzzer records as a crash.
    if let fault = WireFuzzTarget.json.fault(in: bytes) { fatalError(fault) }
    return 0
}
