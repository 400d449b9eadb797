// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "replybot",
    products: [
        .executable(name: "replybot", targets: ["ReplyBotCommand"]),
        .library(name: "AlipayClient", targets: ["AlipayClient"]),
        .library(name: "LinearRegex", targets: ["LinearRegex"]),
        .library(name: "RuleEngine", targets: ["RuleEngine"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.3.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.3.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.3"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.7.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.30.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CSSL",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]
        ),
        .systemLibrary(
            name: "CXML2",
            pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"])]
        ),
        .target(
            name: "AlipayClient",
            dependencies: [
                "CSSL",
                "CXML2",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(name: "LinearRegex"),
        .target(
            name: "RuleEngine",
            dependencies: [
                "LinearRegex",
                .product(name: "Collections", package: "swift-collections"),
            ]
        ),
        .target(name: "OperatorText"),
        .target(name: "TypedHTML"),
        .target(
            name: "RuleAuthoring",
            dependencies: [
                "LinearRegex",
                "OperatorText",
                "RuleEngine",
                .product(name: "Yams", package: "Yams"),
                .product(name: "Collections", package: "swift-collections"),
            ]
        ),
        .target(
            name: "Evidence",
            dependencies: ["LinearRegex", "OperatorText", "RuleAuthoring", "RuleEngine", "TypedHTML"]
        ),
        .target(
            name: "ReplyStore",
            dependencies: [
                "BotCore",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .target(
            name: "BotCore",
            dependencies: [.product(name: "DequeModule", package: "swift-collections")]
        ),
        .executableTarget(
            name: "BotSimulation",
            dependencies: ["BotCore"],
            path: "Simulations",
            exclude: ["README.md"]
        ),
        .target(
            name: "AlipaySimulator",
            dependencies: [
                "AlipayClient",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        .target(
            name: "ReplyBot",
            dependencies: [
                "AlipayClient",
                "BotCore",
                "Evidence",
                "LinearRegex",
                "OperatorText",
                "ReplyStore",
                "RuleAuthoring",
                "RuleEngine",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),
        .executableTarget(
            name: "ReplyBotCommand",
            dependencies: [
                "AlipayClient",
                "AlipaySimulator",
                "BotCore",
                "Evidence",
                "ReplyBot",
                "OperatorText",
                "ReplyStore",
                "RuleAuthoring",
                "RuleEngine",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .executableTarget(
            name: "RuleBenchmark",
            dependencies: ["OperatorText", "RuleAuthoring", "RuleEngine"],
            path: "Benchmarks/RuleBenchmark"
        ),
        .executableTarget(
            name: "MiningBenchmark",
            dependencies: ["Evidence", "RuleAuthoring", "RuleEngine", "TestSupport"],
            path: "Benchmarks/MiningBenchmark"
        ),
        .target(
            name: "WirePeer",
            dependencies: ["CSSL", "CXML2"],
            path: "Benchmarks/WirePeer"
        ),
        .executableTarget(
            name: "WireBenchmark",
            dependencies: ["AlipayClient", "WirePeer"],
            path: "Benchmarks/WireBenchmark"
        ),
        .executableTarget(
            name: "ReplayBenchmark",
            dependencies: [
                "AlipayClient", "AlipaySimulator", "Evidence", "ReplyBot", "ReplyStore", "RuleAuthoring", "RuleEngine",
            ],
            path: "Benchmarks/ReplayBenchmark"
        ),
        .target(name: "AllocationCounter", path: "Benchmarks/AllocationCounter"),
        .target(
            name: "LoadSupport",
            dependencies: [
                "AlipayClient",
                "AlipaySimulator",
                "WirePeer",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Benchmarks/LoadSupport"
        ),
        .executableTarget(
            name: "LoadGenerator",
            dependencies: [
                "AlipaySimulator",
                "LoadSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Benchmarks/LoadGenerator"
        ),
        .executableTarget(
            name: "ReplyBenchmark",
            dependencies: [
                "AlipaySimulator",
                "LoadSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Benchmarks/ReplyBenchmark"
        ),
        .target(
            name: "FuzzEntryPoints",
            dependencies: ["LinearRegex", "OperatorText", "RuleAuthoring", "RuleEngine"],
            path: "Fuzz/EntryPoints"
        ),
        .target(
            name: "WireFuzzEntryPoints",
            dependencies: ["AlipayClient"],
            path: "Fuzz/WireEntryPoints"
        ),
        .target(
            name: "TestSupport",
            dependencies: [
                .product(name: "Logging", package: "swift-log")
            ],
            path: "Tests/TestSupport"
        ),
        .testTarget(
            name: "AlipayClientTests",
            dependencies: [
                "AlipayClient",
                "LinearRegex",
                "RuleEngine",
                "TestSupport",
                "WireFuzzEntryPoints",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            resources: [.copy("Vectors")]
        ),
        .testTarget(
            name: "LinearRegexTests",
            dependencies: ["LinearRegex", "TestSupport"],
            exclude: ["Fixtures"]
        ),
        .target(
            name: "RuleTestSupport",
            dependencies: [
                "OperatorText",
                "RuleAuthoring",
                "RuleEngine",
                .product(name: "Yams", package: "Yams"),
            ],
            path: "Tests/RuleTestSupport"
        ),
        .testTarget(
            name: "RuleEngineTests",
            dependencies: ["LinearRegex", "RuleEngine", "RuleTestSupport", "TestSupport"],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "RuleAuthoringTests",
            dependencies: [
                "FuzzEntryPoints", "LinearRegex", "OperatorText", "RuleAuthoring", "RuleEngine", "RuleTestSupport",
                "TestSupport",
            ],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "EvidenceTests",
            dependencies: [
                "Evidence", "MiningBenchmark", "OperatorText", "RuleAuthoring", "RuleEngine", "RuleTestSupport",
                "TestSupport",
            ],
            exclude: ["Fixtures"]
        ),
        .testTarget(name: "TypedHTMLTests", dependencies: ["TestSupport", "TypedHTML"]),
        .testTarget(
            name: "ReplyStoreTests",
            dependencies: [
                "BotCore",
                "ReplyStore",
                "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .executableTarget(
            name: "StoreWriter",
            dependencies: [
                "BotCore",
                "ReplyStore",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "Tests/StoreWriter"
        ),
        .testTarget(
            name: "BotCoreTests",
            dependencies: ["BotCore", "BotSimulation", "TestSupport"]
        ),
        .testTarget(
            name: "ReplyBotTests",
            dependencies: [
                "AlipayClient",
                "AlipaySimulator",
                "BotCore",
                "Evidence",
                "ReplyBot",
                "ReplyBotCommand",
                "OperatorText",
                "ReplyStore",
                "RuleAuthoring",
                "RuleEngine",
                "TestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            exclude: ["Hostile", "WrongSettings"]
        ),
        .testTarget(
            name: "CrashTests",
            dependencies: [
                "AlipayClient",
                "AlipaySimulator",
                "BotCore",
                "LoadSupport",
                "ReplyBot",
                "ReplyBotCommand",
                "OperatorText",
                "ReplyStore",
                "RuleAuthoring",
                "RuleEngine",
                "TestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]
        ),
    ]
)

// Fuzzing needs a tool chain with libFuzzer; `make fuzz`, `make fuzz-wire` and `make fuzz-patterns` ask for it.
if Context.environment["REPLYBOT_FUZZ"] != nil {
    package.targets += [
        .executableTarget(
            name: "PatternOracle",
            dependencies: ["LinearRegex", "RuleAuthoring", "RuleEngine"],
            path: "Fuzz/PatternOracle"
        )
    ]
    package.targets += ["RuleFile", "Pattern", "Normalizer"]
        .map { name in
            .executableTarget(name: "Fuzz\(name)", dependencies: ["FuzzEntryPoints"], path: "Fuzz/\(name)")
        }
    package.targets += ["Form", "Charset", "Event", "XML", "JSON", "KeyText", "Answer"]
        .map { name in
            .executableTarget(name: "Fuzz\(name)", dependencies: ["WireFuzzEntryPoints"], path: "Fuzz/\(name)")
        }
}

// The same language rules for every target that holds Swift (docs/DESIGN.md, "Settings").
for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
            .enableUpcomingFeature("ExistentialAny"),
            // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
            .enableUpcomingFeature("InternalImportsByDefault"),
            // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
            .enableUpcomingFeature("MemberImportVisibility"),
            // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .strictMemorySafety(),
            .treatAllWarnings(as: .error),
        ]
}

// Preloaded into bots by the tests and benchmarks of this package.
if !Context.packageDirectory.contains("/checkouts/") {
    package.products.append(.library(name: "AllocationCounter", type: .dynamic, targets: ["AllocationCounter"]))
}

// What computes is optimised in debug builds too: the tests of these targets take a fifth of the time. Others may not
// depend on a package with such flags, so they are for a checkout of its own only; REPLYBOT_UNOPTIMIZED=1 leaves them
// out for a debugger.
if !Context.packageDirectory.contains("/checkouts/"), Context.environment["REPLYBOT_UNOPTIMIZED"] == nil {
    for target in package.targets
    where [
        "AlipayClient", "AlipaySimulator", "BotCore", "BotSimulation", "Evidence", "LinearRegex", "OperatorText",
        "RuleAuthoring", "RuleEngine", "TypedHTML",
    ]
    .contains(target.name) {
        target.swiftSettings?.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
    }
}
