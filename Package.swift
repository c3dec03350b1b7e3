// swift-tools-version:6.2
// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The drawing of the house: a target imports only what it points to here (docs/house.md).

import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]

/// A floor or part of one: what it stands on, and the packages it brings in.
func part(_ name: String, on floors: String..., using packages: [Target.Dependency] = []) -> Target
{
  .target(
    name: name, dependencies: floors.map { .byName(name: $0) } + packages, swiftSettings: strict)
}

/// A room stands on the whole ground floor and calls only the rooms it hands over to.
func room(_ name: String, calling rooms: String..., using packages: [Target.Dependency] = [])
  -> Target
{
  let floors = ["Rules", "Storage", "Platform", "Web"]
  return .target(
    name: name, dependencies: (floors + rooms).map { .byName(name: $0) } + packages,
    swiftSettings: strict)
}

let grdb: [Target.Dependency] = [
  .product(name: "GRDB", package: "GRDB.swift"),
  .product(name: "GRDBSQLite", package: "GRDB.swift"),
]
let crypto: [Target.Dependency] = [.product(name: "Crypto", package: "swift-crypto")]
let logging: [Target.Dependency] = [.product(name: "Logging", package: "swift-log")]
let hummingbird: [Target.Dependency] = [
  .product(name: "Hummingbird", package: "hummingbird"),
  .product(name: "HTTPTypes", package: "swift-http-types"),
]
let arguments: [Target.Dependency] = [
  .product(name: "ArgumentParser", package: "swift-argument-parser")
]
let lifecycle: [Target.Dependency] = [
  .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
]

let package = Package(
  name: "Mainstay",
  products: [
    .executable(name: "mainstay", targets: ["Mainstay"]),
    .executable(name: "bench", targets: ["Bench"]),
  ],
  dependencies: [
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1",
      traits: ["FullFoundation"]),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),

    .systemLibrary(
      name: "CGMimeFlags", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .target(name: "CMIME", dependencies: ["CGMimeFlags"]),
    .systemLibrary(
      name: "CCalendar", pkgConfig: "libical", providers: [.apt(["libical-dev"])]),

    part("Rules"),
    part("Mail", on: "Rules", "CMIME", "CCurl", using: crypto),
    part("Almanac", on: "Rules", "CCalendar"),
    part("Storage", on: "Rules", "CPostgres", using: grdb),
    part("Platform", on: "Rules", "Storage", using: crypto + logging),
    part(
      "Web", on: "Rules", "Storage", "Platform", "CZlib",
      using: hummingbird + crypto + logging + lifecycle),

    room(
      "Access", using: crypto + [.product(name: "CryptoExtras", package: "swift-crypto")]),
    room("Clients", calling: "Access"),
    room("Agreements", calling: "Access", "Clients", "Almanac"),
    room("Work", calling: "Access", "Clients"),
    room("Desk", calling: "Access", "Clients", "Agreements", "Work", "Mail"),
    room("Home", calling: "Access", "Clients", "Agreements", "Work", "Desk"),
    room("Switching", calling: "Clients", "Agreements", "Work", "Desk"),
    room("Reviews", calling: "Access", "Clients", "Agreements", "Desk"),
    room("Portal", calling: "Access", "Clients", "Agreements", "Work", "Desk"),

    room("Demo", calling: "Access", "Clients", "Agreements", "Work", "Desk"),

    .executableTarget(
      name: "Mainstay",
      dependencies: [
        "Rules", "Storage", "Platform", "Web", "Access", "Clients", "Agreements", "Work", "Desk",
        "Home", "Portal", "Switching", "Reviews", "Mail", "Demo",
      ] + arguments + logging + lifecycle,
      swiftSettings: strict),

    .executableTarget(name: "Bench", dependencies: ["Rules"], swiftSettings: strict),

    .testTarget(name: "RulesTests", dependencies: ["Rules"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["Rules", "Storage", "Platform", "TestSupport"],
      swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["Storage"], path: "Tests/Support", swiftSettings: strict),
    .executableTarget(
      name: "crashwriter", dependencies: ["Storage"], path: "Tests/Crash/Writer",
      swiftSettings: strict),
    .testTarget(
      name: "StorageTests", dependencies: ["Rules", "Storage", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "HouseTests",
      dependencies: [
        "Rules", "Storage", "Platform", "Web", "Access", "Clients", "Agreements", "Work", "Desk",
        "Home", "Portal", "Switching", "Reviews", "Demo", "TestSupport",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "sanitise", dependencies: ["Mail"], path: "Tests/Oracles/sanitiser/program",
      swiftSettings: strict),
    .executableTarget(
      name: "letters", dependencies: ["Mail", "Rules"], path: "Tests/Oracles/letters/program",
      swiftSettings: strict),
    .testTarget(
      name: "AlmanacTests", dependencies: ["Almanac", "Rules"], swiftSettings: strict),
    .executableTarget(
      name: "holidays", dependencies: ["Almanac", "Rules"],
      path: "Tests/Oracles/holidays/program", swiftSettings: strict),
    .testTarget(name: "MailTests", dependencies: ["Mail", "Rules"], swiftSettings: strict),
  ]
)
